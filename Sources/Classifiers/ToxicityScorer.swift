import QuernBytes
import QuernText

/// A model that scores how toxic a sentence is: any classifier with a label for that.
public struct ToxicityModel: Sendable {
  /// The model.
  public let classifier: TextClassifier
  /// The place of the label whose probability is the score.
  let positive: Int

  /// The label whose probability is the score.
  public var label: String { classifier.labels[positive] }

  /// - Parameter label: the label of toxic sentences; nil for the one that the model names.
  /// - Throws: ``ClassifierError/unknownLabel(_:known:)`` when the model has no such label or names none.
  public init(_ classifier: TextClassifier, label: String? = nil) throws(ClassifierError) {
    self.classifier = classifier
    positive = try classifier.index(of: label ?? classifier.description.positive ?? "")
  }
}

/// How toxic a text is.
public struct ToxicityScores: Equatable, Sendable {
  /// The mean of the sentences' scores, each weighted by its length in bytes.
  public var mean = 0.0
  /// The highest score of a sentence.
  public var max = 0.0
  /// The share of the sentences with a score of ``ToxicityScores/cut`` and more.
  public var share = 0.0

  /// The scores of a text without sentences.
  public init() {}

  /// The score from which on Dolma cuts a sentence (its configurations v1.5 and v1.6).
  public static let cut: Float = 0.4
}

/// Scores the sentences of texts; one per thread.
public struct ToxicityScorer: ~Copyable {
  /// The model.
  public let model: ToxicityModel
  private var session: ClassifierSession
  private let segmenter = SentenceSegmenter()
  private let classes = CharacterClasses()
  private var ends: [UInt32] = []
  private var scores: [Float] = []

  /// A scorer with `model`.
  public init(_ model: ToxicityModel) {
    self.model = model
    session = ClassifierSession(model.classifier)
  }

  /// Scores `text` (less than 4 GiB): sentences end where Unicode Standard Annex #29 says and at line ends; those of
  /// white space do not count.
  /// - Complexity: O(n).
  public mutating func score(_ text: UnsafeRawBufferPointer) -> ToxicityScores {
    scoreSentences(of: text)
    var result = ToxicityScores()
    var weight = 0
    var sentences = 0
    var sum = 0.0
    var start = 0
    for (end, score) in zip(ends, scores) {
      let length = Int(end) - start
      start = Int(end)
      if score < 0 { continue }
      sentences += 1
      weight += length
      sum += Double(score) * Double(length)
      result.max = Swift.max(result.max, Double(score))
      if score >= ToxicityScores.cut { result.share += 1 }
    }
    if sentences == 0 { return ToxicityScores() }
    result.mean = sum / Double(weight)
    result.share /= Double(sentences)
    return result
  }

  /// Scores `text` and appends it to `out` without the sentences whose score is `least` or more.
  /// - Returns: the scores of the whole text, and how many sentences were cut.
  public mutating func cut(
    _ text: UnsafeRawBufferPointer, from least: Float, into out: inout ByteBuffer
  ) -> (scores: ToxicityScores, cut: Int) {
    let result = score(text)
    guard result.max >= Double(least) else {
      out.append(text)
      return (result, 0)
    }
    var cut = 0
    var start = 0
    for (end, score) in zip(ends, scores) {
      if score >= least {
        cut += 1
        // The line stays one.
        out.append(text.slice(Int(end) - ToxicityScorer.lineEndLength(of: text.slice(start, Int(end))), Int(end)))
      } else {
        out.append(text.slice(start, Int(end)))
      }
      start = Int(end)
    }
    return (result, cut)
  }

  /// Finds the sentences and their scores; -1 for white space.
  private mutating func scoreSentences(of text: UnsafeRawBufferPointer) {
    ends.removeAll(keepingCapacity: ends.capacity < 1 << 18)
    scores.removeAll(keepingCapacity: scores.capacity < 1 << 18)
    segmenter.segment(text, into: &ends)
    var start = 0
    for end in ends {
      let sentence = text.slice(start, Int(end))
      start = Int(end)
      // fastText's probabilities lie a little above 1 at times.
      scores.append(hasContent(sentence) ? min(1, session.probability(of: model.positive, in: sentence)) : -1)
    }
  }

  /// Whether anything but white space and control characters is in `sentence`.
  private func hasContent(_ sentence: UnsafeRawBufferPointer) -> Bool {
    guard let start = sentence.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    var at = 0
    while at < sentence.count {
      let codePoint = start.decode(&at, sentence.count)
      if codePoint > 0x20 && classes[codePoint] & CharacterClasses.space == 0 { return true }
    }
    return false
  }

  /// The bytes of the line feed, carriage return or other line end that `sentence` ends in.
  private static func lineEndLength(of sentence: UnsafeRawBufferPointer) -> Int {
    let lineEnds: [StaticString] = ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]
    for lineEnd in lineEnds {
      let length = lineEnd.utf8CodeUnitCount
      if length <= sentence.count, sentence.slice(sentence.count - length, sentence.count).equals(lineEnd) {
        return length
      }
    }
    return 0
  }
}
