import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernWorkers

/// Verifies the pairs, decides which documents go, and lists them: `spill/near-pick/removals`; and writes the clusters,
/// `clusters/clusters.jsonl.zst`, and where they are components also the pairs that connect them,
/// `clusters/pairs.jsonl.zst`.
struct NearPickTask {
  static let stage = "near-pick"
  /// Raise when decisions or clusters change.
  static let semantics = 1
  static let clusters = "clusters.jsonl.zst"
  static let edges = "pairs.jsonl.zst"
  /// Documents whose pairs are verified at a time.
  private static let batchSize = 256

  let settings: RunSettings
  let near: NearSettings

  /// The verified pairs of a batch of documents, and the ranks of all documents in them.
  private struct Verified: Sendable {
    var pairs: [[AlikePair]] = []
    var ranks: [(document: DocumentID, rank: KeepRank)] = []
    var compared = 0
  }

  /// Reads pairs in batches; used by one thread at a time.
  private final class Source: @unchecked Sendable {
    private let reader: PairReader
    init(_ reader: PairReader) { self.reader = reader }

    func next() throws -> [Candidates]? {
      var batch: [Candidates] = []
      while batch.count < NearPickTask.batchSize, let candidates = try reader.nextDocument() {
        batch.append(candidates)
      }
      return batch.isEmpty ? nil : batch
    }
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    let spill = "spill/\(NearPickTask.stage)"
    try FileSystem.createFolder(folder.path(spill))
    var outcome = TaskOutcome()
    let removals = try RunWriter(path: folder.path("\(spill)/removals.runs"))
    switch near.recipe.cluster {
    case .star: try pickStars(context, removals, &outcome)
    case .components: try pickComponents(context, removals, &outcome)
    }
    _ = try removals.finish()
    let members = try writeRemovals(context, &outcome)
    try writeClusters(members, context, &outcome)
    return outcome
  }

  // MARK: Verification

  private func forEachVerified(_ context: TaskContext, _ body: (Verified) throws -> Void) throws {
    let folder = context.folder
    let source = Source(
      try PairReader(
        path: folder.path(NearPairsTask.pairs), scratch: folder.path("spill/\(NearPickTask.stage)/merge")))
    let tables = IDTableCache()
    let near = self.near
    try OrderedPipeline.run(
      jobs: context.jobs, cancellation: context.cancellation,
      makeState: { ShingleSets(tables: tables) { folder.path(NearShinglesTask.sets($0)) } },
      produce: { try source.next() },
      process: { (sets, batch) -> Verified in try NearPickTask.verify(batch, near, &sets) },
      consume: { verified in
        context.progress.add(bytes: 0, documents: verified.pairs.count, stored: 0)
        try body(verified)
      })
  }

  private static func verify(
    _ batch: [Candidates], _ near: NearSettings, _ sets: inout ShingleSets
  ) throws -> Verified {
    var verified = Verified()
    for candidates in batch {
      var pairs: [AlikePair] = []
      let own = near.readsAgain ? try sets.set(of: candidates.document) : nil
      if let own, near.recipe.cluster == .components { verified.ranks.append((candidates.document, own.rank)) }
      for other in candidates.others {
        verified.compared += 1
        guard let own else {
          pairs.append(AlikePair(document: candidates.document, other: other, similarity: nil))
          continue
        }
        let set = try sets.set(of: other)
        if near.recipe.cluster == .components { verified.ranks.append((other, set.rank)) }
        guard let threshold = near.recipe.verifyJaccard else {
          pairs.append(AlikePair(document: candidates.document, other: other, similarity: nil))
          continue
        }
        let similarity = sets.jaccard(own, set)
        if similarity >= threshold {
          pairs.append(AlikePair(document: candidates.document, other: other, similarity: similarity))
        }
      }
      verified.pairs.append(pairs)
    }
    return verified
  }

  // MARK: Decisions

  /// A record of the list of removals before it is sorted: the document, the one that stays, and the similarity.
  private func record(_ document: DocumentID, kept: DocumentID, _ similarity: Double?) -> SortRecord {
    SortRecord(
      key: Hash128(high: document.packed, low: kept.packed), value: (similarity ?? .nan).bitPattern)
  }

  private func pickStars(_ context: TaskContext, _ removals: RunWriter, _ outcome: inout TaskOutcome) throws {
    var stars = StarClusters()
    var (compared, alike) = (0, 0)
    try forEachVerified(context) { verified in
      compared += verified.compared
      for pairs in verified.pairs {
        alike += pairs.count
        guard let pair = stars.decide(pairs) else { continue }
        try removals.add(record(pair.document, kept: pair.other, pair.similarity))
      }
    }
    outcome.counts.add("compared", compared)
    outcome.counts.add("alike", alike)
  }

  private func pickComponents(_ context: TaskContext, _ removals: RunWriter, _ outcome: inout TaskOutcome) throws {
    let folder = context.folder
    func path(_ name: String) -> String { folder.path("spill/\(NearPickTask.stage)/\(name)") }
    let edges = try RunWriter(path: path("edges.runs"))
    let nodes = try RunWriter(path: path("nodes.runs"))
    let connections = try ConnectionRows(path: try folder.create("clusters", NearPickTask.edges))
    var (compared, alike) = (0, 0)
    try forEachVerified(context) { verified in
      compared += verified.compared
      for (document, rank) in verified.ranks {
        try nodes.add(SortRecord(key: Hash128(high: document.packed, low: rank), value: 0))
      }
      for pair in verified.pairs.joined() {
        alike += 1
        let similarity = pair.similarity ?? .nan
        // Both ways, so that every document finds its most similar neighbour.
        for (one, two) in [(pair.document, pair.other), (pair.other, pair.document)] {
          try edges.add(SortRecord(key: Hash128(high: one.packed, low: two.packed), value: similarity.bitPattern))
        }
        try connections.add(pair)
      }
    }
    _ = try edges.finish()
    _ = try nodes.finish()
    let (_, rounds) = try ConnectedComponents.find(
      edges: path("edges.runs"), scratch: path("components"), output: path("components.runs"),
      check: context.cancellation.check)
    try ComponentMembers.write(
      components: path("components.runs"), nodes: [path("nodes.runs")], scratch: path("merge"),
      to: path("members.runs"))
    try ComponentMembers.decide(
      members: path("members.runs"), edges: path("edges.runs"), scratch: path("merge"), to: removals)
    for name in ["edges.runs", "nodes.runs", "components.runs", "members.runs"] { try FileSystem.remove(path(name)) }
    outcome.counts.add("compared", compared)
    outcome.counts.add("alike", alike)
    outcome.counts.add("rounds", rounds)
    outcome.add(try connections.finish(), in: folder)
  }

  // MARK: Results

  /// Sorts the removals by document and publishes the list.
  /// - Returns: the path of a spill of (the document that stays, document that goes).
  private func writeRemovals(_ context: TaskContext, _ outcome: inout TaskOutcome) throws -> String {
    let folder = context.folder
    let spill = folder.path("spill/\(NearPickTask.stage)")
    let merger = try RunMerger(paths: ["\(spill)/removals.runs"], scratch: "\(spill)/merge")
    let list = try RemovalListWriter(path: "\(spill)/removals")
    let members = try RunWriter(path: "\(spill)/by-cluster.runs")
    while let record = try merger.next() {
      if list.count % (1 << 14) == 0 { try context.cancellation.check() }
      try list.add(
        Removal(
          document: DocumentID(packed: record.key.high), kept: DocumentID(packed: record.key.low),
          similarity: Double(bitPattern: record.value)))
      try members.add(SortRecord(key: Hash128(high: record.key.low, low: record.key.high), value: 0))
    }
    _ = try members.finish()
    outcome.counts.add("removed", list.count)
    outcome.add(try list.finish(), in: folder)
    try FileSystem.remove("\(spill)/removals.runs")
    return "\(spill)/by-cluster.runs"
  }

  /// Writes a row for every cluster of two documents and more, in order of the documents that stay.
  private func writeClusters(_ members: String, _ context: TaskContext, _ outcome: inout TaskOutcome) throws {
    let merger = try RunMerger(paths: [members], scratch: members + ".merge")
    let kept = KeptIDs(settings: settings, folder: context.folder)
    let rows = try ClusterRows(
      path: try context.folder.create("clusters", NearPickTask.clusters), weights: near.recipe.weights, kept: kept)
    var present: UInt64?
    var size = 1
    var (clusters, largest) = (0, 0)
    func close() throws {
      guard let present else { return }
      clusters += 1
      largest = max(largest, size)
      try rows.add(DocumentID(packed: present), size: size)
    }
    while let record = try merger.next() {
      if record.key.high != present {
        try close()
        present = record.key.high
        size = 1
      }
      size += 1
    }
    try close()
    outcome.counts.add("clusters", clusters)
    outcome.counts.add("largest_cluster", largest)
    outcome.add(try rows.finish(), in: context.folder)
    try FileSystem.remove(members)
  }
}
