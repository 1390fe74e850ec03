import QuernBytes

/// The hash of a run of words that moves on word by word: a polynomial of the words' hashes modulo 2⁶⁴.
struct RollingHash {
  private static let factor: UInt64 = 0xD6E8_FEB8_6659_FD93
  private let leading: UInt64
  private let length: Int
  private var sum: UInt64 = 0

  /// The hash of runs of `length` words, of none yet.
  init(length: Int) {
    self.length = length
    var power: UInt64 = 1
    for _ in 1..<max(1, length) { power = power &* RollingHash.factor }
    leading = power
  }

  /// Goes back to no words.
  mutating func reset() { sum = 0 }

  /// Adds a word to the end; the first `length` words of a run come so.
  @inline(__always)
  mutating func add(_ word: UInt64) { sum = sum &* RollingHash.factor &+ word }

  /// Takes the first word away and adds one to the end.
  @inline(__always)
  mutating func move(from first: UInt64, to word: UInt64) {
    sum = (sum &- first &* leading) &* RollingHash.factor &+ word
  }

  /// The key of the run.
  @inline(__always)
  var key: UInt64 { mixBits(sum) | 1 }

  /// The key of these words as one run; O(n).
  static func key(of words: some Sequence<UInt64>) -> UInt64 {
    var hash = RollingHash(length: 1)
    for word in words { hash.add(word) }
    return hash.key
  }
}

/// A table from 64-bit keys to small numbers that answers most misses from a set of bits that fits the cache.
///
/// Filled once, then only read, by any number of threads. 24 to 56 bytes a key. Keys are never 0.
final class GramTable: @unchecked Sendable {
  private var slots: UnsafeMutablePointer<UInt64>
  private var numbers: UnsafeMutablePointer<UInt32>
  private var bits: UnsafeMutablePointer<UInt64>
  private var slotShift: UInt64
  private var bitShift: UInt64
  private var capacity: Int
  /// How many keys there are; each has the number of keys before it.
  private(set) var count = 0

  init() {
    capacity = 1 << 10
    slotShift = 64 - 10
    slots = GramTable.zeros(capacity)
    numbers = .allocate(capacity: capacity)
    bitShift = 64 - 14
    bits = GramTable.zeros(1 << 8)
  }

  deinit {
    slots.deallocate()
    numbers.deallocate()
    bits.deallocate()
  }

  /// The bytes that the table takes.
  var bytes: Int { capacity * 12 + 1 << Int(64 - bitShift - 3) }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    return memory
  }

  /// The number of `key`, which is added if it is new; amortised O(1).
  func insert(_ key: UInt64) -> UInt32 {
    if 2 * (count + 1) > capacity { grow() }
    var slot = Int(key &>> slotShift)
    while slots[slot] != 0 {
      if slots[slot] == key { return numbers[slot] }
      slot = (slot + 1) & (capacity - 1)
    }
    slots[slot] = key
    numbers[slot] = UInt32(count)
    mark(key)
    count += 1
    return UInt32(count - 1)
  }

  private func mark(_ key: UInt64) {
    let bit = (key &* 0x9E37_79B9_7F4A_7C15) &>> bitShift
    bits[Int(bit &>> 6)] |= 1 &<< (bit & 63)
  }

  private func grow() {
    let (oldSlots, oldNumbers, oldCapacity) = (slots, numbers, capacity)
    capacity *= 2
    slotShift -= 1
    bitShift -= 1
    slots = GramTable.zeros(capacity)
    numbers = .allocate(capacity: capacity)
    bits.deallocate()
    bits = GramTable.zeros(1 << Int(64 - bitShift - 6))
    for old in 0..<oldCapacity where oldSlots[old] != 0 {
      let key = oldSlots[old]
      var slot = Int(key &>> slotShift)
      while slots[slot] != 0 { slot = (slot + 1) & (capacity - 1) }
      slots[slot] = key
      numbers[slot] = oldNumbers[old]
      mark(key)
    }
    oldSlots.deallocate()
    oldNumbers.deallocate()
  }

  /// Whether `key` may be in the table; wrong for at most one absent key in 32.
  @inline(__always)
  func mayHold(_ key: UInt64) -> Bool {
    let bit = (key &* 0x9E37_79B9_7F4A_7C15) &>> bitShift
    return bits[Int(bit &>> 6)] &>> (bit & 63) & 1 != 0
  }

  /// The number of `key`, or -1.
  func number(of key: UInt64) -> Int {
    var slot = Int(key &>> slotShift)
    while slots[slot] != 0 {
      if slots[slot] == key { return Int(numbers[slot]) }
      slot = (slot + 1) & (capacity - 1)
    }
    return -1
  }
}

/// For each number of a table the items that have it, in rising order, each once.
struct GramPostings: Sendable {
  private let firsts: [UInt32]
  private let items: [UInt32]

  /// Postings of `grams` numbers from pairs (number, item) whose items rise.
  init(grams: Int, pairs: [(gram: UInt32, item: UInt32)]) {
    var firsts = [UInt32](repeating: 0, count: grams + 1)
    var last = [UInt32](repeating: .max, count: grams)
    for pair in pairs where last[Int(pair.gram)] != pair.item {
      last[Int(pair.gram)] = pair.item
      firsts[Int(pair.gram) + 1] += 1
    }
    for gram in 0..<grams { firsts[gram + 1] += firsts[gram] }
    var items = [UInt32](repeating: 0, count: Int(firsts[grams]))
    var next = firsts
    for gram in 0..<grams { last[gram] = .max }
    for pair in pairs where last[Int(pair.gram)] != pair.item {
      last[Int(pair.gram)] = pair.item
      items[Int(next[Int(pair.gram)])] = pair.item
      next[Int(pair.gram)] += 1
    }
    self.firsts = firsts
    self.items = items
  }

  /// The items of a number.
  func items(of gram: Int) -> ArraySlice<UInt32> { items[Int(firsts[gram])..<Int(firsts[gram + 1])] }

  /// How many items have the number.
  func count(of gram: Int) -> Int { Int(firsts[gram + 1] - firsts[gram]) }

  /// Whether the item has the number; O(log items).
  func holds(_ gram: Int, _ item: UInt32) -> Bool {
    var low = Int(firsts[gram])
    var high = Int(firsts[gram + 1])
    while low < high {
      let middle = (low + high) / 2
      if items[middle] < item { low = middle + 1 } else { high = middle }
    }
    return low < Int(firsts[gram + 1]) && items[low] == item
  }

  /// The bytes that the postings take.
  var bytes: Int { 4 * (firsts.count + items.count) }
}
