import CText
import QuernBytes

/// What in a text asks for repair, found in one pass over it.
struct RepairScan {
  /// Bit k: there is a character of kind k (`QUERN_REPAIR_…`).
  private(set) var kinds: UInt32 = 0
  /// Whether there is an ampersand.
  private(set) var hasAmpersand = false
  /// Whether there is a Chinese character.
  private(set) var hasHan = false
  /// Whether the neighbours of some characters betray mojibake.
  private(set) var isGarbled = false

  /// Reads `text` (UTF-8).
  ///
  /// ASCII is taken 64 bytes at a time; elsewhere each code point costs two look-ups.
  /// - Complexity: O(n).
  init(_ text: UnsafeRawBufferPointer, lookingForGarble: Bool) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let rules = GarbleRules.shared
    let count = text.count
    var entries: UInt16 = 0
    var at = 0
    isGarbled = !lookingForGarble
    while at < count {
      if at &+ 64 <= count {
        let block = quern_repair_block_at(start + at)
        let length = block.high == 0 ? 64 : block.high.trailingZeroBitCount
        if length > 0 {
          let odd = block.odd & (~UInt64(0) &>> UInt64(64 &- length))
          if odd != 0 { addOdd(odd, start + at, rules) }
          at &+= length
          continue
        }
      } else if start[at] < 0x80 {
        let byte = start[at]
        if byte < 0x20 && byte != 9 && byte != 10 || byte == 0x26 || byte == 0x7F { addOdd(1, start + at, rules) }
        at &+= 1
        continue
      }
      addBeyondASCII(start, &at, count, rules, &entries)
    }
    isGarbled = isGarbled && lookingForGarble
    hasHan = entries & UInt16(QUERN_IS_HAN) != 0
  }

  /// Notes ASCII characters that ask for repair.
  @inline(never)
  private mutating func addOdd(_ places: UInt64, _ text: UnsafePointer<UInt8>, _ rules: GarbleRules) {
    var rest = places
    while rest != 0 {
      let byte = text[rest.trailingZeroBitCount]
      if byte == 0x26 {
        hasAmpersand = true
      } else {
        kinds |= 1 << RepairScan.kind(of: rules.characters[Int(byte)])
      }
      rest &= rest &- 1
    }
  }

  @inline(__always)
  static func kind(of entry: UInt16) -> UInt32 {
    UInt32(entry) >> UInt32(QUERN_REPAIR_SHIFT) & UInt32(QUERN_REPAIR_MASK)
  }

  /// Reads a run of characters beyond ASCII and the border to what follows.
  @inline(__always)
  private mutating func addBeyondASCII(
    _ text: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int, _ rules: GarbleRules, _ entries: inout UInt16
  ) {
    let looks = rules.looks
    var previous = at == 0 ? 0 : Int(rules.characters[Int(text[at &- 1] & 0x7F)] & GarbleRules.mask)
    var kinds = self.kinds
    var all: UInt16 = entries
    while at < count && text[at] >= 0x80 {
      let from = at
      let entry = quern_repair_entry(rules.characters, text.decode(&at, count))
      all |= entry
      kinds |= 1 << RepairScan.kind(of: entry)
      let garble = UInt32(entry & GarbleRules.mask)
      if looks[previous] >> garble & 1 == 1, !isGarbled { look(text, from, count, rules) }
      previous = Int(garble)
    }
    if at < count, looks[previous] >> UInt32(rules.characters[Int(text[at])] & GarbleRules.mask) & 1 == 1, !isGarbled {
      look(text, at, count, rules)
    }
    self.kinds = kinds
    entries = all
  }

  /// Tries the rules on what stands around `at`, within its line.
  @inline(never)
  private mutating func look(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int, _ rules: GarbleRules) {
    var from = at
    for _ in 0..<(GarbleRules.reach - 1) {
      if from == 0 || text[from - 1] == 0x0A { break }
      _ = text.decodeBackwards(&from, 0)
    }
    let fromStart = from == 0 || text[from - 1] == 0x0A
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * GarbleRules.reach) { window in
      var read = from
      var used = 0
      while used < 2 * GarbleRules.reach - 1, read < count {
        let codePoint = text.decode(&read, count)
        window[used] = codePoint
        used += 1
        if codePoint == 0x0A { break }
      }
      isGarbled = rules.acceptsAny(UnsafeBufferPointer(rebasing: window[..<used]), fromStart: fromStart)
    }
  }
}
