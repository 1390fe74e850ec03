import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of every token by id, in one block.
///
/// Ids without a token are holes.
struct TokenStore: ~Copyable {
  /// One more than the highest id.
  let count: Int
  let arena: UnsafeMutablePointer<UInt8>
  /// Bytes after the last token that may be read.
  static var padding: Int { 16 }
  private let starts: UnsafeMutablePointer<Int>

  /// A store of `words` and `others`, which have no id in common.
  init(_ words: TokenArena, _ others: [UInt32: [UInt8]]) {
    let count = max(words.count, others.keys.max().map { Int($0) + 1 } ?? 0)
    self.count = count
    starts = .allocate(capacity: count + 1)
    arena = .allocate(capacity: words.bytes.count + others.values.reduce(0) { $0 + $1.count } + TokenStore.padding)
    var offset = 0
    words.bytes.withUnsafeBufferPointer { bytes in
      for id in 0..<count {
        starts[id] = offset
        let length = words.length(id)
        if length > 0 {
          memcpy(arena + offset, bytes.baseAddress! + words.start(id), length)
          offset += length
        } else if !others.isEmpty, let other = others[UInt32(id)] {
          other.withUnsafeBufferPointer { (arena + offset).update(from: $0.baseAddress!, count: $0.count) }
          offset += other.count
        }
      }
    }
    starts[count] = offset
    (arena + offset).initialize(repeating: 0, count: TokenStore.padding)
  }

  deinit {
    arena.deallocate()
    starts.deallocate()
  }

  /// The bytes of token `id`, empty for a hole or an id out of range.
  @inline(__always)
  subscript(id: UInt32) -> UnsafeRawBufferPointer {
    guard Int(id) < count else { return UnsafeRawBufferPointer(start: arena, count: 0) }
    let start = starts[Int(id)]
    return UnsafeRawBufferPointer(start: arena + start, count: starts[Int(id) &+ 1] &- start)
  }

  /// The hash of the bytes of token `id`, as ``hashOfBytes(_:_:length:count:)`` gives it.
  @inline(__always)
  func hash(_ id: UInt32) -> UInt64 {
    let start = starts[Int(id)]
    let end = starts[Int(id) &+ 1]
    return hashOfBytes(arena, start, length: end &- start, count: end &+ TokenStore.padding)
  }
}

/// Ids by the bytes of their tokens: open addressing over a ``TokenStore``, built once and then only read.
struct TokenTable: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var tag: UInt32
    var id: UInt32
  }

  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int

  /// Two ids with the same bytes, if there are any.
  let duplicate: (first: UInt32, second: UInt32)?

  /// The table of the tokens `ids` of `store`; of two with the same bytes the first is found.
  init(_ ids: [UInt32], in store: borrowing TokenStore) {
    var capacity = 256
    while capacity < ids.count * 2 { capacity *= 2 }
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(tag: 0, id: .max), count: capacity)
    mask = capacity - 1
    var duplicate: (first: UInt32, second: UInt32)?
    for id in ids {
      let bytes = store[id]
      guard bytes.count > 0 else { continue }
      let hash = store.hash(id)
      let tag = UInt32(truncatingIfNeeded: hash &>> 32)
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at].id != .max, slots[at].tag != tag || !store[slots[at].id].hasSameBytes(as: bytes) {
        at = (at &+ 1) & mask
      }
      if slots[at].id == .max {
        slots[at] = Slot(tag: tag, id: id)
      } else if duplicate == nil {
        duplicate = (slots[at].id, id)
      }
    }
    self.duplicate = duplicate
  }

  deinit { slots.deallocate() }

  @inline(__always)
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    hashOfBytes(
      bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), 0, length: bytes.count, count: bytes.count)
  }

  /// The id of the token with these bytes.
  @inline(__always)
  func find(_ bytes: UnsafeRawBufferPointer, in store: borrowing TokenStore) -> UInt32? {
    guard bytes.count > 0 else { return nil }
    return find(bytes, hash: TokenTable.hash(bytes), in: store)
  }

  /// The id of the token with these bytes, whose hash is that of ``hashOfBytes``.
  @inline(__always)
  func find(_ bytes: UnsafeRawBufferPointer, hash: UInt64, in store: borrowing TokenStore) -> UInt32? {
    let tag = UInt32(truncatingIfNeeded: hash &>> 32)
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at].id != .max {
      if slots[at].tag == tag {
        let token = store[slots[at].id]
        if token.count == bytes.count, memcmp(token.baseAddress!, bytes.baseAddress!, token.count) == 0 {
          return slots[at].id
        }
      }
      at = (at &+ 1) & mask
    }
    return nil
  }
}
