import QuernBytes

/// Sorts words in place: by their bytes, a prefix first, then by their groups.
///
/// The slots of a ``WordTable`` become ``Entry``s. Quicksort in three parts on eight bytes at a time: where those are
/// equal, it goes on behind them, so no byte is compared twice with the same pivot, and no memory is needed.
struct WordSorter {
  /// A word whose first 15 bytes and length compare as two numbers.
  struct Entry: BitwiseCopyable {
    /// Bytes 0 to 7, the first one highest.
    var first: UInt64
    /// Bytes 8 to 14, and below them the length, or 16 for longer words.
    var second: UInt64
    /// As in ``WordTable/Slot``.
    var tally: UInt64

    @inline(__always) var length: Int { Int(truncatingIfNeeded: second & 0xFF) }
    @inline(__always) var isLong: Bool { length > ShortWord.longest }
    @inline(__always) var place: Int { Int(truncatingIfNeeded: tally & WordTable.tallyMask) }
    @inline(__always) var group: Int { Int(truncatingIfNeeded: tally &>> 48) }
    /// The bytes of a short word, as they lie in memory, and zeros.
    @inline(__always) var word: ShortWord { ShortWord(low: first.byteSwapped, high: second.byteSwapped) }
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let arena: UnsafeMutableRawPointer

  /// Makes sorted entries of `count` slots, whose long words lie in `arena` with room to read behind the last.
  static func sort(_ slots: UnsafeMutablePointer<WordTable.Slot>, count: Int, arena: UnsafeMutableRawPointer) {
    let entries = UnsafeMutableRawPointer(slots).bindMemory(to: Entry.self, capacity: count)
    for index in 0..<count {
      let low = entries[index].first.byteSwapped
      var second = entries[index].second.byteSwapped
      if entries[index].second >= WordTable.longTag {
        let record = arena + entries[index].place + WordTable.recordSize
        second = UInt64(bigEndian: record.loadUnaligned(fromByteOffset: 8, as: UInt64.self)) & ~0xFF | 16
      }
      entries[index].first = low
      entries[index].second = second
    }
    WordSorter(entries: entries, arena: arena).distribute(0, count, byte: 0)
  }

  /// Sorts `entries[start..<end]`, which have the same first `byte` bytes: many are first put, in place, where their
  /// next byte belongs.
  private func distribute(_ start: Int, _ end: Int, byte: Int) {
    guard end - start > 1 << 9, byte < 8 else { return sort(start, end, depth: 0) }
    let shift = UInt64(56 - 8 * byte)
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 512) { room in
      room.initialize(repeating: 0)
      let (ends, nexts) = (room.baseAddress! + 256, room.baseAddress!)
      for index in start..<end { ends[Int(truncatingIfNeeded: entries[index].first &>> shift & 0xFF)] &+= 1 }
      var at = start
      for value in 0..<256 {
        nexts[value] = at
        at &+= ends[value]
        ends[value] = at
      }
      for value in 0..<256 {
        while nexts[value] < ends[value] {
          var entry = entries[nexts[value]]
          while true {
            let target = Int(truncatingIfNeeded: entry.first &>> shift & 0xFF)
            let place = nexts[target]
            nexts[target] = place &+ 1
            if target == value {
              entries[place] = entry
              break
            }
            let moved = entries[place]
            entries[place] = entry
            entry = moved
          }
        }
      }
      var from = start
      for value in 0..<256 {
        distribute(from, ends[value], byte: byte + 1)
        from = ends[value]
      }
    }
  }

  /// What is compared at `depth`: eight bytes of the key, then seven of a long word with the number of those that are
  /// left, 8 for more than seven.
  @inline(__always)
  private func key(_ index: Int, _ depth: Int) -> UInt64 {
    depth == 0 ? entries[index].first : depth == 1 ? entries[index].second : deepKey(entries[index], depth)
  }

  private func deepKey(_ entry: Entry, _ depth: Int) -> UInt64 {
    let record = arena + entry.place
    let length = Int(record.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    let from = ShortWord.longest &+ 7 &* (depth &- 2)
    let left = length &- from
    let bytes = record.loadUnaligned(fromByteOffset: WordTable.recordSize &+ from, as: UInt64.self)
    let used = UInt64(truncatingIfNeeded: min(left, 7) &* 8)
    let kept = used == 0 ? 0 : UInt64(bigEndian: bytes) & (UInt64.max &<< (64 &- used))
    return kept & ~0xFF | UInt64(truncatingIfNeeded: min(left, 8))
  }

  /// Whether words with this key at `depth` have nothing behind it.
  @inline(__always)
  private func isLast(_ key: UInt64, _ depth: Int) -> Bool {
    depth == 0 ? false : depth == 1 ? key & 0xFF <= 15 : key & 0xFF <= 7
  }

  /// Sorts `entries[start..<end]`, which are equal before `depth`.
  private func sort(_ start: Int, _ end: Int, depth: Int) {
    var (start, end, depth) = (start, end, depth)
    while end &- start > 1 {
      if end &- start <= 24 { return insertionSort(start, end, depth) }
      let pivot = self.pivot(start, end, depth)
      var less = start
      var at = start
      var greater = end
      while at < greater {
        let key = self.key(at, depth)
        if key < pivot {
          swap(at, less)
          less &+= 1
          at &+= 1
        } else if key > pivot {
          greater &-= 1
          swap(at, greater)
        } else {
          at &+= 1
        }
      }
      // Equal to their ends, these are one word, once for each group.
      let isDone = isLast(pivot, depth)
      if isDone { sortByGroup(less, greater) }
      // The largest part is left for the next round, so calls nest as deep as a logarithm.
      let sizes = (less &- start, isDone ? 0 : greater &- less, end &- greater)
      if sizes.1 > max(sizes.0, sizes.2) {
        sort(start, less, depth: depth)
        sort(greater, end, depth: depth)
        (start, end, depth) = (less, greater, depth &+ 1)
      } else {
        if !isDone { sort(less, greater, depth: depth &+ 1) }
        if sizes.0 > sizes.2 {
          sort(greater, end, depth: depth)
          end = less
        } else {
          sort(start, less, depth: depth)
          start = greater
        }
      }
    }
  }

  @inline(__always)
  private func swap(_ left: Int, _ right: Int) {
    let entry = entries[left]
    entries[left] = entries[right]
    entries[right] = entry
  }

  /// The middle of nine keys, or of three when there are few.
  private func pivot(_ start: Int, _ end: Int, _ depth: Int) -> UInt64 {
    func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { max(min(a, b), min(max(a, b), c)) }
    let step = (end &- start) / 9
    func three(_ at: Int) -> UInt64 { median(key(at, depth), key(at &+ step, depth), key(at &+ 2 &* step, depth)) }
    return median(three(start), three(start &+ 3 &* step), three(start &+ 6 &* step))
  }

  private func insertionSort(_ start: Int, _ end: Int, _ depth: Int) {
    for index in (start &+ 1)..<end {
      let entry = entries[index]
      var at = index
      while at > start && precedes(entry, entries[at &- 1], depth) {
        entries[at] = entries[at &- 1]
        at &-= 1
      }
      entries[at] = entry
    }
  }

  @inline(__always)
  private func precedes(_ left: Entry, _ right: Entry, _ depth: Int) -> Bool {
    if left.first != right.first { return left.first < right.first }
    if left.second != right.second { return left.second < right.second }
    return left.isLong ? longPrecedes(left, right, depth) : left.group < right.group
  }

  private func longPrecedes(_ left: Entry, _ right: Entry, _ depth: Int) -> Bool {
    var depth = max(2, depth)
    while true {
      let keys = (deepKey(left, depth), deepKey(right, depth))
      if keys.0 != keys.1 { return keys.0 < keys.1 }
      if isLast(keys.0, depth) { return left.group < right.group }
      depth &+= 1
    }
  }

  private func sortByGroup(_ start: Int, _ end: Int) {
    var part = UnsafeMutableBufferPointer(start: entries + start, count: end - start)
    part.sort { $0.group < $1.group }
  }
}
