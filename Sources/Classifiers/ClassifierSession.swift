import CFastText
import QuernBytes

/// What one thread needs to classify texts with a model; its buffers are reused.
///
/// It takes about 3 MB beside the model, and 4 bytes per word of a text where runs of words are features.
public struct ClassifierSession: ~Copyable {
  /// The model.
  public let classifier: TextClassifier
  private let line: OpaquePointer
  private var features: FeatureLine
  private var preparer = TextPreparer()
  private let room: UnsafeMutableBufferPointer<quern_fasttext_guess>

  /// A session with `classifier`, which it keeps.
  public init(_ classifier: TextClassifier) {
    self.classifier = classifier
    guard let line = quern_fasttext_line_open(classifier.handle) else { fatalError("out of memory") }
    self.line = line
    features = FeatureLine(classifier.tables)
    room = .allocate(capacity: classifier.labels.count)
  }

  deinit {
    quern_fasttext_line_close(line)
    room.deallocate()
  }

  /// The `most` most probable labels of `text` (UTF-8), the most probable first; none for a text in which the model
  /// knows nothing.
  ///
  /// They are what fastText predicts for the prepared text with spaces for line feeds and one line feed at its end, as
  /// its Python module does. Valid until the next call.
  /// - Complexity: O(n).
  public mutating func guesses(for text: UnsafeRawBufferPointer, most: Int) -> [Guess] {
    (0..<predict(text, most)).map { Guess(label: Int(room[$0].label), probability: room[$0].probability) }
  }

  /// The most probable label of `text`; nil when the model knows nothing in it.
  /// - Complexity: O(n).
  public mutating func guess(for text: UnsafeRawBufferPointer) -> Guess? {
    predict(text, 1) == 0 ? nil : Guess(label: Int(room[0].label), probability: room[0].probability)
  }

  /// The probability of one label for `text`, 0 when the model knows nothing in it.
  /// - Complexity: O(n).
  public mutating func probability(of label: Int, in text: UnsafeRawBufferPointer) -> Float {
    let found = predict(text, room.count)
    for index in 0..<found where Int(room[index].label) == label { return room[index].probability }
    return 0
  }

  private mutating func predict(_ text: UnsafeRawBufferPointer, _ most: Int) -> Int {
    let line = line
    let preparation = classifier.description.preparation
    let hasWords = preparer.prepare(text, preparation) { prepared in
      // Without words there is only the end of the line, which says nothing.
      if preparation == .words && prepared.isEmpty { return false }
      features.read(prepared) { quern_fasttext_line_add(line, $0.baseAddress, $0.count) }
      return true
    }
    if !hasWords { return 0 }
    let found = quern_fasttext_line_predict(line, Int32(clamping: min(most, room.count)), room.baseAddress)
    // What is left over are models whose sums exceed every number; they say nothing about the text.
    return max(0, Int(found))
  }
}
