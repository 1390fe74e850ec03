import CText
import QuernBytes
import QuernText

/// The pass that counts lines and finds those that repeat, end in terminal punctuation or are long.
enum LinePass {
  /// Counts in `text` (UTF-8); O(n).
  ///
  /// Lines are cut at U+000A, taken without the White_Space around them, and left out when nothing remains; how long one
  /// is counts with it, but without a U+000D at its end. `seen` is cleared first.
  static func measure(
    _ text: UnsafeRawBufferPointer, classes: CharacterClasses, seen: inout LineSet
  ) -> LineCounts {
    var counts = LineCounts()
    seen.removeAll()
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return counts }
    var at = 0
    while at < text.count {
      let next = text.firstOffset(of: 0x0A, from: at) ?? text.count
      let last = next > at && base[next &- 1] == 0x0D ? next &- 1 : next
      if last &- at > counts.longest {
        counts.longest = max(counts.longest, quern_count_code_points(base + at, last &- at))
      }
      let start = skipSpaces(base, at, next, classes)
      let end = start == next ? next : skipSpacesBackwards(base, start, next, classes)
      at = next &+ 1
      guard start < end else { continue }
      let line = text.slice(start, end)
      counts.lines &+= 1
      if endsSentence(base, start, end, classes) { counts.terminated &+= 1 }
      if !seen.insert(XXH3.hash64(line)) {
        counts.repeated &+= 1
        counts.repeatedCharacters &+= quern_count_code_points(base + start, line.count)
      }
    }
    return counts
  }

  @inline(__always)
  private static func skipSpaces(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ classes: CharacterClasses
  ) -> Int {
    var at = start
    while at < end {
      var next = at
      guard classes[text.decode(&next, end)] & CharacterClasses.space != 0 else { break }
      at = next
    }
    return at
  }

  @inline(__always)
  private static func skipSpacesBackwards(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ classes: CharacterClasses
  ) -> Int {
    var at = end
    while at > start {
      var previous = at
      guard classes[text.decodeBackwards(&previous, start)] & CharacterClasses.space != 0 else { break }
      at = previous
    }
    return at
  }

  /// Whether the line ends in a sentence's end, with or without closing quotation marks and brackets after it.
  @inline(__always)
  private static func endsSentence(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ classes: CharacterClasses
  ) -> Bool {
    var at = end
    while at > start {
      let codePoint = text.decodeBackwards(&at, start)
      let flags = classes[codePoint]
      if flags & CharacterClasses.sentenceEnd != 0 { return true }
      if flags & CharacterClasses.wordMask != 0 || !isCloser(codePoint) { return false }
    }
    return false
  }

  /// Whether the code point closes a quotation or bracket; languages differ in which marks do, so most count.
  static func isCloser(_ codePoint: UInt32) -> Bool {
    switch codePoint {
    case 0x22, 0x27, 0x29, 0x5D, 0x7D, 0xAB, 0xBB: true  // " ' ) ] } « »
    case 0x2018...0x201F, 0x2039, 0x203A: true  // quotation marks, ‹ ›
    case 0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0x3015: true  // 〉 》 」 』 】 〕
    case 0xFF02, 0xFF07, 0xFF09, 0xFF3D, 0xFF5D, 0xFF63: true  // full and half width forms
    default: false
    }
  }
}

/// A set of line hashes that is cleared for every document at the cost of what the last one used.
///
/// Its memory is at most 32 bytes per distinct line and shrinks to ``keptCapacity`` slots after a large document.
struct LineSet: ~Copyable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var capacity: Int
  private var used = 0

  private static let smallest = 64
  private static let keptCapacity = 1 << 12

  init() {
    capacity = LineSet.smallest
    slots = LineSet.allocate(capacity)
  }

  deinit { slots.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt64> {
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity)
    slots.initialize(repeating: 0, count: capacity)
    return slots
  }

  /// Forgets every hash.
  mutating func removeAll() {
    guard used > 0 else { return }
    used = 0
    if capacity > LineSet.keptCapacity {
      slots.deallocate()
      capacity = LineSet.smallest
      slots = LineSet.allocate(capacity)
    } else {
      slots.update(repeating: 0, count: capacity)
    }
  }

  /// Adds `hash` and returns whether it was new.
  mutating func insert(_ hash: UInt64) -> Bool {
    let key = hash == 0 ? 1 : hash  // 0 marks a free slot
    let slot = place(of: key)
    if slots[slot] == key { return false }
    slots[slot] = key
    used &+= 1
    if 2 &* used > capacity { grow() }
    return true
  }

  /// The slot that holds `key` or would.
  private func place(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: key) & (capacity &- 1)
    while slots[slot] != key && slots[slot] != 0 { slot = (slot &+ 1) & (capacity &- 1) }
    return slot
  }

  private mutating func grow() {
    let old = UnsafeMutableBufferPointer(start: slots, count: capacity)
    capacity *= 2
    slots = LineSet.allocate(capacity)
    for key in old where key != 0 { slots[place(of: key)] = key }
    old.deallocate()
  }
}

extension LineSet: @unchecked Sendable {}
