import QuernBytes

/// GPT-2's one-to-one map between bytes and printable characters, in which tokenizer.json spells tokens.
///
/// The bytes 21–7E, A1–AC and AE–FF stand for the characters with their own numbers; the other 68, in ascending order,
/// for U+0100 to U+0143.
enum ByteAlphabet {
  /// The Unicode scalar of each byte.
  static let scalars: [UInt32] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF:
        return UInt32(byte)
      default:
        next += 1
        return next - 1
      }
    }
  }()

  /// The byte of each scalar below U+0144; -1 where there is none.
  static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar)] = Int16(byte) }
    return bytes
  }()

  /// The spelling of each byte, as UTF-8.
  static let spellings: [[UInt8]] = scalars.map {
    $0 < 0x80 ? [UInt8($0)] : [UInt8(0xC0 | $0 >> 6), UInt8(0x80 | $0 & 0x3F)]
  }

  /// All bytes in the order of their scalars: the order in which the `tokenizers` package numbers them.
  static let order: [UInt8] = (0..<256).map { UInt8($0) }.sorted { scalars[Int($0)] < scalars[Int($1)] }

  /// The bytes that `text` (UTF-8) spells; nil when a character is not in the alphabet.
  static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
    var out: [UInt8] = []
    return decode(text, into: &out) ? out : nil
  }

  /// Appends the bytes that `text` (UTF-8) spells to `out`; false, and nothing appended, when a character is not in the
  /// alphabet.
  static func decode(_ text: UnsafeRawBufferPointer, into out: inout [UInt8]) -> Bool {
    let start = out.count
    let isSpelling = bytes.withUnsafeBufferPointer { bytes in
      var at = 0
      while at < text.count {
        let lead = text[at]
        var scalar = Int(lead)
        at += 1
        if lead >= 0x80 {
          // The alphabet has no character of more than two bytes.
          guard lead & 0xE0 == 0xC0, at < text.count else { return false }
          scalar = Int(lead & 0x1F) << 6 | Int(text[at] & 0x3F)
          at += 1
        }
        guard scalar < bytes.count, bytes[scalar] >= 0 else { return false }
        out.append(UInt8(truncatingIfNeeded: bytes[scalar]))
      }
      return true
    }
    if !isSpelling { out.removeLast(out.count - start) }
    return isSpelling
  }
}

extension ByteBuffer {
  /// Appends the spelling of `bytes` in ``ByteAlphabet``, as UTF-8.
  mutating func append(spelling bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      let scalar = ByteAlphabet.scalars[Int(byte)]
      if scalar < 0x80 {
        append(UInt8(scalar))
      } else {
        append(UInt8(0xC0 | scalar >> 6))
        append(UInt8(0x80 | scalar & 0x3F))
      }
    }
  }
}
