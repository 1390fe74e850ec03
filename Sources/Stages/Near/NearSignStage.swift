import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// Signs every document of one file: `spill/near-sign/NNNNN.runs`, sorted runs of band, rank and document.
struct NearSignTask {
  static let stage = "near-sign"
  /// Raise when signatures, ranks or scopes change.
  static let semantics = 1

  let settings: RunSettings
  let near: NearSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  /// A worker's signer.
  private final class Worker {
    var signer: MinHashSigner
    init(_ parameters: MinHashParameters) { signer = MinHashSigner(parameters) }
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(NearSignTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(NearSignTask.runs(context.task)))
    let near = self.near
    let bands = near.parameters.bands
    let source = settings.file(context.task).source
    var signed = 0
    var outcome = try StageDocuments(settings: settings, stage: .near, notedFields: near.rule.notedFields).read(
      context, isFirst: true,
      makeState: { Worker(near.parameters) },
      work: { (worker, batch) -> [SortRecord] in
        var records: [SortRecord] = []
        records.reserveCapacity(batch.records.documents.count * bands)
        try batch.forEach { document in
          guard try worker.signer.sign(document.text) else { return }
          let rank = near.rank(of: document)
          let scope = near.rule.scopeHash(of: document, source: source)
          for band in 0..<bands {
            let key = mixBits(worker.signer.bandKey(band) ^ mixBits(scope &+ UInt64(band)))
            records.append(SortRecord(key: Hash128(high: key, low: rank), value: document.id.packed))
          }
        }
        return records
      },
      consume: { records in
        signed += records.count / bands
        for record in records { try runs.add(record) }
      })
    outcome.counts.add("signed", signed)
    outcome.counts.add("too_short", outcome.counts["documents"] - signed)
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Finds the pairs of documents that agree in a band: `spill/near-pairs/pairs.runs`, and `documents`, the list of those
/// that stand in a pair.
struct NearPairsTask {
  static let stage = "near-pairs"
  static let semantics = 1
  static let pairs = "spill/\(stage)/pairs.runs"
  static let documents = "spill/\(stage)/documents"

  let files: Int
  let near: NearSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(NearPairsTask.stage)"))
    let scratch = context.folder.path("spill/\(NearPairsTask.stage)/merge")
    let unsorted = context.folder.path("spill/\(NearPairsTask.stage)/documents.runs")
    let (found, written) = try CandidatePairs.list(
      from: (0..<files).map { context.folder.path(NearSignTask.runs($0)) }, scratch: scratch,
      pairs: context.folder.path(NearPairsTask.pairs), documents: unsorted, firstReference: near.firstReference,
      check: context.cancellation.check)
    let listed = try CandidatePairs.writeDocuments(
      from: unsorted, scratch: scratch, to: context.folder.path(NearPairsTask.documents),
      check: context.cancellation.check)
    try FileSystem.remove(unsorted)
    var outcome = TaskOutcome()
    outcome.counts.add("bands", found.bands)
    outcome.counts.add("groups", found.groups)
    outcome.counts.add("cut_groups", found.cutGroups)
    outcome.counts.add("largest_group", found.largestGroup)
    outcome.counts.add("pairs", found.pairs)
    outcome.counts.add("documents_in_pairs", listed.count)
    outcome.add(written[0], in: context.folder)
    outcome.add(listed.file, in: context.folder)
    return outcome
  }
}
