import QuernBytes

/// Merges sorted runs of words and adds up what they say of the same word.
struct WordMerger: ~Copyable {
  /// A binary heap by the present words.
  private var heap: [WordCursor] = []
  private var word = ByteBuffer(capacity: 64)
  /// By group, how often the present word occurs, and which groups have it.
  private var sums: [Int64]
  private var touched: [Int] = []
  private var row = TrivialVector<WordRuns.Share>()

  init(_ cursors: [WordCursor], groups: Int) throws {
    sums = [Int64](repeating: 0, count: groups)
    for cursor in cursors where try cursor.advance() { heap.append(cursor) }
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(index) }
  }

  /// How often each group has the word that ``next()`` gave; valid until its next call.
  var shares: UnsafeBufferPointer<WordRuns.Share> { UnsafeBufferPointer(start: row.base, count: row.count) }

  /// The next word, valid until the next call; nil after the last.
  mutating func next() throws -> UnsafeRawBufferPointer? {
    guard var top = heap.first else { return nil }
    let (first, second) = (top.first, top.second)
    word.removeAll()
    word.append(top.word)
    touched.removeAll(keepingCapacity: true)
    repeat {
      if sums[top.group] == 0 { touched.append(top.group) }
      sums[top.group] = try checkedSum(sums[top.group], top.count)
      if try top.advance() {
        siftDown(0)
      } else {
        let last = heap.removeLast()
        if heap.isEmpty { break }
        if heap[0] !== last { heap[0] = last }
        siftDown(0)
      }
      top = heap[0]
    } while top.first == first && top.second == second
      && (word.count <= ShortWord.longest || top.word.hasSameBytes(as: word.bytes))
    if touched.count > 1 { touched.sort() }
    row.removeAll()
    for group in touched {
      row.append(WordRuns.Share(group: group, count: sums[group]))
      sums[group] = 0
    }
    return word.bytes
  }

  private mutating func siftDown(_ start: Int) {
    var parent = start
    while true {
      var smallest = parent
      let left = 2 &* parent &+ 1
      if left >= heap.count { return }
      if heap[left].precedes(heap[smallest]) { smallest = left }
      if left &+ 1 < heap.count, heap[left &+ 1].precedes(heap[smallest]) { smallest = left &+ 1 }
      if smallest == parent { return }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }
}
