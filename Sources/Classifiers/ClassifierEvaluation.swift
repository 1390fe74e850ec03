/// How well a model's predictions agree with labels that are known.
public struct ClassifierEvaluation: Sendable {
  /// A label's part of the examples.
  public struct LabelFigures: Equatable, Sendable {
    /// Examples that have the label and were given it.
    public var found = 0
    /// Examples that were given the label and do not have it.
    public var wrong = 0
    /// Examples that have the label and were given another.
    public var missed = 0

    /// The share of the examples given the label that have it; 0 of none.
    public var precision: Double { share(found, found + wrong) }
    /// The share of the examples with the label that were given it; 0 of none.
    public var recall: Double { share(found, found + missed) }
    /// The harmonic mean of precision and recall.
    public var f1: Double { share(2 * found, 2 * found + wrong + missed) }
  }

  /// What a threshold on the score of the positive label does.
  public struct Cut: Equatable, Sendable {
    /// Texts with this score and more count as positive.
    public let threshold: Float
    /// The share of those that are.
    public let precision: Double
    /// The share of the positive ones that reach it.
    public let recall: Double
    /// The share of the others that reach it.
    public let falsePositives: Double
    /// The harmonic mean of precision and recall.
    public var f1: Double { precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0 }
  }

  /// The number of examples.
  public private(set) var examples = 0
  /// How many of them were given one of their labels.
  public private(set) var right = 0
  /// Figures by label.
  public private(set) var labels: [String: LabelFigures] = [:]
  private var scores: [(score: Float, isPositive: Bool)] = []

  /// An evaluation of nothing.
  public init() {}

  /// Adds an example: its labels, the one that the model gives it (nil for none), and where one label is the positive
  /// one its score and whether the example has it.
  public mutating func add(known: [String], predicted: String?, score: (Float, isPositive: Bool)? = nil) {
    examples += 1
    if let predicted {
      if known.contains(predicted) {
        right += 1
        labels[predicted, default: LabelFigures()].found += 1
      } else {
        labels[predicted, default: LabelFigures()].wrong += 1
      }
    }
    for label in known where label != predicted { labels[label, default: LabelFigures()].missed += 1 }
    if let score { scores.append((score.0, score.isPositive)) }
  }

  /// The share of the examples that were given one of their labels.
  public var accuracy: Double { share(right, examples) }

  /// The mean of the labels' F1.
  public var macroF1: Double {
    // Always in one order, since sums of floating-point numbers depend on it.
    let sum = labels.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value.f1 }
    return labels.isEmpty ? 0 : sum / Double(labels.count)
  }

  /// The probability that a positive example scores higher than another, equal scores by half; nil without both.
  /// - Complexity: O(n log n).
  public var auc: Double? {
    let positives = scores.count { $0.isPositive }
    let others = scores.count - positives
    guard positives > 0 && others > 0 else { return nil }
    let sorted = scores.sorted { $0.score < $1.score }
    var wins = 0.0
    var below = 0
    var at = 0
    while at < sorted.count {
      var end = at
      var tiedPositives = 0
      while end < sorted.count && sorted[end].score == sorted[at].score {
        tiedPositives += sorted[end].isPositive ? 1 : 0
        end += 1
      }
      let tiedOthers = end - at - tiedPositives
      wins += Double(tiedPositives) * (Double(below) + Double(tiedOthers) / 2)
      below += tiedOthers
      at = end
    }
    return wins / (Double(positives) * Double(others))
  }

  /// What each threshold does, from the highest score to the lowest; empty without positive examples and others.
  /// - Complexity: O(n log n).
  public var cuts: [Cut] {
    let positives = scores.count { $0.isPositive }
    let others = scores.count - positives
    guard positives > 0 && others > 0 else { return [] }
    let sorted = scores.sorted { $0.score > $1.score }
    var cuts: [Cut] = []
    var found = 0
    for (index, entry) in sorted.enumerated() {
      found += entry.isPositive ? 1 : 0
      if index + 1 < sorted.count && sorted[index + 1].score == entry.score { continue }
      let taken = index + 1
      cuts.append(
        Cut(
          threshold: entry.score, precision: share(found, taken), recall: share(found, positives),
          falsePositives: share(taken - found, others)))
    }
    return cuts
  }

  /// Thresholds worth a look: the one of the best F1, and for each demanded precision the lowest that reaches it.
  public func advice(precisions: [Double] = [0.9, 0.95, 0.99]) -> [(reason: String, cut: Cut)] {
    let cuts = cuts
    var advice: [(String, Cut)] = []
    if let best = cuts.max(by: { $0.f1 < $1.f1 }) { advice.append(("best F1", best)) }
    for precision in precisions {
      if let cut = cuts.last(where: { $0.precision >= precision }) {
        advice.append(("precision \(precision)", cut))
      }
    }
    return advice
  }
}

/// A part of a whole; 0 of nothing is 0.
private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
