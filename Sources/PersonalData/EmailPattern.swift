/// E-mail addresses: `local@label.label…`.
///
/// Our own rule, close to RFC 5321 and 6531. The local part has 1 to 64 bytes of letters, digits, `.`, `_`, `%`, `+`, `'`
/// and `-`; the domain has two labels and more, of letters, digits and hyphens; the last one is letters only, and none of
/// the endings of files that names with `@` often have (`logo@2x.png`). Letters are those of ASCII and of all scripts
/// written with spaces.
enum EmailPattern {
  private static let longestLocal = 64
  private static let longestDomain = 253
  private static let longestLabel = 63

  /// The address around the `@` at `sign`; O(1), since the parts are limited.
  static func match(_ text: TextBytes, sign: Int) -> PersonalDataSpan? {
    guard let start = startOfLocal(text, sign), let end = endOfDomain(text, sign &+ 1) else { return nil }
    return PersonalDataSpan(start: start, end: end, kind: .email)
  }

  private static func startOfLocal(_ text: TextBytes, _ sign: Int) -> Int? {
    var start = sign
    while start > 0 {
      let byte = text.base[start &- 1]
      if isLocal(byte) {
        start &-= 1
      } else if let letter = text.startOfLetter(before: start) {
        start = letter
      } else {
        break
      }
      // Longer runs are data.
      if sign &- start > longestLocal { return nil }
    }
    // What quotes or joins, before the address, is none of it.
    while start < sign, isPunctuation(text.base[start]) { start &+= 1 }
    guard start < sign, text.base[sign &- 1] != UInt8(ascii: ".") else { return nil }
    return start
  }

  private static func endOfDomain(_ text: TextBytes, _ start: Int) -> Int? {
    var labels = 0
    var label = start
    var lastLabel = start
    var end = start
    while end &- start <= longestDomain {
      let limit = endOfLabel(text, label)
      // A hyphen at the end is a dash after the address.
      var trimmed = limit
      while trimmed > label && text.base[trimmed &- 1] == UInt8(ascii: "-") { trimmed &-= 1 }
      if trimmed == label || trimmed &- label > longestLabel || text.base[label] == UInt8(ascii: "-") { break }
      labels &+= 1
      lastLabel = label
      end = trimmed
      guard trimmed == limit, text[limit] == UInt8(ascii: ".") else { break }
      label = limit &+ 1
    }
    return labels >= 2 && end &- start <= longestDomain && isTopLevel(text, lastLabel, end) ? end : nil
  }

  /// The end of the label at `start`, or of as much of it as shows that it is too long.
  private static func endOfLabel(_ text: TextBytes, _ start: Int) -> Int {
    var at = start
    while at < text.count && at &- start <= longestLabel {
      let byte = text.base[at]
      if TextBytes.isAlphanumeric(byte) || byte == UInt8(ascii: "-") {
        at &+= 1
      } else if let letter = text.endOfLetter(at) {
        at = letter
      } else {
        break
      }
    }
    return at
  }

  private static func isTopLevel(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    if text.has("xn--", at: start) { return end &- start > 4 }
    guard end &- start >= 2 else { return false }
    var key: UInt64 = 0
    for at in start..<end {
      let byte = text.base[at]
      if byte < 0x80 && !TextBytes.isLetter(byte) { return false }
      key = key &<< 8 | UInt64(byte | 0x20)
    }
    return end &- start > 4 || !fileEndings.contains(key)
  }

  @inline(__always)
  private static func isLocal(_ byte: UInt8) -> Bool { TextBytes.isAlphanumeric(byte) || isPunctuation(byte) }

  @inline(__always)
  private static func isPunctuation(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: "'"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// Endings of files that are no top-level domains.
  private static let fileEndings: Set<UInt64> = {
    let endings = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "ico", "css", "js", "jsx", "ts", "tsx", "json"]
    return Set(endings.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1) } })
  }()
}
