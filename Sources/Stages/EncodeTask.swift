import QuernBytes
import QuernDocuments
import QuernJobs
import QuernShards
import QuernStreams
import QuernTokenizer
import QuernWorkers

/// Encodes documents on several threads; what it learns about words in one file serves the next.
struct Encoding {
  private let workers: RecyclingPool<Worker>

  init(model: BPEModel) { workers = RecyclingPool { Worker(model: model) } }

  /// The ids of one batch, in the form of a token spill.
  final class Batch: @unchecked Sendable {
    var bytes = ByteBuffer()
    var documents = 0
    var tokens = 0
    var textBytes = 0
  }

  private final class Worker: @unchecked Sendable {  // one thread at a time
    var encoder: Encoder
    var ids: [UInt32] = []
    init(model: BPEModel) { encoder = Encoder(model: model) }
  }

  /// Encodes every document of `file` and hands the batches on in order.
  func encode(
    _ file: SourceFile, options: PassOptions, consume: (DocumentBatch, Batch) throws -> Void
  ) throws -> DocumentPass.Reading {
    let workers = self.workers
    var counts = Counts()
    var reading = try DocumentPass(file: file, options: options).run(
      makeState: { workers.lease() },
      work: { (lease, batch) -> Batch in
        let worker = lease.element
        let result = Batch()
        for document in batch.documents {
          let text = batch.text(of: document)
          worker.ids.removeAll(keepingCapacity: true)
          try worker.encoder.encode(text, into: &worker.ids)
          worker.ids.withUnsafeBufferPointer {
            TokenSpillWriter.append($0, document: batch.id(of: document).packed, to: &result.bytes)
          }
          result.documents += 1
          result.tokens += worker.ids.count
          result.textBytes += text.count
        }
        return result
      },
      consume: { documents, batch in
        counts.add("documents", batch.documents)
        counts.add("tokens", batch.tokens)
        counts.add("bytes.text", batch.textBytes)
        try consume(documents, batch)
      })
    reading.counts.add(counts)
    return reading
  }
}

/// Encodes one file of cleaned documents: `spill/encode/X.tokens`.
struct EncodeTask {
  static let stage = "encode"
  static let semantics = 1

  let settings: RunSettings
  let tokenizer: RunTokenizer

  static func tokens(_ input: InputFile) -> String { "spill/\(stage)/\(input.stem).tokens" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    let spill = try TokenSpillWriter(
      path: try context.folder.create("spill/\(EncodeTask.stage)", "\(input.stem).tokens"))
    let encoding = Encoding(model: try tokenizer.load(context))
    let reading = try context.readDocuments(settings) { file in
      try encoding.encode(
        file, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false),
        consume: { try spill.write($1.bytes.bytes, documents: $1.documents) })
    }
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.add(try spill.finish(), in: context.folder)
    return outcome
  }
}

/// Packs the ids of all files into batches: `shards/`.
struct PackTask {
  static let stage = "pack"
  static let semantics = 1

  let settings: RunSettings
  let shards: RecipeShards
  let tokenizer: RunTokenizer

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let model = try tokenizer.load(context)
    let format = try RowFormat(
      length: shards.length, batch: shards.batch, end: shards.eos, beginning: shards.bos, model: model)
    let folder = context.folder.path("shards")
    try FileSystem.createFolder(folder)
    let writer = try BatchWriter(folder: folder, format: format)
    for input in settings.inputs {
      let spill = try TokenSpillReader(path: context.folder.path(EncodeTask.tokens(input)))
      while try spill.next({ document, ids in try writer.add(ids, document: document) }) {
        try context.cancellation.check()
      }
    }
    let (index, files) = try writer.finish(tokenizer: model.fingerprint, seed: settings.recipe.seed)
    let encoded = context.counts(of: EncodeTask.stage)
    let between = index.documents * ((format.beginning == nil ? 0 : 1) + (format.end == nil ? 0 : 1))
    guard index.documents == encoded["documents"], index.tokens == encoded["tokens"] + between else {
      throw JobError(
        "internal error: \(encoded["tokens"]) ids of \(encoded["documents"]) documents were encoded, but "
          + "\(index.tokens - between) of \(index.documents) were packed")
    }
    var outcome = TaskOutcome()
    outcome.counts = counts(of: index)
    outcome.files = files.map { FileRecord(path: "shards/\($0.path)", size: $0.size, hash: $0.hash) }
    return outcome
  }
}

/// The counts of an index under the names that summaries use.
func counts(of index: ShardIndex) -> Counts {
  var counts = Counts()
  counts.add("documents", index.documents)
  counts.add("tokens", index.tokens)
  counts.add("rows", index.rows)
  counts.add("batches", index.batches)
  counts.add("overlap", index.overlap)
  counts.add("padding", index.padding)
  return counts
}
