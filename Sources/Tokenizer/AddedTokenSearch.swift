import QuernBytes

/// One pass over a text that parts it into added tokens and what lies between, as the `tokenizers` package (0.23) does.
struct AddedTokenSearch: Sendable {
  private struct Rule: Sendable {
    var id: UInt32
    /// The text of the token stays text, and no other token is looked for inside it.
    var isSkipped: Bool
    var isSingleWord: Bool
    var stripsLeft: Bool
    var stripsRight: Bool
  }

  private let trie: AddedTokenTrie
  private let rules: [Rule]

  /// A search for `tokens`, whose texts are `contents`; nil when nothing can be found.
  /// - Parameter skips: whether special tokens are text.
  init?(_ tokens: [AddedToken], contents: [[UInt8]], skips: Bool) {
    guard tokens.contains(where: { !skips || !$0.isSpecial }) else { return nil }
    trie = AddedTokenTrie(contents)
    rules = tokens.map {
      Rule(
        id: $0.id, isSkipped: skips && $0.isSpecial, isSingleWord: $0.isSingleWord, stripsLeft: $0.stripsLeft,
        stripsRight: $0.stripsRight)
    }
  }

  /// A token in a text, and the text between the one before it and this one.
  struct Hit {
    var gap: Range<Int>
    var token: Range<Int>
    var id: UInt32
  }

  /// How far the search has come in a text.
  struct Progress {
    /// Where the text after the last token starts.
    fileprivate(set) var rest = 0
    fileprivate var at = 0
  }

  /// The next token of `text`.
  func next(in text: UnsafeRawBufferPointer, _ progress: inout Progress) -> Hit? {
    while let match = trie.next(in: text, from: progress.at) {
      // A match that does not count is passed over all the same; white space that is stripped may yet hold tokens.
      progress.at = match.end
      let rule = rules[match.token]
      if rule.isSkipped { continue }
      if rule.isSingleWord {
        if match.start > 0 && CharacterSet.isWord(text.scalar(before: match.start).value) { continue }
        if match.end < text.count && CharacterSet.isWord(text.scalar(at: match.end).value) { continue }
      }
      var start = match.start
      if rule.stripsLeft {
        while start > 0 {
          let (scalar, before) = text.scalar(before: start)
          guard CharacterSet.isSpace(scalar) else { break }
          start = before
        }
        start = max(start, progress.rest)
      }
      var end = match.end
      if rule.stripsRight {
        while end < text.count {
          let (scalar, next) = text.scalar(at: end)
          guard CharacterSet.isSpace(scalar) else { break }
          end = next
        }
      }
      let gap = min(progress.rest, start)..<start
      progress.rest = end
      // White space that the token before has stripped already leaves nothing of this one.
      if start >= end { continue }
      return Hit(gap: gap, token: start..<end, id: rule.id)
    }
    return nil
  }
}
