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

extension UnsafePointer<UInt8> {
  /// The bytes of the white space (Python's) that starts at `at`; 0 when none does.
  ///
  /// `at` must be less than `end`.
  @inline(__always)
  func pythonSpace(_ at: Int, _ end: Int) -> Int {
    let byte = self[at]
    if byte <= 0x20 { return byte == 0x20 || byte &- 9 < 5 || byte &- 0x1C < 4 ? 1 : 0 }
    if byte < 0xC2 || byte > 0xE3 { return 0 }
    return wideSpace(at, end)
  }

  @inline(never)
  private func wideSpace(_ at: Int, _ end: Int) -> Int {
    let left = end &- at
    switch self[at] {
    case 0xC2: return left > 1 && (self[at &+ 1] == 0x85 || self[at &+ 1] == 0xA0) ? 2 : 0
    case 0xE1: return left > 2 && self[at &+ 1] == 0x9A && self[at &+ 2] == 0x80 ? 3 : 0
    case 0xE2:
      guard left > 2 else { return 0 }
      let last = self[at &+ 2]
      if self[at &+ 1] == 0x80 { return last <= 0x8A || last &- 0xA8 < 2 || last == 0xAF ? 3 : 0 }
      return self[at &+ 1] == 0x81 && last == 0x9F ? 3 : 0
    case 0xE3: return left > 2 && self[at &+ 1] == 0x80 && self[at &+ 2] == 0x80 ? 3 : 0
    default: return 0
    }
  }
}
