import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// Carries out the lists that were made of cleaned texts, for one input file, and writes the result: documents and
/// their identities, verdicts, receipts, and dropped texts, each beginning with what cleaning wrote.
struct FinishTask {
  static let stage = "finish"
  /// Raise when documents, verdicts or receipts change.
  static let semantics = 1

  let settings: RunSettings

  /// What a worker made of a batch.
  final class Result: @unchecked Sendable {
    var docs = ByteBuffer()
    var identities = ByteBuffer()
    var removed = ByteBuffer()
    var dropped = ByteBuffer()
    var sample: [DroppedSample.Row] = []
    var amendments: [VerdictAmendment] = []
    var counts = Counts()
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    let folder = context.folder
    let (first, last) = (settings.firstWriting, settings.lastWriting)
    func output(_ path: String) throws -> OutputFile {
      let path = folder.path(path)
      try FileSystem.createFolder(splitPath(path).folder)
      return try OutputFile(path: path)
    }
    /// An output that begins with the file at `path`, which cleaning wrote.
    func output(_ path: String, after earlier: String) throws -> OutputFile {
      let file = try output(path)
      try context.copy(earlier, from: first.stage, task: context.task, into: file)
      return file
    }
    let docs = try output(last.docs(input))
    let identities = try output(last.identities(input))
    let removed = try output(last.removed(input), after: first.removed(input))
    let dropped =
      settings.recipe.clean.keepDropped == .all
      ? try output(last.dropped(input), after: first.dropped(input)) : nil
    try context.verifyContents(of: first.verdicts(input), from: first.stage, task: context.task)
    let verdicts = try VerdictAmender(
      from: folder.path(first.verdicts(input)), to: try output(last.verdicts(input)))

    let lists = try StageLists(settings.listsOfCleaned, of: input, in: folder)
    let kept = KeptIDs(settings: settings, folder: folder)
    let settings = self.settings
    var sample = DroppedSample()
    var counts = Counts()
    var documents = 0
    let reading = try context.readDocuments(settings, of: first) { file in
      var reading = try DocumentPass(
        file: file, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false)
      ).run(
        prepare: lists.prepare,
        makeState: { FinishWorker(settings: settings, input: input, kept: kept) },
        work: { (worker, batch) -> Result in try worker.process(batch, lists: lists.take(batch)) },
        consume: { batch, result in
          try docs.write(result.docs.bytes)
          try identities.write(result.identities.bytes)
          try removed.write(result.removed.bytes)
          try dropped?.write(result.dropped.bytes)
          try verdicts.add(result.amendments)
          for row in result.sample { sample.add(row) }
          documents += batch.documents.count
          counts.add(result.counts)
        })
      reading.counts.add("documents", documents)
      return reading
    }
    try lists.checkEnd()
    guard counts["kept"] + counts.sum(below: "dropped") == reading.counts["read"] else {
      throw JobError(
        "\(input.shown): internal error: \(reading.counts["read"]) documents were cleaned, but "
          + "\(counts["kept"]) kept and \(counts.sum(below: "dropped")) dropped")
    }

    var outcome = TaskOutcome()
    outcome.counts = try total(counts, context)
    outcome.inputs = context.records[first.stage]?[context.task].inputs ?? []
    if docs.size == 0 { try docs.write(ZstdFrameWriter.frame(of: UnsafeRawBufferPointer(start: nil, count: 0))) }
    for file in [docs, identities, removed, dropped].compactMap({ $0 }) {
      try file.publish()
      outcome.add(file, in: folder)
    }
    outcome.add(try verdicts.finish(), in: folder)
    if settings.recipe.clean.keepDropped == .sample {
      let file = try output(last.droppedSample(input))
      try file.write(DroppedSample.serialize(sample.rows))
      try file.publish()
      outcome.add(file, in: folder)
    }
    return outcome
  }

  /// The counts of both writings: what cleaning read and dropped, and what stays and goes here.
  private func total(_ counts: Counts, _ context: TaskContext) throws -> Counts {
    guard let before = context.records[settings.firstWriting.stage]?[context.task].counts else {
      throw JobError("no done-record of stage \(settings.firstWriting.stage); run the same command again")
    }
    var total = before
    total.add("kept", counts["kept"] - before["kept"])
    total.add("bytes.kept_text", counts["bytes.kept_text"] - before["bytes.kept_text"])
    for group in ["dropped", "edited"] {
      for (name, value) in counts.below(group) { total.add("\(group).\(name)", value) }
    }
    return total
  }
}

extension TaskContext {
  /// Appends a file that task `task` of `stage` wrote to `output`, held against its record.
  func copy(_ path: String, from stage: String, task: Int, into output: OutputFile) throws {
    try verifyContents(of: path, from: stage, task: task)
    let file = try RandomAccessFile(path: folder.path(path))
    var piece = ByteBuffer()
    for start in stride(from: 0, to: file.size, by: 1 << 20) {
      piece.removeAll()
      try file.read(at: start, count: min(1 << 20, file.size - start), into: &piece)
      try output.write(piece.bytes)
    }
  }
}
