import QuernBytes
import QuernDocuments
import QuernStreams

/// Which of several alike documents stays: the one with the lowest rank, and of equal ranks the first in plan order.
public typealias KeepRank = UInt64

/// Finds the pairs of documents whose signatures agree in a band, by sorting, never by a table that grows with the
/// corpus.
///
/// Band records are `SortRecord(key: (hash of band, rank), value: document)`. Documents with the same band form a group.
/// In groups of up to 2 · ``reach`` + 1 documents all pairs are listed; every document behind these is paired with the best
/// ``fewBest`` of its group and the ``fewLast`` before it. So the pairs of a group grow with its documents, however many
/// agree.
public enum CandidatePairs {
  /// How far pairs reach in a group.
  public static let reach = 16
  /// How many of the best a document of a large group is paired with.
  public static let fewBest = 6
  /// How many of those before it a document of a large group is paired with.
  public static let fewLast = 2
  /// Records between two checks whether to go on.
  private static let checkInterval = 1 << 14

  /// What ``list(from:scratch:pairs:documents:referencesFrom:check:)`` found.
  public struct Outcome: Sendable {
    /// Band records looked at.
    public var bands = 0
    /// Bands that two documents or more have in common.
    public var groups = 0
    /// Groups that were too large for all of their pairs.
    public var cutGroups = 0
    /// The documents of the largest group.
    public var largestGroup = 0
    /// Pairs; one that agrees in several bands counts once for each.
    public var pairs = 0
  }

  /// Lists the pairs of all groups: in `pairs` sorted runs of (rank and document of the one that may go, document that
  /// may stay), in `documents` sorted runs of the documents in pairs. Both hold repeats.
  ///
  /// O(n log n) time for n band records; memory is bounded whatever n.
  ///
  /// - Parameters:
  ///   - scratch: the path that the names of files for in-between results start with.
  ///   - firstReference: the number of the first file that is only compared with, if there are such: then documents of
  ///     lower files are paired with theirs only, and theirs never go.
  ///   - check: called every few thousand records; what it throws ends the work.
  /// - Returns: what was found, and the two files.
  public static func list(
    from spills: [String], scratch: String, pairs pairsPath: String, documents documentsPath: String,
    firstReference: Int? = nil, check: () throws -> Void
  ) throws -> (Outcome, [OutputFile]) {
    var outcome = Outcome()
    let pairs = try RunWriter(path: pairsPath)
    let documents = try RunWriter(path: documentsPath)
    let merger = try RunMerger(paths: spills, scratch: scratch)
    var group = Group(firstReference: firstReference)
    var lastPair: SortRecord?
    func add(_ left: SortRecord, _ right: SortRecord) throws {
      let record = SortRecord(key: Hash128(high: right.key.low, low: right.value), value: left.value)
      // Copies of a document agree in every band; the merge would drop repeats only later.
      guard record.key != lastPair?.key || record.value != lastPair?.value else { return }
      lastPair = record
      try pairs.add(record)
      try documents.add(SortRecord(key: Hash128(high: left.value, low: 0), value: 0))
      try documents.add(SortRecord(key: Hash128(high: right.value, low: 0), value: 0))
      outcome.pairs += 1
    }
    func close() throws {
      outcome.largestGroup = max(outcome.largestGroup, group.count)
      if group.count > 1 { outcome.groups += 1 }
      if group.isCut { outcome.cutGroups += 1 }
    }
    while let record = try merger.next() {
      if outcome.bands % checkInterval == 0 { try check() }
      outcome.bands += 1
      if record.key.high != group.band {
        try close()
        group.begin(record.key.high)
      }
      try group.add(record, pair: add)
    }
    try close()
    return (outcome, [try pairs.finish(), try documents.finish()])
  }

  /// The documents of one band that later ones are paired with: the best and the last.
  private struct Group {
    let firstReference: UInt64?
    var band: UInt64?
    var count = 0
    private var best: [SortRecord] = []
    private var last: [SortRecord] = []
    private var oldest = 0

    init(firstReference: Int?) {
      self.firstReference = firstReference.map { DocumentID(file: $0, line: 0).packed }
      best.reserveCapacity(reach)
      last.reserveCapacity(reach)
    }

    /// Whether pairs were left out.
    var isCut: Bool { count > 2 * CandidatePairs.reach + 1 }

    mutating func begin(_ band: UInt64) {
      self.band = band
      count = 0
      best.removeAll(keepingCapacity: true)
      last.removeAll(keepingCapacity: true)
      oldest = 0
    }

    /// Pairs `record` with those before it, then takes it up.
    mutating func add(_ record: SortRecord, pair: (SortRecord, SortRecord) throws -> Void) throws {
      if let firstReference {
        // References come first, because nothing ranks lower.
        guard record.value < firstReference else { return take(record) }
        try forEachBefore { try pair($0, record) }
        count += 1
        return
      }
      try forEachBefore { if $0.value != record.value { try pair($0, record) } }
      take(record)
    }

    private func forEachBefore(_ body: (SortRecord) throws -> Void) throws {
      guard count > 2 * CandidatePairs.reach else {
        for other in best { try body(other) }
        for other in last { try body(other) }
        return
      }
      for other in best.prefix(CandidatePairs.fewBest) { try body(other) }
      for back in 1...CandidatePairs.fewLast where back <= last.count {
        try body(last[(oldest + last.count - back) % last.count])
      }
    }

    private mutating func take(_ record: SortRecord) {
      count += 1
      if best.count < CandidatePairs.reach {
        best.append(record)
      } else if last.count < CandidatePairs.reach {
        last.append(record)
      } else {
        last[oldest] = record
        oldest = (oldest + 1) % CandidatePairs.reach
      }
    }
  }

  /// Writes the documents that stand in `spill`, each once, in order.
  public static func writeDocuments(
    from spill: String, scratch: String, to path: String, check: () throws -> Void
  ) throws -> (count: Int, file: OutputFile) {
    let merger = try RunMerger(paths: [spill], scratch: scratch)
    let list = try DocumentListWriter<ListedDocument>(path: path)
    var last: UInt64?
    var read = 0
    while let record = try merger.next() {
      if read % checkInterval == 0 { try check() }
      read += 1
      if record.key.high == last { continue }
      last = record.key.high
      try list.add(ListedDocument(document: DocumentID(packed: record.key.high)))
    }
    return (list.count, try list.finish())
  }
}

/// A document in a list of documents.
public struct ListedDocument: ListEntry, Sendable, Equatable {
  public var document: DocumentID

  /// An entry for `document`.
  public init(document: DocumentID) { self.document = document }

  public init(words: ListWords) { document = DocumentID(packed: words.0) }

  public var words: ListWords { (document.packed, 0, 0, 0) }
}
