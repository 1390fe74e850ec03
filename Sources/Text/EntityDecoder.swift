import CText
import QuernBytes

/// Decodes the character references of HTML that end in a semicolon.
struct EntityDecoder {
  /// Writes `text` with its references decoded to `patch` and returns their number.
  ///
  /// Numbers that stand for C1 controls mean Windows-1252, as in browsers; surrogates and what is no character stay
  /// undecoded.
  /// - Complexity: O(n).
  static func decode(_ text: UnsafeRawBufferPointer, into patch: inout TextPatch) -> Int {
    var places = 0
    var at = 0
    while let start = text.firstOffset(of: UInt8(ascii: "&"), from: at) {
      at = start + 1
      let longest = min(text.count, at + QUERN_LONGEST_ENTITY + 1)
      var end = at
      while end < longest, isNameByte(text[end]) || (end == at && text[end] == UInt8(ascii: "#")) { end += 1 }
      guard end > at, end < text.count, text[end] == UInt8(ascii: ";") else { continue }
      if text[at] == UInt8(ascii: "#") {
        guard let codePoint = number(text.slice(at + 1, end)) else { continue }
        patch.replace(text, start, end + 1, with: codePoint)
      } else {
        let name = text.baseAddress!.assumingMemoryBound(to: UInt8.self) + at
        guard let meaning = quern_entity(name, end - at) else { continue }
        let bytes = UnsafeRawBufferPointer(start: meaning, count: terminatedLength(meaning))
        patch.replace(text, start, end + 1, with: bytes)
      }
      places += 1
      at = end + 1
    }
    if places > 0 { patch.finish(text) }
    return places
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func terminatedLength(_ text: UnsafePointer<CChar>) -> Int {
    var length = 0
    while text[length] != 0 { length += 1 }
    return length
  }

  /// The code point of decimal digits, or of hexadecimal ones after an `x`.
  private static func number(_ digits: UnsafeRawBufferPointer) -> UInt32? {
    let isHexadecimal = digits.count > 0 && digits[0] | 0x20 == UInt8(ascii: "x")
    let radix: UInt32 = isHexadecimal ? 16 : 10
    var value: UInt32 = 0
    var any = false
    for byte in digits.dropFirst(isHexadecimal ? 1 : 0) {
      let digit: UInt8
      if byte &- 0x30 < 10 {
        digit = byte &- 0x30
      } else if isHexadecimal, (byte | 0x20) &- 0x61 < 6 {
        digit = (byte | 0x20) &- 0x61 + 10
      } else {
        return nil
      }
      value = value * radix + UInt32(digit)
      any = true
      if value > 0x10FFFF { return nil }
    }
    guard any, value > 0, !(0xD800..<0xE000).contains(value) else { return nil }
    if (0x80..<0xA0).contains(value) { return UInt32((quern_repair_tables_get().pages + 128)[Int(value - 0x80)]) }
    return value
  }
}
