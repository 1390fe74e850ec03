import CText

/// The traits of all Unicode code points, from which those of words follow.
public struct WordTraitTable: @unchecked Sendable {  // the table is filled before anyone sees the pointer
  /// One byte per code point, U+0000 to U+10FFFF: the ``WordTraits`` of a word that consists of it; never freed.
  public let table: UnsafePointer<UInt8>

  /// The traits of every code point; the table is shared by all and filled on first use (some milliseconds).
  public init() { table = quern_word_traits() }

  /// The traits and code points of `length` bytes of UTF-8 at `bytes`.
  /// - Complexity: O(length).
  public func measure(_ bytes: UnsafePointer<UInt8>, length: Int) -> (traits: WordTraits, codePoints: Int) {
    var any: UInt8 = 0
    var all: UInt8 = WordTraits.ascii.rawValue
    var codePoints = 0
    var at = 0
    while at < length {
      let codePoint = bytes.decode(&at, length)
      let flags = codePoint < 0x110000 ? table[Int(codePoint)] : 0
      any |= flags
      all &= flags
      codePoints &+= 1
    }
    return (WordTraits(rawValue: any & ~WordTraits.ascii.rawValue | all), codePoints)
  }
}
