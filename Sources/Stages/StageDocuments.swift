import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// The documents of the inputs as a stage of the recipe finds them: those that the stages before it have left, with
/// their texts as these left them.
struct StageDocuments {
  /// Which run.
  let settings: RunSettings
  /// Which stage reads.
  let stage: RecipeStage
  /// Fields of the records whose values are wanted beside text and id.
  var notedFields: [String] = []

  /// A batch of documents as the stage finds them.
  struct Batch {
    /// The records as they are stored.
    let records: DocumentBatch
    fileprivate var lists: BatchLists
    /// The file that they stand in.
    var input: InputFile { lists.input }
    fileprivate let scratch: Scratch

    /// Calls `body` for each document that is left, in order.
    func forEach(_ body: (Live) throws -> Void) throws {
      var lists = self.lists
      scratch.live = 0
      for (index, document) in records.documents.enumerated() {
        let id = records.id(of: document)
        var text = records.text(of: document)
        if let fate = lists.take(id) {
          if fate.removal != nil { continue }
          guard let rest = scratch.cutText.apply(fate.cuts.map(\.entries), to: text) else {
            throw BatchLists.changed(id, of: lists.input)
          }
          text = rest
        }
        scratch.live += 1
        try body(
          Live(id: id, text: text, position: records.block.offset + document.lineStart, index: index, records: records))
      }
      try lists.checkEnd()
    }
  }

  /// One document as the stage finds it; valid while `forEach` calls.
  struct Live {
    /// Its identity.
    let id: DocumentID
    /// Its text.
    let text: UnsafeRawBufferPointer
    /// The offset of its line in the decompressed file that is read: rises from document to document, by more than the
    /// bytes of the text.
    let position: Int
    fileprivate let index: Int
    fileprivate let records: DocumentBatch

    /// Appends the id that its user gave it, or its substitute.
    func appendID(path: String, to buffer: inout ByteBuffer) {
      records.appendID(of: records.documents[index], path: path, to: &buffer)
    }

    /// The value of field number `field` of ``StageDocuments/notedFields``; empty where there is none.
    func noted(_ field: Int) -> UnsafeRawBufferPointer { records.noted(field, of: index) }
  }

  /// What a worker keeps from batch to batch.
  fileprivate final class Scratch {
    let cutText = CutText()
    /// The documents of the last batch that are left.
    var live = 0
  }

  private final class Worker<State> {
    let scratch = Scratch()
    let state: State
    init(_ state: State) { self.state = state }
  }

  /// Reads the documents of file `context.task`: an input, or one that they are compared with.
  ///
  /// - Parameters:
  ///   - isFirst: true in the first step of the stage: ids are noted for receipts unless an earlier stage has.
  ///   - prepare: called on the reading thread for every batch, in order, before it is parsed.
  ///   - makeState: makes a worker's state.
  ///   - work: what a worker does with a batch; it calls ``Batch/forEach(_:)`` once.
  ///   - consume: takes the results in order, on the calling thread.
  /// - Returns: an outcome with the counts of the pass: `documents` for those that are left, `passed_over` for those
  ///   that earlier stages removed.
  func read<State, Output: Sendable>(
    _ context: TaskContext, isFirst: Bool,
    prepare: @escaping @Sendable (DocumentBatch, BatchReader) throws -> Void = { _, _ in },
    makeState: @escaping @Sendable () throws -> State,
    work: @escaping @Sendable (State, Batch) throws -> Output,
    consume: (Output) throws -> Void
  ) throws -> TaskOutcome {
    let input = settings.file(context.task)
    let isReference = context.task >= settings.inputs.count
    let lists = try StageLists(isReference ? [] : settings.lists(before: stage), of: input, in: context.folder)
    let job = stage.list?.first
    var ids: IDTableWriter?
    if isFirst, let job, job == settings.idsStage || isReference {
      try FileSystem.createFolder(context.folder.path("spill/\(settings.idsStage ?? job)"))
      ids = try IDTableWriter(path: context.folder.path(settings.ids(context.task)))
    }
    var counts = Counts()
    counts.add("documents", 0)
    func pass(_ file: SourceFile, _ options: PassOptions) throws -> DocumentPass.Reading {
      var file = file
      file.notedFields = notedFields
      var reading = try DocumentPass(file: file, options: options).run(
        prepare: { batch, reader in
          try lists.prepare(batch, reader)
          try prepare(batch, reader)
        },
        makeState: { Worker(try makeState()) },
        work: { (worker, batch) -> (Output, Int) in
          let output = try work(worker.state, Batch(records: batch, lists: lists.take(batch), scratch: worker.scratch))
          return (output, worker.scratch.live)
        },
        consume: { batch, result in
          counts.add("documents", result.1)
          counts.add("passed_over", batch.documents.count - result.1)
          if let ids {
            for document in batch.documents {
              if let id = batch.userID(of: document) { try ids.add(line: batch.id(of: document).line, id: id) }
            }
          }
          try consume(result.0)
        })
      try lists.checkEnd()
      reading.counts.add(counts)
      return reading
    }
    let reading: DocumentPass.Reading
    if settings.readsCleaned(stage) && !isReference {
      reading = try context.readDocuments(settings, of: settings.firstWriting) { file in
        try pass(file, PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
      }
    } else {
      let options = PassOptions(context, maxRecord: settings.recipe.maxRecord, keepGoing: settings.keepGoing)
      reading = try pass(settings.source(context.task), options)
      try context.check(
        reading, of: input, earlier: isFirst && job == settings.idsStage ? nil : isReference ? job : settings.idsStage)
    }
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.inputs = reading.inputs
    if let ids { outcome.add(try ids.finish(), in: context.folder) }
    return outcome
  }
}
