/// What makes words, the pieces that merges never cross, of the text of documents.
///
/// Counts can be added up when their rules are the same.
public struct WordRule: Hashable, Sendable {
  /// How text is cut.
  public var pretokenizer: Pretokenizer
  /// Whether each line with its line end is a text of its own, as it is for `train(files)` of the `tokenizers` package.
  public var byLine: Bool
  /// The most bytes of a word, at least 4: longer ones are cut, between characters where they are UTF-8. Nil cuts none,
  /// as other trainers do.
  public var longestWord: Int?

  public init(_ pretokenizer: Pretokenizer, byLine: Bool = false, longestWord: Int? = nil) {
    self.pretokenizer = pretokenizer
    self.byLine = byLine
    self.longestWord = longestWord
  }
}
