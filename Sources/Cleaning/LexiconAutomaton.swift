import QuernBytes
import QuernText

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
  init(sortedEntries entries: [[UInt8]], classes: CharacterClasses) throws(CleaningError) {
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
      throw .lexiconTooLarge(bytes: states * width * 4, limit: LexiconAutomaton.memoryLimit)
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
    for entry in entries {
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

  /// The number of entries in `text` (case-folded UTF-8) that stand by themselves and do not overlap.
  ///
  /// The one that ends first counts, of those that end together the longest, and the bytes it covers count for no other.
  /// - Complexity: O(n + ends × entries that are suffixes of one another).
  func count(in text: UnsafeRawBufferPointer) -> Int {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let seam = seam(start, text.count)
    var first = Cursor(from: 0, to: seam)
    var second = Cursor(from: seam, to: text.count)
    // A look-up waits for the one before it; two cursors wait at the same time.
    while first.at < first.end && second.at < second.end {
      step(&first, start, text.count)
      step(&second, start, text.count)
    }
    while first.at < first.end { step(&first, start, text.count) }
    while second.at < second.end { step(&second, start, text.count) }
    return first.hits &+ second.hits
  }

  /// A walk over a part of a text.
  private struct Cursor {
    var at: Int
    let end: Int
    var row = 0
    var free: Int
    var hits = 0

    init(from start: Int, to end: Int) {
      at = start
      free = start
      self.end = end
    }
  }

  /// A place near the middle that no entry stretches over, so that the parts before and after it can be walked apart;
  /// the text's end when there is none or the text is short.
  private func seam(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
    guard count > 8 &* (longest &+ 16) else { return count }
    // From any start, the state is right after as many bytes as the longest entry has; the first state means that no
    // entry has begun.
    var at = count / 2 &- longest
    var row = 0
    while at < count && (at < count / 2 || row != 0) {
      row = Int(cells[row &+ Int(columns[Int(text[at])])] & ~LexiconAutomaton.acceptBit)
      at &+= 1
    }
    return at
  }

  @inline(__always)
  private func step(_ cursor: inout Cursor, _ text: UnsafePointer<UInt8>, _ count: Int) {
    let cell = cells.baseAddress.unsafelyUnwrapped[cursor.row &+ Int(columns[Int(text[cursor.at])])]
    cursor.at &+= 1
    cursor.row = Int(cell & ~LexiconAutomaton.acceptBit)
    if cell & LexiconAutomaton.acceptBit != 0, accepts(text, cursor.free, cursor.at, count, cursor.row) {
      cursor.hits &+= 1
      cursor.free = cursor.at
    }
  }

  /// Whether an entry that ends at `end` starts at or after `free` and has the borders that it needs.
  @inline(never)
  private func accepts(_ text: UnsafePointer<UInt8>, _ free: Int, _ end: Int, _ count: Int, _ row: Int) -> Bool {
    let hasBorderAfter = end == count || isBorder(after: end, text, count)
    var state = row / width
    while state != 0 {
      let ending = endings[state]
      let start = end - Int(ending.length)
      if ending.length > 0, start >= free, hasBorderAfter || !ending.needsBorderAfter,
        !ending.needsBorderBefore || isBorder(before: start, text)
      {
        return true
      }
      state = Int(ending.suffix)
    }
    return false
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
