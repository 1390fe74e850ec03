import QuernBytes

/// How the bytes of a token stand to the borders of characters.
public enum TokenWholeness: String, CaseIterable, Sendable {
  /// Whole characters.
  case whole
  /// It begins inside a character; it may end inside one too.
  case continuationStart = "continuation_start"
  /// It ends inside a character.
  case truncatedEnd = "truncated_end"
  /// No text that is UTF-8 holds these bytes.
  case neverValid = "never_valid"

  /// The kind of `bytes`, and the part of them that is whole characters; O(n).
  public static func of(_ bytes: UnsafeRawBufferPointer) -> (wholeness: TokenWholeness, core: Range<Int>) {
    guard let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return (.whole, 0..<0) }
    let count = bytes.count
    var start = 0
    while start < count, base[start] & 0xC0 == 0x80 { start += 1 }
    if start > 3 { return (.neverValid, 0..<0) }
    var at = start
    while at < count {
      let length = UTF8Repair.sequence(base, at, count)
      if length < 0 {
        // What is cut off is the beginning of a character that would go on after the token.
        let isCut = at - length == count && (length < -1 || (0xC2...0xF4).contains(base[at]))
        guard isCut else { return (.neverValid, 0..<0) }
        break
      }
      at += length
    }
    return (start > 0 ? .continuationStart : at < count ? .truncatedEnd : .whole, start..<at)
  }
}
