/// Words with how often they occur: all that a trainer needs to know of a corpus.
public protocol TrainingWords: ~Copyable {
  /// What made words of the text.
  var rule: WordRule { get }

  /// Calls `body` for each word, in any order, every time the same words: with its bytes, at least one, and with how
  /// often it occurs, at least once. The bytes are valid during the call.
  ///
  /// A trainer asks more than once, so that it need not keep a copy of the words.
  func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws
}
