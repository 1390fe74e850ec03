import QuernReports
import QuernStages

/// What people are told of a training beside its figures.
struct TrainingSummary {
  private let trained: DirectJob.Trained
  /// So many groups are listed.
  private static let listed = 12

  init(_ trained: DirectJob.Trained) { self.trained = trained }

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
    return lines
  }

  private func multiplier(_ weight: GroupWeight) -> String {
    weight.multiplier < 0.1 ? "\(weight.multiplier)" : fixed(weight.multiplier)
  }
}
