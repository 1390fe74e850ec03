import QuernBytes
import QuernStreams
import Synchronization

/// Where the counters of several threads put their words when their share of the memory is full.
final class WordSpill: Sendable {
  private let memory: Int
  private let rule: WordRule
  private let scratch: WordScratch
  private let workers = Atomic<Int>(0)
  private let written = Mutex<[WordRun]>([])

  init(rule: WordRule, memory: Int, scratch: WordScratch) {
    self.rule = rule
    self.memory = memory
    self.scratch = scratch
  }

  /// The bytes that each counter may have.
  var share: Int { max(WordSpill.leastShare, memory / max(1, workers.load(ordering: .relaxed))) }

  /// The least share: a table that is not worth a file.
  static var leastShare: Int { 1 << 18 }

  /// The runs that were written.
  var runs: [WordRun] { written.withLock { $0 } }

  /// Shares the memory with one more counter.
  func addWorker() { workers.add(1, ordering: .relaxed) }

  /// Writes the words of `table` to a run, and empties it and the totals of its groups.
  func write(_ table: inout WordTable, _ groups: inout [WordGroupTotals]) throws {
    let path = scratch.newPath()
    table.sort()
    let writer = try WordCountWriter(
      path: path, WordCountHeader(rule: rule, groups: groups, origin: nil), level: 1)
    let cursor = SortedCursor(table, owner: nil, groups: Array(groups.indices))
    var merger = try WordMerger([cursor], groups: groups.count)
    while let word = try merger.next() { try writer.add(word, merger.shares) }
    try writer.finish().publish(durable: false)
    let run = WordRun.file(path: path, groups: groups)
    written.withLock { $0.append(run) }
    for index in groups.indices { groups[index] = WordGroupTotals(groups[index].group) }
    table.removeAll(within: share)
  }
}
