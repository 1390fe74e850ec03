import QuernBytes

/// What becomes of bytes that are no UTF-8.
public enum MalformedText: String, CaseIterable, Sendable {
  /// They stay as they are; byte-level vocabularies have ids for them, which decode to them.
  case keep
  /// U+FFFD stands for each maximal subpart, as in WHATWG decoders and in Python's `errors="replace"`.
  case replace
  /// They are left out.
  case drop
  /// They are an error that names the first one's offset.
  case fail = "error"
}

/// Finding and mending bytes that are no UTF-8.
public enum UTF8Repair {
  /// The offset of the first malformed byte at or after `start`, where a character must begin; nil when there is none.
  ///
  /// O(n): eight bytes of ASCII at a time, other characters one by one.
  public static func firstMalformed(in text: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
    guard let base = text.baseAddress else { return nil }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var at = start
    while at < count {
      if bytes[at] < 0x80 {
        while at &+ 8 <= count,
          (base + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
        {
          at &+= 8
        }
        while at < count, bytes[at] < 0x80 { at &+= 1 }
        continue
      }
      let length = sequence(bytes, at, count)
      if length < 0 { return at }
      at &+= length
    }
    return nil
  }

  /// Appends `text` to `out`, with its malformed bytes as `treatment` says; O(n).
  ///
  /// - Throws: ``TokenizerError/malformedText(offset:)`` for ``MalformedText/fail``; what came before is in `out`.
  public static func append(
    _ text: UnsafeRawBufferPointer, _ treatment: MalformedText, to out: inout ByteBuffer
  ) throws(TokenizerError) {
    if treatment == .keep { return out.append(text) }
    out.reserve(text.count)
    var start = 0
    while let malformed = firstMalformed(in: text, from: start) {
      out.append(text.slice(start, malformed))
      switch treatment {
      case .keep, .drop: break
      case .replace: out.append("\u{FFFD}")
      case .fail: throw .malformedText(offset: malformed)
      }
      start = malformed - sequence(text.baseAddress!.assumingMemoryBound(to: UInt8.self), malformed, text.count)
    }
    out.append(text.slice(start, text.count))
  }

  /// The length of the character at `at`, or of its maximal subpart as a negative number when it is malformed: the
  /// longest part that begins some character, or else one byte (Unicode 16, section 3.9).
  @inline(__always)
  static func sequence(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    let lead = bytes[at]
    if lead < 0x80 { return 1 }
    if lead < 0xC2 || lead > 0xF4 { return -1 }
    guard at &+ 1 < count else { return -1 }
    let second = bytes[at &+ 1]
    if lead < 0xE0 { return second & 0xC0 == 0x80 ? 2 : -1 }
    // Shortest forms only, no surrogates, nothing above U+10FFFF: all told by the second byte.
    let lowest: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard second >= lowest && second <= highest else { return -1 }
    guard at &+ 2 < count, bytes[at &+ 2] & 0xC0 == 0x80 else { return -2 }
    if lead < 0xF0 { return 3 }
    guard at &+ 3 < count, bytes[at &+ 3] & 0xC0 == 0x80 else { return -3 }
    return 4
  }
}
