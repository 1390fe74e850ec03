import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Counts of words of at most 15 bytes: open addressing with linear probing, the words inside the slots.
struct ShortWordTable: ~Copyable {
  struct Slot: BitwiseCopyable {
    var word: ShortWord
    var count: Int64
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var capacity: Int
  private(set) var used = 0

  init() {
    capacity = 1 << 12
    slots = ShortWordTable.allocate(capacity)
  }

  deinit { slots.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(word: ShortWord(low: 0, high: 0), count: 0), count: capacity)
    return slots
  }

  @inline(__always)
  mutating func add(_ word: ShortWord, _ count: Int64) {
    let mask = capacity &- 1
    var at = Int(truncatingIfNeeded: word.hash) & mask
    while true {
      if slots[at].word == word {
        slots[at].count &+= count
        return
      }
      if slots[at].word.high == 0 { break }
      at = (at &+ 1) & mask
    }
    slots[at] = Slot(word: word, count: count)
    used &+= 1
    if used &* 5 > capacity &* 3 { grow() }
  }

  private mutating func grow() {
    let larger = capacity * 2
    let moved = ShortWordTable.allocate(larger)
    for index in 0..<capacity where slots[index].word.high != 0 {
      var at = Int(truncatingIfNeeded: slots[index].word.hash) & (larger - 1)
      while moved[at].word.high != 0 { at = (at + 1) & (larger - 1) }
      moved[at] = slots[index]
    }
    slots.deallocate()
    slots = moved
    capacity = larger
  }
}

/// Counts of longer words: slots hold hash, place and count; the bytes lie one after the other in an arena.
struct LongWordTable: ~Copyable {
  struct Slot: BitwiseCopyable {
    var hash: UInt64
    var offset: Int
    var length: Int
    var count: Int64
  }

  private(set) var slots: UnsafeMutablePointer<Slot>
  private(set) var capacity: Int
  private(set) var used = 0
  private(set) var arena = ByteBuffer()

  init() {
    capacity = 1 << 8
    slots = LongWordTable.allocate(capacity)
  }

  deinit { slots.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(hash: 0, offset: 0, length: 0, count: 0), count: capacity)
    return slots
  }

  mutating func add(_ word: UnsafeRawBufferPointer, _ count: Int64) {
    let hash = XXH3.hash64(word)
    let mask = capacity - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at].length != 0 {
      if slots[at].hash == hash, slots[at].length == word.count,
        memcmp(arena.base + slots[at].offset, word.baseAddress!, word.count) == 0
      {
        slots[at].count &+= count
        return
      }
      at = (at + 1) & mask
    }
    slots[at] = Slot(hash: hash, offset: arena.count, length: word.count, count: count)
    arena.append(word)
    used += 1
    if used * 5 > capacity * 3 { grow() }
  }

  private mutating func grow() {
    let larger = capacity * 2
    let moved = LongWordTable.allocate(larger)
    for index in 0..<capacity where slots[index].length != 0 {
      var at = Int(truncatingIfNeeded: slots[index].hash) & (larger - 1)
      while moved[at].length != 0 { at = (at + 1) & (larger - 1) }
      moved[at] = slots[index]
    }
    slots.deallocate()
    slots = moved
    capacity = larger
  }
}

// Each table has one owner; moving the owner to another thread moves its blocks.
extension ShortWordTable: @unchecked Sendable {}
extension LongWordTable: @unchecked Sendable {}
