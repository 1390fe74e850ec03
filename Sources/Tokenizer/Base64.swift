import QuernBytes

/// Base 64 with padding (RFC 4648, section 4).
enum Base64 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, digit) in digits.enumerated() { values[Int(digit)] = UInt8(value) }
    return values
  }()

  /// Appends the bytes that `text` stands for to `out`; false, and nothing appended, when `text` is not base 64 in its
  /// one proper form.
  static func decode(_ text: UnsafeRawBufferPointer, into out: inout [UInt8]) -> Bool {
    guard text.count % 4 == 0 else { return false }
    var padding = 0
    while padding < min(2, text.count), text[text.count - 1 - padding] == UInt8(ascii: "=") { padding += 1 }
    let start = out.count
    let isProper = values.withUnsafeBufferPointer { values in
      var at = 0
      while at < text.count {
        var bits: UInt32 = 0
        var invalid: UInt8 = 0
        for place in at..<(at + 4) {
          let value = place < text.count - padding ? values[Int(text[place])] : 0
          invalid |= value
          bits = bits << 6 | UInt32(value & 63)
        }
        if invalid > 63 { return false }
        out.append(UInt8(truncatingIfNeeded: bits >> 16))
        out.append(UInt8(truncatingIfNeeded: bits >> 8))
        out.append(UInt8(truncatingIfNeeded: bits))
        at += 4
      }
      return true
    }
    // What is cut off must be zero, or there would be several forms.
    for _ in 0..<padding where !isProper || out.popLast() != 0 {
      out.removeLast(out.count - start)
      return false
    }
    if !isProper { out.removeLast(out.count - start) }
    return isProper
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
