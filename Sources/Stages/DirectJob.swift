import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernShards
import QuernStreams
import QuernTokenizer

/// Work of the stand-alone commands that needs no run folder: it streams documents straight into its result.
public struct DirectJob: Sendable {
  private let options: PassOptions
  private let maxRejected: Double?

  /// - Parameter maxRejected: the share of a file's records that may be rejected; nil for the default.
  public init(options: PassOptions, maxRejected: Double?) {
    self.options = options
    self.maxRejected = maxRejected
  }

  /// What a job did.
  public struct Outcome: Sendable {
    public var counts = Counts()
    /// Messages about survived damage and other things to know.
    public var warnings: [String] = []
    /// The first rejected records, for messages.
    public var rejections: [(file: String, rejection: Rejection)] = []

    mutating func add(_ reading: DocumentPass.Reading) {
      counts.add(reading.counts)
      if let damage = reading.damage { warnings.append("\(damage)") }
    }

    mutating func add(_ rejected: [Rejection], of file: SourceFile) {
      for rejection in rejected where rejections.count < 5 { rejections.append((file.name, rejection)) }
    }
  }

  /// Trains a vocabulary on the documents of `files`.
  public func train(_ files: [SourceFile], training: RecipeTraining) throws -> (model: BPEModel, outcome: Outcome) {
    var outcome = Outcome()
    _ = try training.outline()
    let counting = WordCounting(pattern: try splitPattern(named: training.pattern), byLine: training.byLine)
    let words = WordCounting.Words(pattern: counting.pattern)
    for file in files {
      let reading = try counting.count(file, into: words, options: options) { outcome.add($0, of: file) }
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    let trained: BPETrainer.Outcome
    do {
      trained = try training.trainer.train(words.counter)
    } catch {
      throw JobError("cannot train: \(error)")
    }
    outcome.counts.add("vocabulary", trained.model.vocabularySize)
    outcome.counts.add("merges", trained.merges)
    outcome.counts.add("words", Int(words.counter.total))
    outcome.counts.add("distinct_words", words.counter.distinct)
    if trained.end == .noMorePairs {
      outcome.warnings.append(
        "the text has pairs for \(trained.model.vocabularySize) of \(training.vocabularySize) ids only")
    }
    return (trained.model, outcome)
  }

  /// Encodes the documents of `files` to native batches in `folder`.
  public func encodeBatches(
    _ files: [SourceFile], model: BPEModel, format: RowFormat, folder: String, seed: UInt64
  ) throws -> (index: ShardIndex, outcome: Outcome) {
    try prepare(folder)
    let writer = try BatchWriter(folder: folder, format: format)
    let outcome = try encode(files, model: model, folder: folder) { _, batch, _ in
      try TokenSpillWriter.forEach(in: batch.bytes.bytes) { try writer.add($1, document: $0) }
    }
    let (index, _) = try writer.finish(tokenizer: model.fingerprint, seed: seed)
    return (index, outcome)
  }

  /// Encodes the documents of `files` to `ids-NNNNN.jsonl.zst` in `folder`, one file for each: rows of id and ids,
  /// without any token between documents.
  public func encodeIDs(_ files: [SourceFile], model: BPEModel, folder: String) throws -> Outcome {
    try prepare(folder)
    var outputs: [OutputFile] = []
    for file in files {
      outputs.append(try OutputFile(path: "\(folder)/ids-\(paddedNumber(file.file)).jsonl.zst"))
    }
    var frames = ZstdFrameWriter()
    var rows = JSONWriter()
    var compressed = ByteBuffer()
    func flush(to output: OutputFile) throws {
      compressed.removeAll()
      frames.append(rows.buffer.bytes, to: &compressed)
      try output.write(compressed.bytes)
      rows.removeAll()
    }
    var id = ByteBuffer()
    let outcome = try encode(files, model: model, folder: folder) { file, batch, documents in
      var next = 0
      try TokenSpillWriter.forEach(in: batch.bytes.bytes) { _, ids in
        id.removeAll()
        documents.appendID(of: documents.documents[next], path: file.name, to: &id)
        next += 1
        rows.beginObject()
        rows.key("id")
        rows.string(id.bytes)
        rows.key("ids")
        rows.beginArray()
        for id in ids { rows.number(Int(id)) }
        rows.endArray()
        rows.endObject()
        rows.endLine()
        if rows.buffer.count > 1 << 20 { try flush(to: outputs[file.file]) }
      }
    } endOfFile: { file in
      try flush(to: outputs[file.file])
    }
    for output in outputs { try output.publish() }
    return outcome
  }

  /// Makes the folder and removes what an earlier command has left in it, so that nothing old stands among the new.
  private func prepare(_ folder: String) throws {
    try FileSystem.createFolder(folder)
    try FileSystem.removeAttempts(in: folder)
    for name in try FileSystem.names(in: folder) {
      let isOwn =
        (name.hasPrefix("ids-") && name.hasSuffix(".jsonl.zst"))
        || (name.hasPrefix("batches-") && name.hasSuffix(".bin"))
        || ["rejected.jsonl.zst", "documents.bin", ShardIndex.fileName].contains(name)
      if isOwn { try FileSystem.remove("\(folder)/\(name)") }
    }
  }

  /// Encodes all files and keeps rejected records in `rejected.jsonl.zst`, if there are any.
  private func encode(
    _ files: [SourceFile], model: BPEModel, folder: String,
    consume: (SourceFile, Encoding.Batch, DocumentBatch) throws -> Void,
    endOfFile: (SourceFile) throws -> Void = { _ in }
  ) throws -> Outcome {
    var outcome = Outcome()
    var rejected = JSONWriter()
    for file in files {
      let reading = try Encoding(model: model).encode(file, options: options) { documents, batch in
        outcome.add(documents.rejections, of: file)
        for rejection in documents.rejections {
          rejection.write(into: &rejected, file: file.file, path: file.name, source: file.source)
        }
        try consume(file, batch, documents)
      }
      try endOfFile(file)
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    if !rejected.buffer.isEmpty {
      var frames = ZstdFrameWriter()
      var compressed = ByteBuffer()
      frames.append(rejected.buffer.bytes, to: &compressed)
      try FileSystem.write(compressed.bytes, to: "\(folder)/rejected.jsonl.zst")
    }
    return outcome
  }
}
