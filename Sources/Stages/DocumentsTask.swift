import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// Decides on every document of one input file and writes those that stay, once.
///
/// Writes `docs/X.jsonl.zst` with `docs/X.ids` (the identity of each line, u64), `verdicts/X.jsonl.zst` (a row for
/// every document), `rejected/X.jsonl.zst`, with duplicates `removed/X.jsonl.zst`, and of dropped documents a sample
/// in the spill or all of them in `dropped/X.jsonl.zst`. Each batch is one zstd frame of each file.
struct DocumentsTask {
  /// Raise when documents, verdicts or receipts change.
  static let semantics = 4

  let settings: RunSettings

  static func docs(_ input: InputFile) -> String { "docs/\(input.stem).jsonl.zst" }
  static func identities(_ input: InputFile) -> String { "docs/\(input.stem).ids" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    let folder = context.folder
    let duplicates = settings.findsDuplicates ? Duplicates(settings: settings, folder: folder) : nil
    let removals = try BatchRemovals(
      of: input, from: settings.findsDuplicates ? folder.path(ExactPickTask.removals) : nil)
    let repeatedLines = try settings.repeatedLines.lines(settings.plan, context)

    let outputs = try Outputs(settings: settings, input: input, folder: folder)
    try FileSystem.createFolder(folder.path(settings.documentsSpill))
    let idHashes = try RunWriter(path: folder.path(settings.idHashes(input)))
    var sample = DroppedSample()
    var counts = Counts()
    let settings = self.settings
    let pass = DocumentPass(
      file: settings.source(context.task),
      options: PassOptions(context, maxRecord: settings.recipe.maxRecord, keepGoing: settings.keepGoing))
    var reading = try pass.run(
      prepare: removals.prepare,
      makeState: {
        try DocumentsWorker(
          settings: settings, input: input, duplicates: duplicates, repeatedLines: repeatedLines)
      },
      work: { (worker, batch) -> DocumentsBatch in
        try worker.process(batch, removals: removals.take(batch))
      },
      consume: { _, result in
        try outputs.write(result)
        for row in result.sample { sample.add(row) }
        for hash in result.idHashes { try idHashes.add(hash) }
        counts.add(result.counts)
      })
    try context.check(reading, of: input, earlier: settings.findsDuplicates ? ExactHashTask.stage : nil)
    try removals.checkEnd()
    if let damage = reading.damage {
      try outputs.writeDamage(damage, lost: reading.counts["bytes.lost"], input: input)
    }
    reading.counts.add(counts)
    try check(reading.counts, first: reading.firstRejection, of: input)

    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.inputs = reading.inputs
    if let damage = reading.damage { outcome.warnings.append("\(damage)") }
    try outputs.publish(into: &outcome, folder: folder)
    outcome.add(try idHashes.finish(), in: folder)
    if settings.recipe.clean.keepDropped == .sample {
      let file = try OutputFile(path: folder.path(settings.droppedSample(input)))
      try file.write(DroppedSample.serialize(sample.rows))
      try file.publish()
      outcome.add(file, in: folder)
    }
    return outcome
  }

  /// Nothing may be lost, and not too much may be rejected.
  private func check(_ counts: Counts, first: Rejection?, of input: InputFile) throws {
    let rejected = counts.sum(below: "rejected")
    let accounted = counts["kept"] + counts.sum(below: "dropped") + rejected
    guard counts["read"] == accounted else {
      throw JobError(
        "\(input.shown): internal error: \(counts["read"]) records were read, but \(accounted) are accounted for")
    }
    try RejectionLimit(share: settings.recipe.maxRejected).check(counts, first: first, of: input.shown)
  }
}

/// What the receipts of removed duplicates need.
struct Duplicates: Sendable {
  private let settings: RunSettings
  private let folder: RunFolder
  private let tables = IDTableCache()

  init(settings: RunSettings, folder: RunFolder) {
    self.settings = settings
    self.folder = folder
  }

  /// Appends the user's id of `document`, or its substitute.
  func appendID(of document: DocumentID, to buffer: inout ByteBuffer) throws {
    let file = document.file
    let table = try tables.table(file, at: folder.path(ExactHashTask.ids(file)))
    if try table.append(line: document.line, to: &buffer) { return }
    appendSubstituteID(path: settings.inputs[file].name, line: document.line, to: &buffer)
  }
}
