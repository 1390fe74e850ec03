/// The pairs that one merge brings about: each has the new token on one side, so the other token tells them apart.
struct PairBirths: ~Copyable {
  struct Birth: BitwiseCopyable {
    var count: Int64 = 0
    var rows: UInt32 = 0
    /// The last row plus one; once all is counted, the number of the entry plus one, 0 for none.
    var mark: UInt32 = 0
  }

  /// On which side of the new token the other one stands.
  enum Side: UInt32 {
    case left, right
  }

  /// By the other token and its side.
  private var births: ClearedBlock<Birth>
  private var touched = TrivialVector<UInt32>(capacity: 1 << 10)
  private var log = TrivialVector<(key: UInt32, row: UInt32)>(capacity: 1 << 10)

  /// - Parameter highestID: no id is higher, that of new tokens included.
  init(highestID: UInt32) { births = ClearedBlock(count: (Int(highestID) + 1) * 2) }

  @inline(__always)
  private static func key(_ other: UInt32, _ side: Side) -> UInt32 { other &<< 1 | side.rawValue }

  /// Counts the pair of the new token and `other`, `count` times in `row`; rows come in ascending order.
  @inline(__always)
  mutating func add(_ other: UInt32, _ side: Side, _ count: Int64, _ row: UInt32) {
    let key = PairBirths.key(other, side)
    let birth = births.base + Int(key)
    if birth.pointee.mark != row &+ 1 {
      if birth.pointee.mark == 0 { touched.append(key) }
      birth.pointee.mark = row &+ 1
      birth.pointee.rows &+= 1
      log.append((key, row))
    }
    birth.pointee.count &+= count
  }

  /// Takes `count` back from the pair of the new token and `right` after it, unless it was never counted: a product that
  /// is not new may have stood there before.
  @inline(__always)
  func lower(right: UInt32, by count: Int64) {
    let birth = births.base + Int(PairBirths.key(right, .right))
    if birth.pointee.mark != 0 { birth.pointee.count &-= count }
  }

  /// Adds what another thread has counted, in rows that come after these, all but the rows themselves.
  mutating func add(_ other: borrowing PairBirths) {
    for at in 0..<other.touched.count {
      let key = other.touched[at]
      let theirs = other.births.base + Int(key)
      let birth = births.base + Int(key)
      if birth.pointee.mark == 0 { touched.append(key) }
      birth.pointee.mark = 1
      birth.pointee.count &+= theirs.pointee.count
      birth.pointee.rows &+= theirs.pointee.rows
    }
  }

  /// Hands the pairs to `index` that are frequent enough, and those to `queue`.
  ///
  /// Until ``forget()``, ``place(_:into:)`` knows their entries.
  /// - Parameter mayJoin: whether a token may be as long as the new one and that token together.
  func settle(_ product: UInt32, _ index: inout PairIndex, _ queue: inout MergeQueue, mayJoin: (UInt32) -> Bool) {
    for at in 0..<touched.count {
      let key = touched[at]
      let birth = births.base + Int(key)
      let other = key >> 1
      birth.pointee.mark = 0
      guard birth.pointee.count >= index.threshold, mayJoin(other) else { continue }
      let pair = key & 1 == Side.left.rawValue ? PairIndex.pair(other, product) : PairIndex.pair(product, other)
      let number = index.add(pair, count: birth.pointee.count, rows: birth.pointee.rows)
      queue.push(MergeQueue.Candidate(count: birth.pointee.count, pair: pair, index: number))
      birth.pointee.mark = UInt32(number) + 1
    }
  }

  /// Puts the rows that `births` has seen into the lists of `index`, for the pairs that were settled here.
  func place(_ births: borrowing PairBirths, into index: borrowing PairIndex) {
    for at in 0..<births.log.count {
      let mark = self.births.base[Int(births.log[at].key)].mark
      if mark != 0 { index.put(births.log[at].row, into: Int(mark) - 1) }
    }
  }

  /// Forgets all.
  mutating func forget() {
    for at in 0..<touched.count { births.base[Int(touched[at])] = Birth() }
    touched.removeAll()
    log.removeAll()
  }
}
