import QuernBytes

/// Counts sentences as spaCy's `sentencizer` does on the words of ``EnglishWords``.
///
/// A sentence ends behind words of one sentence terminal and any punctuation after it; the white space behind it, but
/// for a single space, belongs to the next one.
public struct EnglishSentences: Sendable {
  private let classes = EnglishClasses()

  /// A counter.
  public init() {}

  /// The sentences of `text` from `start` to `end`, whose words are those of `words` in `range`; 1 for an empty text, as
  /// datatrove has it.
  /// - Complexity: O(bytes of the words that hold no letter + words).
  public func count(
    in text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, words: borrowing WordList, _ range: Range<Int>
  ) -> Int {
    guard let base = text.baseAddress else { return 1 }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    var sentences = 1
    var seen = false
    var last = start
    for place in range {
      let from = Int(words.starts[place])
      if seen {
        if isLongSpace(bytes, last, from) {
          sentences &+= 1
          seen = false
        }
      }
      last = Int(words.ends[place])
      if words.traits[place].contains(.alphabetic) {
        if seen { sentences &+= 1 }
        seen = false
        continue
      }
      let (isTerminal, isPunctuation) = kind(bytes, from, last, words.codePoints[place])
      if isTerminal {
        seen = true
      } else if seen && !isPunctuation {
        sentences &+= 1
        seen = false
      }
    }
    if seen && last < end && isLongSpace(bytes, last, end) { sentences &+= 1 }
    return sentences
  }

  /// Whether white space is a word for spaCy: one space between two words is none.
  private func isLongSpace(_ bytes: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    to &- from > 1 || to &- from == 1 && bytes[from] != 0x20
  }

  private func kind(
    _ bytes: UnsafePointer<UInt8>, _ from: Int, _ to: Int, _ codePoints: UInt32
  ) -> (isTerminal: Bool, isPunctuation: Bool) {
    var at = from
    var all = ~UInt16(0)
    while at < to && all != 0 { all &= classes[bytes.decode(&at, to)] }
    return (codePoints == 1 && all & EnglishClasses.sentence != 0, all & EnglishClasses.punctuation != 0)
  }
}
