import QuernBytes

extension RandomGenerator {
  /// `count` bytes of any value.
  public mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      let word = next()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(shift)))) }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }

  /// `count` bytes, each one of `choices`.
  public mutating func bytes(_ count: Int, of choices: [UInt8]) -> [UInt8] {
    (0..<count).map { _ in choices[next(below: choices.count)] }
  }

  /// Valid UTF-8 of `count` characters of one to four bytes, control characters and JSON's own among them.
  public mutating func text(_ count: Int) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<count {
      let value: UInt32
      switch next(below: 8) {
      case 0: value = UInt32(next(below: 0x20))
      case 1: value = [0x22, 0x5C, 0x2F, 0x7F, 0x0A, 0x2C, 0x7B, 0x7D][next(below: 8)]
      case 2: value = 0x80 + UInt32(next(below: 0x780))
      case 3: value = 0x800 + UInt32(next(below: 0xF800))
      case 4: value = 0x1_0000 + UInt32(next(below: 0x10_0000))
      default: value = 0x20 + UInt32(next(below: 0x5F))
      }
      text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
    }
    return String(text)
  }

  /// An element of `choices`.
  public mutating func pick<Element>(_ choices: [Element]) -> Element { choices[next(below: choices.count)] }
}
