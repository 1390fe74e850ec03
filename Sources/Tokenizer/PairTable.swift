import CKernels
import QuernBytes

/// Merges by their two ids: open addressing over 8-byte slots, at most three quarters full, built once and then only read.
///
/// The layout is that of `quern_pairs` in `merge.h`, so that Swift and the kernels read the same table.
struct PairTable: ~Copyable {
  /// What stands for "no such merge": larger than any rank.
  @inline(__always) static var none: UInt32 { UInt32(QUERN_NO_MERGE) }

  let table: UnsafeMutablePointer<quern_pairs>
  private let slots: UnsafeMutablePointer<UInt64>
  private let filter: UnsafeMutablePointer<UInt64>
  private let products: UnsafeMutablePointer<UInt32>

  /// The table of `merges` of ids below `size`, in the order of their ranks.
  ///
  /// A rank is the place in the list, or the product where products ascend, which saves looking it up. Of a pair listed
  /// twice the last one counts.
  init(_ merges: [BPEModel.Merge], size: Int) {
    var ascends = true
    for at in merges.indices.dropFirst() where merges[at].result <= merges[at - 1].result { ascends = false }
    products = .allocate(capacity: max(1, merges.count))
    for (rank, merge) in merges.enumerated() { products[rank] = merge.result }
    table = .allocate(capacity: 1)
    var slotBits = PairTable.slotBits(room: merges.count)
    while true {
      let (slots, filter) = PairTable.allocate(table, ascends ? nil : products, slotBits: slotBits, size: size)
      var isFull = false
      for (place, merge) in merges.enumerated() where !isFull {
        isFull = !PairTable.insert(table, slots, filter, merge, rank: ascends ? merge.result : UInt32(place))
      }
      if !isFull {
        self.slots = slots
        self.filter = filter
        return
      }
      // An entry lies so far from its place that its bits do not tell it apart.
      slots.deallocate()
      filter.deallocate()
      slotBits += 1
    }
  }

  /// An empty table for up to `room` merges of ids below `size` whose ranks are their products.
  init(room: Int, size: Int) {
    products = .allocate(capacity: 1)
    table = .allocate(capacity: 1)
    (slots, filter) = PairTable.allocate(table, nil, slotBits: PairTable.slotBits(room: room), size: size)
  }

  /// Adds a merge whose rank is its product; false when the table has no place for it.
  func insert(_ merge: BPEModel.Merge) -> Bool {
    PairTable.insert(table, slots, filter, merge, rank: merge.result)
  }

  private static func slotBits(room: Int) -> UInt64 {
    var bits: UInt64 = 8
    while (1 << bits) * 3 < room * 4 { bits += 1 }
    return bits
  }

  private static func allocate(
    _ table: UnsafeMutablePointer<quern_pairs>, _ products: UnsafeMutablePointer<UInt32>?, slotBits: UInt64, size: Int
  ) -> (UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) {
    var idBits: UInt64 = 8
    while (1 << idBits) < size { idBits += 1 }
    let slotBits = min(slotBits, 2 * idBits)
    let filterBits = min(slotBits + 4, 2 * idBits)
    let count = 1 << Int(slotBits)
    let words = 1 << Int(filterBits - 6)
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    slots.initialize(repeating: .max, count: count)
    let filter = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
    filter.initialize(repeating: 0, count: words)
    table.initialize(
      to: quern_pairs(
        slots: slots, filter: filter, products: products.map { UnsafePointer($0) },
        pair_mask: UInt64.max &>> (64 - 2 * idBits), slot_mask: UInt64(count - 1), id_bits: UInt32(idBits),
        slot_shift: UInt32(2 * idBits - slotBits), filter_shift: UInt32(2 * idBits - filterBits)))
    return (slots, filter)
  }

  deinit {
    slots.deallocate()
    filter.deallocate()
    products.deallocate()
    table.deallocate()
  }

  private static func insert(
    _ table: UnsafeMutablePointer<quern_pairs>, _ slots: UnsafeMutablePointer<UInt64>,
    _ filter: UnsafeMutablePointer<UInt64>, _ merge: BPEModel.Merge, rank: UInt32
  ) -> Bool {
    let rest = UInt64(table.pointee.slot_shift)
    let furthest = rest > 32 ? 0 : Int(1 << (32 - rest))
    let mixed = quern_mix_pair(table, merge.left, merge.right)
    let bit = mixed >> UInt64(table.pointee.filter_shift)
    filter[Int(bit >> 6)] |= 1 << (bit & 63)
    let tag = mixed & 0xFFFF_FFFF
    var at = Int(mixed >> rest)
    var distance = 0
    while slots[at] != .max && slots[at] >> 32 != tag {
      at = (at + 1) & Int(table.pointee.slot_mask)
      distance += 1
    }
    guard distance < furthest else { return false }
    slots[at] = tag << 32 | UInt64(rank)
    return true
  }

  /// The rank at which the two merge, or ``none``.
  @inline(__always)
  func rank(_ left: UInt32, _ right: UInt32) -> UInt32 { quern_pair_rank(table, left, right) }

  /// What the merge of rank `rank` gives.
  @inline(__always)
  func product(_ rank: UInt32) -> UInt32 { table.pointee.products?[Int(rank)] ?? rank }
}
