import QuernBytes

/// Makes text of bytes that come in parts: what is no UTF-8 becomes U+FFFD, and a character is only handed on when it is
/// whole.
///
/// What it hands on in all is what ``UTF8Repair/append(_:_:to:)`` makes of all the bytes together.
struct UTF8Mender: Sendable {
  /// The beginning of a character, at most three bytes.
  private var held: [UInt8] = []

  /// Appends the text of `bytes`, so far as they are whole.
  mutating func append(_ bytes: UnsafeRawBufferPointer, to out: inout ByteBuffer) {
    guard !held.isEmpty || bytes.contains(where: { $0 >= 0x80 }) else { return out.append(bytes) }
    held.append(contentsOf: bytes)
    flush(isEnd: false, &out)
  }

  /// Ends the text.
  mutating func finish(_ out: inout ByteBuffer) { flush(isEnd: true, &out) }

  private mutating func flush(isEnd: Bool, _ out: inout ByteBuffer) {
    let rest = held.withUnsafeBytes { bytes in
      var start = 0
      while let malformed = UTF8Repair.firstMalformed(in: bytes, from: start) {
        out.append(bytes.slice(start, malformed))
        start = malformed
        let length = -UTF8Repair.sequence(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), start, bytes.count)
        if !isEnd && start + length == bytes.count && UTF8Mender.mayGoOn(bytes.slice(start, bytes.count)) {
          return start
        }
        out.append("\u{FFFD}")
        start += length
      }
      out.append(bytes.slice(start, bytes.count))
      return bytes.count
    }
    held.removeFirst(rest)
  }

  /// Whether `bytes`, a maximal subpart at the end of what came, may be the beginning of a character.
  private static func mayGoOn(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count > 1 || (bytes[0] >= 0xC2 && bytes[0] <= 0xF4)
  }
}
