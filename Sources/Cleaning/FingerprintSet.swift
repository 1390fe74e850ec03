import QuernBytes

/// A set of byte strings that keeps 64 bits of each: 11 to 21 bytes a member, whatever its length.
///
/// Two strings have the same fingerprint with probability 2⁻⁶⁴, so a set of ten million names takes one in 10¹² foreign
/// names for a member.
final class FingerprintSet: @unchecked Sendable {  // never changed once it is shared
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int
  /// The number of members.
  private(set) var count = 0
  /// Sums over the fingerprints, which do not depend on the order in which they came.
  private var sum: UInt64 = 0
  private var mixedSum: UInt64 = 0

  /// An empty set.
  init() {
    mask = 63
    slots = FingerprintSet.empty(64)
  }

  deinit { slots.deallocate() }

  private static func empty(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    slots.initialize(repeating: 0, count: count)
    return slots
  }

  private static func fingerprint(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    // 0 marks an empty slot.
    max(1, XXH3.hash64(bytes))
  }

  /// Adds `bytes`; amortised O(1). Only before the set is shared.
  func insert(_ bytes: UnsafeRawBufferPointer) {
    let value = FingerprintSet.fingerprint(bytes)
    guard place(value) else { return }
    count += 1
    sum &+= value
    mixedSum &+= mixBits(value)
    if count * 4 > (mask + 1) * 3 { grow() }
  }

  /// Whether `bytes` are a member; O(1).
  func contains(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard count > 0 else { return false }
    let value = FingerprintSet.fingerprint(bytes)
    var at = Int(truncatingIfNeeded: value) & mask
    while slots[at] != 0 {
      if slots[at] == value { return true }
      at = (at &+ 1) & mask
    }
    return false
  }

  private func place(_ value: UInt64) -> Bool {
    var at = Int(truncatingIfNeeded: value) & mask
    while slots[at] != 0 {
      if slots[at] == value { return false }
      at = (at &+ 1) & mask
    }
    slots[at] = value
    return true
  }

  private func grow() {
    let old = slots
    let oldCount = mask + 1
    mask = 2 * oldCount - 1
    slots = FingerprintSet.empty(2 * oldCount)
    for at in 0..<oldCount where old[at] != 0 { _ = place(old[at]) }
    old.deallocate()
  }

  /// A hash of the members, the same for any order.
  var digest: Hash128 { Hash128(high: mixedSum &+ UInt64(count), low: sum) }
}
