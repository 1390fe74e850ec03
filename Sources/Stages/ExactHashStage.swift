import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// Hashes every document of one input file: `spill/exact-hash/NNNNN.runs` (sorted runs of hash and document) and
/// `NNNNN.ids` (the user's ids, for receipts).
struct ExactHashTask {
  static let stage = "exact-hash"
  /// Raise when the hash of a document changes.
  static let semantics = 2

  let input: SourceFile
  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }
  static func ids(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).ids" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactHashTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(ExactHashTask.runs(context.task)))
    let ids = try IDTableWriter(path: context.folder.path(ExactHashTask.ids(context.task)))
    let settings = self.settings
    let source = input.source
    let readsURL = !input.notedFields.isEmpty
    let repeatedLines =
      settings.cleansBeforeExact ? try settings.repeatedLines.lines(settings.plan, context) : nil
    let pass = DocumentPass(
      file: input,
      options: PassOptions(context, maxRecord: settings.recipe.maxRecord, keepGoing: settings.keepGoing))

    let reading = try pass.run(
      makeState: { try DuplicateKey(settings: settings, source: source, repeatedLines: repeatedLines) },
      work: { (key, batch) -> [SortRecord] in
        var records: [SortRecord] = []
        records.reserveCapacity(batch.documents.count)
        for (index, document) in batch.documents.enumerated() {
          var cleaned = CleaningDocument(text: batch.text(of: document))
          if readsURL { cleaned.url = batch.noted(0, of: index) }
          guard let hash = try key.hash(cleaned) else { continue }
          records.append(SortRecord(key: hash, value: batch.id(of: document).packed))
        }
        return records
      },
      consume: { batch, records in
        for record in records { try runs.add(record) }
        for document in batch.documents {
          if let id = batch.userID(of: document) { try ids.add(line: document.line, id: id) }
        }
      })

    try context.check(reading, of: settings.inputs[context.task])
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.inputs = reading.inputs
    outcome.add(try runs.finish(), in: context.folder)
    outcome.add(try ids.finish(), in: context.folder)
    return outcome
  }
}

/// Picks the duplicates among all hashed documents: `spill/exact-pick/removals`.
struct ExactPickTask {
  static let stage = "exact-pick"
  static let semantics = 2
  static let removals = "spill/\(stage)/removals"

  let inputs: Int

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactPickTask.stage)"))
    let (found, file) = try ExactDuplicates.pick(
      from: (0..<inputs).map { context.folder.path(ExactHashTask.runs($0)) },
      scratch: context.folder.path("spill/\(ExactPickTask.stage)/by-document.runs"),
      removals: context.folder.path(ExactPickTask.removals), check: context.cancellation.check)
    var outcome = TaskOutcome()
    outcome.counts.add("documents", found.documents)
    outcome.counts.add("groups", found.groups)
    outcome.counts.add("removed", found.removed)
    outcome.add(file, in: context.folder)
    return outcome
  }
}
