import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Remembers the ids of pretokens of 32 to 255 bytes: rules, tables and indentation, which documents repeat.
///
/// 512 entries of 1 KiB, each with one place; memory is taken page by page when it is first used.
struct RunCache: ~Copyable {
  /// The lengths of pretokens that are kept.
  static var lengths: ClosedRange<Int> { 32...255 }
  /// The most ids that an entry holds.
  static var mostIDs: Int { 128 }
  /// The bytes that it takes.
  static var size: Int { entryCount * stride }

  private static var entryCount: Int { 512 }
  private static var stride: Int { 1024 }
  /// Where in an entry the ids stand; before them are the length, the number of ids, and from 16 on the bytes.
  private static var idsOffset: Int { 512 }

  private let entries = clearedPages(RunCache.size)

  deinit { munmap(entries, RunCache.size) }

  @inline(__always)
  private func entry(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UnsafeMutableRawPointer {
    let hash = XXH3.hash64(UnsafeRawBufferPointer(start: bytes, count: count))
    return entries + (Int(truncatingIfNeeded: hash &>> 32) & (RunCache.entryCount - 1)) &* RunCache.stride
  }

  /// The ids of the `count` bytes at `bytes`, nil when they are unknown.
  func find(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> (ids: UnsafePointer<UInt32>, count: Int)? {
    let entry = entry(bytes, count)
    guard Int(entry.load(as: UInt32.self)) == count, memcmp(entry + 16, bytes, count) == 0 else { return nil }
    let ids = (entry + RunCache.idsOffset).assumingMemoryBound(to: UInt32.self)
    return (UnsafePointer(ids), Int(entry.load(fromByteOffset: 4, as: UInt32.self)))
  }

  /// Remembers the ids of the `count` bytes at `bytes`.
  /// - Precondition: both numbers are in range.
  func insert(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ ids: UnsafePointer<UInt32>, _ idCount: Int) {
    let entry = entry(bytes, count)
    entry.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
    entry.storeBytes(of: UInt32(truncatingIfNeeded: idCount), toByteOffset: 4, as: UInt32.self)
    memcpy(entry + 16, bytes, count)
    memcpy(entry + RunCache.idsOffset, ids, idCount &* 4)
  }
}

// The block has one owner; moving the owner to another thread moves the block.
extension RunCache: @unchecked Sendable {}
