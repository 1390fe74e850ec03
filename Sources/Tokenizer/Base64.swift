import QuernBytes

/// Base 64 with padding (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// The bytes that `text` stands for; nil when it is not base 64 in its one proper form.
  static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    guard text.count % 4 == 0 else { return nil }
    var out: [UInt8] = []
    out.reserveCapacity(text.count / 4 * 3)
    var padding = 0
    while padding < min(2, text.count), text[text.count - 1 - padding] == UInt8(ascii: "=") { padding += 1 }
    var bits: UInt32 = 0
    for at in 0..<text.count {
      var value: UInt8 = 0
      if at < text.count - padding {
        value = values[Int(text[at])]
        if value == 0xFF { return nil }
      }
      bits = bits << 6 | UInt32(value)
      if at % 4 == 3 {
        out.append(UInt8(truncatingIfNeeded: bits >> 16))
        out.append(UInt8(truncatingIfNeeded: bits >> 8))
        out.append(UInt8(truncatingIfNeeded: bits))
        bits = 0
      }
    }
    for _ in 0..<padding where out.popLast() != 0 { return nil }
    return out
  }

  /// Appends `bytes` in base 64 to `out`.
  static func encode(_ bytes: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    var at = 0
    while at < bytes.count {
      let left = min(3, bytes.count - at)
      var bits = UInt32(bytes[at]) << 16
      if left > 1 { bits |= UInt32(bytes[at + 1]) << 8 }
      if left > 2 { bits |= UInt32(bytes[at + 2]) }
      for place in 0..<4 {
        let digit = digits[Int(bits >> UInt32(18 - 6 * place) & 63)]
        out.append(place <= left ? digit : UInt8(ascii: "="))
      }
      at += 3
    }
  }
}
