import CText

/// The classes of all Unicode code points, one byte of flags each.
///
/// Hot loops take ``table`` and test its bytes themselves; it is filled from ICU on first use (some milliseconds).
public struct CharacterClasses: @unchecked Sendable {  // the table is filled before anyone sees the pointer
  /// Property Alphabetic.
  @inlinable public static var alphabetic: UInt8 { 1 }
  /// General category L.
  @inlinable public static var letter: UInt8 { 2 }
  /// General category M.
  @inlinable public static var mark: UInt8 { 4 }
  /// General category N.
  @inlinable public static var number: UInt8 { 8 }
  /// Property White_Space.
  @inlinable public static var space: UInt8 { 16 }
  /// Property Sentence_Terminal, and the ellipsis U+2026.
  @inlinable public static var sentenceEnd: UInt8 { 32 }
  /// Letters, marks and numbers of scripts written without spaces: Han, kana, Thai, Lao, Khmer, Burmese.
  @inlinable public static var unspaced: UInt8 { 64 }
  /// Full case folding changes the code point.
  @inlinable public static var folds: UInt8 { 128 }
  /// What words are made of: letters, marks and numbers.
  @inlinable public static var wordMask: UInt8 { letter | mark | number }

  /// One byte of flags per code point, U+0000 to U+10FFFF; never freed.
  public let table: UnsafePointer<UInt8>

  /// The classes of every code point; the table is shared by all.
  public init() { table = quern_character_classes() }

  /// The flags of one code point; none above U+10FFFF.
  @inlinable
  public subscript(codePoint: UInt32) -> UInt8 { codePoint < 0x110000 ? table[Int(codePoint)] : 0 }
}
