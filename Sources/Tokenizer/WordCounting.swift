import QuernBytes
import QuernWorkers
import Synchronization

/// Counts the words of a corpus of any size on several threads, in bounded memory: when the counters pass it, their
/// words are sorted and written to runs in scratch files, which ``WordRuns`` merges.
public final class WordCounting: Sendable {
  /// What makes words of the text.
  public let rule: WordRule

  private let memory: Int
  private let scratch: WordScratch
  private let spill: WordSpill
  private let workers = Mutex<[Worker]>([])

  /// - Parameters:
  ///   - memory: the most bytes that all counters take, with at least 256 KiB for each.
  ///   - scratch: what the names of scratch files start with; the files are removed with this object and the
  ///     ``WordRuns`` that it makes.
  /// - Throws: ``TokenizerError/unsupported(_:)`` when the rule asks for what is not done here.
  public init(rule: WordRule, memory: Int, scratch: String) throws {
    _ = try WordCounter(rule: rule)
    self.rule = rule
    self.memory = memory
    self.scratch = WordScratch(prefix: scratch)
    spill = WordSpill(rule: rule, memory: memory, scratch: self.scratch)
  }

  /// The counter of one thread.
  public final class Worker: @unchecked Sendable {  // one thread at a time
    fileprivate var counter: WordCounter

    fileprivate init(_ counter: consuming WordCounter) { self.counter = counter }

    /// The number of `group` for this worker.
    /// - Throws: ``TokenizerError/tooManyGroups``.
    public func number(of group: WordGroup) throws(TokenizerError) -> Int { try counter.number(of: group) }

    /// Counts the words of `text`, one whole document of the group with this number.
    /// - Throws: ``TokenizerError`` as ``WordCounter/add(text:group:)`` does; `StreamError` when words cannot be written.
    public func add(text: UnsafeRawBufferPointer, group: Int) throws { try counter.add(text: text, group: group) }
  }

  /// A counter for one more thread; may be called on any.
  public func makeWorker() throws -> Worker {
    spill.addWorker()
    let worker = Worker(try WordCounter(rule: rule, spill: spill))
    workers.withLock { $0.append(worker) }
    return worker
  }

  /// Whether words went to scratch files.
  public var hasSpilled: Bool { !spill.runs.isEmpty }

  /// All words that were counted, when no worker works any more; nothing can be counted after that.
  ///
  /// Sorts what is in memory, on as many threads as counted, and packs it, so that little of that memory stays in use.
  public func finish() throws -> WordRuns {
    let workers = workers.withLock { $0 }
    let next = Atomic<Int>(0)
    var counted: [WordRun] = []
    try OrderedPipeline.run(
      jobs: max(1, workers.count), makeState: {},
      produce: { () -> Worker? in
        let index = next.add(1, ordering: .relaxed).oldValue
        return index < workers.count ? workers[index] : nil
      },
      process: { _, worker in WordRun.memory(SortedWords(worker.counter.takeWords()), groups: worker.counter.groups) },
      consume: { counted.append($0) })
    let packed = try WordRuns(rule: rule, runs: counted, scratch: scratch).packed()
    counted.removeAll()
    return try WordRuns(rule: rule, runs: spill.runs + [packed], scratch: scratch, memory: max(memory, 1 << 23))
  }
}
