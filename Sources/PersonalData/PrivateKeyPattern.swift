import QuernBytes

/// Private keys in PEM form (RFC 7468): from `-----BEGIN … PRIVATE KEY-----` to the line that ends it, or to the last line
/// of base64 where there is none.
struct PrivateKeyPattern {
  /// The first end of a key behind the last one that was looked for: where it begins, and where its name ends. Kept, so
  /// that many beginnings before one end cost one search.
  private var nextEnd = (start: -1, nameEnd: -1)

  /// Adds the private keys of `text` to `spans`; O(n).
  mutating func find(_ text: TextBytes, into spans: inout [PersonalDataSpan]) {
    nextEnd = (-1, -1)
    var at = 0
    while let mark = PrivateKeyPattern.search(text, "PRIVATE KEY", from: at) {
      at = mark &+ 11
      guard text.has("-----", at: at) || text.has(" BLOCK-----", at: at), let start = beginning(text, mark) else {
        continue
      }
      at = end(text, at)
      spans.append(PersonalDataSpan(start: start, end: at, kind: .apiKey))
    }
  }

  private func beginning(_ text: TextBytes, _ mark: Int) -> Int? {
    var at = mark
    while at > max(0, mark &- 32), text.base[at &- 1] == 0x20 || TextBytes.isUpper(text.base[at &- 1]) { at &-= 1 }
    guard at >= 5, text.has("-----BEGIN ", at: at &- 5) else { return nil }
    return at &- 5
  }

  private mutating func end(_ text: TextBytes, _ start: Int) -> Int {
    if start > nextEnd.start { searchEnd(text, from: start) }
    if text.has("-----", at: nextEnd.nameEnd), !anotherBegins(text, start, nextEnd.start) {
      return nextEnd.nameEnd &+ 5
    }
    var at = start
    while at < text.count, isBody(text.base[at]) { at &+= 1 }
    return at
  }

  private mutating func searchEnd(_ text: TextBytes, from start: Int) {
    guard let end = PrivateKeyPattern.search(text, "-----END ", from: start) else {
      nextEnd = (.max, -1)
      return
    }
    var at = end &+ 9
    while at < text.count, text.base[at] == 0x20 || TextBytes.isUpper(text.base[at]) { at &+= 1 }
    nextEnd = (end, at)
  }

  /// Whether another key begins before the end: a key without an end is not taken to the end of the next one.
  private func anotherBegins(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    var at = start &+ 5
    while at < end {
      if text.base[at] == UInt8(ascii: "-") && text.has("-----BEGIN ", at: at) { return true }
      at &+= 1
    }
    return false
  }

  private func isBody(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "\n"),
      UInt8(ascii: "\r"):
      true
    default: TextBytes.isAlphanumeric(byte)
    }
  }

  private static func search(_ text: TextBytes, _ literal: StaticString, from start: Int) -> Int? {
    UnsafeRawBufferPointer(start: text.base, count: text.count).firstOffset(of: literal, from: start)
  }
}
