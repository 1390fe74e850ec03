import QuernBytes
import QuernText

/// A place where an entry may count.
struct LexiconCandidate: Equatable {
  /// Its bytes in the folded text.
  var start: Int
  var end: Int
  /// The number of the entry.
  var entry: Int
  /// Whether an edge is in a script without spaces and must be an edge of words there.
  var needsWordEdges: Bool
  var isDisguised: Bool
}

/// An Aho–Corasick automaton with a full row of transitions per state, so that a text costs one look-up per byte.
///
/// A state stands for the longest start of an entry that the text read so far ends in. Bytes that no entry holds share
/// one column. A cell is the offset of the next state's row; its highest bit says that an entry ends there.
///
/// Source: Aho, Corasick, "Efficient string matching" (1975).
final class LexiconAutomaton: @unchecked Sendable {  // never changed after init
  /// The most bytes that the transitions may take.
  static let memoryLimit = 256 << 20

  private static let acceptBit: UInt32 = 1 << 31

  /// What is known of a state where an entry ends, or where one of its suffixes does.
  private struct Ending {
    /// The bytes of the entry that ends here; 0 when only a suffix is an entry.
    var length: Int32 = 0
    /// The entry's number.
    var entry: Int32 = 0
    var needsBorderBefore = false
    var needsBorderAfter = false
    /// The state of the longest proper suffix that is an entry; 0 for none.
    var suffix: Int32 = 0
  }

  private let columns: UnsafeMutablePointer<UInt8>
  private let width: Int
  /// The bytes of the longest entry.
  private let longest: Int
  private let cells: UnsafeMutableBufferPointer<UInt32>
  private let endings: [Ending]
  private let classes: CharacterClasses

  /// Compiles entries that are sorted by their bytes, distinct and not empty.
  init(entries list: [LexiconEntry], classes: CharacterClasses) throws(LexiconError) {
    let entries = list.map(\.text)
    var isUsed = [Bool](repeating: false, count: 256)
    var states = 1
    var previous: [UInt8] = []
    for entry in entries {
      for byte in entry { isUsed[Int(byte)] = true }
      states += entry.count - zip(entry, previous).prefix { $0 == $1 }.count
      previous = entry
    }
    let width = 1 + isUsed.count { $0 }
    guard states * width * 4 <= LexiconAutomaton.memoryLimit else {
      throw .tooLarge(bytes: states * width * 4, limit: LexiconAutomaton.memoryLimit)
    }
    self.width = width
    longest = entries.map(\.count).max() ?? 0
    self.classes = classes
    columns = .allocate(capacity: 256)
    var nextColumn: UInt8 = 1
    for byte in 0..<256 {
      columns[byte] = isUsed[byte] ? nextColumn : 0
      if isUsed[byte] { nextColumn += 1 }
    }
    cells = .allocate(capacity: states * width)
    cells.initialize(repeating: 0)

    var endings = [Ending](repeating: Ending(), count: states)
    LexiconAutomaton.addTrie(of: entries, columns, width, cells, &endings, classes)
    LexiconAutomaton.addFailures(width, cells, &endings)
    self.endings = endings
  }

  deinit {
    columns.deallocate()
    cells.deallocate()
  }

  /// The bytes of memory held.
  var memory: Int { cells.count * 4 + endings.count * MemoryLayout<Ending>.stride + 256 }

  /// Fills in the transitions along the entries; a cell holds a state number, 0 where no entry goes on.
  private static func addTrie(
    of entries: [[UInt8]], _ columns: UnsafeMutablePointer<UInt8>, _ width: Int,
    _ cells: UnsafeMutableBufferPointer<UInt32>, _ endings: inout [Ending], _ classes: CharacterClasses
  ) {
    var count: UInt32 = 1
    for (number, entry) in entries.enumerated() {
      var state = 0
      for byte in entry {
        let cell = state * width + Int(columns[Int(byte)])
        if cells[cell] == 0 {
          cells[cell] = count
          count += 1
        }
        state = Int(cells[cell])
      }
      endings[state].length = Int32(entry.count)
      endings[state].entry = Int32(number)
      entry.withUnsafeBufferPointer { bytes in
        let start = bytes.baseAddress!
        var first = 0
        var last = bytes.count
        endings[state].needsBorderBefore =
          classes[start.decode(&first, bytes.count)] & CharacterClasses.unspaced == 0
        endings[state].needsBorderAfter = classes[start.decodeBackwards(&last, 0)] & CharacterClasses.unspaced == 0
      }
    }
  }

  /// Fills in where each state goes when no entry goes on, breadth first, and turns state numbers into cells.
  private static func addFailures(
    _ width: Int, _ cells: UnsafeMutableBufferPointer<UInt32>, _ endings: inout [Ending]
  ) {
    var failure = [Int](repeating: 0, count: endings.count)
    var queue = [0]
    queue.reserveCapacity(endings.count)
    var head = 0
    while head < queue.count {
      let state = queue[head]
      head += 1
      let shorter = failure[state]
      for column in 0..<width {
        let cell = state * width + column
        let next = Int(cells[cell])
        let fallback = state == 0 ? 0 : Int(cells[shorter * width + column])
        if next == 0 {
          cells[cell] = UInt32(fallback)
          continue
        }
        failure[next] = fallback
        endings[next].suffix = endings[fallback].length > 0 ? Int32(fallback) : endings[fallback].suffix
        queue.append(next)
      }
    }
    for cell in cells.indices {
      let ending = endings[Int(cells[cell])]
      cells[cell] = cells[cell] * UInt32(width) | (ending.length > 0 || ending.suffix > 0 ? acceptBit : 0)
    }
  }

  /// Appends every place in `text` (case-folded UTF-8) from `from` to `to` where an entry stands by itself.
  ///
  /// Places may overlap. `to` is one that no entry stretches over, or the text's end.
  /// - Complexity: O(n + ends × entries that are suffixes of one another).
  func find(
    in text: UnsafeRawBufferPointer, from: Int, to: Int, into candidates: inout [LexiconCandidate]
  ) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let seam = seam(start, from, to)
    var first = Cursor(from: from, to: seam)
    var second = Cursor(from: seam, to: to)
    // A look-up waits for the one before it; two cursors wait at the same time.
    while first.at < first.end && second.at < second.end {
      step(&first, start, text.count, &candidates)
      step(&second, start, text.count, &candidates)
    }
    while first.at < first.end { step(&first, start, text.count, &candidates) }
    while second.at < second.end { step(&second, start, text.count, &candidates) }
  }

  /// A walk over a part of a text.
  private struct Cursor {
    var at: Int
    let end: Int
    var row = 0

    init(from start: Int, to end: Int) {
      at = start
      self.end = end
    }
  }

  /// A place near the middle that no entry stretches over, so that the parts before and after it can be walked apart;
  /// `end` when there is none or the part is short.
  private func seam(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    guard end - start > 8 &* (longest &+ 16) else { return end }
    return border(in: text, near: start + (end - start) / 2, end)
  }

  /// The first place at or after `middle` that no entry stretches over; `end` when there is none.
  ///
  /// At least as many bytes as the longest entry has stand before `middle`.
  private func border(in text: UnsafePointer<UInt8>, near middle: Int, _ end: Int) -> Int {
    // From any start, the state is right after as many bytes as the longest entry has; the first state means that no
    // entry has begun.
    var at = middle &- longest
    var row = 0
    while at < end && (at < middle || row != 0) {
      row = Int(cells[row &+ Int(columns[Int(text[at])])] & ~LexiconAutomaton.acceptBit)
      at &+= 1
    }
    return at
  }

  /// Where a part of about `length` bytes that begins at `start` may end: no entry stretches over it, nor a word that may
  /// be disguised, where such a place is less than 4 KiB farther. In a text without any place free of entries it ends
  /// after eight times as much.
  func partEnd(in text: UnsafeRawBufferPointer, from start: Int, length: Int) -> Int {
    let length = max(length, 2 * longest)
    guard let bytes = text.baseAddress?.assumingMemoryBound(to: UInt8.self), start + length < text.count else {
      return text.count
    }
    let first = border(in: bytes, near: start + length, min(text.count, start + 8 * length))
    let limit = min(text.count, first + 4096)
    var at = first
    var row = 0
    while at < limit {
      if row == 0 && DisguiseFinder.isGap(bytes, before: at) { return at }
      row = Int(cells[row &+ Int(columns[Int(bytes[at])])] & ~LexiconAutomaton.acceptBit)
      at += 1
    }
    return first
  }

  @inline(__always)
  private func step(
    _ cursor: inout Cursor, _ text: UnsafePointer<UInt8>, _ count: Int, _ candidates: inout [LexiconCandidate]
  ) {
    let cell = cells.baseAddress.unsafelyUnwrapped[cursor.row &+ Int(columns[Int(text[cursor.at])])]
    cursor.at &+= 1
    cursor.row = Int(cell & ~LexiconAutomaton.acceptBit)
    if cell & LexiconAutomaton.acceptBit != 0 { accept(text, cursor.at, count, cursor.row, &candidates) }
  }

  /// Appends the entries that end at `end` and have the borders that they need.
  @inline(never)
  private func accept(
    _ text: UnsafePointer<UInt8>, _ end: Int, _ count: Int, _ row: Int, _ candidates: inout [LexiconCandidate]
  ) {
    let hasBorderAfter = end == count || isBorder(after: end, text, count)
    var state = row / width
    while state != 0 {
      let ending = endings[state]
      let start = end - Int(ending.length)
      if ending.length > 0, hasBorderAfter || !ending.needsBorderAfter,
        !ending.needsBorderBefore || isBorder(before: start, text)
      {
        candidates.append(
          LexiconCandidate(
            start: start, end: end, entry: Int(ending.entry),
            needsWordEdges: !(ending.needsBorderBefore && ending.needsBorderAfter), isDisguised: false))
      }
      state = Int(ending.suffix)
    }
  }

  private func isBorder(before at: Int, _ text: UnsafePointer<UInt8>) -> Bool {
    var previous = at
    return at == 0 || !goesOn(text.decodeBackwards(&previous, 0))
  }

  private func isBorder(after at: Int, _ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var next = at
    return !goesOn(text.decode(&next, count))
  }

  /// Whether a word goes on with this code point.
  private func goesOn(_ codePoint: UInt32) -> Bool {
    let flags = classes[codePoint]
    return flags & CharacterClasses.wordMask != 0 && flags & CharacterClasses.unspaced == 0
  }
}
