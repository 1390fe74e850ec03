import CText

/// The character classes that the rules of ``EnglishWords`` speak of.
public struct EnglishClasses: @unchecked Sendable {  // the table is filled before anyone sees the pointer
  /// Letters, with all characters of the scripts without case.
  @inlinable public static var alpha: UInt16 { 1 }
  /// Lower-case letters, and scripts without case.
  @inlinable public static var lower: UInt16 { 2 }
  /// Upper-case letters, and scripts without case.
  @inlinable public static var upper: UInt16 { 4 }
  /// Splits off at the start and at the end of a chunk.
  @inlinable public static var affix: UInt16 { 8 }
  /// Splits off at the start only.
  @inlinable public static var prefix: UInt16 { 16 }
  /// A full stop splits off behind it.
  @inlinable public static var beforeDot: UInt16 { 32 }
  /// Quotation marks and brackets of quotations.
  @inlinable public static var quote: UInt16 { 64 }
  /// Splits a chunk wherever it stands.
  @inlinable public static var infix: UInt16 { 128 }
  /// General category Nd.
  @inlinable public static var digit: UInt16 { 256 }
  /// Python's `\w`.
  @inlinable public static var word: UInt16 { 512 }
  /// Ends a sentence.
  @inlinable public static var sentence: UInt16 { 2048 }
  /// General category P.
  @inlinable public static var punctuation: UInt16 { 4096 }
  /// What datatrove takes for the end of a line of prose: sentence terminals of all scripts, no quotation marks.
  @inlinable public static var terminal: UInt16 { 8192 }

  /// The bits of each code point, U+0000 to U+10FFFF; never freed.
  public let table: UnsafePointer<UInt16>

  /// The classes of every code point; the table is shared by all and filled on first use (some milliseconds).
  public init() { table = quern_english_classes() }

  /// The bits of one code point; none above U+10FFFF.
  @inlinable @inline(__always)
  public subscript(codePoint: UInt32) -> UInt16 { codePoint < 0x110000 ? table[Int(codePoint)] : 0 }
}
