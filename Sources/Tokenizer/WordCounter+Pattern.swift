extension WordCounter {
  /// A counter of the words of `pattern`, whole documents, that has seen no text.
  public init(pattern: SplitPattern) {
    do throws(TokenizerError) {
      try self.init(rule: WordRule(.scanner(pattern)))
    } catch {
      fatalError("a pattern with a scanner has nothing to fail with: \(error)")
    }
  }

  /// Counts the words of `text`, one whole document of no group in particular.
  public mutating func add(text: UnsafeRawBufferPointer) throws {
    try add(text: text, group: try number(of: WordGroup()))
  }

  /// Counts `word`, of no group in particular, `count` more times.
  public mutating func add(word: UnsafeRawBufferPointer, count: Int64) throws {
    try add(word: word, count: count, group: try number(of: WordGroup()))
  }
}
