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
  private let starts: UnsafeMutablePointer<Int>

  /// A store of `tokens`, whose places are their ids; nil and empty ones are holes.
  init(_ tokens: [[UInt8]?]) {
    count = tokens.count
    starts = .allocate(capacity: tokens.count + 1)
    arena = .allocate(capacity: tokens.reduce(0) { $0 + ($1?.count ?? 0) } + 1)
    var offset = 0
    for (id, token) in tokens.enumerated() {
      starts[id] = offset
      for byte in token ?? [] {
        arena[offset] = byte
        offset += 1
      }
    }
    starts[tokens.count] = offset
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
}

/// Ids by the bytes of their tokens: open addressing over a ``TokenStore``, built once and then only read.
struct TokenTable: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var tag: UInt32
    var id: UInt32
  }

  private let slots: UnsafeMutablePointer<Slot>
  private let mask: Int

  /// The table of the tokens `ids` of `store`; of two with the same bytes the first is found.
  init(_ ids: [UInt32], in store: borrowing TokenStore) {
    var capacity = 256
    while capacity < ids.count * 2 { capacity *= 2 }
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(tag: 0, id: .max), count: capacity)
    mask = capacity - 1
    for id in ids {
      let bytes = store[id]
      guard bytes.count > 0, find(bytes, in: store) == nil else { continue }
      let hash = TokenTable.hash(bytes)
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at].id != .max { at = (at + 1) & mask }
      slots[at] = Slot(tag: UInt32(truncatingIfNeeded: hash &>> 32), id: id)
    }
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
