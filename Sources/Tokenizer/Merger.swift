/// Merges one pretoken: of all adjacent pairs the one of lowest rank, the leftmost of equals, until none is left.
///
/// Keeps its scratch memory between pretokens.
struct Merger: ~Copyable, Sendable {
  /// The longest pretoken that is merged by scanning for the lowest rank, which is quadratic but has no overhead.
  private static var longestScan: Int { 96 }
  /// Elements of scratch memory that are kept after a long pretoken.
  private static var keptScratch: Int { 1 << 16 }

  /// The ids after merging.
  private(set) var ids = TrivialVector<UInt32>(capacity: 256)
  /// Rank and product of merging piece i with the next one.
  private var ranks = TrivialVector<UInt64>(capacity: 256)
  private var next = TrivialVector<UInt32>()
  private var previous = TrivialVector<UInt32>()
  private var heap = TrivialVector<UInt64>()

  /// Makes ``ids`` those of the `count` bytes at `bytes`.
  /// - Precondition: `0 < count < 2³²`.
  @inline(__always)
  mutating func merge(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel) {
    if count <= Merger.longestScan {
      mergeByScan(bytes, count, model)
    } else {
      mergeByHeap(bytes, count, model)
    }
  }

  private mutating func start(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel) {
    ids.resize(to: count)
    ranks.resize(to: count)
    for at in 0..<count { ids[at] = model.byteIDs[Int(bytes[at])] }
    for at in 0..<(count &- 1) { ranks[at] = model.bytePairs[Int(bytes[at]) &<< 8 | Int(bytes[at &+ 1])] }
    ranks[count &- 1] = PairTable.none
  }

  private mutating func mergeByScan(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel) {
    start(bytes, count, model)
    let ids = self.ids.base
    let ranks = self.ranks.base
    var left = count
    while left > 1 {
      // Equal ranks have equal products, so comparing both halves finds the leftmost of the lowest rank.
      var best = 0
      var lowest = ranks[0]
      var at = 1
      while at < left &- 1 {
        // Written so that it compiles to conditional moves: where the lowest rank lies cannot be predicted.
        let rank = ranks[at]
        let isLower = rank < lowest
        lowest = isLower ? rank : lowest
        best = isLower ? at : best
        at &+= 1
      }
      if lowest == PairTable.none { break }
      left &-= 1
      ids[best] = UInt32(truncatingIfNeeded: lowest)
      at = best &+ 1
      while at < left {
        ids[at] = ids[at &+ 1]
        ranks[at] = ranks[at &+ 1]
        at &+= 1
      }
      ranks[best] = best &+ 1 < left ? model.pairs.merge(ids[best], ids[best &+ 1]) : PairTable.none
      if best > 0 { ranks[best &- 1] = model.pairs.merge(ids[best &- 1], ids[best]) }
    }
    self.ids.resize(to: left)
  }

  /// O(n log n): a linked list of pieces and a heap of (rank, place).
  ///
  /// A place whose rank has changed since is skipped.
  private mutating func mergeByHeap(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel) {
    start(bytes, count, model)
    next.resize(to: count &+ 1)
    previous.resize(to: count &+ 1)
    heap.removeAll()
    for at in 0..<count {
      next[at] = UInt32(truncatingIfNeeded: at &+ 1)
      previous[at] = UInt32(truncatingIfNeeded: at &- 1)
      if ranks[at] != PairTable.none { push(at) }
    }
    while heap.count > 0 {
      let top = pop()
      let at = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
      guard ranks[at] != PairTable.none, ranks[at] &>> 32 == top &>> 32 else { continue }
      let right = Int(next[at])
      ids[at] = UInt32(truncatingIfNeeded: ranks[at])
      ranks[right] = PairTable.none
      let after = Int(next[right])
      next[at] = UInt32(truncatingIfNeeded: after)
      ranks[at] = PairTable.none
      if after < count {
        previous[after] = UInt32(truncatingIfNeeded: at)
        update(at, model.pairs.merge(ids[at], ids[after]))
      }
      if at > 0 {
        let before = Int(previous[at])
        update(before, model.pairs.merge(ids[before], ids[at]))
      }
    }
    var at = 0
    var left = 0
    while at < count {
      ids[left] = ids[at]
      left &+= 1
      at = Int(next[at])
    }
    ids.resize(to: left)
    next.shrink(to: Merger.keptScratch)
    previous.shrink(to: Merger.keptScratch)
    heap.shrink(to: Merger.keptScratch)
  }

  /// Gives the large blocks of a long pretoken back.
  mutating func shrink() {
    ids.shrink(to: Merger.keptScratch)
    ranks.shrink(to: Merger.keptScratch)
  }

  private mutating func update(_ at: Int, _ rank: UInt64) {
    ranks[at] = rank
    if rank != PairTable.none { push(at) }
  }

  private mutating func push(_ at: Int) {
    let entry = (ranks[at] & ~0xFFFF_FFFF) | UInt64(truncatingIfNeeded: at)
    heap.append(entry)
    var child = heap.count &- 1
    while child > 0 {
      let parent = (child &- 1) &>> 1
      if heap[parent] <= entry { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = entry
  }

  private mutating func pop() -> UInt64 {
    let top = heap[0]
    let last = heap.removeLast()
    let count = heap.count
    guard count > 0 else { return top }
    var parent = 0
    while true {
      var child = parent &* 2 &+ 1
      if child >= count { break }
      if child &+ 1 < count && heap[child &+ 1] < heap[child] { child &+= 1 }
      if heap[child] >= last { break }
      heap[parent] = heap[child]
      parent = child
    }
    heap[parent] = last
    return top
  }
}
