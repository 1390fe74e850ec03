import QuernBytes

/// Merges sorted runs of words and adds up what they say of the same word.
struct WordMerger: ~Copyable {
  /// A run by its present word. Its cursor is held by ``cursors``, so that moving this costs nothing.
  struct Head: BitwiseCopyable {
    var first: UInt64
    var second: UInt64
    let cursor: Unmanaged<WordCursor>

    @inline(__always)
    func precedes(_ other: Head) -> Bool {
      if first != other.first { return first < other.first }
      if second != other.second { return second < other.second }
      return second & 0xFF > ShortWord.longest && tailPrecedes(other)
    }

    private func tailPrecedes(_ other: Head) -> Bool {
      cursor._withUnsafeGuaranteedRef { left in
        other.cursor._withUnsafeGuaranteedRef { left.word.lexicographicallyPrecedes($0.word) }
      }
    }
  }

  private let cursors: [WordCursor]
  /// A binary heap.
  private var heap: TrivialVector<Head>
  private var word = ByteBuffer(capacity: 64)
  /// By group, how often the present word occurs, and which groups have it.
  private var sums: TrivialVector<Int64>
  private var touched: [Int] = []
  private var row = TrivialVector<WordRuns.Share>()

  init(_ cursors: [WordCursor], groups: Int) throws {
    self.cursors = cursors
    heap = TrivialVector(capacity: cursors.count)
    sums = TrivialVector(repeating: 0, count: groups)
    for cursor in cursors where try cursor.advance() {
      heap.append(Head(first: cursor.first, second: cursor.second, cursor: .passUnretained(cursor)))
    }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
  }

  /// How often each group has the word that ``next()`` gave; valid until its next call.
  var shares: UnsafeBufferPointer<WordRuns.Share> { UnsafeBufferPointer(start: row.base, count: row.count) }

  /// The next word, valid until the next call; nil after the last.
  mutating func next() throws -> UnsafeRawBufferPointer? {
    guard heap.count > 0 else { return nil }
    let top = heap[0]
    word.removeAll()
    top.cursor._withUnsafeGuaranteedRef { word.append($0.word) }
    touched.removeAll(keepingCapacity: true)
    repeat {
      try take()
    } while heap.count > 0 && heap[0].first == top.first && heap[0].second == top.second
      && isSameTail()
    if touched.count > 1 { touched.sort() }
    row.removeAll()
    for group in touched {
      row.append(WordRuns.Share(group: group, count: sums[group]))
      sums[group] = 0
    }
    return word.bytes
  }

  /// Adds what the first run says of its word, and goes on to the next of that run.
  @inline(__always)
  private mutating func take() throws {
    let isOpen = try heap[0].cursor._withUnsafeGuaranteedRef { cursor in
      let group = cursor.group
      if sums[group] == 0 { touched.append(group) }
      sums[group] = try checkedSum(sums[group], cursor.count)
      guard try cursor.advance() else { return false }
      heap[0].first = cursor.first
      heap[0].second = cursor.second
      return true
    }
    if !isOpen {
      let last = heap.removeLast()
      if heap.count == 0 { return }
      heap[0] = last
    }
    if heap.count > 1 { siftDown(0) }
  }

  /// Whether the first run has the present word, of which it has the beginning.
  private func isSameTail() -> Bool {
    word.count <= ShortWord.longest
      || heap[0].cursor._withUnsafeGuaranteedRef { $0.word.hasSameBytes(as: word.bytes) }
  }

  private mutating func siftDown(_ start: Int) {
    let head = heap[start]
    let count = heap.count
    var parent = start
    while true {
      var smallest = 2 &* parent &+ 1
      if smallest >= count { break }
      if smallest &+ 1 < count, heap[smallest &+ 1].precedes(heap[smallest]) { smallest &+= 1 }
      if !heap[smallest].precedes(head) { break }
      heap[parent] = heap[smallest]
      parent = smallest
    }
    heap[parent] = head
  }
}
