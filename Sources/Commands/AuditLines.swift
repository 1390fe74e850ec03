import QuernBytes
import QuernReports
import QuernStages
import QuernTokenizer

/// The lines of an audit for people: titles, labels with values in a column, tables.
struct AuditLines {
  /// How many tokens of a list are shown.
  let list: Int
  private var lines: [String] = []

  init(list: Int) { self.list = list }

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func title(_ text: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(text)
  }

  mutating func note(_ text: String) { lines.append("      \(text)") }

  mutating func add(_ label: String, _ value: String) {
    lines.append("  \(AuditLines.pad(label, 30))\(value)")
  }

  mutating func add(_ label: String, _ value: Int, _ remark: String = "") {
    let number = grouped(value)
    lines.append(
      "  \(AuditLines.pad(label, 30))\(AuditLines.pad(number, 12, atFront: true))"
        + (remark.isEmpty ? "" : "  \(remark)"))
  }

  /// How many tokens, and the first of them.
  mutating func add(_ label: String, _ ids: [UInt32], of model: BPEModel) {
    add(label, ids.count)
    if ids.isEmpty || list == 0 { return }
    let shown = ids.prefix(list).map { AuditLines.token($0, of: model) }.joined(separator: "  ")
    note(ids.count > list ? "\(shown)  …" : shown)
  }

  /// Tokens with their lengths.
  mutating func lengths(_ label: String, _ ids: [UInt32], of model: BPEModel) {
    add(label, "")
    for id in ids.prefix(list) {
      note("\(model.bytes(of: id)?.count ?? 0) bytes: \(AuditLines.token(id, of: model))")
    }
  }

  /// One line for each group.
  mutating func table(_ groups: [CorpusAudit.Group], hasOther: Bool) {
    var titles = ["", "documents", "bytes", "tokens", "bytes/token", "tokens/word", "one byte %"]
    if hasOther { titles.append("bytes/token there") }
    lines.append("  " + AuditLines.row(titles))
    for group in groups.prefix(max(list, 30)) {
      let figures = group.figures
      var cells = [
        TokenView.printable(group.name), grouped(figures.documents), grouped(figures.bytes), grouped(figures.tokens),
        fixed(figures.bytesPerToken), fixed(figures.tokensPerWord),
        fixed(100 * Double(figures.singleByteTokens) / Double(max(1, figures.tokens))),
      ]
      if hasOther { cells.append(fixed(figures.otherBytesPerToken)) }
      lines.append("  " + AuditLines.row(cells))
    }
    if groups.count > max(list, 30) { note("… and \(grouped(groups.count - max(list, 30))) more") }
  }

  /// A token and its id.
  static func token(_ id: UInt32, of model: BPEModel) -> String {
    guard let bytes = model.bytes(of: id) else { return "\(id)" }
    let shown = TokenView.printable(bytes.slice(0, min(bytes.count, 64)))
    return "\(id) '\(shown)\(bytes.count > 64 ? "…" : "")'"
  }

  static func range(_ range: ClosedRange<UInt32>) -> String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)–\(range.upperBound)"
  }

  private static func row(_ cells: [String]) -> String {
    let widths = [0, 11, 15, 14, 13, 13, 12, 19]
    return zip(cells, widths).dropFirst().reduce(pad(cells[0], 24)) { $0 + pad($1.0, $1.1, atFront: true) }
  }

  private static func pad(_ text: String, _ width: Int, atFront: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(atFront ? 0 : 1, width - text.unicodeScalars.count))
    return atFront ? spaces + text : text + spaces
  }
}
