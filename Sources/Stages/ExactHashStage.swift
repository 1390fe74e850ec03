import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// Hashes every document of one input file: `spill/exact-hash/NNNNN.runs`, sorted runs of hash and document.
struct ExactHashTask {
  static let stage = "exact-hash"
  /// Raise when the hash of a document changes.
  static let semantics = 3

  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactHashTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(ExactHashTask.runs(context.task)))
    let key = settings.recipe.exact.key
    var outcome = try StageDocuments(settings: settings, stage: .exact).read(
      context, isFirst: true,
      makeState: { DuplicateKey(key) },
      work: { (key, batch) -> [SortRecord] in
        var records: [SortRecord] = []
        records.reserveCapacity(batch.records.documents.count)
        try batch.forEach { document in
          records.append(SortRecord(key: try key.hash(document.text), value: document.id.packed))
        }
        return records
      },
      consume: { records in
        for record in records { try runs.add(record) }
      })
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Picks the duplicates among all hashed documents: `spill/exact-pick/removals`.
struct ExactPickTask {
  static let stage = "exact-pick"
  static let semantics = 3

  let inputs: Int

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactPickTask.stage)"))
    let (found, file) = try ExactDuplicates.pick(
      from: (0..<inputs).map { context.folder.path(ExactHashTask.runs($0)) },
      scratch: context.folder.path("spill/\(ExactPickTask.stage)/by-document.runs"),
      removals: context.folder.path("spill/\(ExactPickTask.stage)/removals"), check: context.cancellation.check)
    var outcome = TaskOutcome()
    outcome.counts.add("documents", found.documents)
    outcome.counts.add("groups", found.groups)
    outcome.counts.add("removed", found.removed)
    outcome.add(file, in: context.folder)
    return outcome
  }
}
