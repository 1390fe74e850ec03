import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Remembers the ids of short pretokens: 32-byte entries, two to a cache line, the older of the two gives way.
///
/// Memory is fixed when it is made. What it holds is a copy of what merging gives, so results do not depend on it.
struct PretokenCache: ~Copyable {
  /// The most ids that an entry holds.
  static var mostIDs: Int { 4 }

  struct Entry: BitwiseCopyable {
    /// A ``ShortWord`` whose last byte also has the number of ids in its upper half.
    var low: UInt64 = 0
    var high: UInt64 = 0
    var first: UInt32 = 0
    var second: UInt32 = 0
    var third: UInt32 = 0
    var fourth: UInt32 = 0
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let mask: Int

  /// A cache of at most `bytes` bytes, at least one bucket.
  init(bytes: Int) {
    var buckets = 1
    while buckets * 2 * 2 * MemoryLayout<Entry>.stride <= bytes { buckets *= 2 }
    entries = clearedPages(buckets * 2 * MemoryLayout<Entry>.stride).assumingMemoryBound(to: Entry.self)
    mask = buckets - 1
  }

  deinit { munmap(entries, (mask + 1) * 2 * MemoryLayout<Entry>.stride) }

  @inline(__always)
  private static func isHit(_ entry: UnsafeMutablePointer<Entry>, _ word: ShortWord) -> Bool {
    entry.pointee.low == word.low && entry.pointee.high & 0x0FFF_FFFF_FFFF_FFFF == word.high
  }

  /// Fetches the place of a word with this hash.
  @inline(__always)
  func prefetch(_ hash: UInt64) { quern_prefetch(entries + ((Int(truncatingIfNeeded: hash) & mask) &<< 1)) }

  /// Copies the ids of `word` to `out`, which has room for ``mostIDs``, and gives their number; 0 when it is unknown.
  @inline(__always)
  func find(_ word: ShortWord, _ hash: UInt64, _ out: UnsafeMutablePointer<UInt32>) -> Int {
    var entry = entries + ((Int(truncatingIfNeeded: hash) & mask) &<< 1)
    if !PretokenCache.isHit(entry, word) {
      entry += 1
      if !PretokenCache.isHit(entry, word) { return 0 }
    }
    out[0] = entry.pointee.first
    out[1] = entry.pointee.second
    out[2] = entry.pointee.third
    out[3] = entry.pointee.fourth
    return Int(truncatingIfNeeded: entry.pointee.high &>> 60)
  }

  /// Remembers the `count` ids of `word`, 1 to ``mostIDs``.
  @inline(__always)
  func insert(_ word: ShortWord, _ hash: UInt64, _ ids: UnsafePointer<UInt32>, _ count: Int) {
    let bucket = entries + ((Int(truncatingIfNeeded: hash) & mask) &<< 1)
    bucket[1] = bucket[0]
    bucket[0] = Entry(
      low: word.low, high: word.high | UInt64(truncatingIfNeeded: count) &<< 60, first: ids[0],
      second: count > 1 ? ids[1] : 0, third: count > 2 ? ids[2] : 0, fourth: count > 3 ? ids[3] : 0)
  }
}

// The block has one owner; moving the owner to another thread moves the block.
extension PretokenCache: @unchecked Sendable {}
