import QuernBytes
import QuernDocuments
import QuernStreams

/// Finds documents with equal keys by sorting, never by a table that grows with the corpus.
public enum ExactDuplicates {
  /// Documents between two checks whether to go on.
  private static let checkInterval = 1 << 14

  /// What ``pick(from:scratch:removals:check:)`` found.
  public struct Outcome: Sendable {
    /// Documents looked at.
    public var documents = 0
    /// Groups of two or more documents with the same key.
    public var groups = 0
    /// Documents that go.
    public var removed = 0
  }

  /// Merges the hashes of all documents (spill files of `SortRecord(key: hash, value: document)`) and writes the list
  /// of those that go: of each group of equals the document of the lowest rank stays, and of these the first in plan order.
  ///
  /// O(n log n) time; memory is bounded whatever n.
  ///
  /// - Parameters:
  ///   - ranks: spill files of (document, rank) in `key`; nil where all ranks are the same.
  ///   - check: called every few thousand documents; what it throws ends the work.
  public static func pick(
    from spills: [String], ranks: [String]? = nil, scratch: String, removals path: String, check: () throws -> Void
  ) throws -> (Outcome, OutputFile) {
    var outcome = Outcome()
    let byDocument = try RunWriter(path: scratch)
    let merger = try RunMerger(paths: spills, scratch: scratch + ".merge")
    var first: SortRecord?
    var groupIsCounted = false
    while let record = try merger.next() {
      if outcome.documents % checkInterval == 0 { try check() }
      outcome.documents += 1
      if let first, first.key == record.key {
        if !groupIsCounted { outcome.groups += 1 }
        groupIsCounted = true
        outcome.removed += 1
        try byDocument.add(SortRecord(key: Hash128(high: record.value, low: first.value), value: 0))
      } else {
        first = record
        groupIsCounted = false
      }
    }
    _ = try byDocument.finish()
    if let ranks {
      try ComponentMembers.write(
        components: scratch, nodes: ranks, scratch: scratch + ".merge", to: scratch + ".members")
      let ranked = try RunWriter(path: scratch)
      try ComponentMembers.decide(
        members: scratch + ".members", edges: nil, scratch: scratch + ".merge", to: ranked)
      _ = try ranked.finish()
      try FileSystem.remove(scratch + ".members")
    }

    let list = try RemovalListWriter(path: path)
    let ordered = try RunMerger(paths: [scratch], scratch: scratch + ".merge")
    var listed = 0
    while let record = try ordered.next() {
      if listed % checkInterval == 0 { try check() }
      listed += 1
      try list.add(
        Removal(document: DocumentID(packed: record.key.high), kept: DocumentID(packed: record.key.low)))
    }
    let file = try list.finish()
    try FileSystem.remove(scratch)
    return (outcome, file)
  }
}
