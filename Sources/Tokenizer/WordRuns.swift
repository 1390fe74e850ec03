import QuernBytes
import QuernStreams

/// Sorted words, in memory or in a file.
enum WordRun: Sendable {
  case memory(SortedWords, groups: [WordGroupTotals])
  case packed(PackedWords, groups: [WordGroupTotals])
  case file(path: String, groups: [WordGroupTotals])

  var groups: [WordGroupTotals] {
    switch self {
    case .memory(_, let groups), .packed(_, let groups), .file(_, let groups): groups
    }
  }
}

/// The words of a corpus, in sorted runs that are merged whenever they are read: those that ``WordCounting`` left in
/// memory and in scratch files, or those of count files.
public final class WordRuns: Sendable {
  /// How often a word occurs in one group.
  public struct Share: Hashable, Sendable, BitwiseCopyable {
    /// The place of the group in ``WordRuns/groups``.
    public var group: Int
    /// At least 1.
    public var count: Int64
  }

  /// What made words of the text.
  public let rule: WordRule
  /// What was counted, in the order of the bytes of sources, then of languages.
  public let groups: [WordGroupTotals]

  private let runs: [WordRun]
  /// Holds files that nobody else needs.
  private let scratch: WordScratch

  /// Opens count files: reads their headers. More files than can be merged at a time are merged to fewer before.
  /// - Parameters:
  ///   - files: paths of count files of one rule.
  ///   - scratch: what the names of files for in-between results start with; they are removed with this object.
  ///   - memory: the most bytes that reading takes, apart from words that are longer than it all.
  /// - Throws: `StreamError` for what cannot be read; ``TokenizerError/differentRules(file:expected:found:)``.
  /// - Precondition: there is at least one file.
  public convenience init(files: [String], scratch: String, memory: Int = 64 << 20) throws {
    precondition(!files.isEmpty)
    var rule: WordRule?
    var runs: [WordRun] = []
    for path in files {
      let header = try WordCountFile.header(of: path)
      guard rule == nil || rule == header.rule else {
        throw TokenizerError.differentRules(file: path, expected: "\(rule!)", found: "\(header.rule)")
      }
      rule = header.rule
      runs.append(.file(path: path, groups: header.groups))
    }
    try self.init(rule: rule!, runs: runs, scratch: WordScratch(prefix: scratch), memory: memory)
  }

  /// - Parameter scratch: where runs may be merged when there are too many; nil when there are few.
  init(rule: WordRule, runs: [WordRun], scratch: WordScratch = WordScratch(prefix: ""), memory: Int = .max) throws {
    self.rule = rule
    self.scratch = scratch
    let fanIn = max(2, min(WordRuns.mostRuns, memory / WordCountFile.readerMemory))
    self.runs = try WordRuns.reduce(runs, to: fanIn, rule, scratch)
    groups = try WordRuns.union(runs)
  }

  /// The words that `counter` has counted.
  public convenience init(_ counter: consuming WordCounter) throws {
    let (rule, groups) = (counter.rule, counter.groups)
    try self.init(rule: rule, runs: [.memory(SortedWords(counter.takeWords()), groups: groups)])
  }

  /// The most runs that are merged at a time.
  static var mostRuns: Int { 128 }

  /// Merges runs to files until there are at most `fanIn`.
  private static func reduce(
    _ runs: [WordRun], to fanIn: Int, _ rule: WordRule, _ scratch: WordScratch
  ) throws -> [WordRun] {
    var runs = runs
    while runs.count > fanIn {
      // Only as many as must go, so that little is written twice.
      let part = try WordRuns(rule: rule, runs: Array(runs.prefix(min(fanIn, runs.count - fanIn + 1))))
      let path = scratch.newPath()
      try part.write(to: path, origin: nil, level: 1).publish(durable: false)
      for case .file(let old, _) in part.runs { try scratch.remove(old) }
      runs.removeFirst(part.runs.count)
      runs.append(.file(path: path, groups: part.groups))
    }
    return runs
  }

  /// The groups of all runs, with their totals.
  private static func union(_ runs: [WordRun]) throws -> [WordGroupTotals] {
    var sums: [WordGroup: WordGroupTotals] = [:]
    for run in runs {
      for totals in run.groups where totals.documents > 0 || totals.words > 0 {
        try sums[totals.group, default: WordGroupTotals(totals.group)].add(totals)
      }
    }
    guard sums.count <= WordCounter.mostGroups else { throw TokenizerError.tooManyGroups }
    return sums.values.sorted { left, right in
      left.group.source.utf8.elementsEqual(right.group.source.utf8)
        ? bytesPrecede(left.group.language, right.group.language)
        : bytesPrecede(left.group.source, right.group.source)
    }
  }

  /// Calls `body` for each word, in the order of their bytes, with how often each group has it, in ascending order; what
  /// it is given is valid during the call. May be called more than once.
  ///
  /// O(n log runs). Count files are checked while they are read: when they are damaged it throws, at the latest before
  /// it returns.
  public func forEachRow(_ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Share>) throws -> Void) throws {
    var merger = try merger()
    while let word = try merger.next() { try body(word, merger.shares) }
  }

  /// All words as one run in memory.
  func packed() throws -> WordRun { .packed(try PackedWords(try merger()), groups: groups) }

  private func merger() throws -> WordMerger {
    var places: [WordGroup: Int] = [:]
    for (place, totals) in groups.enumerated() { places[totals.group] = place }
    return try WordMerger(try runs.map { try cursor($0, places) }, groups: groups.count)
  }

  private func cursor(_ run: WordRun, _ places: [WordGroup: Int]) throws -> WordCursor {
    let groups = run.groups.map { places[$0.group] ?? 0 }
    switch run {
    case .memory(let words, _): return words.cursor(groups: groups)
    case .packed(let words, _): return words.cursor(groups: groups)
    case .file(let path, _): return try WordCountReader(path: path, groups: groups)
    }
  }

  /// Writes all words to one count file: the same bytes for the same counts, however they came together.
  /// - Parameters:
  ///   - path: the name of the file, which gets it by `publish()`.
  ///   - origin: what the caller has to say about where the counts come from.
  public func write(to path: String, origin: String? = nil) throws -> OutputFile {
    try write(to: path, origin: origin, level: 3)
  }

  private func write(to path: String, origin: String?, level: Int32) throws -> OutputFile {
    let writer = try WordCountWriter(
      path: path, WordCountHeader(rule: rule, groups: groups, origin: origin), level: level)
    try forEachRow { try writer.add($0, $1) }
    return try writer.finish()
  }
}

extension WordRuns: TrainingWords {
  public func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    try forEachRow { word, shares in
      var sum: Int64 = 0
      for share in shares { sum = try checkedSum(sum, share.count) }
      try body(word, sum)
    }
  }
}
