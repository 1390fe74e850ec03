/// How often pairs occur, as far as a table of fixed size can tell: pairs that fall on one place are added up.
///
/// It says which pairs are worth a closer look. While all ids are small, every pair has a place of its own, and what it
/// says is exact.
struct PairSurvey: ~Copyable {
  struct Place: BitwiseCopyable {
    var count: Int64 = 0
    /// In how many rows, at most.
    var rows: UInt32 = 0
    /// The row that was counted last, plus one.
    var last: UInt32 = 0
  }

  /// Half the bits of the number of a place.
  private let half: Int
  private let places: ClearedBlock<Place>
  /// Whether no two pairs share a place.
  let isExact: Bool

  /// - Parameters:
  ///   - symbols: how many pairs there are at most; the more, the more places: 4,096 to 1,048,576 of 16 bytes.
  ///   - highestID: no id is higher.
  init(symbols: Int, highestID: UInt32) {
    half = PairSurvey.half(symbols)
    places = ClearedBlock(count: 1 << (2 * half))
    isExact = highestID < 1 << half
  }

  private static func half(_ symbols: Int) -> Int {
    var half = 6
    while half < 10 && 1 << (2 * half) < symbols { half += 1 }
    return half
  }

  /// The bytes of a survey.
  static func bytes(symbols: Int) -> Int { MemoryLayout<Place>.stride << (2 * half(symbols)) }

  /// A survey of nothing.
  init() {
    half = 0
    places = ClearedBlock(count: 0)
    isExact = true
  }

  /// The number of places.
  var count: Int { places.count }

  @inline(__always)
  func place(_ number: Int) -> UnsafeMutablePointer<Place> { places.base + number }

  /// The place of a pair.
  @inline(__always)
  func place(_ left: UInt32, _ right: UInt32) -> UnsafeMutablePointer<Place> {
    let mixed = PairIndex.mix(PairIndex.pair(left, right)) &>> UInt64(64 &- 2 &* half)
    return places.base + (isExact ? Int(left) &<< half | Int(right) : Int(truncatingIfNeeded: mixed))
  }

  /// The pair that has place `number` to itself, if the survey is exact.
  func pair(_ number: Int) -> UInt64 {
    PairIndex.pair(UInt32(number >> half), UInt32(number & ((1 << half) - 1)))
  }

  @inline(__always)
  func add(_ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32) {
    let place = place(left, right)
    place.pointee.count &+= count
    if place.pointee.last != row &+ 1 {
      place.pointee.last = row &+ 1
      place.pointee.rows &+= 1
    }
  }

  /// At least as often as the pair occurs.
  @inline(__always)
  func bound(_ left: UInt32, _ right: UInt32) -> Int64 { place(left, right).pointee.count }

  /// The places by ``CountClass``.
  func classes() -> CountClasses {
    var classes = CountClasses()
    for at in 0..<places.count where places.base[at].count > 0 {
      classes.add(places.base[at].count, rows: Int(places.base[at].rows))
    }
    return classes
  }
}

/// How many pairs there are of each size, and in how many rows they stand; sizes are told apart to 1.6 %.
struct CountClasses {
  private var pairs = [Int](repeating: 0, count: 64 * 64)
  private var rows = [Int](repeating: 0, count: 64 * 64)

  /// - Parameter count: more than 0.
  private static func number(_ count: Int64) -> Int {
    let exponent = 63 - count.leadingZeroBitCount
    let mantissa = exponent >= 6 ? count >> Int64(exponent - 6) : count << Int64(6 - exponent)
    return exponent << 6 | Int(mantissa & 63)
  }

  /// The least count of a class.
  private static func least(_ number: Int) -> Int64 {
    let exponent = number >> 6
    let mantissa = Int64(number & 63 | 64)
    if exponent >= 6 { return mantissa << Int64(exponent - 6) }
    return (mantissa + (1 << Int64(6 - exponent)) - 1) >> Int64(6 - exponent)
  }

  mutating func add(_ count: Int64, rows: Int) {
    let number = CountClasses.number(count)
    pairs[number] += 1
    self.rows[number] += rows
  }

  /// The least count that is the least of a class, such that the pairs from it on stand in `rows` rows at most, and are
  /// `pairs` at most; but the highest class always counts. Nil when there are no pairs.
  func threshold(rows most: Int, pairs mostPairs: Int) -> Int64? {
    var sum = 0
    var pairSum = 0
    var found: Int64?
    for number in pairs.indices.reversed() where pairs[number] > 0 {
      sum += rows[number]
      pairSum += pairs[number]
      if found != nil && (sum > most || pairSum > mostPairs) { break }
      found = CountClasses.least(number)
    }
    return found
  }
}
