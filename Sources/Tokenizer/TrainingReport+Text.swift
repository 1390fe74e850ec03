import QuernBytes

extension TrainingReport {
  /// The report in short, line by line, for people.
  public var lines: [String] {
    var lines = ["vocabulary of \(trained.size), \(merges) merges\(end == .noMorePairs ? "; no more pairs" : "")"]
    lines.append("bytes per token: \(title(of: trained.total))\(others(compared.map(\.total)))")
    if !isExact { lines.append("words were cut for length or at line ends, so that whole texts may have fewer tokens") }
    for (name, part) in [("language", Part.language), ("source", .source)] {
      let sums = sums(by: part)
      if sums.count < 2 { continue }
      for sum in sums.prefix(TrainingReport.listedGroups) {
        lines.append("  \(name) \(oneLine(sum.name)): \(title(of: sum.figures[0]))\(others(Array(sum.figures[1...])))")
      }
      if sums.count > TrainingReport.listedGroups {
        lines.append("  and \(sums.count - TrainingReport.listedGroups) more")
      }
    }
    for sample in samples {
      lines.append("\(sample.name) cuts otherwise; on \(sample.documents) documents:")
      for sum in TrainingReport.sums(of: sample, by: .language).prefix(TrainingReport.listedGroups) {
        lines.append(
          "  language \(oneLine(sum.name)): \(TrainingReport.decimal(sum.figures[0].bytesPerToken)), \(sample.name) "
            + TrainingReport.decimal(sum.figures[1].bytesPerToken))
      }
    }
    lines.append(
      "by size: "
        + curve.map { "\($0.size) \(TrainingReport.decimal($0.figures.bytesPerToken))" }.joined(separator: ", "))
    if let last = curve.last, merges > 0 {
      lines.append("the last merge occurs \(TrainingReport.decimal(last.lastCount)) times")
    }
    if !pairsLeft.isEmpty {
      lines.append(
        "most frequent pairs left: "
          + pairsLeft.prefix(5).map {
            "\(spelling($0.left)) \(spelling($0.right)) (\(TrainingReport.decimal($0.count)))"
          }
          .joined(separator: ", "))
    }
    lines.append(
      "\(coverage.bytes) byte values, \(coverage.characters) characters, \(coverage.charactersWithToken) of them with a "
        + "token: \(TrainingReport.percent(coverage.occurrencesWithToken, of: coverage.occurrences)) of all characters")
    lines.append("\(unused.count) learned tokens and \(unusedOthers) others are in no word")
    if let leftOut {
      lines.append(
        "left out: \(leftOut.words) words below \(minimumWordCount), "
          + "\(TrainingReport.percent(leftOut.bytes, of: trained.total.bytes)) of the text; no pair has lost more than "
          + TrainingReport.decimal(Double(leftOut.most) / (multipliers == nil ? 1 : Double(WeightedWords.one))))
    }
    return lines
  }

  private static var listedGroups: Int { 20 }

  private func title(of figures: Figures) -> String {
    "\(TrainingReport.decimal(figures.bytesPerToken)) (\(figures.bytes) bytes)"
  }

  private func others(_ figures: [Figures]) -> String {
    zip(compared, figures).map { ", \($0.name) \(TrainingReport.decimal($1.bytesPerToken))" }.joined()
  }

  /// A token between quotation marks, or spelt as in a file where it is no text to show.
  private func spelling(_ id: UInt32) -> String {
    if let bytes = model.bytes(of: id), !model.spellsBytes, TokenWholeness.of(bytes).wholeness == .whole,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    {
      return "'\(bytes.text)'"
    }
    var spelling = ByteBuffer()
    model.appendSpelling(of: id, to: &spelling)
    return spelling.bytes.text
  }

  /// A number of 0 or more with three decimals, without those that are 0 at the end.
  private static func decimal(_ value: Double) -> String {
    guard value < 1e15 else { return String(value) }
    let thousandths = Int((value * 1000).rounded())
    var text = String(thousandths % 1000 + 1000).dropFirst()
    while text.last == "0" { text.removeLast() }
    return text.isEmpty ? String(thousandths / 1000) : "\(thousandths / 1000).\(text)"
  }

  private static func percent(_ part: Int64, of whole: Int64) -> String {
    whole > 0 ? "\(decimal(Double(part) / Double(whole) * 100)) %" : "0 %"
  }
}
