import QuernJobs
import QuernReports
import QuernStages
import QuernTokenizer

/// What people are told of a training beside its figures.
struct TrainingSummary {
  private let trained: DirectJob.Trained
  private let outcome: DirectJob.Outcome
  /// So many groups are listed.
  private static let listed = 12

  init(_ trained: DirectJob.Trained, _ outcome: DirectJob.Outcome) {
    self.trained = trained
    self.outcome = outcome
  }

  /// The multipliers of groups, those with the most text first, and what rare words were left out.
  var lines: [String] {
    var lines: [String] = []
    if let weights = trained.weights {
      let sorted = weights.filter { $0.bytes > 0 }.sorted { $1.bytes < $0.bytes }
      lines.append("words count times:")
      for weight in sorted.prefix(TrainingSummary.listed) {
        let language = weight.group.language.isEmpty ? "" : ", \(TokenView.printable(weight.group.language))"
        lines.append(
          "  \(multiplier(weight))  \(TokenView.printable(weight.group.source))\(language)"
            + " (\(grouped(weight.bytes)) bytes)")
      }
      if sorted.count > TrainingSummary.listed {
        lines.append("  … and \(grouped(sorted.count - TrainingSummary.listed)) more")
      }
    }
    let counts = outcome.counts.below("left_out")
    if let report = trained.report { return lines + report.lines.dropFirst() }
    if !counts.isEmpty {
      let left = Dictionary(uniqueKeysWithValues: counts.map { ($0.name, $0.value) })
      lines.append(
        left["words"] == 0
          ? "no word is so rare that it was left out"
          : "left out: \(grouped(left["distinct_words"] ?? 0)) rare words, \(grouped(left["words"] ?? 0)) times in the "
            + "text, \(grouped(left["bytes"] ?? 0)) bytes; no pair of tokens lost more than "
            + "\(grouped(left["pair_bound"] ?? 0)) of its count")
    }
    return lines
  }

  private func multiplier(_ weight: GroupWeight) -> String {
    weight.multiplier < 0.1 ? "\(weight.multiplier)" : fixed(weight.multiplier)
  }
}
