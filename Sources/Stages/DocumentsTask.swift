import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// Decides on every record of one input file and writes the documents that stay.
///
/// Carries out the lists of the stages before, cleans, and writes the files of ``DocumentsWriting``, and
/// `rejected/X.jsonl.zst`; of dropped documents a sample in the spill or all of them. Each batch is one zstd frame of
/// each file.
struct DocumentsTask {
  /// Raise when documents, verdicts or receipts change.
  static let semantics = 4

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    let folder = context.folder
    let kept = settings.listsOfInputs.isEmpty ? nil : KeptIDs(settings: settings, folder: folder)
    let lists = try StageLists(settings.listsOfInputs, of: input, in: folder)
    let repeatedLines = try settings.repeatedLines.lines(settings.plan, context)

    let outputs = try Outputs(settings: settings, input: input, folder: folder)
    let writing = settings.firstWriting
    try FileSystem.createFolder(folder.path("spill/\(writing.stage)"))
    let idHashes = try RunWriter(path: folder.path(settings.idHashes(input)))
    var sample = DroppedSample()
    var counts = Counts()
    let settings = self.settings
    let pass = DocumentPass(
      file: settings.source(context.task),
      options: PassOptions(context, maxRecord: settings.recipe.maxRecord, keepGoing: settings.keepGoing))
    var reading = try pass.run(
      prepare: lists.prepare,
      makeState: {
        try DocumentsWorker(
          settings: settings, input: input, kept: kept, repeatedLines: repeatedLines)
      },
      work: { (worker, batch) -> DocumentsBatch in
        try worker.process(batch, lists: lists.take(batch))
      },
      consume: { _, result in
        try outputs.write(result)
        for row in result.sample { sample.add(row) }
        for hash in result.idHashes { try idHashes.add(hash) }
        counts.add(result.counts)
      })
    try context.check(reading, of: input, earlier: settings.listsOfInputs.isEmpty ? nil : settings.idsStage)
    try lists.checkEnd()
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
      let file = try OutputFile(path: folder.path(writing.droppedSample(input)))
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
