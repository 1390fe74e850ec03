import QuernBytes

extension ByteBuffer {
  /// Appends `value` as LEB128: seven bits a byte, the lowest first.
  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest &>>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends the length of `text` and its UTF-8 bytes.
  mutating func append(sized text: String) {
    append(varint: UInt64(text.utf8.count))
    append(string: text)
  }
}

/// Reads LEB128 numbers, never past the end.
struct VarintReader {
  let bytes: UnsafeRawBufferPointer
  var at: Int

  /// The next number; nil at the end of the bytes, past 64 bits, or when it is not in its shortest form.
  mutating func number() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if shift == 63 && byte > 1 { return nil }
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return byte == 0 && shift > 0 ? nil : value }
      shift += 7
    }
    return nil
  }
}
