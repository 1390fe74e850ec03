import QuernBytes

/// Turns what records say about themselves into ranks: the lowest stays.
public enum KeepOrder {
  /// The rank of what has no number or date: after all others.
  public static let last = KeepRank.max

  /// The rank of a score in decimal digits: higher scores have lower ranks.
  public static func rank(ofScore text: UnsafeRawBufferPointer) -> KeepRank {
    guard let score = Double(text.text), score.isFinite else { return last }
    return descending(score)
  }

  /// The rank of a date: `2024`, `2024-05`, `2024-05-31`, `2024-05-31T12:30:59…` (all of one form), or a number of
  /// seconds. Later dates have lower ranks.
  public static func rank(ofDate text: UnsafeRawBufferPointer) -> KeepRank {
    let bytes = text
    guard !bytes.isEmpty else { return last }
    let isCalendar = bytes.count >= 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
    guard isCalendar else { return rank(ofScore: text) }
    // Year to second as one number: 20240531123059.
    var value = 0.0
    var digits = 0
    for byte in bytes where digits < 14 {
      if byte &- 0x30 < 10 {
        value = value * 10 + Double(byte &- 0x30)
        digits += 1
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "Z") {
        break
      }
    }
    guard digits >= 8 else { return last }
    while digits < 14 {
      value *= 10
      digits += 1
    }
    return descending(value)
  }

  /// Numbers in falling order as rising integers.
  private static func descending(_ value: Double) -> KeepRank {
    // The bits of positive numbers rise with them, those of negative numbers fall. -0 is 0.
    let bits = (value == 0 ? 0 : value).bitPattern
    let rising = bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    return min(~rising, last - 1)
  }
}
