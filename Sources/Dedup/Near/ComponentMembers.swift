import QuernBytes
import QuernDocuments
import QuernStreams

/// Decides which documents of connected components go, by merging sorted files.
public enum ComponentMembers {
  /// Writes sorted runs of (component, rank, document) for every document of a component, the smallest included.
  ///
  /// - Parameters:
  ///   - components: what ``ConnectedComponents`` found: (document, smallest document).
  ///   - nodes: (document, rank), with repeats; documents that are missing there have rank 0.
  public static func write(
    components: String, nodes: [String], scratch: String, to path: String
  ) throws(StreamError) {
    // The smallest documents belong to their components, too.
    let all = try RunWriter(path: scratch + "-all")
    let found = try RunMerger(paths: [components], scratch: scratch)
    while let record = try found.next() {
      try all.add(record)
      try all.add(SortRecord(key: Hash128(high: record.key.low, low: record.key.low), value: 0))
    }
    _ = try all.finish()
    let documents = try RunMerger(paths: [scratch + "-all"], scratch: scratch)
    let ranks = try RunMerger(paths: nodes, scratch: scratch + "-ranks")
    let members = try RunWriter(path: path)
    var rank = try ranks.next()
    var last: Hash128?
    while let record = try documents.next() {
      if record.key == last { continue }
      last = record.key
      while let found = rank, found.key.high < record.key.high { rank = try ranks.next() }
      let own = rank.flatMap { $0.key.high == record.key.high ? $0.key.low : nil } ?? 0
      try members.add(SortRecord(key: Hash128(high: record.key.low, low: own), value: record.key.high))
    }
    _ = try members.finish()
    try FileSystem.remove(scratch + "-all")
  }

  /// Adds to `removals` a record (document, document that stays, similarity) for every document but the one of the
  /// lowest rank of each component. The similarity is that to the most similar of the documents it is connected with.
  ///
  /// - Parameter edges: (document, other document, bits of the similarity), each pair both ways; nil where all are equal.
  public static func decide(
    members: String, edges: String?, scratch: String, to removals: RunWriter
  ) throws(StreamError) {
    let going = try RunWriter(path: scratch + "-going")
    let ordered = try RunMerger(paths: [members], scratch: scratch)
    var component: UInt64?
    var kept: UInt64 = 0
    while let record = try ordered.next() {
      if record.key.high != component {
        component = record.key.high
        kept = record.value
        continue
      }
      try going.add(SortRecord(key: Hash128(high: record.value, low: kept), value: 0))
    }
    _ = try going.finish()
    let documents = try RunMerger(paths: [scratch + "-going"], scratch: scratch)
    let neighbours = try RunMerger(paths: edges.map { [$0] } ?? [], scratch: scratch + "-edges")
    var edge = try neighbours.next()
    while let record = try documents.next() {
      var best = edges == nil ? 1 : Double.nan
      while let found = edge, found.key.high <= record.key.high {
        let similarity = Double(bitPattern: found.value)
        if found.key.high == record.key.high, !(similarity <= best) { best = similarity }
        edge = try neighbours.next()
      }
      try removals.add(SortRecord(key: record.key, value: best.bitPattern))
    }
    try FileSystem.remove(scratch + "-going")
  }
}
