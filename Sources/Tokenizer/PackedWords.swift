import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Sorted words in memory, each without what it shares with the one before: a third of what counting them took, and
/// faster to walk through than several runs.
final class PackedWords: @unchecked Sendable {  // does not change
  /// Records as in a block of a count file.
  fileprivate let records: ByteBuffer
  fileprivate let longest: Int

  /// Packs the rows of `merger`; O(n).
  init(_ merger: consuming WordMerger) throws {
    var packer = WordPacker()
    var longest = 0
    while let word = try merger.next() {
      packer.add(word, merger.shares)
      longest = max(longest, word.count)
    }
    self.longest = longest
    records = packer.takeRecords()
  }

  /// A walk through the words.
  func cursor(groups: [Int]) -> WordCursor { PackedCursor(self, groups: groups) }
}

/// Writes records of words that come in order.
struct WordPacker: ~Copyable {
  /// The records so far.
  private(set) var records = ByteBuffer()
  private var previous = ByteBuffer(capacity: 64)
  /// The number of words in ``records``.
  private(set) var words: UInt64 = 0

  /// Adds a word, which comes after the one before, with the counts of its groups in ascending order.
  mutating func add(_ word: UnsafeRawBufferPointer, _ shares: UnsafeBufferPointer<WordRuns.Share>) {
    let shared = words == 0 ? 0 : sharedLength(word)
    let suffix = word.count &- shared
    let most = suffix &+ 10 &* (3 &+ 2 &* shares.count)
    records.appendFilling(atLeast: most) { room in
      var out = room.baseAddress!.assumingMemoryBound(to: UInt8.self)
      let start = out
      WordPacker.write(UInt64(truncatingIfNeeded: shared), &out)
      WordPacker.write(UInt64(truncatingIfNeeded: suffix), &out)
      memcpy(out, word.baseAddress! + shared, suffix)
      out += suffix
      WordPacker.write(UInt64(truncatingIfNeeded: shares.count), &out)
      for share in shares {
        WordPacker.write(UInt64(truncatingIfNeeded: share.group), &out)
        WordPacker.write(UInt64(truncatingIfNeeded: share.count), &out)
      }
      return out - start
    }
    previous.truncate(to: shared)
    previous.append(word.slice(shared, word.count))
    words &+= 1
  }

  /// Writes `value` as LEB128.
  @inline(__always)
  private static func write(_ value: UInt64, _ out: inout UnsafeMutablePointer<UInt8>) {
    var rest = value
    while rest >= 0x80 {
      out.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
      out += 1
      rest &>>= 7
    }
    out.pointee = UInt8(truncatingIfNeeded: rest)
    out += 1
  }

  /// The records, which are no longer here.
  mutating func takeRecords() -> ByteBuffer {
    var taken = ByteBuffer()
    swap(&taken, &records)
    return taken
  }

  private func sharedLength(_ word: UnsafeRawBufferPointer) -> Int {
    let other = previous.bytes
    let most = min(word.count, other.count)
    var shared = 0
    while shared < most && word[shared] == other[shared] { shared &+= 1 }
    return shared
  }

  /// Forgets the records and begins anew; keeps at most `room` bytes of memory.
  mutating func removeAll(keeping room: Int) {
    records.removeAll()
    records.shrink(to: room)
    previous.removeAll()
    previous.shrink(to: room)
    words = 0
  }
}

/// A walk through packed words, which are what ``WordPacker`` wrote and need no checks.
private final class PackedCursor: WordCursor {
  private let words: PackedWords
  private var next: UnsafePointer<UInt8>
  private let end: UnsafePointer<UInt8>
  private var sharesLeft: UInt64 = 0
  private let current: UnsafeMutableRawPointer

  init(_ words: PackedWords, groups: [Int]) {
    self.words = words
    next = UnsafePointer(words.records.base.assumingMemoryBound(to: UInt8.self))
    end = next + words.records.count
    current = .allocate(byteCount: words.longest + 32, alignment: 8)
    super.init(groups: groups)
  }

  deinit { current.deallocate() }

  @inline(__always)
  private func number() -> UInt64 {
    let first = next.pointee
    next += 1
    if first < 0x80 { return UInt64(first) }
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while true {
      let byte = next.pointee
      next += 1
      value |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }

  override func advance() -> Bool {
    if sharesLeft == 0 {
      guard next < end else { return false }
      let shared = Int(number())
      let length = Int(number())
      if length <= 16 {
        // Behind the records and the word there is room.
        (current + shared).storeBytes(
          of: UnsafeRawPointer(next).loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
      } else {
        memcpy(current + shared, next, length)
      }
      next += length
      word = UnsafeRawBufferPointer(start: current, count: shared &+ length)
      let key = ShortWord(current.assumingMemoryBound(to: UInt8.self), 0, length: word.count)
      (first, second) = (key.low.byteSwapped, key.high.byteSwapped)
      sharesLeft = number()
    }
    group = groups[Int(number())]
    count = Int64(number())
    sharesLeft &-= 1
    return true
  }
}
