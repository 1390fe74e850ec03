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

  /// A merge that was chosen but not yet made.
  struct Choice {
    var left: UInt32
    var right: UInt32
    fileprivate var index: Int
  }

  /// Whether there was any word.
  let hasWords: Bool

  /// The words of `words`, byte `b` as the token `byteIDs[b]`.
  ///
  /// O(bytes of distinct words).
  init<Words: TrainingWords & ~Copyable>(_ words: borrowing Words, byteIDs: [UInt32], minimum: Int64) throws {
    var symbols = TrivialVector<UInt32>()
    var starts = TrivialVector<Int>()
    var lengths = TrivialVector<UInt32>()
    var counts = TrivialVector<Int64>()
    var hasWords = false
    try words.forEachWord { word, count in
      hasWords = true
      guard word.count > 1 else { return }
      starts.append(symbols.count)
      lengths.append(UInt32(word.count))
      counts.append(count)
      for byte in word { symbols.append(byteIDs[Int(byte)]) }
    }
    self.hasWords = hasWords
    self.minimum = max(1, minimum)
    self.symbols = symbols
    self.starts = starts
    self.lengths = lengths
    self.counts = counts
    for word in 0..<self.starts.count {
      let start = self.starts[word]
      for at in start..<(start + Int(self.lengths[word]) - 1) {
        let pair = MergeTable.pair(self.symbols[at], self.symbols[at + 1])
        index.gather(pair, by: self.counts[word], in: UInt32(word))
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
          index: top.index)
      }
      if count >= minimum {
        top.count = count
        queue.push(top)
      }
    }
    return nil
  }

  /// Makes `choice` the token `product` in every word, from left to right without overlap.
  mutating func merge(_ choice: Choice, into product: UInt32) {
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
        index.gather(MergeTable.pair(before, product), by: count, in: word)
      }
      if read &+ 2 < length {
        let after = row[read &+ 2]
        index.change(MergeTable.pair(choice.right, after), by: 0 &- count)
        index.gather(MergeTable.pair(product, after), by: count, in: word)
      }
      row[write] = product
      write &+= 1
      read &+= 2
    }
    lengths[Int(word)] = UInt32(truncatingIfNeeded: write)
  }
}
