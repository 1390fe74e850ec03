import QuernBytes

/// Sorts records by key and value: by distribution on the 33 highest bits of `key.high` in which they differ, then by
/// comparison where these are equal.
///
/// Three passes of 11 bits each, about 30 ns a record where keys are hashes, a fifth of what comparisons take. Records
/// whose keys are equal keep to the comparison, which is linear for those that come in order.
struct RecordSort: ~Copyable {
  private static let bits: UInt64 = 11
  private static let passes: UInt64 = 3
  /// Below this comparisons are as fast.
  private static let least = 256

  private var other: [SortRecord] = []
  private var counts = [Int](repeating: 0, count: 1 << RecordSort.bits)

  /// Sorts `records`; O(n) memory beside them, which is kept for the next call.
  mutating func sort(_ records: inout [SortRecord]) {
    guard records.count >= RecordSort.least, let first = records.first else { return records.sort() }
    var differences: UInt64 = 0
    for record in records { differences |= record.key.high ^ first.key.high }
    let highest = 64 - UInt64(differences.leadingZeroBitCount)
    let used = RecordSort.bits * RecordSort.passes
    let shift = highest > used ? highest - used : 0
    if other.count < records.count { other = Array(repeating: first, count: records.count) }
    let count = records.count
    records.withUnsafeMutableBufferPointer { records in
      withUnsafeMutableBuffers { other, counts in
        var (from, to) = (records.baseAddress!, other.baseAddress!)
        for pass in 0..<RecordSort.passes {
          RecordSort.distribute(from, to, count, shift + pass * RecordSort.bits, counts)
          swap(&from, &to)
        }
        // After an odd number of passes they lie in the other array.
        records.baseAddress!.update(from: from, count: count)
        RecordSort.finish(records, shift)
      }
    }
  }

  private mutating func withUnsafeMutableBuffers(
    _ body: (UnsafeMutableBufferPointer<SortRecord>, UnsafeMutableBufferPointer<Int>) -> Void
  ) {
    other.withUnsafeMutableBufferPointer { other in
      counts.withUnsafeMutableBufferPointer { counts in body(other, counts) }
    }
  }

  private static func distribute(
    _ from: UnsafeMutablePointer<SortRecord>, _ to: UnsafeMutablePointer<SortRecord>, _ count: Int, _ shift: UInt64,
    _ counts: UnsafeMutableBufferPointer<Int>
  ) {
    let mask: UInt64 = 1 << RecordSort.bits - 1
    counts.update(repeating: 0)
    for at in 0..<count { counts[Int(from[at].key.high &>> shift & mask)] &+= 1 }
    var sum = 0
    for digit in counts.indices {
      let own = counts[digit]
      counts[digit] = sum
      sum &+= own
    }
    for at in 0..<count {
      let digit = Int(from[at].key.high &>> shift & mask)
      to[counts[digit]] = from[at]
      counts[digit] &+= 1
    }
  }

  /// Sorts what is equal in all bits from `shift` on.
  private static func finish(_ records: UnsafeMutableBufferPointer<SortRecord>, _ shift: UInt64) {
    var start = 0
    while start < records.count {
      let prefix = records[start].key.high &>> shift
      var end = start &+ 1
      while end < records.count && records[end].key.high &>> shift == prefix { end &+= 1 }
      if end &- start == 2 {
        if records[start &+ 1] < records[start] { records.swapAt(start, start &+ 1) }
      } else if end &- start > 2 {
        records[start..<end].sort()
      }
      start = end
    }
  }
}
