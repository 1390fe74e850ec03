import CText

/// The character classes that the rules of ``EnglishWords`` speak of.
struct EnglishClasses: @unchecked Sendable {  // the table is filled before anyone sees the pointer
  /// Letters, with all characters of the scripts without case.
  static var alpha: UInt16 { 1 }
  /// Lower-case letters, and scripts without case.
  static var lower: UInt16 { 2 }
  /// Upper-case letters, and scripts without case.
  static var upper: UInt16 { 4 }
  /// Splits off at the start and at the end of a chunk.
  static var affix: UInt16 { 8 }
  /// Splits off at the start only.
  static var prefix: UInt16 { 16 }
  /// A full stop splits off behind it.
  static var beforeDot: UInt16 { 32 }
  /// Quotation marks and brackets of quotations.
  static var quote: UInt16 { 64 }
  /// Splits a chunk wherever it stands.
  static var infix: UInt16 { 128 }
  /// General category Nd.
  static var digit: UInt16 { 256 }
  /// Python's `\w`.
  static var word: UInt16 { 512 }
  /// Python's `isspace`.
  static var space: UInt16 { 1024 }
  /// Ends a sentence.
  static var sentence: UInt16 { 2048 }
  /// General category P.
  static var punctuation: UInt16 { 4096 }

  /// The bits of each code point, U+0000 to U+10FFFF; never freed.
  let table: UnsafePointer<UInt16>

  init() { table = quern_english_classes() }

  /// The bits of one code point; none above U+10FFFF.
  @inline(__always)
  subscript(codePoint: UInt32) -> UInt16 { codePoint < 0x110000 ? table[Int(codePoint)] : 0 }
}
