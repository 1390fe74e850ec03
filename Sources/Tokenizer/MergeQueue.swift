/// Candidate merges, the most frequent first, of equals the one with the smaller left id, then the smaller right id.
///
/// A heap with four children to a node: half as deep as a binary one, and the children share a cache line or two.
struct MergeQueue: ~Copyable {
  struct Candidate: BitwiseCopyable {
    var count: Int64
    /// Left id in the upper half, right id in the lower.
    var pair: UInt64
    /// The number of the pair in the trainer's index.
    var index: Int

    @inline(__always)
    func precedes(_ other: Candidate) -> Bool {
      count != other.count ? count > other.count : pair < other.pair
    }
  }

  private var heap = TrivialVector<Candidate>(capacity: 1024)

  mutating func push(_ candidate: Candidate) {
    heap.append(candidate)
    var child = heap.count &- 1
    while child > 0 {
      let parent = (child &- 1) &>> 2
      if !candidate.precedes(heap[parent]) { break }
      heap[child] = heap[parent]
      child = parent
    }
    heap[child] = candidate
  }

  mutating func removeAll() { heap.removeAll() }

  /// Takes the first candidate out; nil when there is none.
  mutating func pop() -> Candidate? {
    guard heap.count > 0 else { return nil }
    let top = heap[0]
    let last = heap.removeLast()
    if heap.count > 0 { sink(last) }
    return top
  }

  /// Puts `candidate` where the first one was and lets it sink to its place.
  private mutating func sink(_ candidate: Candidate) {
    let count = heap.count
    var parent = 0
    while true {
      let first = parent &* 4 &+ 1
      if first >= count { break }
      var best = first
      let end = min(first &+ 4, count)
      var child = first &+ 1
      while child < end {
        if heap[child].precedes(heap[best]) { best = child }
        child &+= 1
      }
      if !heap[best].precedes(candidate) { break }
      heap[parent] = heap[best]
      parent = best
    }
    heap[parent] = candidate
  }
}
