/// The words of a corpus as rows of tokens, with the pairs in them; each merge shortens the rows in place.
struct MergeTable: ~Copyable {
  private var symbols: TrivialVector<UInt32>
  private var starts: TrivialVector<Int>
  private var lengths: TrivialVector<UInt32>
  private var counts: TrivialVector<Int64>
  private var index = PairIndex()
  private var queue = MergeQueue()
  /// Pairs below this count are never merged.
  private let minimum: Int64
  /// The longest product.
  private let longest: Int
  /// The length of each token by id.
  private var tokenLengths: TrivialVector<UInt32>

  /// A merge that was chosen but not yet made.
  struct Choice {
    var left: UInt32
    var right: UInt32
    /// How often the pair occurs.
    var count: Int64
    fileprivate var index: Int
  }

  /// Whether there was any word.
  let hasWords: Bool

  /// The words of `words`, which start from the tokens that `start` says; `tokenLengths` has the length of each by id.
  ///
  /// O(bytes of distinct words).
  init<Words: TrainingWords & ~Copyable>(
    _ words: borrowing Words, start: inout StartingTokens, lengths tokenLengths: [UInt32], limits: MergeLimits
  ) throws {
    var symbols = TrivialVector<UInt32>()
    var starts = TrivialVector<Int>()
    var lengths = TrivialVector<UInt32>()
    var counts = TrivialVector<Int64>()
    var hasWords = false
    var row = TrivialVector<UInt32>()
    try words.forEachWord { word, count in
      hasWords = true
      row.removeAll()
      try start.append(word, to: &row)
      row.append(StartingTokens.cut)
      var first = 0
      for at in 0..<row.count where row[at] == StartingTokens.cut {
        if at - first > 1 {
          starts.append(symbols.count)
          lengths.append(UInt32(at - first))
          counts.append(count)
          for place in first..<at { symbols.append(row[place]) }
        }
        first = at + 1
      }
    }
    self.hasWords = hasWords
    self.tokenLengths = TrivialVector(copying: tokenLengths)
    self.longest = limits.longestToken ?? .max
    self.minimum = max(1, limits.minimum)
    self.symbols = symbols
    self.starts = starts
    self.lengths = lengths
    self.counts = counts
    for word in 0..<self.starts.count {
      let start = self.starts[word]
      for at in start..<(start + Int(self.lengths[word]) - 1) {
        let pair = MergeTable.pair(self.symbols[at], self.symbols[at + 1])
        if fits(self.symbols[at], self.symbols[at + 1]) {
          index.gather(pair, by: self.counts[word], in: UInt32(word))
        }
      }
    }
    enqueueNewPairs()
  }

  @inline(__always)
  private static func pair(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) &<< 32 | UInt64(right)
  }

  private mutating func enqueueNewPairs() {
    // Counts only fall after this, so a pair that is too rare now stays so.
    for new in index.close() where index.counts[new] >= minimum {
      queue.push(MergeQueue.Candidate(count: index.counts[new], pair: index.pairs[new], index: new))
    }
  }

  /// The pair that occurs most often; nil when none occurs often enough.
  mutating func next() -> Choice? {
    while var top = queue.pop() {
      let count = index.counts[top.index]
      if count == top.count {
        return Choice(
          left: UInt32(truncatingIfNeeded: top.pair &>> 32), right: UInt32(truncatingIfNeeded: top.pair),
          count: count, index: top.index)
      }
      if count >= minimum {
        top.count = count
        queue.push(top)
      }
    }
    return nil
  }

  /// Makes `choice` the token `product` in every word, from left to right without overlap.
  mutating func merge(_ choice: Choice, into product: UInt32, isNew: Bool) {
    while tokenLengths.count <= Int(product) { tokenLengths.append(0) }
    tokenLengths[Int(product)] = tokenLengths[Int(choice.left)] + tokenLengths[Int(choice.right)]
    let words = index.words(of: choice.index)
    for word in words { merge(choice, into: product, in: word) }
    enqueueNewPairs()
  }

  @inline(__always)
  private mutating func merge(_ choice: Choice, into product: UInt32, in word: UInt32) {
    let row = symbols.base + starts[Int(word)]
    let length = Int(lengths[Int(word)])
    let count = counts[Int(word)]
    var read = 0
    var write = 0
    while read < length {
      let symbol = row[read]
      if symbol != choice.left || read &+ 1 >= length || row[read &+ 1] != choice.right {
        row[write] = symbol
        write &+= 1
        read &+= 1
        continue
      }
      if write > 0 {
        let before = row[write &- 1]
        index.change(MergeTable.pair(before, choice.left), by: 0 &- count)
        if fits(before, product) { index.gather(MergeTable.pair(before, product), by: count, in: word) }
      }
      if read &+ 2 < length {
        let after = row[read &+ 2]
        index.change(MergeTable.pair(choice.right, after), by: 0 &- count)
        if fits(product, after) { index.gather(MergeTable.pair(product, after), by: count, in: word) }
      }
      row[write] = product
      write &+= 1
      read &+= 2
    }
    lengths[Int(word)] = UInt32(truncatingIfNeeded: write)
  }

  @inline(__always)
  private func fits(_ left: UInt32, _ right: UInt32) -> Bool {
    Int(tokenLengths[Int(left)]) &+ Int(tokenLengths[Int(right)]) <= longest
  }
}
