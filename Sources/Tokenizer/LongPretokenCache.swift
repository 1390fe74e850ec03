import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A run of 16 to 31 bytes in four machine words: the bytes, zeros, and the length in the last byte.
struct LongWord: BitwiseCopyable {
  static var longest: Int { 31 }

  var words: SIMD4<UInt64>

  /// The `length` bytes at `start` of a text of `count` bytes.
  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ start: Int, length: Int, count: Int) {
    words = SIMD4()
    withUnsafeMutableBytes(of: &words) { words in
      memcpy(words.baseAddress!, bytes + start, 16)
      memcpy(words.baseAddress! + (length &- 16), bytes + (start &+ length &- 16), 16)
      words[31] = UInt8(truncatingIfNeeded: length)
    }
  }

  @inline(__always) var hash: UInt64 {
    ShortWord.mix(words[0] ^ (words[2] &<< 32 | words[2] &>> 32), words[1] ^ (words[3] &<< 32 | words[3] &>> 32))
  }
}

/// Remembers the ids of pretokens of 16 to 31 bytes, as ``PretokenCache`` does for shorter ones: 64-byte entries, each
/// with one place.
struct LongPretokenCache: ~Copyable {
  /// The most ids that an entry holds.
  static var mostIDs: Int { 7 }

  private struct Entry: BitwiseCopyable {
    var word: SIMD4<UInt64>
    /// The ids, and their number at the end.
    var ids: SIMD8<UInt32>
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let mask: Int

  /// A cache of at most `bytes` bytes, at least one entry.
  init(bytes: Int) {
    var count = 1
    while count * 2 * MemoryLayout<Entry>.stride <= bytes { count *= 2 }
    entries = clearedPages(count * MemoryLayout<Entry>.stride).assumingMemoryBound(to: Entry.self)
    mask = count - 1
  }

  deinit { munmap(entries, (mask + 1) * MemoryLayout<Entry>.stride) }

  /// Copies the ids of `word` to `out`, which has room for one more than ``mostIDs``, and gives their number; 0 when it
  /// is unknown.
  @inline(__always)
  func find(_ word: LongWord, _ out: UnsafeMutablePointer<UInt32>) -> Int {
    let entry = entries + (Int(truncatingIfNeeded: word.hash) & mask)
    guard entry.pointee.word == word.words else { return 0 }
    let ids = entry.pointee.ids
    UnsafeMutableRawPointer(out).storeBytes(of: ids, as: SIMD8<UInt32>.self)
    return Int(ids[7])
  }

  /// Remembers the `count` ids of `word`, 1 to ``mostIDs``.
  func insert(_ word: LongWord, _ ids: UnsafePointer<UInt32>, _ count: Int) {
    var kept = SIMD8<UInt32>()
    for index in 0..<count { kept[index] = ids[index] }
    kept[7] = UInt32(truncatingIfNeeded: count)
    entries[Int(truncatingIfNeeded: word.hash) & mask] = Entry(word: word.words, ids: kept)
  }
}

// The block has one owner; moving the owner to another thread moves the block.
extension LongPretokenCache: @unchecked Sendable {}

/// `size` bytes of zeros in pages that the system has cleared already, each taken when it is first used.
func clearedPages(_ size: Int) -> UnsafeMutableRawPointer {
  guard let block = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), block != MAP_FAILED
  else { fatalError("out of memory: \(size) bytes") }
  return block
}
