import QuernBytes
import QuernText

/// Finds what the expressions of datatrove's `PIIFormatter` find, in linear time.
///
/// The expressions are those of version 0.10; letters and digits beyond ASCII count at word borders as in Python.
struct DatatroveScanner: ~Copyable {
  /// What was found last, in order.
  private(set) var spans: [PersonalDataSpan] = []
  private let classes: CharacterClasses

  init(_ classes: CharacterClasses) { self.classes = classes }

  private func bytes(_ text: UnsafeRawBufferPointer) -> TextBytes {
    TextBytes.over(text, classes)
  }

  /// Finds addresses of people: around each `@`, a run of dotted atoms that begins at a word border, and behind it a host.
  mutating func scanEmails(_ text: UnsafeRawBufferPointer) {
    spans.removeAll(keepingCapacity: true)
    guard var sign = text.firstOffset(of: UInt8(ascii: "@")) else { return }
    let bytes = bytes(text)
    // Matches do not overlap, and none holds the sign of another.
    var from = 0
    while true {
      if let end = DatatroveScanner.endOfHost(bytes, sign &+ 1),
        let start = DatatroveScanner.startOfAtoms(bytes, sign, from)
      {
        spans.append(PersonalDataSpan(start: start, end: end, kind: .email))
        from = end
      } else {
        from = sign &+ 1
      }
      guard let next = text.firstOffset(of: UInt8(ascii: "@"), from: from) else { return }
      sign = next
    }
  }

  /// The first place, not before `from`, where atoms joined by single dots lead up to `sign` from a word border.
  private static func startOfAtoms(_ text: TextBytes, _ sign: Int, _ from: Int) -> Int? {
    var low = sign
    var found: Int?
    while low > from {
      let byte = text.base[low &- 1]
      if byte == UInt8(ascii: ".") {
        // A dot needs an atom on both sides; where it has none, the run of atoms ends.
        guard low < sign, text.base[low] != UInt8(ascii: ".") else { break }
        low &-= 1
      } else if isAtom(byte) {
        low &-= 1
        if isBorder(text, low) { found = low }
      } else {
        break
      }
    }
    return found
  }

  /// Whether a word begins or ends before the byte at `at`, which is ASCII.
  @inline(__always)
  private static func isBorder(_ text: TextBytes, _ at: Int) -> Bool {
    let byte = text.base[at]
    let isWord = TextBytes.isAlphanumeric(byte) || byte == UInt8(ascii: "_")
    return isWord != text.hasWordCharacter(before: at)
  }

  @inline(__always)
  private static func isAtom(_ byte: UInt8) -> Bool {
    if TextBytes.isAlphanumeric(byte) { return true }
    switch byte {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
      UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
      UInt8(ascii: "?"), UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "{"),
      UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "~"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }

  @inline(__always)
  private static func isLabel(_ byte: UInt8) -> Bool {
    TextBytes.isAlphanumeric(byte) || byte == UInt8(ascii: "-")
  }

  private static func endOfHost(_ text: TextBytes, _ start: Int) -> Int? {
    text[start] == UInt8(ascii: "[") ? endOfLiteral(text, start &+ 1) : endOfName(text, start)
  }

  /// Labels that a dot follows, at least one, and a last label; without the latter, the label before is the last.
  private static func endOfName(_ text: TextBytes, _ start: Int) -> Int? {
    var label = start
    var labels = 0
    while true {
      guard TextBytes.isAlphanumeric(text[label]) else { return labels >= 2 ? label &- 1 : nil }
      var end = label
      while isLabel(text[end]) { end &+= 1 }
      if text[end] == UInt8(ascii: "."), TextBytes.isAlphanumeric(text.base[end &- 1]) {
        labels &+= 1
        label = end &+ 1
        continue
      }
      guard labels >= 1 else { return nil }
      while text.base[end &- 1] == UInt8(ascii: "-") { end &-= 1 }
      return end
    }
  }

  /// Three numbers with a dot behind each, then a number or a name with a colon behind it, then `]`.
  private static func endOfLiteral(_ text: TextBytes, _ start: Int) -> Int? {
    var at = start
    for _ in 0..<3 {
      let end = text.endOfDigits(at)
      guard isOctet(text, at, end), text[end] == UInt8(ascii: ".") else { return nil }
      at = end &+ 1
    }
    var end = at
    while isLabel(text[end]) { end &+= 1 }
    if isOctet(text, at, end) && text[end] == UInt8(ascii: "]") { return end &+ 1 }
    guard end > at, TextBytes.isAlphanumeric(text.base[end &- 1]), text[end] == UInt8(ascii: ":"),
      text[end &+ 1] == UInt8(ascii: "]")
    else { return nil }
    return end &+ 2
  }

  /// Whether the bytes are one to three digits of at most 255, leading zeros allowed.
  @inline(__always)
  private static func isOctet(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    guard end > start, end &- start <= 3 else { return false }
    var value = 0
    for at in start..<end {
      guard TextBytes.isDigit(text.base[at]) else { return false }
      value = value &* 10 &+ Int(text.base[at] &- 0x30)
    }
    return value <= 255
  }

  /// Finds addresses of hosts, wherever in a run of digits they begin and end, that are public.
  mutating func scanAddresses(_ text: UnsafeRawBufferPointer) {
    spans.removeAll(keepingCapacity: true)
    DatatroveScanner.addresses(bytes(text), 0, text.count) { text, start, end in
      if DatatroveScanner.isPublic(text, start, end) {
        spans.append(PersonalDataSpan(start: start, end: end, kind: .ipv4))
      }
    }
  }

  /// Calls `body` with each match of the expression for IPv4 addresses between `from` and `to`.
  ///
  /// It is tried at dots, which are fewer than digits.
  @inline(__always)
  static func addresses(
    _ text: TextBytes, _ from: Int, _ to: Int, _ body: (TextBytes, _ start: Int, _ end: Int) -> Void
  ) {
    let bytes = UnsafeRawBufferPointer(start: text.base, count: to)
    var first = from
    var search = from
    while let dot = bytes.firstOffset(of: UInt8(ascii: "."), from: search) {
      search = dot &+ 1
      guard dot > first, dot &+ 1 < to, TextBytes.isDigit(text.base[dot &- 1]), TextBytes.isDigit(text.base[dot &+ 1])
      else { continue }
      guard let end = endOfAddress(text, dot, to) else { continue }
      var start = dot &- 1
      while start > first, dot &- start < 3, TextBytes.isDigit(text.base[start &- 1]) { start &-= 1 }
      if !isOctet(text, start, dot) { start &+= 1 }
      body(text, start, end)
      first = end
      search = end
    }
  }

  /// The end of an address whose first number ends at `dot`.
  private static func endOfAddress(_ text: TextBytes, _ dot: Int, _ to: Int) -> Int? {
    var at = dot &+ 1
    for _ in 0..<2 {
      var end = at
      while end < to, end &- at < 4, TextBytes.isDigit(text.base[end]) { end &+= 1 }
      guard isOctet(text, at, end), end < to, text.base[end] == UInt8(ascii: ".") else { return nil }
      at = end &+ 1
    }
    // The last number is as long as may be; what digits follow is no matter.
    var end = at
    while end < to, end &- at < 3, TextBytes.isDigit(text.base[end]) { end &+= 1 }
    guard end > at else { return nil }
    return isOctet(text, at, end) ? end : end &- 1
  }

  /// Whether Python's `ipaddress` takes the address and calls it global: no leading zeros, not private or reserved.
  private static func isPublic(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    var address: UInt32 = 0
    var value: UInt32 = 0
    var first = start
    for at in start...end {
      if at < end, TextBytes.isDigit(text.base[at]) {
        value = value &* 10 &+ UInt32(text.base[at] &- 0x30)
        continue
      }
      if at &- first > 1 && text.base[first] == 0x30 { return false }
      address = address &<< 8 | value
      value = 0
      first = at &+ 1
    }
    return AddressPattern.isGlobal(address)
  }
}
