import CKernels
import QuernBytes

/// Sets of characters as the `tokenizers` package (0.23) has them, each by the version of Unicode that it is built on.
extension CharacterSet {
  /// White space: property White_Space, which no version of Unicode has changed since 6.3.
  @inline(__always)
  static func isSpace(_ scalar: UInt32) -> Bool { quern_class(scalar) & space != 0 }

  /// What `\w` stands for (Unicode 16.0): Alphabetic, M, Nd, Pc and Join_Control.
  static func isWord(_ scalar: UInt32) -> Bool {
    quern_class(scalar) & (letter | UInt32(QUERN_MARK | QUERN_DECIMAL)) != 0
      || (scalar > 0x5E && contains(otherWord, scalar))
  }

  /// What `Digits` looks for: general category N of Unicode 17.0.
  static func isNumeric(_ scalar: UInt32) -> Bool {
    quern_class(scalar) & number != 0 || 0x11DE0...0x11DE9 ~= scalar || 0x16FF4...0x16FF6 ~= scalar
  }

  /// What `Punctuation` looks for: ASCII punctuation and symbols, and general category P of Unicode 8.0.
  static func isPunctuation(_ scalar: UInt32) -> Bool {
    let mask = quern_class(scalar)
    if scalar < 0x80 { return mask & UInt32(QUERN_PUNCTUATION | QUERN_SYMBOL) != 0 }
    if mask & UInt32(QUERN_PUNCTUATION) != 0 { return !contains(youngPunctuation, scalar) }
    // Punctuation once, now symbols.
    return scalar == 0x166D || scalar == 0x111C9
  }

  private static func contains(_ ranges: [ClosedRange<UInt32>], _ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(scalar)
  }

  /// Word characters that are no letters, marks or decimal digits: Nl, Pc, Join_Control and letters in circles.
  private static let otherWord: [ClosedRange<UInt32>] = [
    0x5F...0x5F, 0x16EE...0x16F0, 0x200C...0x200D, 0x203F...0x2040, 0x2054...0x2054, 0x2160...0x2182, 0x2185...0x2188,
    0x24B6...0x24E9, 0x3007...0x3007, 0x3021...0x3029, 0x3038...0x303A, 0xA6E6...0xA6EF, 0xFE33...0xFE34,
    0xFE4D...0xFE4F, 0xFF3F...0xFF3F, 0x10140...0x10174, 0x10341...0x10341, 0x1034A...0x1034A, 0x103D1...0x103D5,
    0x12400...0x1246E, 0x1F130...0x1F149, 0x1F150...0x1F169, 0x1F170...0x1F189,
  ]

  /// Punctuation that is younger than Unicode 8.0.
  private static let youngPunctuation: [ClosedRange<UInt32>] = [
    0x61D...0x61D, 0x9FD...0x9FD, 0xA76...0xA76, 0xC77...0xC77, 0xC84...0xC84, 0x1B4E...0x1B4F, 0x1B7D...0x1B7F,
    0x2E43...0x2E4F, 0x2E52...0x2E5D, 0x10D6E...0x10D6E, 0x10EAD...0x10EAD, 0x10F55...0x10F59, 0x10F86...0x10F89,
    0x113D4...0x113D5, 0x113D7...0x113D8, 0x1144B...0x1144F, 0x1145A...0x1145B, 0x1145D...0x1145D, 0x11660...0x1166C,
    0x116B9...0x116B9, 0x1183B...0x1183B, 0x11944...0x11946, 0x119E2...0x119E2, 0x11A3F...0x11A46, 0x11A9A...0x11A9C,
    0x11A9E...0x11AA2, 0x11B00...0x11B09, 0x11BE1...0x11BE1, 0x11C41...0x11C45, 0x11C70...0x11C71, 0x11EF7...0x11EF8,
    0x11F43...0x11F4F, 0x11FFF...0x11FFF, 0x12FF1...0x12FF2, 0x16D6D...0x16D6F, 0x16E97...0x16E9A, 0x16FE2...0x16FE2,
    0x1E5FF...0x1E5FF, 0x1E95E...0x1E95F,
  ]
}

extension UnsafeRawBufferPointer {
  /// The character at `at`, a malformed byte as `QUERN_MALFORMED`, and the offset after it.
  @inline(__always)
  func scalar(at: Int) -> (value: UInt32, next: Int) {
    let found = quern_decode(baseAddress!.assumingMemoryBound(to: UInt8.self) + at, count &- at)
    return (found.value, at &+ Int(found.length))
  }

  /// The character that ends at `end`, and the offset at which it starts.
  func scalar(before end: Int) -> (value: UInt32, start: Int) {
    var start = end - 1
    while start > 0 && end - start < 4 && self[start] & 0xC0 == 0x80 { start -= 1 }
    let found = slice(start, end).scalar(at: 0)
    return found.next == end - start ? (found.value, start) : (QUERN_MALFORMED, end - 1)
  }
}
