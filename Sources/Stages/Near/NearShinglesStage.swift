import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers
import Synchronization

/// Makes the shingles of the documents of one file that stand in a pair: `spill/near-shingles/NNNNN.sets`.
struct NearShinglesTask {
  static let stage = "near-shingles"
  /// Raise when shingles change.
  static let semantics = 1

  let settings: RunSettings
  let near: NearSettings

  static func sets(_ file: Int) -> String { "spill/\(stage)/\(paddedNumber(file)).sets" }

  /// A worker's signer, and a document's shingles.
  private final class Worker {
    var signer: MinHashSigner
    var shingles: [UInt32] = []
    init(_ parameters: MinHashParameters) { signer = MinHashSigner(parameters) }
  }

  /// The sets of a batch, one after the other.
  private final class Sets: @unchecked Sendable {
    var bytes = ByteBuffer()
    var ends: [(line: Int, end: Int)] = []
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(NearShinglesTask.stage)"))
    let table = try IDTableWriter(path: context.folder.path(NearShinglesTask.sets(context.task)))
    let near = self.near
    let wanted = try ListedDocuments(
      path: context.folder.path(NearPairsTask.documents), file: context.task)
    var made = 0
    var outcome = try StageDocuments(settings: settings, stage: .near, notedFields: near.rule.notedFields).read(
      context, isFirst: false, prepare: wanted.prepare,
      makeState: { Worker(near.parameters) },
      work: { (worker, batch) -> Sets in
        let sets = Sets()
        var listed = wanted.take(batch.records)[...]
        try batch.forEach { document in
          guard listed.first == document.id else { return }
          listed.removeFirst()
          if near.recipe.verifyJaccard == nil {
            worker.shingles.removeAll()
          } else {
            try worker.signer.shingles(of: document.text, into: &worker.shingles)
          }
          ShingleSet.append(rank: near.rank(of: document), worker.shingles, to: &sets.bytes)
          sets.ends.append((document.id.line, sets.bytes.count))
        }
        if let document = listed.first { throw BatchLists.changed(document, of: settings.file(context.task)) }
        return sets
      },
      consume: { sets in
        var start = 0
        for (line, end) in sets.ends {
          try table.add(line: line, id: sets.bytes.bytes.slice(start, end))
          start = end
        }
        made += sets.ends.count
      })
    outcome.counts.add("sets", made)
    outcome.add(try table.finish(), in: context.folder)
    return outcome
  }
}

/// The documents of a list that stand in one file, found for each batch while it is read.
final class ListedDocuments: Sendable {
  private let file: Int
  private let cursor: Unshared<DocumentListCursor<ListedDocument>>
  private let found = Mutex<[Int: [DocumentID]]>([:])

  init(path: String, file: Int) throws {
    self.file = file
    cursor = Unshared(try DocumentListCursor(path: path, input: file))
  }

  /// Finds those of a batch; to be called for every batch, in order, before it is parsed.
  func prepare(_ batch: DocumentBatch, _ reader: BatchReader) throws {
    let behind =
      batch.identities.last.map { DocumentID(packed: $0 + 1) } ?? DocumentID(file: file, line: reader.lines)
    let documents = try cursor.value.entries(before: behind).map(\.document)
    if !documents.isEmpty { found.withLock { $0[batch.block.firstLine] = documents } }
  }

  /// Those of a batch, in order.
  func take(_ batch: DocumentBatch) -> [DocumentID] {
    found.withLock { $0.removeValue(forKey: batch.block.firstLine) } ?? []
  }
}
