/// Sorts hashes of 32 bits by distribution, 11 bits at a time: shingles of a document, a few thousand each.
struct ShingleSort: ~Copyable {
  private static let bits: UInt32 = 11
  /// Below this comparisons are as fast.
  private static let least = 128

  private var other: [UInt32] = []
  private var counts = [Int](repeating: 0, count: 1 << Int(ShingleSort.bits))

  /// Sorts `values`; O(n).
  mutating func sort(_ values: inout [UInt32]) {
    guard values.count >= ShingleSort.least else { return values.sort() }
    // What the last pass leaves is in the other array, so the two change places.
    for shift: UInt32 in [0, ShingleSort.bits, 2 * ShingleSort.bits] {
      if other.count != values.count { other = Array(repeating: 0, count: values.count) }
      values.withUnsafeBufferPointer { from in
        other.withUnsafeMutableBufferPointer { to in
          counts.withUnsafeMutableBufferPointer { counts in ShingleSort.distribute(from, to, shift, counts) }
        }
      }
      swap(&values, &other)
    }
  }

  private static func distribute(
    _ from: UnsafeBufferPointer<UInt32>, _ to: UnsafeMutableBufferPointer<UInt32>, _ shift: UInt32,
    _ counts: UnsafeMutableBufferPointer<Int>
  ) {
    let mask: UInt32 = 1 << bits - 1
    counts.update(repeating: 0)
    for value in from { counts[Int(value &>> shift & mask)] &+= 1 }
    var sum = 0
    for digit in counts.indices {
      let own = counts[digit]
      counts[digit] = sum
      sum &+= own
    }
    for value in from {
      let digit = Int(value &>> shift & mask)
      to[counts[digit]] = value
      counts[digit] &+= 1
    }
  }
}
