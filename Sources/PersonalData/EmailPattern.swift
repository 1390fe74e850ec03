/// E-mail addresses: `local@label.label…`.
///
/// Our own rule, close to RFC 5321 and 6531. The local part has 1 to 64 bytes of letters, digits, `.`, `_`, `%`, `+`, `'`
/// and `-`; the domain has two labels and more, of letters, digits and hyphens; it ends with the last one of letters only,
/// or before the hyphen behind such letters (`bob@corp.com-Tel`). Names that end as those of files with `@` often do
/// (`logo@2x.png`) are none. Letters are those of ASCII and of all scripts
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

  /// The end of the domain at `start`: of its last label that may be a top-level domain, since a number or a word behind
  /// a hyphen may follow it.
  private static func endOfDomain(_ text: TextBytes, _ start: Int) -> Int? {
    var labels = 0
    var label = start
    var lastLabel = start
    var end = start
    var domainEnd: Int?
    while end &- start <= longestDomain {
      let limit = endOfLabel(text, label)
      // A hyphen at the end is a dash after the address.
      var trimmed = limit
      while trimmed > label && text.base[trimmed &- 1] == UInt8(ascii: "-") { trimmed &-= 1 }
      if trimmed == label || trimmed &- label > longestLabel || text.base[label] == UInt8(ascii: "-") { break }
      labels &+= 1
      lastLabel = label
      end = trimmed
      if labels >= 2, let last = endOfTopLevel(text, label, end) { domainEnd = last }
      guard trimmed == limit, text[limit] == UInt8(ascii: ".") else { break }
      label = limit &+ 1
    }
    return end &- start > longestDomain || isFileEnding(text, lastLabel, end) ? nil : domainEnd
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

  /// The end of the top-level domain that the label is, or that stands before its first hyphen.
  private static func endOfTopLevel(_ text: TextBytes, _ start: Int, _ end: Int) -> Int? {
    if text.has("xn--", at: start) { return end &- start > 4 ? end : nil }
    var at = start
    while at < end && text.base[at] != UInt8(ascii: "-") {
      if text.base[at] < 0x80 && !TextBytes.isLetter(text.base[at]) { return nil }
      at &+= 1
    }
    return at &- start >= 2 && !isFileEnding(text, start, at) ? at : nil
  }

  private static func isFileEnding(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    guard end &- start <= 4 else { return false }
    var key: UInt64 = 0
    for at in start..<end { key = key &<< 8 | UInt64(text.base[at] | 0x20) }
    return fileEndings.contains(key)
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
