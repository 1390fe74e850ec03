import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The words of a counter in the order of their bytes, a prefix first, copied into one arena.
struct SortedWords: ~Copyable {
  struct Word: BitwiseCopyable {
    var offset: Int
    var length: Int
    var count: Int64
    /// The first eight bytes as a big-endian number: what most comparisons need.
    var prefix: UInt64
  }

  let arena: UnsafeMutableRawPointer
  let words: UnsafeMutableBufferPointer<Word>

  /// O(n log n) in the number of different words.
  init(_ counter: borrowing WordCounter) {
    let words = UnsafeMutableBufferPointer<Word>.allocate(capacity: counter.distinct)
    // 16 bytes are written for every short word.
    let arena = UnsafeMutableRawPointer.allocate(
      byteCount: counter.short.used * 15 + counter.long.arena.count + 16, alignment: 8)
    var filled = 0
    var offset = 0
    for index in 0..<counter.short.capacity where counter.short.slots[index].word.high != 0 {
      let slot = counter.short.slots[index]
      slot.word.store(to: arena + offset)
      words.initializeElement(
        at: filled,
        to: Word(offset: offset, length: slot.word.length, count: slot.count, prefix: slot.word.low.byteSwapped))
      filled += 1
      offset += slot.word.length
    }
    for index in 0..<counter.long.capacity where counter.long.slots[index].length != 0 {
      let slot = counter.long.slots[index]
      memcpy(arena + offset, counter.long.arena.base + slot.offset, slot.length)
      let prefix = UInt64(bigEndian: (arena + offset).loadUnaligned(as: UInt64.self))
      words.initializeElement(
        at: filled, to: Word(offset: offset, length: slot.length, count: slot.count, prefix: prefix))
      filled += 1
      offset += slot.length
    }
    var order = words
    order.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      let difference = memcmp(arena + left.offset, arena + right.offset, min(left.length, right.length))
      return difference != 0 ? difference < 0 : left.length < right.length
    }
    self.words = words
    self.arena = arena
  }

  deinit {
    words.deallocate()
    arena.deallocate()
  }
}
