import CKernels
import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How often words occur in each group: open addressing with linear probing, 24 bytes a slot.
///
/// Words of at most 15 bytes lie in the slots, longer ones in an arena. A word belongs at the place in proportion to its
/// hash, so when the table grows, by any factor, slots only move up, a stretch at a time from the end: memory never
/// holds two tables.
struct WordTable: ~Copyable {
  struct Slot: BitwiseCopyable {
    /// Bytes 0 to 7.
    var low: UInt64
    /// Of a short word the other half of the ``ShortWord``, of a long one its hash below ``longTag``; 0 marks an empty
    /// slot.
    var high: UInt64
    /// The count, or the place of a long word in the arena, in 48 bits; the group in those above.
    var tally: UInt64

    @inline(__always) var isLong: Bool { high >= WordTable.longTag }
    @inline(__always) var place: Int { Int(truncatingIfNeeded: tally & WordTable.tallyMask) }
    @inline(__always) var group: Int { Int(truncatingIfNeeded: tally &>> 48) }

    /// What decides where the slot belongs.
    @inline(__always) var hash: UInt64 { isLong ? high &<< 8 : ShortWord.mix(low ^ WordTable.salt(group), high) }
  }

  static var longTag: UInt64 { 0xFF &<< 56 }
  static var tallyMask: UInt64 { (1 &<< 48) &- 1 }
  /// What may be counted at most before the table is emptied, so that no count passes 48 bits.
  static var mostCounted: Int64 { (1 &<< 48) &- 1 }
  /// Of a long word in the arena: its count and its length, before its bytes.
  static var recordSize: Int { 12 }
  static var smallest: Int { 1 << 12 }
  /// From this many slots on, tables grow by half instead of doubling.
  static var large: Int { 1 << 18 }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var capacity: Int
  private(set) var used = 0
  /// How many slots may be used before the table must grow.
  private(set) var limit: Int
  private(set) var arena = ByteBuffer()
  /// How large the arena may become before the owner looks after it.
  var arenaLimit = Int.max

  init() {
    capacity = WordTable.smallest
    limit = WordTable.limit(capacity)
    slots = WordTable.pages(capacity)
  }

  deinit { quern_pages_free(slots, capacity * MemoryLayout<Slot>.stride) }

  private static func pages(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let size = capacity * MemoryLayout<Slot>.stride
    guard let pages = quern_pages(size) else { fatalError("out of memory: \(size) bytes") }
    return pages.bindMemory(to: Slot.self, capacity: capacity)
  }

  private static func limit(_ capacity: Int) -> Int { capacity / 4 * 3 }

  /// The bytes of memory in use.
  var memory: Int { capacity * MemoryLayout<Slot>.stride + arena.count }

  /// What tells apart the places of one word in different groups.
  @inline(__always)
  static func salt(_ group: Int) -> UInt64 { UInt64(truncatingIfNeeded: group) &* 0x9E37_79B9_7F4A_7C15 }

  @inline(__always)
  static func home(_ hash: UInt64, _ capacity: Int) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: capacity)).high)
  }

  /// Adds `count` to a short word whose place is `home`; there is room for it.
  @inline(__always)
  mutating func add(_ word: ShortWord, at home: Int, tag: UInt64, _ count: UInt64) {
    var at = home
    while true {
      let slot = slots + at
      if slot.pointee.low == word.low && slot.pointee.high == word.high
        && slot.pointee.tally & ~WordTable.tallyMask == tag
      {
        slot.pointee.tally &+= count
        return
      }
      if slot.pointee.high == 0 {
        slot.pointee = Slot(low: word.low, high: word.high, tally: tag &+ count)
        used &+= 1
        return
      }
      at &+= 1
      if at == capacity { at = 0 }
    }
  }

  /// What ``addLong(_:_:group:_:)`` is to be given for a word of more than ``ShortWord/longest`` bytes.
  @inline(__always)
  static func hash(_ word: UnsafeRawBufferPointer, group: Int) -> UInt64 {
    if word.count > 32 { return XXH3.hash64(word, seed: UInt64(truncatingIfNeeded: group)) | longTag }
    let end = word.count &- 16
    let start = ShortWord.mix(
      word.loadUnaligned(as: UInt64.self) ^ salt(group), word.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let rest = ShortWord.mix(
      word.loadUnaligned(fromByteOffset: end, as: UInt64.self) ^ start,
      word.loadUnaligned(fromByteOffset: end &+ 8, as: UInt64.self) &+ UInt64(truncatingIfNeeded: end))
    return rest | longTag
  }

  /// Fetches the place of a long word.
  @inline(__always)
  func prefetchLong(_ hash: UInt64) { quern_prefetch(slots + WordTable.home(hash &<< 8, capacity)) }

  /// Adds `count` to a long word; there is room for its slot.
  @inline(never)
  mutating func addLong(_ word: UnsafeRawBufferPointer, _ hash: UInt64, group: Int, _ count: UInt64) {
    let low = UInt64(littleEndian: word.loadUnaligned(as: UInt64.self))
    var at = WordTable.home(hash &<< 8, capacity)
    while slots[at].high != 0 {
      if slots[at].high == hash, slots[at].low == low, slots[at].group == group {
        let record = arena.base + slots[at].place
        if record.loadUnaligned(fromByteOffset: 8, as: UInt32.self) == UInt32(word.count),
          memcmp(record + WordTable.recordSize, word.baseAddress!, word.count) == 0
        {
          record.storeBytes(of: record.loadUnaligned(as: UInt64.self) &+ count, as: UInt64.self)
          return
        }
      }
      at = at &+ 1 == capacity ? 0 : at &+ 1
    }
    slots[at] = Slot(
      low: low, high: hash, tally: UInt64(arena.count) | UInt64(truncatingIfNeeded: group) &<< 48)
    used &+= 1
    arena.append(littleEndian: count)
    arena.append(littleEndian: UInt32(word.count))
    arena.append(word)
  }

  /// The capacity that the table grows to next: as large as fits into `memory` bytes at most, with what the arena then
  /// needs if long words come as often as they did.
  func nextCapacity(within memory: Int) -> Int {
    let wanted = capacity < WordTable.large ? 2 * capacity : capacity + capacity / 2
    if memory == .max { return wanted }
    let slot = Double(MemoryLayout<Slot>.stride) + 0.75 * Double(arena.count) / Double(max(1, used))
    return min(wanted, Int(Double(memory) / slot))
  }

  /// Whether a table of `capacity` slots has room for `count` more words.
  func hasRoom(for count: Int, in capacity: Int) -> Bool { used + count <= WordTable.limit(capacity) }

  /// Grows to `larger` slots; O(n).
  @inline(never)
  mutating func grow(to larger: Int) {
    let stride = MemoryLayout<Slot>.stride
    guard let moved = quern_pages_resize(slots, capacity * stride, larger * stride) else {
      fatalError("out of memory: \(larger * stride) bytes")
    }
    slots = moved.bindMemory(to: Slot.self, capacity: larger)
    var top = capacity
    capacity = larger
    limit = WordTable.limit(larger)
    var moving = TrivialVector<Slot>(capacity: 1 << 12)
    while top > 0 {
      // Below an empty slot nothing belongs to what lies above it.
      var bottom = max(0, top - (1 << 11))
      while bottom > 0 && slots[bottom - 1].high != 0 { bottom -= 1 }
      moving.removeAll()
      for at in bottom..<top where slots[at].high != 0 {
        moving.append(slots[at])
        slots[at].high = 0
      }
      for index in 0..<moving.count {
        var at = WordTable.home(moving[index].hash, larger)
        while slots[at].high != 0 { at = at &+ 1 == larger ? 0 : at &+ 1 }
        slots[at] = moving[index]
      }
      top = bottom
    }
  }

  /// Empties the table and makes it ready for other words, in at most `memory` bytes if that is enough for any.
  mutating func removeAll(within memory: Int) {
    let stride = MemoryLayout<Slot>.stride
    let wanted = max(WordTable.smallest, min(capacity, memory / stride))
    if wanted < capacity || arena.capacity > memory / 4 {
      quern_pages_free(slots, capacity * stride)
      slots = WordTable.pages(wanted)
      capacity = wanted
      limit = WordTable.limit(wanted)
      arena = ByteBuffer()
    } else {
      memset(slots, 0, capacity * stride)
      arena.removeAll()
    }
    used = 0
  }

  /// Lets the arena have what the slots leave of `memory` bytes.
  mutating func limitMemory(to memory: Int) { arenaLimit = max(0, memory - capacity * MemoryLayout<Slot>.stride) }

  /// The bytes and the count of the long word of the arena's `record`.
  @inline(__always)
  static func long(_ record: UnsafeRawPointer) -> (word: UnsafeRawBufferPointer, count: Int64) {
    let length = Int(record.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let word = UnsafeRawBufferPointer(start: record + recordSize, count: length)
    return (word, Int64(record.loadUnaligned(as: UInt64.self)))
  }

  /// Calls `body` with each word, its group and its count, in no particular order.
  func forEach(_ body: (UnsafeRawBufferPointer, Int, Int64) throws -> Void) rethrows {
    for index in 0..<capacity where slots[index].high != 0 {
      let slot = slots[index]
      if slot.isLong {
        let (word, count) = WordTable.long(arena.base + slot.place)
        try body(word, slot.group, count)
      } else {
        var word = ShortWord(low: slot.low.littleEndian, high: slot.high.littleEndian)
        let length = ShortWord(low: slot.low, high: slot.high).length
        try withUnsafeBytes(of: &word) {
          try body(UnsafeRawBufferPointer(rebasing: $0[..<length]), slot.group, Int64(slot.place))
        }
      }
    }
  }

  /// Moves the used slots to the front and sorts them; from here on the table can only be read, or emptied.
  mutating func sort() {
    var filled = 0
    for at in 0..<capacity where slots[at].high != 0 {
      slots[filled] = slots[at]
      filled &+= 1
    }
    limit = 0
    WordSorter.sort(slots, count: filled, arena: arena.base)
  }

  /// A table with the same words.
  func copy() -> WordTable {
    var copy = WordTable()
    copy.grow(to: max(capacity, copy.capacity))
    memcpy(copy.slots, slots, capacity * MemoryLayout<Slot>.stride)
    copy.used = used
    copy.arena.append(arena.bytes)
    return copy
  }

  /// Gives the memory behind the used slots of a sorted table back.
  mutating func trim() {
    let stride = MemoryLayout<Slot>.stride
    let wanted = max(1, used)
    guard let moved = quern_pages_resize(slots, capacity * stride, wanted * stride) else { return }
    slots = moved.bindMemory(to: Slot.self, capacity: wanted)
    capacity = wanted
  }
}

// The blocks have one owner; moving the owner to another thread moves them.
extension WordTable: @unchecked Sendable {}
