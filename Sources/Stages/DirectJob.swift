import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernShards
import QuernStreams
import QuernTokenizer
import QuernWorkers

/// Work of the stand-alone commands that needs no run folder: it streams documents straight into its result.
public struct DirectJob: Sendable {
  let options: PassOptions
  let maxRejected: Double?

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
    /// What else was done, for people.
    public var notes: [String] = []
    /// The first rejected records, for messages.
    public var rejections: [(file: String, rejection: Rejection)] = []

    /// Nothing done yet.
    public init() {}

    mutating func add(_ reading: DocumentPass.Reading) {
      counts.add(reading.counts)
      if let damage = reading.damage { warnings.append("\(damage)") }
    }

    mutating func add(_ rejected: [Rejection], of file: SourceFile) {
      for rejection in rejected where rejections.count < 5 { rejections.append((file.name, rejection)) }
    }
  }

  /// Encodes the documents of `files` to native batches in `folder`, in place of what an earlier job left there.
  public func encodeBatches(
    _ files: [SourceFile], model: BPEModel, format: RowFormat, folder: String, seed: UInt64
  ) throws -> (index: ShardIndex, outcome: Outcome) {
    try check(files)
    let target = try EncodedFolder(folder, needsIndex: true)
    defer { withExtendedLifetime(target) {} }
    let writer = try BatchWriter(folder: folder, format: format)
    let (outcome, rejected) = try encode(files, model: model, folder: folder) { _, batch, _ in
      try TokenSpillWriter.forEach(in: batch.bytes.bytes) { try writer.add($1, document: $0) }
    }
    let (index, _) = try writer.finish(tokenizer: model.fingerprint, seed: seed) {
      try target.removeOldResults()
      try rejected?.publish()
    }
    return (index, outcome)
  }

  /// Encodes the documents of `files` to `ids-NNNNN.jsonl.zst` in `folder`, one file for each, in place of what an
  /// earlier job left there: rows of id and ids, without any token between documents.
  public func encodeIDs(_ files: [SourceFile], model: BPEModel, folder: String) throws -> Outcome {
    try check(files)
    let target = try EncodedFolder(folder, needsIndex: false)
    defer { withExtendedLifetime(target) {} }
    var written: [OutputFile] = []
    func newFile() -> RowFile { RowFile(path: "\(folder)/\(EncodedFolder.ids(written.count))") }
    var output = newFile()
    var id = ByteBuffer()
    let (outcome, rejected) = try encode(files, model: model, folder: folder) { file, batch, documents in
      var next = 0
      try TokenSpillWriter.forEach(in: batch.bytes.bytes) { _, ids in
        id.removeAll()
        documents.appendID(of: documents.documents[next], path: file.name, to: &id)
        next += 1
        DirectJob.writeRow(id: id.bytes, ids, into: &output.rows)
        try output.endOfRow()
      }
    } endOfFile: {
      written.append(try output.seal())
      output = newFile()
    }
    try target.removeOldResults()
    for file in written { try file.publish() }
    try rejected?.publish()
    try FileSystem.synchronize(folder: folder)
    return outcome
  }

  private static func writeRow(
    id: UnsafeRawBufferPointer, _ ids: UnsafeBufferPointer<UInt32>, into rows: inout JSONWriter
  ) {
    rows.beginObject()
    rows.member("id", id)
    rows.key("ids")
    rows.beginArray()
    for id in ids { rows.number(Int(id)) }
    rows.endArray()
    rows.endObject()
    rows.endLine()
  }

  /// Whether all inputs are there and may be read, before anything is written.
  func check(_ files: [SourceFile]) throws {
    for file in files where file.path != "-" {
      // Who opens a pipe and closes it again stops its writer.
      if FileSystem.entry(at: file.path) == .other { continue }
      _ = try RandomAccessFile(path: file.path)
    }
  }

  /// Encodes all files, and keeps rejected records in a file that has no name yet, if there are any.
  private func encode(
    _ files: [SourceFile], model: BPEModel, folder: String,
    consume: (SourceFile, Encoding.Batch, DocumentBatch) throws -> Void,
    endOfFile: () throws -> Void = {}
  ) throws -> (outcome: Outcome, rejected: OutputFile?) {
    var outcome = Outcome()
    let encoding = Encoding(model: model)
    let rejected = RowFile(path: "\(folder)/\(EncodedFolder.rejected)")
    for file in files {
      let reading = try encoding.encode(file, options: options) { documents, batch in
        outcome.add(documents.rejections, of: file)
        for rejection in documents.rejections {
          rejection.write(into: &rejected.rows, file: file.file, path: file.name, source: file.source)
          try rejected.endOfRow()
        }
        try consume(file, batch, documents)
      }
      try endOfFile()
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    return (outcome, rejected.isEmpty ? nil : try rejected.seal())
  }
}
