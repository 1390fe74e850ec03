import QuernBytes

/// Ids by the spelling of tokens, while a vocabulary file is read.
///
/// Open addressing, at most half full, over bytes that the file's reader holds as long as the index is used.
struct VocabularyIndex: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var bytes: UnsafeRawPointer?
    var count: UInt32
    var tag: UInt32
    var id: UInt32
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  /// The number of tokens.
  private(set) var count = 0

  init(room: Int) {
    capacity = 64
    while capacity < room * 2 { capacity *= 2 }
    slots = VocabularyIndex.allocate(capacity)
  }

  deinit { slots.deallocate() }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(bytes: nil, count: 0, tag: 0, id: 0), count: capacity)
    return slots
  }

  /// Whether `token`, which is not empty and shorter than 4 GiB, is new.
  mutating func insert(_ token: UnsafeRawBufferPointer, _ id: UInt32) -> Bool {
    if (count + 1) * 2 > capacity { grow() }
    let hash = XXH3.hash64(token)
    let at = place(token, hash)
    guard slots[at].bytes == nil else { return false }
    slots[at] = Slot(
      bytes: token.baseAddress, count: UInt32(token.count), tag: UInt32(truncatingIfNeeded: hash >> 32), id: id)
    count += 1
    return true
  }

  /// The id of `token`.
  func id(_ token: UnsafeRawBufferPointer) -> UInt32? {
    let slot = slots[place(token, XXH3.hash64(token))]
    return slot.bytes == nil ? nil : slot.id
  }

  private func place(_ token: UnsafeRawBufferPointer, _ hash: UInt64) -> Int {
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    var at = Int(truncatingIfNeeded: hash) & (capacity - 1)
    while let bytes = slots[at].bytes {
      let slot = slots[at]
      if slot.tag == tag,
        UnsafeRawBufferPointer(start: bytes, count: Int(slot.count)).hasSameBytes(as: token)
      {
        return at
      }
      at = (at &+ 1) & (capacity - 1)
    }
    return at
  }

  private mutating func grow() {
    let old = slots
    let size = capacity
    capacity *= 2
    slots = VocabularyIndex.allocate(capacity)
    for index in 0..<size {
      guard let bytes = old[index].bytes else { continue }
      let token = UnsafeRawBufferPointer(start: bytes, count: Int(old[index].count))
      slots[place(token, XXH3.hash64(token))] = old[index]
    }
    old.deallocate()
  }
}
