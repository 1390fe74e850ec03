/// Merges a run of tokens of any length: a linked list of tokens and a heap of (rank, place), O(n log n).
///
/// Works for any table of merges, so it is what faster ways fall back on and are tested against.
struct MergeHeap: ~Copyable, Sendable {
  /// The rank of merging token i with the next one.
  private var ranks = TrivialVector<UInt32>()
  private var next = TrivialVector<UInt32>()
  private var previous = TrivialVector<UInt32>()
  private var heap = TrivialVector<UInt64>()

  /// Merges `ids` in place.
  /// - Precondition: `0 < ids.count < 2³²`.
  mutating func merge(_ ids: inout TrivialVector<UInt32>, _ model: BPEModel) {
    let count = ids.count
    let shared = model.ties?.ranks
    ranks.resize(to: count)
    next.resize(to: count)
    previous.resize(to: count)
    heap.removeAll()
    for at in 0..<count {
      next[at] = UInt32(truncatingIfNeeded: at &+ 1)
      previous[at] = UInt32(truncatingIfNeeded: at &- 1)
      update(at, at &+ 1 < count ? model.pairs.rank(ids[at], ids[at &+ 1]) : PairTable.none, shared, model)
    }
    while heap.count > 0 {
      let top = pop()
      let at = Int(truncatingIfNeeded: top & 0xFFFF_FFFF)
      // A place whose rank has changed since is skipped.
      guard ranks[at] != PairTable.none, UInt64(key(ranks[at], shared, model)) == top &>> 32 else { continue }
      let right = Int(next[at])
      ids[at] = model.pairs.product(ranks[at])
      ranks[right] = PairTable.none
      let after = Int(next[right])
      next[at] = UInt32(truncatingIfNeeded: after)
      ranks[at] = PairTable.none
      if after < count {
        previous[after] = UInt32(truncatingIfNeeded: at)
        update(at, model.pairs.rank(ids[at], ids[after]), shared, model)
      }
      if at > 0 {
        let before = Int(previous[at])
        update(before, model.pairs.rank(ids[before], ids[at]), shared, model)
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
  }

  /// Gives blocks of more than `kept` elements back.
  mutating func shrink(to kept: Int) {
    ranks.shrink(to: kept)
    next.shrink(to: kept)
    previous.shrink(to: kept)
    heap.shrink(to: kept)
  }

  @inline(__always)
  private mutating func update(_ at: Int, _ rank: UInt32, _ shared: [UInt32]?, _ model: BPEModel) {
    ranks[at] = rank
    guard rank != PairTable.none else { return }
    push(UInt64(key(rank, shared, model)) &<< 32 | UInt64(truncatingIfNeeded: at))
  }

  /// The rank that the merge has together with others, where there are such.
  @inline(__always)
  private func key(_ rank: UInt32, _ shared: [UInt32]?, _ model: BPEModel) -> UInt32 {
    guard let shared else { return rank }
    return shared[Int(model.pairs.product(rank))]
  }

  private mutating func push(_ entry: UInt64) {
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
