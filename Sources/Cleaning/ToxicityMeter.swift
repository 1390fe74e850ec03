import QuernBytes
import QuernClassifiers

extension Signal {
  /// The mean toxicity of the sentences, weighted by their lengths.
  public static let toxicity = Signal("toxicity", .toxicity, 0)
  /// The toxicity of the most toxic sentence.
  public static let toxicityMax = Signal("toxicity_max", .toxicity, 1)
  /// The share of the sentences with a toxicity of 0.4 and more.
  public static let toxicityShare = Signal("toxicity_share", .toxicity, 2)
}

/// Scores the sentences of one thread's documents; nothing is made before the first one.
struct ToxicityMeter: ~Copyable {
  private var scorer: ToxicityScorer?

  mutating func measure(
    _ text: UnsafeRawBufferPointer, _ resources: CleaningResources, into values: UnsafeMutableBufferPointer<Double>
  ) {
    prepare(resources)
    ToxicityMeter.write(scorer?.score(text) ?? ToxicityScores(), to: values)
  }

  /// Appends `text` to `out` without the sentences whose toxicity is `least` or more; `values` are those of the whole
  /// text.
  /// - Returns: how many were cut.
  mutating func cut(
    _ text: UnsafeRawBufferPointer, from least: Double, _ resources: CleaningResources, into out: inout ByteBuffer,
    values: UnsafeMutableBufferPointer<Double>
  ) -> Int {
    prepare(resources)
    guard let (scores, cut) = scorer?.cut(text, from: Float(least), into: &out) else { return 0 }
    ToxicityMeter.write(scores, to: values)
    return cut
  }

  private mutating func prepare(_ resources: CleaningResources) {
    if scorer == nil, let model = resources.toxicity { scorer = ToxicityScorer(model) }
  }

  private static func write(_ scores: ToxicityScores, to values: UnsafeMutableBufferPointer<Double>) {
    values[Signal.toxicity.slot] = scores.mean
    values[Signal.toxicityMax.slot] = scores.max
    values[Signal.toxicityShare.slot] = scores.share
  }
}
