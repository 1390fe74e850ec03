/// Bytes that may be UTF-8, each with its place in a source, and the ways in which they are read.
struct GarbledBytes {
  private var bytes: [UInt8] = []
  private var origins: [Int32] = []

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    origins.removeAll(keepingCapacity: true)
  }

  mutating func append(_ byte: UInt8, _ origin: Int32) {
    bytes.append(byte)
    origins.append(origin)
  }

  /// Reads the bytes of the encoding number `page` as UTF-8, and returns whether they were.
  ///
  /// Spaces that were no-break spaces, and bytes that were lost (0x1A), are mended first, as far as the encoding is one
  /// in which they occur. CESU-8 and the two-byte NUL of Java are read as well.
  mutating func read(page: Int, _ text: inout [UInt32], _ places: inout [Int32]) -> Bool {
    let macRoman = 8
    if page != macRoman { restoreSpaces() }
    if (1...6).contains(page) { replaceLost() }
    var result: [UInt32] = []
    var starts: [Int32] = []
    result.reserveCapacity(bytes.count)
    starts.reserveCapacity(bytes.count)
    var at = 0
    while at < bytes.count {
      guard let (codePoint, length) = codePoint(at) else { return false }
      result.append(codePoint)
      starts.append(origins[at])
      at += length
    }
    text = result
    places = starts
    return true
  }

  /// The byte at `at`; 0 behind the end.
  private func byte(_ at: Int) -> UInt8 { at < bytes.count ? bytes[at] : 0 }

  private func isLater(_ at: Int) -> Bool { byte(at) & 0xC0 == 0x80 }

  private func codePoint(_ at: Int) -> (UInt32, Int)? {
    let first = bytes[at]
    func later(_ offset: Int) -> UInt32 { UInt32(byte(at + offset) & 0x3F) }
    switch first {
    case 0..<0x80: return (UInt32(first), 1)
    case 0xC0: return byte(at + 1) == 0x80 ? (0, 2) : nil
    case 0xC2..<0xE0: return isLater(at + 1) ? (UInt32(first & 0x1F) << 6 | later(1), 2) : nil
    case 0xE0..<0xF0:
      guard isLater(at + 1), isLater(at + 2) else { return nil }
      let value = UInt32(first & 0xF) << 12 | later(1) << 6 | later(2)
      if value < 0x800 { return nil }
      if !(0xD800..<0xE000).contains(value) { return (value, 3) }
      guard value < 0xDC00, byte(at + 3) == 0xED, byte(at + 4) & 0xF0 == 0xB0, isLater(at + 5) else { return nil }
      return (0x10000 + (value - 0xD800) << 10 + (later(4) & 0xF) << 6 + later(5), 6)
    case 0xF0..<0xF5:
      guard isLater(at + 1), isLater(at + 2), isLater(at + 3) else { return nil }
      let value = UInt32(first & 7) << 18 | later(1) << 12 | later(2) << 6 | later(3)
      return value >= 0x10000 && value < 0x110000 ? (value, 4) : nil
    default: return nil
    }
  }

  /// Makes spaces that stand in the middle of UTF-8 the no-break spaces that they were.
  ///
  /// A space after the first byte of "à" is most often one that was there as well, except in Portuguese words.
  private mutating func restoreSpaces() {
    guard bytes.indices.contains(where: { lengthWithSpace($0) > 0 }) else { return }
    var result = GarbledBytes()
    var at = 0
    while at < bytes.count {
      result.append(bytes[at], origins[at])
      if bytes[at] == 0xC3, byte(at + 1) == 0x20, !isPartOfPortugueseWord(at + 2) {
        result.append(0xA0, origins[at])
      }
      at += 1
    }
    self = result
    at = 0
    while at < bytes.count {
      let length = lengthWithSpace(at)
      for each in at..<(at + length) where bytes[each] == 0x20 { bytes[each] = 0xA0 }
      at += max(length, 1)
    }
  }

  private func isPartOfPortugueseWord(_ at: Int) -> Bool {
    [" ", "quele", "quela", "quilo", "s "].contains { bytes[min(at, bytes.count)...].starts(with: $0.utf8) }
  }

  /// The length of a UTF-8 sequence at `at` that has one space in the place of a no-break space; 0 when there is none.
  ///
  /// Sequences that stand for characters that are rarer than the space do not count.
  private func lengthWithSpace(_ at: Int) -> Int {
    let second = byte(at + 1)
    func isPlainLater(_ at: Int) -> Bool { isLater(at) && byte(at) != 0x85 && byte(at) != 0xA0 }
    switch bytes[at] {
    case 0xC2, 0xC3, 0xC5, 0xCE, 0xD0, 0xD9: return second == 0x20 ? 2 : 0
    case 0xE0...0xE3:
      if second == 0x20 { return bytes[at] >= 0xE2 && isPlainLater(at + 2) ? 3 : 0 }
      return isPlainLater(at + 1) && byte(at + 2) == 0x20 ? 3 : 0
    case 0xF0:
      let spaces = (1...3).count { byte(at + $0) == 0x20 }
      return spaces == 1 && (1...3).count { isLater(at + $0) } == 2 ? 4 : 0
    default: return 0
    }
  }

  /// Makes sequences of which bytes were lost U+FFFD.
  private mutating func replaceLost() {
    guard bytes.contains(0x1A) || bytes.contains(UInt8(ascii: "?")) else { return }
    var result = GarbledBytes()
    var at = 0
    while at < bytes.count {
      let length = lengthWithLoss(at)
      if length == 0 {
        result.append(bytes[at], origins[at])
        at += 1
      } else {
        for byte: UInt8 in [0xEF, 0xBF, 0xBD] { result.append(byte, origins[at]) }
        at += length
      }
    }
    self = result
  }

  /// The length of a UTF-8 sequence at `at` of which bytes were lost; 0 when there is none.
  private func lengthWithLoss(_ at: Int) -> Int {
    let first = bytes[at]
    func isLost(_ offset: Int) -> Bool { byte(at + offset) == 0x1A || byte(at + offset) == 0x3F }
    func isRest(_ offset: Int) -> Bool { byte(at + offset) == 0x1A || isLater(at + offset) }
    switch first {
    case 0x1A: return 1
    case 0xC2..<0xE0: return byte(at + 1) == 0x1A || (first <= 0xC3 && byte(at + 1) == 0x3F) ? 2 : 0
    case 0xE0..<0xF0:
      if first == 0xED, byte(at + 1) & 0xF0 == 0xA0, byte(at + 3) == 0xED, byte(at + 4) & 0xC0 == 0x80,
        byte(at + 4) >= 0xB0, isLost(2) && (isLost(5) || isLater(at + 5)) || isLater(at + 2) && isLost(5)
      {
        return 6
      }
      return isLost(1) && isRest(2) || isRest(1) && isLost(2) ? 3 : 0
    case 0xF0..<0xF5:
      let rest = (1...3).count { isRest($0) }
      let lost = (1...3).count { isLost($0) }
      // One at most may be a question mark.
      return lost > 0 && rest >= 2 && (1...3).allSatisfy { isRest($0) || isLost($0) } ? 4 : 0
    default: return 0
    }
  }
}
