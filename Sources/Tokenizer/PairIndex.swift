/// The pairs that may be merged next, those that occur at least ``threshold`` times: how often, and in which rows.
///
/// A pair is new exactly when its newer token is, and its count only falls after that. So a pair that is too rare when
/// it comes up never needs to be looked at again, unless the threshold is lowered; then all rows are read anew. Rows that
/// no longer have the pair stay in its list and cost one look each.
struct PairIndex: ~Copyable {
  struct Entry: BitwiseCopyable {
    var pair: UInt64
    /// Where its rows begin in the pool.
    var start: Int
    var rows: UInt32
    /// While rows are gathered: the last row plus one, then how many are in place.
    var cursor: UInt32
  }

  /// A place of the table of pairs.
  private struct Slot: BitwiseCopyable {
    var pair: UInt64
    var number: Int
  }

  /// The pairs, in the order of their lists.
  private(set) var entries = TrivialVector<Entry>(capacity: 1 << 12)
  /// By thread, what it adds to the count of each entry: threads that merge at a time share nothing that they write.
  private let counts: UnsafeMutablePointer<TrivialVector<Int64>>
  private let threads: Int
  private(set) var pool: TrivialVector<UInt32>
  /// Pairs that are rarer are not held.
  private(set) var threshold = Int64.max
  private(set) var survey = PairSurvey()
  private var slots = TrivialVector<Slot>(repeating: PairIndex.empty, count: 1 << 13)
  private var mask = (1 << 13) - 1

  /// No token has the highest id, so no pair is all ones.
  private static var empty: Slot { Slot(pair: .max, number: 0) }

  /// The most bytes that a pair takes beside its list: entry, counts, places in a table half full or less, and in the
  /// queue.
  static func bytesOfPair(threads: Int) -> Int {
    MemoryLayout<Entry>.stride + threads * MemoryLayout<Int64>.stride + 4 * MemoryLayout<Slot>.stride
      + 2 * MemoryLayout<MergeQueue.Candidate>.stride
  }

  /// - Parameters:
  ///   - rows: how many rows the lists may have together before they must be moved.
  ///   - threads: how many lower counts at a time.
  init(rows: Int, threads: Int) {
    pool = TrivialVector(capacity: rows)
    self.threads = threads
    counts = .allocate(capacity: threads)
    for thread in 0..<threads { (counts + thread).initialize(to: TrivialVector(capacity: 1 << 12)) }
  }

  deinit {
    counts.deinitialize(count: threads)
    counts.deallocate()
  }

  @inline(__always)
  static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 { UInt64(left) &<< 32 | UInt64(right) }

  @inline(__always)
  static func mix(_ pair: UInt64) -> UInt64 {
    let product = pair &* 0x9E37_79B9_7F4A_7C15
    return (product ^ product &>> 32) &* 0xBF58_476D_1CE4_E5B9
  }

  /// The rows that hold, or once held, the pair of entry `number`, in ascending order.
  ///
  /// Valid until a pair is added.
  func rows(of number: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: pool.base + entries[number].start, count: Int(entries[number].rows))
  }

  /// How often the pair of entry `number` occurs.
  @inline(__always)
  func count(of number: Int) -> Int64 {
    var sum = counts[0][number]
    for thread in 1..<threads { sum &+= counts[thread][number] }
    return sum
  }

  /// The number of the entry of `pair`; nil when it is not held.
  @inline(__always)
  private func find(_ pair: UInt64) -> Int? {
    let mixed = PairIndex.mix(pair)
    var at = Int(truncatingIfNeeded: mixed &>> 20) & mask
    while true {
      let slot = slots[at]
      if slot.pair == pair { return slot.number }
      if slot.pair == .max { return nil }
      at = (at &+ 1) & mask
    }
  }

  /// Takes `count` from the count of a pair, if it is held, on behalf of `thread`.
  @inline(__always)
  func lower(_ pair: UInt64, by count: Int64, thread: Int) {
    if let number = find(pair) { (counts + thread).pointee[number] &-= count }
  }

  /// Makes `count` that of entry `number`.
  private func setCount(_ number: Int, _ count: Int64) {
    counts[0][number] = count
    for thread in 1..<threads { counts[thread][number] = 0 }
  }

  /// Ends a pair that was merged: it occurs no longer.
  func retire(_ number: Int) { setCount(number, 0) }

  /// Adds a pair that is not held, with room for `rows` rows at the end of the pool; gives its number.
  mutating func add(_ pair: UInt64, count: Int64, rows: UInt32) -> Int {
    let number = enter(pair)
    setCount(number, count)
    entries.base[number].start = pool.count
    entries.base[number].rows = rows
    pool.resize(to: pool.count + Int(rows))
    return number
  }

  /// Puts `row` into the list of entry `number` as the next one.
  @inline(__always)
  func put(_ row: UInt32, into number: Int) {
    let entry = entries.base + number
    pool[entry.pointee.start &+ Int(entry.pointee.cursor)] = row
    entry.pointee.cursor &+= 1
  }

  private mutating func enter(_ pair: UInt64) -> Int {
    let number = entries.count
    entries.append(Entry(pair: pair, start: 0, rows: 0, cursor: 0))
    for thread in 0..<threads { counts[thread].append(0) }
    if entries.count * 2 > slots.count { rehash(slots: slots.count * 2) } else { insert(number) }
    return number
  }

  private func insert(_ number: Int) {
    let pair = entries[number].pair
    var at = Int(truncatingIfNeeded: PairIndex.mix(pair) &>> 20) & mask
    while slots[at].pair != .max { at = (at + 1) & mask }
    slots[at] = Slot(pair: pair, number: number)
  }

  private mutating func rehash(slots count: Int) {
    if count != slots.count { slots = TrivialVector(repeating: PairIndex.empty, count: count) }
    for at in 0..<count { slots[at] = PairIndex.empty }
    mask = count - 1
    for number in 0..<entries.count { insert(number) }
  }

  /// Forgets all pairs.
  private mutating func clear() {
    setEntryCount(0)
    pool.removeAll()
    for at in 0..<slots.count { slots[at] = PairIndex.empty }
  }

  private mutating func setEntryCount(_ count: Int) {
    entries.resize(to: count)
    for thread in 0..<threads { counts[thread].resize(to: count) }
  }

  /// Drops the pairs that are rarer than `threshold` and closes the gaps that they and merged pairs leave.
  ///
  /// Numbers change.
  mutating func compact(threshold: Int64) {
    self.threshold = threshold
    var kept = 0
    var end = 0
    for number in 0..<entries.count {
      let count = count(of: number)
      guard count >= threshold else { continue }
      var entry = entries[number]
      (pool.base + end).update(from: pool.base + entry.start, count: Int(entry.rows))
      entry.start = end
      end += Int(entry.rows)
      entries[kept] = entry
      setCount(kept, count)
      kept += 1
    }
    setEntryCount(kept)
    pool.resize(to: end)
    rehash(slots: slots.count)
  }

  /// The pairs that are held, by how often they occur.
  func classes() -> CountClasses {
    var classes = CountClasses()
    for number in 0..<entries.count where count(of: number) >= threshold {
      classes.add(count(of: number), rows: Int(entries[number].rows))
    }
    return classes
  }

  /// Counts the pairs of all rows in ``survey``.
  mutating func surveyPairs<Symbol>(_ rows: borrowing WordRows<Symbol>, highestID: UInt32) {
    survey = PairSurvey(symbols: rows.symbols.count, highestID: highestID)
    rows.scan(Surveying.self, &self)
  }

  /// Takes up all pairs that occur at least `threshold` times, by what ``survey`` says.
  mutating func gather<Symbol>(_ rows: borrowing WordRows<Symbol>, threshold: Int64) {
    clear()
    self.threshold = threshold
    if survey.isExact { enterSurveyed() } else { rows.scan(Gathering.self, &self) }
    var end = 0
    for number in 0..<entries.count {
      let entry = entries.base + number
      // More than one pair may have made its place look frequent.
      if count(of: number) < threshold { entry.pointee.rows = 0 }
      entry.pointee.start = end
      entry.pointee.cursor = 0
      end += Int(entry.pointee.rows)
    }
    pool.resize(to: end)
    if survey.isExact { rows.scan(PlacingSurveyed.self, &self) } else { rows.scan(Placing.self, &self) }
    compact(threshold: threshold)
  }

  /// Gives the memory of ``survey`` back.
  mutating func endSurvey() { survey = PairSurvey() }

  /// Enters the pairs of an exact survey that are frequent enough.
  private mutating func enterSurveyed() {
    for at in 0..<survey.count {
      let place = survey.place(at)
      // From here on the mark is the number of the entry plus one.
      place.pointee.last = 0
      guard place.pointee.count >= threshold else { continue }
      let number = enter(survey.pair(at))
      setCount(number, place.pointee.count)
      entries.base[number].rows = place.pointee.rows
      place.pointee.last = UInt32(entries.count)
    }
  }

  private enum Surveying: PairPhase {
    @inline(__always)
    static func visit(_ index: inout PairIndex, _ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32) {
      index.survey.add(left, right, count, row)
    }
  }

  private enum Gathering: PairPhase {
    @inline(__always)
    static func visit(_ index: inout PairIndex, _ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32) {
      guard index.survey.bound(left, right) >= index.threshold else { return }
      let pair = PairIndex.pair(left, right)
      let number = index.find(pair) ?? index.enter(pair)
      index.counts[0][number] &+= count
      let entry = index.entries.base + number
      if entry.pointee.cursor != row &+ 1 {
        entry.pointee.cursor = row &+ 1
        entry.pointee.rows &+= 1
      }
    }
  }

  private enum PlacingSurveyed: PairPhase {
    @inline(__always)
    static func visit(_ index: inout PairIndex, _ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32) {
      let mark = index.survey.place(left, right).pointee.last
      if mark != 0 { index.place(row, into: Int(mark &- 1)) }
    }
  }

  /// Puts `row` into the list of entry `number` unless it was the last one.
  @inline(__always)
  private func place(_ row: UInt32, into number: Int) {
    let entry = entries.base + number
    let placed = entry.pointee.cursor
    let next = pool.base + entry.pointee.start + Int(placed)
    if placed > 0 && next[-1] == row { return }
    next.pointee = row
    entry.pointee.cursor = placed &+ 1
  }

  private enum Placing: PairPhase {
    @inline(__always)
    static func visit(_ index: inout PairIndex, _ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32) {
      guard index.survey.bound(left, right) >= index.threshold else { return }
      guard let number = index.find(PairIndex.pair(left, right)), index.entries[number].rows > 0 else { return }
      index.place(row, into: number)
    }
  }
}

/// What is done with each pair of neighbours while all rows are read.
protocol PairPhase {
  static func visit(_ index: inout PairIndex, _ left: UInt32, _ right: UInt32, _ count: Int64, _ row: UInt32)
}
