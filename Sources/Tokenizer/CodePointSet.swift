/// A set of code points as sorted ranges that neither touch nor overlap.
struct CodePointSet: Equatable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>] = []

  static var last: UInt32 { 0x10FFFF }
  static var all: CodePointSet { CodePointSet([0...last]) }

  init() {}

  /// The union of `ranges`, in any order.
  init(_ ranges: [ClosedRange<UInt32>]) {
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let previous = self.ranges.last, range.lowerBound <= previous.upperBound + 1 {
        self.ranges[self.ranges.count - 1] = previous.lowerBound...max(previous.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  init(_ codePoints: UInt32...) { self.init(codePoints.map { $0...$0 }) }

  var isEmpty: Bool { ranges.isEmpty }

  /// The only member, when there is just one.
  var single: UInt32? {
    guard ranges.count == 1, ranges[0].count == 1 else { return nil }
    return ranges[0].lowerBound
  }

  var inverted: CodePointSet {
    var out = CodePointSet()
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { out.ranges.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= CodePointSet.last { out.ranges.append(next...CodePointSet.last) }
    return out
  }

  func contains(_ codePoint: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < codePoint { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(codePoint)
  }

  func union(_ other: CodePointSet) -> CodePointSet { CodePointSet(ranges + other.ranges) }
  func intersection(_ other: CodePointSet) -> CodePointSet { inverted.union(other.inverted).inverted }
  func isDisjoint(with other: CodePointSet) -> Bool { intersection(other).isEmpty }
}
