import QuernBytes

/// Merges by their two ids: open addressing, at most half full, built once and then only read.
struct PairTable: ~Copyable {
  struct Slot: BitwiseCopyable {
    /// Left id in the upper half, right id in the lower.
    var pair: UInt64
    /// Rank in the upper half, id of the product in the lower.
    var merge: UInt64
  }

  /// What stands for "no such merge": larger than any merge.
  @inline(__always) static var none: UInt64 { .max }

  private let slots: UnsafeMutablePointer<Slot>
  private let shift: UInt64
  private let mask: Int

  /// The table of `merges`, whose places are their ranks.
  ///
  /// Of a pair listed twice the last one counts.
  init(_ merges: [BPEModel.Merge]) {
    var bits: UInt64 = 8
    while (1 << bits) < merges.count * 2 { bits += 1 }
    let mask = (1 << Int(bits)) - 1
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(pair: .max, merge: PairTable.none), count: mask + 1)
    for (rank, merge) in merges.enumerated() {
      let pair = UInt64(merge.left) << 32 | UInt64(merge.right)
      var at = Int(truncatingIfNeeded: PairTable.mix(pair) &>> (64 - bits))
      while slots[at].pair != .max && slots[at].pair != pair { at = (at + 1) & mask }
      slots[at] = Slot(pair: pair, merge: UInt64(rank) << 32 | UInt64(merge.result))
    }
    self.slots = slots
    self.shift = 64 - bits
    self.mask = mask
  }

  deinit { slots.deallocate() }

  @inline(__always)
  private static func mix(_ pair: UInt64) -> UInt64 {
    (pair ^ (pair &>> 29)) &* 0x9E37_79B9_7F4A_7C15
  }

  /// Rank and product of merging the two, or ``none``.
  @inline(__always)
  func merge(_ left: UInt32, _ right: UInt32) -> UInt64 {
    let pair = UInt64(left) &<< 32 | UInt64(right)
    var at = Int(truncatingIfNeeded: PairTable.mix(pair) &>> shift)
    while true {
      let slot = slots[at]
      if slot.pair == pair { return slot.merge }
      if slot.pair == .max { return PairTable.none }
      at = (at &+ 1) & mask
    }
  }
}
