/// How often each pair of adjacent tokens occurs and in which words, while a vocabulary is trained.
///
/// The occurrences of a pair are all found in one step, for a pair is new exactly when its newer token is: so its words
/// are one run of a pool, in ascending order. Later merges only lower counts; words that no longer have the pair stay
/// in its run and cost one look each.
struct PairIndex: ~Copyable {
  struct Slot: BitwiseCopyable {
    var pair: UInt64
    var index: Int
  }

  /// By pair number.
  private(set) var pairs = TrivialVector<UInt64>(capacity: 1 << 16)
  private(set) var counts = TrivialVector<Int64>(capacity: 1 << 16)
  private var starts = TrivialVector<Int>(capacity: 1 << 16)
  private var lengths = TrivialVector<Int>(capacity: 1 << 16)
  private var lastWords = TrivialVector<UInt32>(capacity: 1 << 16)
  /// Words of pairs that are being gathered: pair number and word, in the order of the words.
  private var log = TrivialVector<(index: Int, word: UInt32)>()
  private var pool = TrivialVector<UInt32>(capacity: 1 << 16)
  private var firstOpen = 0

  private var slots: TrivialVector<Slot>
  private var mask: Int

  init() {
    slots = TrivialVector(repeating: Slot(pair: .max, index: 0), count: 1 << 17)
    mask = (1 << 17) - 1
  }

  var count: Int { pairs.count }

  /// The words in which pair `index` was found.
  @inline(__always)
  func words(of index: Int) -> UnsafeBufferPointer<UInt32> {
    UnsafeBufferPointer(start: pool.base + starts[index], count: lengths[index])
  }

  /// Adds `change` to the count of a pair that is known.
  @inline(__always)
  mutating func change(_ pair: UInt64, by change: Int64) {
    counts[find(pair)] &+= change
  }

  /// Counts an occurrence of a pair in `word`, `change` times; words must come in ascending order until ``close()``.
  @inline(__always)
  mutating func gather(_ pair: UInt64, by change: Int64, in word: UInt32) {
    let index = find(pair)
    counts[index] &+= change
    if lengths[index] == 0 || lastWords[index] != word {
      lastWords[index] = word
      lengths[index] &+= 1
      log.append((index, word))
    }
  }

  /// Ends the gathering of words.
  ///
  /// The pairs that are new since the last call are `newPairs`.
  mutating func close() -> Range<Int> {
    let newPairs = firstOpen..<pairs.count
    var offset = pool.count
    for index in newPairs {
      starts[index] = offset
      offset += lengths[index]
      lengths[index] = 0
    }
    pool.resize(to: offset)
    for at in 0..<log.count {
      let entry = log[at]
      pool[starts[entry.index] + lengths[entry.index]] = entry.word
      lengths[entry.index] += 1
    }
    log.removeAll()
    firstOpen = pairs.count
    return newPairs
  }

  @inline(__always)
  private static func place(_ pair: UInt64, _ mask: Int) -> Int {
    let mixed = (pair ^ (pair &>> 29)) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed &>> 24) & mask
  }

  /// The number of `pair`, which is entered with a count of 0 when it is new.
  @inline(__always)
  private mutating func find(_ pair: UInt64) -> Int {
    var at = PairIndex.place(pair, mask)
    while slots[at].pair != pair {
      if slots[at].pair == .max { return enter(pair, at) }
      at = (at &+ 1) & mask
    }
    return slots[at].index
  }

  private mutating func enter(_ pair: UInt64, _ at: Int) -> Int {
    let index = pairs.count
    slots[at] = Slot(pair: pair, index: index)
    pairs.append(pair)
    counts.append(0)
    starts.append(0)
    lengths.append(0)
    lastWords.append(0)
    if pairs.count * 2 > slots.count { grow() }
    return index
  }

  private mutating func grow() {
    let larger = slots.count * 2
    var moved = TrivialVector<Slot>(repeating: Slot(pair: .max, index: 0), count: larger)
    mask = larger - 1
    for index in 0..<pairs.count {
      var at = PairIndex.place(pairs[index], mask)
      while moved[at].pair != .max { at = (at + 1) & mask }
      moved[at] = Slot(pair: pairs[index], index: index)
    }
    swap(&slots, &moved)
  }
}
