import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// How a pass over documents reads: limits, threads, and what damage means.
public struct PassOptions: Sendable {
  /// Threads to work with.
  public var jobs: Int
  /// Longer lines are rejected.
  public var maxRecord: Int
  /// Whether damage to a file is survived: what came before is kept and the loss is reported.
  public var keepGoing: Bool
  public var progress: Progress
  public var cancellation: Cancellation

  /// For files that a run wrote itself: their records were within the limit before they were edited.
  static let unlimited = 1 << 40

  public init(jobs: Int, maxRecord: Int, keepGoing: Bool, progress: Progress, cancellation: Cancellation) {
    self.jobs = jobs
    self.maxRecord = maxRecord
    self.keepGoing = keepGoing
    self.progress = progress
    self.cancellation = cancellation
  }

  init(_ context: TaskContext, maxRecord: Int, keepGoing: Bool) {
    self.init(
      jobs: context.jobs, maxRecord: maxRecord, keepGoing: keepGoing, progress: context.progress,
      cancellation: context.cancellation)
  }
}

/// One pass over the documents of a file: read, parse and work on several threads, take the results in order.
struct DocumentPass {
  let file: SourceFile
  let options: PassOptions

  /// What a pass has read.
  struct Reading {
    /// `read`, `rejected.REASON`, `lines`, `blank_lines`, `repeated_keys`, `missing_ids`, `bytes.content`,
    /// `bytes.stored`, and for survived damage `damaged_files` and `bytes.lost`.
    var counts = Counts()
    /// The file as it was read: its name, and size and hash of its stored bytes up to ``damage``; nil when it could
    /// not be opened.
    var stored: FileRecord?
    var damage: StreamError?
    /// The first rejected record, for messages.
    var firstRejection: Rejection?

    /// What a done-record keeps of the input.
    var inputs: [FileRecord] { stored.map { [$0] } ?? [] }

    /// Notes damage after which the work goes on.
    mutating func survive(_ damage: StreamError, lines: Int, lost: Int) {
      self.damage = StreamError(
        damage.kind, path: damage.path, offset: damage.offset, message: damage.message,
        hint: "\(lines) lines before it were used, the rest of the file is lost")
      counts.add("read", 0)
      counts.add("damaged_files", 1)
      counts.add("bytes.lost", lost)
    }
  }

  /// What travels through the pipeline: a batch, and what a worker made of it.
  private final class Item<Output: Sendable>: @unchecked Sendable {
    let batch: DocumentBatch
    /// Bytes of the file, as stored, that were read when the batch was.
    let storedBytes: Int
    var output: Output?

    init(_ batch: DocumentBatch, storedBytes: Int) {
      self.batch = batch
      self.storedBytes = storedBytes
    }
  }

  /// A worker's parser and its own state.
  private final class Worker<State> {
    var parser: RecordParser
    var state: State
    init(parser: consuming RecordParser, state: State) {
      self.parser = parser
      self.state = state
    }
  }

  /// Runs the pass.
  ///
  /// - Parameters:
  ///   - prepare: called on the reading thread for every batch, in order, before it is parsed.
  ///   - makeState: makes a worker's state.
  ///   - work: what a worker does with a parsed batch.
  ///   - consume: takes batches and results in order, on the calling thread.
  /// - Throws: damage unless `keepGoing`; a mismatch of the lines read and the documents and rejections made of them.
  func run<State, Output: Sendable>(
    prepare: @escaping @Sendable (DocumentBatch, BatchReader) throws -> Void = { _, _ in },
    makeState: @escaping @Sendable () throws -> State,
    work: @escaping @Sendable (State, DocumentBatch) throws -> Output,
    consume: (DocumentBatch, Output) throws -> Void
  ) throws -> Reading {
    let cancellation = options.cancellation
    let stop = Cancellation()
    let opened = Result {
      try BatchReader(self.file, maxRecord: options.maxRecord) { stop.isCancelled || cancellation.isCancelled }
    }
    // What a cancelled reader has not read is no damage.
    try cancellation.check()
    if case .failure(let error as StreamError) = opened, error.kind == .damaged, options.keepGoing {
      var reading = Reading()
      reading.survive(error, lines: 0, lost: 0)
      return reading
    }
    let reader = Unshared(try opened.get())
    let pool = RecyclingPool<DocumentBatch> { DocumentBatch() }
    let file = self.file
    let maxRecord = options.maxRecord
    let progress = options.progress
    var reading = Reading()
    var accounted = 0
    var shownBytes = 0
    if let size = file.storedSize { progress.expect(total: size) }

    try OrderedPipeline.run(
      jobs: options.jobs, cancellation: cancellation,
      makeState: {
        Worker(
          parser: RecordParser(
            text: file.textField, id: file.idField, noted: file.notedFields, maxRecord: maxRecord),
          state: try makeState())
      },
      produce: { () throws -> Item<Output>? in
        let batch = pool.take()
        guard try reader.value.next(into: batch) else { return nil }
        try prepare(batch, reader.value)
        return Item(batch, storedBytes: reader.value.storedBytes)
      },
      process: { (worker, item) -> Item<Output> in
        worker.parser.parse(item.batch)
        item.output = try work(worker.state, item.batch)
        return item
      },
      consume: { item in
        let batch = item.batch
        progress.add(
          bytes: batch.block.buffer.count, documents: batch.documents.count, stored: item.storedBytes - shownBytes)
        shownBytes = item.storedBytes
        accounted += batch.documents.count + batch.rejections.count + batch.blankLines
        reading.counts.add("read", batch.documents.count + batch.rejections.count)
        reading.counts.add("blank_lines", batch.blankLines)
        reading.counts.add("repeated_keys", batch.repeatedKeys)
        reading.counts.add("missing_ids", batch.missingIDs)
        if reading.firstRejection == nil { reading.firstRejection = batch.rejections.first }
        for rejection in batch.rejections { reading.counts.add("rejected.\(rejection.reason.rawValue)", 1) }
        if let output = item.output { try consume(batch, output) }
        pool.give(batch)
      },
      whenStopped: { stop.cancel() })

    let source = reader.value
    guard accounted == source.lines else {
      throw JobError(
        "\(file.shown): internal error: \(source.lines) lines were read, but \(accounted) are accounted for")
    }
    reading.stored = FileRecord(path: file.name, size: source.storedBytes, hash: source.hash)
    reading.counts.add("lines", source.lines)
    reading.counts.add("bytes.content", source.contentBytes)
    reading.counts.add("bytes.stored", source.storedBytes)
    if let damage = source.damage {
      guard options.keepGoing else { throw damage }
      reading.survive(damage, lines: source.lines, lost: source.bytesLost)
    }
    return reading
  }
}

/// Carries a value that only one thread uses at a time to where it is used.
struct Unshared<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
