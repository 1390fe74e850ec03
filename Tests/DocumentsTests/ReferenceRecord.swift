/// A record as a plain recursive parser reads it, by the grammar of RFC 8259 and nothing else.
struct ReferenceRecord {
  /// A value: where it stands, and what it is if it is a string.
  struct Value {
    var range: Range<Int>
    var string: [UInt8]?
    var isNumberOrBool = false
  }

  /// The top-level members in order.
  var members: [(key: [UInt8], value: Value)] = []

  /// The last member called `name`.
  func last(_ name: String) -> Value? { members.last { $0.key == Array(name.utf8) }?.value }

  /// How many members have a key that occurred before.
  var repetitions: Int { members.count - Set(members.map(\.key)).count }

  /// Nil when `line` is not one JSON object.
  /// - Parameter takesHalfPairs: whether half of a surrogate pair passes for a character, as the bare grammar has it.
  init?(_ line: [UInt8], takesHalfPairs: Bool = false) {
    guard String(validating: line, as: UTF8.self) != nil else { return nil }
    var parser = ReferenceParser(bytes: line, takesHalfPairs: takesHalfPairs)
    parser.skipSpace()
    guard let members = parser.object(depth: 0) else { return nil }
    parser.skipSpace()
    guard parser.at == line.count else { return nil }
    self.members = members
  }
}

/// The parser behind ``ReferenceRecord``.
private struct ReferenceParser {
  let bytes: [UInt8]
  let takesHalfPairs: Bool
  var at = 0

  var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
  }

  mutating func take(_ text: String) -> Bool {
    guard bytes[at...].starts(with: text.utf8) else { return false }
    at += text.utf8.count
    return true
  }

  mutating func object(depth: Int) -> [(key: [UInt8], value: ReferenceRecord.Value)]? {
    guard depth <= 512, take("{") else { return nil }
    var members: [(key: [UInt8], value: ReferenceRecord.Value)] = []
    skipSpace()
    if take("}") { return members }
    while true {
      skipSpace()
      guard let key = string() else { return nil }
      skipSpace()
      guard take(":"), let value = value(depth: depth + 1) else { return nil }
      members.append((key, value))
      if take("}") { return members }
      guard take(",") else { return nil }
    }
  }

  private mutating func array(depth: Int) -> Bool {
    guard depth <= 512, take("[") else { return false }
    skipSpace()
    if take("]") { return true }
    while true {
      guard value(depth: depth + 1) != nil else { return false }
      if take("]") { return true }
      guard take(",") else { return false }
    }
  }

  private mutating func value(depth: Int) -> ReferenceRecord.Value? {
    skipSpace()
    let start = at
    var value = ReferenceRecord.Value(range: start..<start)
    switch next {
    case UInt8(ascii: "{"): guard object(depth: depth) != nil else { return nil }
    case UInt8(ascii: "["): guard array(depth: depth) else { return nil }
    case UInt8(ascii: "\""):
      value.string = string()
      guard value.string != nil else { return nil }
    case UInt8(ascii: "n"): guard take("null") else { return nil }
    case UInt8(ascii: "t"), UInt8(ascii: "f"):
      guard take("true") || take("false") else { return nil }
      value.isNumberOrBool = true
    default:
      guard number() else { return nil }
      value.isNumberOrBool = true
    }
    value.range = start..<at
    skipSpace()
    return value
  }

  private mutating func digits() -> Int {
    let start = at
    while let byte = next, (0x30...0x39).contains(byte) { at += 1 }
    return at - start
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0") && digits() == 0 { return false }
    if take(".") && digits() == 0 { return false }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      if digits() == 0 { return false }
    }
    return true
  }

  private mutating func string() -> [UInt8]? {
    guard take("\"") else { return nil }
    var out: [UInt8] = []
    while let byte = next {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return out
      case 0..<0x20: return nil
      case UInt8(ascii: "\\"):
        guard let scalar = escape() else { return nil }
        out += Array(String(Character(scalar)).utf8)
      default: out.append(byte)
      }
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    guard let byte = next else { return nil }
    at += 1
    let plain: [UInt8: Unicode.Scalar] = [
      0x22: "\"", 0x5C: "\\", 0x2F: "/", 0x62: "\u{8}", 0x66: "\u{C}", 0x6E: "\n", 0x72: "\r", 0x74: "\t",
    ]
    if let scalar = plain[byte] { return scalar }
    guard byte == UInt8(ascii: "u"), let unit = hexadecimal() else { return nil }
    if takesHalfPairs { return Unicode.Scalar(unit) ?? "?" }
    guard (0xD800..<0xDC00).contains(unit) else { return Unicode.Scalar(unit) }
    guard take("\\u"), let low = hexadecimal(), (0xDC00..<0xE000).contains(low) else { return nil }
    return Unicode.Scalar(0x1_0000 + (unit - 0xD800) << 10 + (low - 0xDC00))
  }

  private mutating func hexadecimal() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }
}
