import QuernBytes
import QuernClassifiers
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer
import QuernWorkers
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Times single stages on documents that lie in memory; the first pass counts, since real corpora do not repeat.
public struct StageBenchmark: Sendable {
  /// The stages that can be timed.
  public enum Name: String, CaseIterable, Sendable {
    /// Decompression alone.
    case decompress
    /// Decompression, lines and records: from files, in bytes of JSON Lines.
    case read
    /// Hashing for exact duplicates.
    case exact
    /// Normalising and hashing for exact duplicates.
    case normalized
    /// Normalisation, signals and rules.
    case clean
    /// Counting words for training.
    case count
    /// Counting and merging.
    case train
    /// Encoding.
    case encode
    /// Telling languages.
    case language
    /// Scoring the toxicity of sentences.
    case toxicity
    /// Replacing personal data.
    case pii
    /// Signing documents by MinHash.
    case minhash
  }

  /// One measurement.
  public struct Figure: Sendable {
    /// The stage.
    public var name: Name
    /// Bytes of text; of JSON Lines for `decompress` and `read`.
    public var bytes = 0
    /// Documents worked on.
    public var documents = 0
    /// Wall time.
    public var seconds = 0.0
    /// Processor time of the whole process: steadier than wall time where others work on the machine.
    public var processorSeconds = 0.0
    /// What the stage made: kept documents, words, merges or tokens.
    public var made = 0
    /// What `made` counts.
    public var madeWhat = "documents"

    /// Millions of bytes a second.
    public var rate: Double { seconds > 0 ? Double(bytes) / 1e6 / seconds : 0 }
  }

  private let name: Name
  private let files: [SourceFile]
  private let jobs: Int
  private let corpus: Corpus?

  /// Documents in memory, in order.
  private final class Corpus: Sendable {
    let batches: Mutex<[DocumentBatch]>
    let bytes: Int
    let documents: Int

    init(_ files: [SourceFile]) throws {
      var parser = RecordParser(maxRecord: 64 << 20)
      var loaded: [DocumentBatch] = []
      for file in files {
        let reader = try BatchReader(file, maxRecord: 64 << 20)
        while true {
          let batch = DocumentBatch()
          guard try reader.next(into: batch) else { break }
          parser.parse(batch)
          loaded.append(batch)
        }
        if let damage = reader.damage { throw damage }
      }
      bytes = loaded.reduce(0) { $0 + $1.documents.reduce(0) { $0 + $1.textCount } }
      documents = loaded.reduce(0) { $0 + $1.documents.count }
      batches = Mutex(loaded)
    }
  }

  /// Loads the documents of the files at `paths`, unless the stage starts from the files.
  public init(_ name: Name, paths: [String], jobs: Int) throws {
    files = paths.enumerated().map {
      SourceFile(file: $0.offset, path: $0.element, name: $0.element, source: "input")
    }
    self.name = name
    self.jobs = jobs
    corpus = name == .read || name == .decompress ? nil : try Corpus(files)
  }

  /// Times the stage.
  /// - Parameters:
  ///   - model: the vocabulary, for `encode`.
  ///   - vocabularySize, pattern: what `train` learns and how text is split.
  ///   - classifier: the model, for `language` and `toxicity`.
  ///   - sample: what `language` looks at; nil for whole texts.
  ///   - profile: what `minhash` computes.
  public func measure(
    model: BPEModel? = nil, vocabularySize: Int = 32000, pattern: SplitPattern = .cl100k,
    classifier: TextClassifier? = nil, sample: TextSample? = nil, profile: String = "quern"
  ) throws -> Figure {
    var figure = Figure(name: name)
    figure.bytes = corpus?.bytes ?? 0
    figure.documents = corpus?.documents ?? 0
    let clock = ContinuousClock()
    let start = clock.now
    let processorStart = processorTime()
    switch name {
    case .decompress: try decompress(into: &figure)
    case .read: try read(into: &figure)
    case .exact, .normalized:
      var exact = RecipeExact()
      if name == .normalized { exact.key = .normalizedText }
      figure.made = try overDocuments(makeState: { [exact] in DuplicateKey(exact) }) { key, text in
        _ = try key.hash(text)
        return 1
      }
    case .clean:
      let plan = try CleaningPlan(CleaningOptions(routes: [CleaningRoute(profiles: ["prose"])]))
      figure.made = try overDocuments(makeState: { WorkerCleaner(plan) }) { worker, text in
        try worker.cleaner.clean(text, route: 0).keep ? 1 : 0
      }
      figure.madeWhat = "kept"
    case .count, .train:
      let words = try countWords(pattern)
      figure.made = words.groups.reduce(0) { $0 + Int($1.words) }
      figure.madeWhat = "words"
      if name == .train {
        figure.made = try BPETrainer(vocabularySize: vocabularySize).train(words).merges
        figure.madeWhat = "merges"
      }
    case .encode:
      guard let model else { throw JobError(.usage, "encode needs a vocabulary: --tokenizer FILE[:PATTERN]") }
      figure.made = try overDocuments(makeState: { BenchEncoder(model) }) { worker, text in
        worker.ids.removeAll(keepingCapacity: true)
        try worker.encoder.encode(text, into: &worker.ids)
        return worker.ids.count
      }
      figure.madeWhat = "tokens"
    case .language, .toxicity:
      guard let classifier else { throw JobError(.usage, "\(name.rawValue) needs a model: --model FILE") }
      figure.made = try name == .language ? tellLanguages(classifier, sample) : scoreToxicity(classifier)
      figure.madeWhat = name == .language ? "told" : "toxic"
    case .minhash:
      figure.made = try sign(profile)
      figure.madeWhat = "signed (\(MinHashSigner.instructions))"
    case .pii:
      figure.made = try replacePersonalData()
      figure.madeWhat = "finds"
    }
    figure.processorSeconds = processorTime() - processorStart
    let elapsed = (clock.now - start).components
    figure.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
    return figure
  }

  /// Seconds of processor time that all threads of this process have used.
  private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// A vocabulary learned from the documents, to time `encode` with.
  public func vocabulary(size: Int, pattern: SplitPattern = .cl100k) throws -> BPEModel {
    try BPETrainer(vocabularySize: size).train(try countWords(pattern)).model
  }

  private final class BenchEncoder {
    var encoder: Encoder
    var ids: [UInt32] = []
    init(_ model: BPEModel) { encoder = Encoder(model: model) }
  }

  func overDocuments<State>(
    makeState: @escaping @Sendable () throws -> State,
    _ body: @escaping @Sendable (State, UnsafeRawBufferPointer) throws -> Int
  ) throws -> Int {
    let batches = corpus?.batches.withLock { $0 } ?? []
    let next = Atomic<Int>(0)
    var sum = 0
    try OrderedPipeline.run(
      jobs: jobs, makeState: makeState,
      produce: { () -> DocumentBatch? in
        let index = next.add(1, ordering: .relaxed).oldValue
        return index < batches.count ? batches[index] : nil
      },
      process: { (state, batch) -> Int in
        var sum = 0
        for document in batch.documents { sum += try body(state, batch.text(of: document)) }
        return sum
      },
      consume: { sum += $0 })
    return sum
  }

  private func countWords(_ pattern: SplitPattern) throws -> WordRuns {
    let counting = try WordCounting(rule: WordRule(.scanner(pattern)), memory: 1 << 40, scratch: ".words")
    _ = try overDocuments(makeState: { try counting.makeWorker() }) { worker, text in
      try worker.add(text: text, group: try worker.number(of: WordGroup()))
      return 1
    }
    return try counting.finish()
  }

  private func decompress(into figure: inout Figure) throws {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { room.deallocate() }
    for file in files {
      let decoder = try Decoder(path: file.path)
      var count = 0
      repeat {
        try decoder.read(into: room, delivered: &count)
        figure.bytes += count
      } while count > 0
    }
  }

  private func read(into figure: inout Figure) throws {
    for file in files {
      let options = PassOptions(
        jobs: jobs, maxRecord: 64 << 20, keepGoing: false, progress: Progress(), cancellation: Cancellation())
      let reading = try DocumentPass(file: file, options: options).run(
        makeState: { () }, work: { _, batch in batch.documents.count }, consume: { _, _ in })
      figure.bytes += reading.counts["bytes.content"]
      figure.documents += reading.counts["read"]
    }
    figure.made = figure.documents
  }
}
