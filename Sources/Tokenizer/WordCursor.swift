import CKernels
import QuernBytes

/// Walks through the words of one run, in the order of their bytes, once for each group that has the word.
class WordCursor {
  /// The word as ``WordSorter/Entry`` has it.
  final var first: UInt64 = 0
  final var second: UInt64 = 0
  /// The number of the group, by the numbering of the merge.
  final var group = 0
  final var count: Int64 = 0
  /// The bytes of the word; valid until the next call of ``advance()``.
  final var word = UnsafeRawBufferPointer(start: nil, count: 0)

  /// By the numbers of the run, those of the merge.
  final let groups: [Int]

  init(groups: [Int]) { self.groups = groups }

  /// Goes on to the next group of the word, or to the next word; false at the end.
  func advance() throws -> Bool { fatalError("a cursor says itself how it advances") }
}

/// Sorted words in memory.
final class SortedWords: @unchecked Sendable {  // does not change
  private let table: WordTable

  /// Takes the words of `table` and sorts them; needs no more memory than they have.
  init(_ table: consuming WordTable) {
    table.sort()
    table.trim()
    self.table = table
  }

  /// A walk through the words.
  func cursor(groups: [Int]) -> WordCursor { SortedCursor(table, owner: self, groups: groups) }
}

/// A walk through the words of a sorted table, which stays as it is meanwhile.
final class SortedCursor: WordCursor {
  private let owner: SortedWords?
  private var next: UnsafePointer<WordSorter.Entry>
  private let end: UnsafePointer<WordSorter.Entry>
  private let arena: UnsafeRawPointer
  private let short = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)

  /// - Parameter owner: who holds the table; nil when the caller does.
  init(_ table: borrowing WordTable, owner: SortedWords?, groups: [Int]) {
    self.owner = owner
    next = UnsafePointer(UnsafeMutableRawPointer(table.slots).assumingMemoryBound(to: WordSorter.Entry.self))
    end = next + table.used
    arena = UnsafeRawPointer(table.arena.base)
    super.init(groups: groups)
  }

  deinit { short.deallocate() }

  override func advance() -> Bool {
    guard next < end else { return false }
    let entry = next.pointee
    next += 1
    // Long words lie in the order in which they were counted.
    if next + 8 < end && next[8].isLong { quern_prefetch(arena + next[8].place) }
    (first, second) = (entry.first, entry.second)
    group = groups[entry.group]
    if entry.isLong {
      (word, count) = WordTable.long(arena + entry.place)
    } else {
      entry.word.store(to: short)
      word = UnsafeRawBufferPointer(start: short, count: entry.length)
      count = Int64(entry.place)
    }
    return true
  }
}
