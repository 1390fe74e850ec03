import CText
import QuernBytes

/// Finds the phrases that the rules of C4 look for, from the start of a text to its end, in one pass.
///
/// Letters of ASCII are compared without case.
struct C4Marks {
  /// What stands at a place.
  enum Kind {
    case loremIpsum, javascript, policy, curlyBracket
    /// "[", which may start a citation mark.
    case bracket
  }

  private let text: UnsafeRawBufferPointer
  /// The next place to look at, and those of the 16 bytes before `block` that are left to look at.
  private var block = 0
  private var left: UInt32 = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// Whether there is a "[" between two offsets, none of which lies before what was looked at.
  func hasBracket(_ start: Int, _ end: Int) -> Bool {
    var copy = self
    while let kind = copy.next(start, end) {
      if kind == .bracket { return true }
    }
    return false
  }

  /// The next mark that lies between two offsets whole; marks before `start` are passed over.
  mutating func next(_ start: Int, _ end: Int) -> Kind? {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return nil }
    if block < start {
      block = start
      left = 0
    }
    while true {
      while left != 0 {
        let place = block - 16 + left.trailingZeroBitCount
        if place >= end { return nil }
        left &= left - 1
        if place >= start, let kind = kind(place, start, end) { return kind }
      }
      if block >= end { return nil }
      if block + 19 <= text.count {
        left = quern_c4_marks_16(base + block)
      } else {
        left = lastMarks(base)
      }
      block += 16
    }
  }

  /// The marks of the last block, whose bytes are copied so that more can be read.
  private func lastMarks(_ base: UnsafePointer<UInt8>) -> UInt32 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { copy in
      copy.initialize(repeating: 0)
      for place in 0..<min(19, text.count - block) { copy[place] = base[block + place] }
      return quern_c4_marks_16(copy.baseAddress!)
    }
  }

  /// What the mark at `place` is.
  private func kind(_ place: Int, _ start: Int, _ end: Int) -> Kind? {
    switch text[place] {
    case UInt8(ascii: "{"): return .curlyBracket
    case UInt8(ascii: "["): return .bracket
    case UInt8(ascii: "m"), UInt8(ascii: "M"): return has("lorem ipsum", place - 4, start, end) ? .loremIpsum : nil
    case UInt8(ascii: "j"), UInt8(ascii: "J"): return has("javascript", place, start, end) ? .javascript : nil
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return has("terms of use", place - 7, start, end) ? .policy : nil
    case UInt8(ascii: "y"), UInt8(ascii: "Y"): return has("privacy policy", place - 6, start, end) ? .policy : nil
    default:
      // "cook" is behind the first letter.
      let isPolicy =
        has("cookie policy", place - 1, start, end) || has("uses cookies", place - 6, start, end)
        || has("use of cookies", place - 8, start, end) || has("use cookies", place - 5, start, end)
      return isPolicy ? .policy : nil
    }
  }

  /// Whether the phrase, in lower case, stands at `place`, inside the two offsets.
  private func has(_ phrase: StaticString, _ place: Int, _ start: Int, _ end: Int) -> Bool {
    guard place >= start && place + phrase.utf8CodeUnitCount <= end else { return false }
    for at in 0..<phrase.utf8CodeUnitCount {
      let byte = text[place + at]
      let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
      if lower != phrase.utf8Start[at] { return false }
    }
    return true
  }
}
