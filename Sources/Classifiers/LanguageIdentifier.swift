import QuernBytes

/// Tells the language of texts with a fastText model whose labels are language codes, such as lid.176 or GlotLID.
public struct LanguageIdentifier: ~Copyable {
  private var session: ClassifierSession
  /// The part of each text that is looked at; nil for all of it.
  public let sample: TextSample?
  private var window = ByteBuffer()

  /// An identifier for one thread.
  public init(_ classifier: TextClassifier, sample: TextSample? = nil) {
    session = ClassifierSession(classifier)
    self.sample = sample
  }

  /// The model's labels, which guesses refer to.
  public var labels: [String] { session.classifier.labels }

  /// The most probable language of `text`; nil when the model knows nothing in it.
  ///
  /// With the whole text the score is that of fastText's own prediction for the text with spaces for line feeds.
  /// - Complexity: O(n), or O(size of the sample).
  public mutating func identify(_ text: UnsafeRawBufferPointer) -> Guess? {
    guard let sample, text.count > sample.size else { return session.guess(for: text) }
    window.removeAll()
    sample.append(text, to: &window)
    return session.guess(for: window.bytes)
  }
}
