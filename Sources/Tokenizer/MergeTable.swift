import QuernWorkers

/// A merge that was chosen but not yet made.
struct MergeChoice {
  var left: UInt32
  var right: UInt32
  /// How often the pair occurs.
  var count: Int64
  fileprivate var number: Int
}

/// The words of a corpus with the pairs in them; each merge shortens the words that have its pair.
///
/// Only pairs that occur often enough to be merged soon are held. When they are used up, the bar is lowered and the rows
/// are read anew; when their lists grow beyond ``listLimit``, the bar is raised. Neither changes which pair is next.
///
/// Generic over what holds a token in the rows: 16 bits do for most vocabularies.
struct MergeTable<Symbol: RowSymbol>: ~Copyable {
  let rows: WordRows<Symbol>
  private(set) var index: PairIndex
  /// By thread.
  let births: UnsafeMutablePointer<PairBirths>
  private let crew: Crew
  private var queue = MergeQueue()
  /// The length of each token, where it matters.
  private var lengths: [UInt32]
  private let settings: MergeSettings
  /// Tokens in the text when training began.
  private let tokens: Int64
  /// Merges that may still be asked for.
  private var mergesLeft: Int
  private let listLimit: Int
  /// Pairs that are held when the bar is set.
  private let pairLimit: Int
  /// Above these the bar is raised.
  private var mostRows: Int
  private var mostPairs: Int
  /// The highest id in the rows.
  private var highestUsed: UInt32
  /// Whether the pairs of the rows are to be looked for anew.
  private var isStale = true

  /// The table of `rows`, whose size is `size`.
  init(_ rows: consuming WordRows<Symbol>, _ size: RowSize, _ settings: MergeSettings) {
    precondition(settings.highestID <= WordRows<Symbol>.highestID)
    var threads = max(1, min(settings.threads, MergeTable.mostThreads))
    var (lists, pairs) = (max(size.rows * 2, size.symbols, 1 << 12), Int.max / 2)
    if let memory = settings.memory {
      // Half of what is left for more threads, half of the rest for lists, which grow to twice their limit.
      var spare = max(0, memory - size.need(Symbol.self, highestID: settings.highestID))
      let perThread = RowSize.bytesOfBirths(settings.highestID)
      threads = min(threads, 1 + spare / 2 / perThread)
      spare -= (threads - 1) * perThread
      lists = min(lists, size.rows + spare / 2 / (2 * MemoryLayout<UInt32>.stride))
      pairs = max(1 << 10, spare / 2 / (2 * PairIndex.bytesOfPair(threads: threads)))
    }
    crew = Crew(size: threads)
    births = .allocate(capacity: crew.size)
    for thread in 0..<crew.size { (births + thread).initialize(to: PairBirths(highestID: settings.highestID)) }
    self.settings = settings
    lengths = settings.lengths
    tokens = size.tokens
    mergesLeft = settings.merges
    highestUsed = UInt32(max(lengths.count, 1) - 1)
    (listLimit, pairLimit) = (lists, pairs)
    (mostRows, mostPairs) = (2 * lists, 2 * pairs)
    index = PairIndex(rows: 2 * lists, threads: crew.size)
    self.rows = rows
  }

  deinit {
    births.deinitialize(count: crew.size)
    births.deallocate()
  }

  /// More have too little to do at a time.
  private static var mostThreads: Int { 8 }

  /// The pair that occurs most often, of equals the one with the smaller left id, then the smaller right id; nil when
  /// none occurs often enough.
  mutating func next() -> MergeChoice? {
    while true {
      while !isStale, var top = queue.pop() {
        let count = index.count(of: top.index)
        if count == top.count {
          return MergeChoice(
            left: UInt32(truncatingIfNeeded: top.pair &>> 32), right: UInt32(truncatingIfNeeded: top.pair),
            count: count, number: top.index)
        }
        if count >= index.threshold {
          top.count = count
          queue.push(top)
        }
      }
      if !isStale && index.threshold <= settings.minimum { return nil }
      if !lookAnew() { return nil }
    }
  }

  /// Reads all rows and takes up the most frequent pairs; false when none is frequent enough.
  private mutating func lookAnew() -> Bool {
    index.surveyPairs(rows, highestID: highestUsed)
    let classes = index.survey.classes()
    guard let first = classes.threshold(rows: 0, pairs: 0) else {
      index.gather(rows, threshold: .max)
      index.endSurvey()
      isStale = false
      return false
    }
    // As low as the lists have room for, but not much lower than what the last merge may have.
    let lowest = classes.threshold(rows: listLimit, pairs: pairLimit) ?? first
    let guess = tokens / Int64(max(mergesLeft, 1)) / 32
    var threshold = max(settings.minimum, min(first, max(lowest, guess)))
    // Pairs that would become too long may look frequent for ever.
    if !isStale && threshold >= index.threshold { threshold = max(settings.minimum, index.threshold / 2) }
    index.gather(rows, threshold: threshold)
    // What looked frequent may have been several pairs.
    while index.entries.count == 0 && threshold > settings.minimum {
      threshold = max(settings.minimum, threshold / 2)
      index.gather(rows, threshold: threshold)
    }
    index.endSurvey()
    fillQueue()
    isStale = false
    return true
  }

  private mutating func fillQueue() {
    queue.removeAll()
    for number in 0..<index.entries.count {
      let entry = index.entries[number]
      let (left, right) = (UInt32(truncatingIfNeeded: entry.pair &>> 32), UInt32(truncatingIfNeeded: entry.pair))
      guard mayJoin(left, right) else { continue }
      queue.push(MergeQueue.Candidate(count: index.count(of: number), pair: entry.pair, index: number))
    }
  }

  private func mayJoin(_ left: UInt32, _ right: UInt32) -> Bool {
    guard let longest = settings.longestToken else { return true }
    return Int(lengths[Int(left)]) + Int(lengths[Int(right)]) <= longest
  }

  /// Makes `choice` the token `product` in every word, from left to right without overlap.
  ///
  /// - Parameter isNew: whether no word can have had that token before.
  mutating func merge(_ choice: MergeChoice, into product: UInt32, isNew: Bool = true) {
    if settings.longestToken != nil {
      let length = lengths[Int(choice.left)] + lengths[Int(choice.right)]
      while lengths.count <= Int(product) { lengths.append(0) }
      lengths[Int(product)] = length
    }
    highestUsed = max(highestUsed, product)
    mergesLeft -= 1
    let list = index.rows(of: choice.number)
    if crew.size > 1 && list.count > settings.worthSharing {
      share(choice, product, list)
    } else {
      merge(choice, product, list, 0)
    }
    index.retire(choice.number)
    // The pairs of a product that is not new were not all born here, so their counts are not known.
    if isNew { settle(product) } else { isStale = true }
    for thread in 0..<crew.size { births[thread].forget() }
    if index.pool.count > mostRows || index.entries.count > mostPairs { shorten() }
  }

  /// What the threads of a merge have in common.
  private struct Shared: @unchecked Sendable {
    let table: UnsafeMutablePointer<MergeTable>
    /// The rows of each thread.
    let lists: [UnsafeBufferPointer<UInt32>]
  }

  /// Merges in the rows of `list` on all threads, each in a part of the words.
  private mutating func share(_ choice: MergeChoice, _ product: UInt32, _ list: UnsafeBufferPointer<UInt32>) {
    let crew = self.crew
    let lists = rows.cut(list, into: crew.size)
    withUnsafeMutablePointer(to: &self) { table in
      let shared = Shared(table: table, lists: lists)
      crew.run { shared.table.pointee.merge(choice, product, shared.lists[$0], $0) }
    }
    for thread in 1..<crew.size { births[0].add(births[thread]) }
  }

  /// Takes up the pairs that the merge has brought about.
  private mutating func settle(_ product: UInt32) {
    let (lengths, longest) = (self.lengths, settings.longestToken)
    births[0].settle(product, &index, &queue) { other in
      guard let longest else { return true }
      return Int(lengths[Int(other)]) + Int(lengths[Int(product)]) <= longest
    }
    for thread in 0..<crew.size { births[0].place(births[thread], into: index) }
  }

  /// Raises the bar until the lists are half as long as they may be.
  private mutating func shorten() {
    let threshold = index.classes().threshold(rows: listLimit, pairs: pairLimit) ?? index.threshold
    index.compact(threshold: max(threshold, index.threshold))
    // Pairs of one count stay together, however many they are: then there must be more before it is worth a look.
    mostRows = max(2 * listLimit, index.pool.count / 2 * 3)
    mostPairs = max(2 * pairLimit, index.entries.count / 2 * 3)
    fillQueue()
  }

  /// The `most` pairs that would be merged next if nothing changed, the most frequent first.
  mutating func remainingPairs(_ most: Int) -> [MergeChoice] {
    var found: [MergeChoice] = []
    var seen: Set<UInt64> = []
    // A lower bar takes up once more what was found above it.
    while found.count < most, let choice = next() {
      if seen.insert(PairIndex.pair(choice.left, choice.right)).inserted { found.append(choice) }
    }
    return found
  }
}
