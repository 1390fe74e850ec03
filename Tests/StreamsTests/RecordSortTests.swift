import QuernBytes
import Testing

@testable import QuernStreams

@Suite struct RecordSortTests {
  @Test func sortsLikeComparisons() {
    var random = RandomGenerator(seed: 1)
    var sorter = RecordSort()
    for count in [0, 1, 2, 255, 256, 257, 1000, 20_000, 300] {
      // Keys that differ in all bits, in few high or low ones, in the rest only, or not at all.
      for mask: UInt64 in [.max, 7, 7 << 60, 0xFF << 30, 1 << 63 | 1, 0] {
        for low: UInt64 in [.max, 3, 0] {
          var records = (0..<count).map { _ in
            SortRecord(
              key: Hash128(high: random.next() & mask, low: random.next() & low), value: random.next() & 0xF)
          }
          let expected = records.sorted()
          sorter.sort(&records)
          #expect(records == expected, "\(count) records, mask \(mask), \(low)")
          sorter.sort(&records)
          #expect(records == expected)
        }
      }
    }
  }
}
