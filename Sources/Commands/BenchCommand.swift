import ArgumentParser
import QuernBytes
import QuernClassifiers
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernTokenizer

/// `quern bench`
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Times one stage on documents in memory: MB of text a second, first pass.",
    discussion: """
      EXAMPLES:
        quern bench read corpus.jsonl.zst
        quern bench clean corpus.jsonl.zst --jobs 1
        quern bench encode corpus.jsonl.zst --tokenizer cl100k.tiktoken:cl100k
        quern bench train corpus.jsonl.zst --vocab-size 32000 --pattern gpt2
        quern bench language corpus.jsonl.zst --model lid.176 --sample 1KiB
        quern bench pii corpus.jsonl.zst
        quern bench minhash corpus.jsonl.zst --profile datatrove
        quern bench read corpus.jsonl.zst --json | jq .megabytes_per_second

      decompress and read start from the files and count bytes of JSON Lines; all other stages start from text in \
      memory.
      """)

  @Argument(help: "The stage.")
  var stage: StageBenchmark.Name

  @Argument(help: "Files, folders or quoted globs.")
  var inputs: [String]

  @Option(help: "encode: the vocabulary. \(vocabularyFileHelp)")
  var tokenizer: String?

  @Option(help: "train: ids of the vocabulary.")
  var vocabSize = 32000

  @Option(help: "count and train: how text is split.")
  var pattern = "cl100k"

  @Option(help: "language and toxicity: the model (default: the usual one of quern models).")
  var model: String?

  @Option(help: "language: the bytes of a text that are looked at (default: all).")
  var sample: String?

  @Option(help: "minhash: the n-gram, bands and hash functions; see quern dedup near --help.")
  var profile = "quern"

  @Option(help: "Working threads.")
  var jobs = 1

  @Flag(help: "Print the figures as one JSON object.")
  var json = false

  func validate() throws {
    if !(1...1024).contains(jobs) { throw ValidationError("--jobs must be between 1 and 1024, not \(jobs)") }
    if let sample, !(64...(1 << 30)).contains(byteCount(of: sample) ?? 0) {
      throw ValidationError("--sample \(sample): write a size between 64 and 1GiB, such as 1KiB")
    }
  }

  func run() throws {
    let figure: StageBenchmark.Figure
    do {
      figure = try measure()
    } catch let damage as StreamError where damage.kind == .damaged {
      throw StreamError(
        damage.kind, path: damage.path, offset: damage.offset, message: damage.message,
        hint: "only whole files are timed; fetch the file again")
    }
    if json {
      write(figure)
    } else {
      Terminal.output(
        "\(stage.rawValue): \(fixed(figure.rate)) MB/s, \(grouped(figure.bytes)) bytes, "
          + "\(grouped(figure.documents)) documents, \(grouped(figure.made)) \(figure.madeWhat), "
          + "\(fixed(figure.seconds)) s, \(jobs) \(jobs == 1 ? "thread" : "threads")\n")
    }
  }

  private func measure() throws -> StageBenchmark.Figure {
    let benchmark = try StageBenchmark(
      stage, paths: try inputs.flatMap { try InputResolver.files(for: $0) }, jobs: jobs)
    return try benchmark.measure(
      model: try tokenizer.map { try TokenizerFile(argument: $0).load() }, vocabularySize: vocabSize,
      pattern: try splitPattern(named: pattern), classifier: try classifier(),
      sample: sample.flatMap { byteCount(of: $0) }.map { TextSample(size: $0) }, profile: profile)
  }

  /// The model of the stages that need one.
  private func classifier() throws -> TextClassifier? {
    let standard: KnownModel
    switch stage {
    case .language: standard = .lid176
    case .toxicity: standard = .toxicity
    default: return nil
    }
    return try KnownModel.open(model ?? standard.name, standard: standard, folder: ".")
  }

  private func write(_ figure: StageBenchmark.Figure) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.member("stage", stage.rawValue)
    writer.member("jobs", jobs)
    writer.member("bytes", figure.bytes)
    writer.member("documents", figure.documents)
    writer.member("made", figure.made)
    writer.member("made_what", figure.madeWhat)
    writer.member("seconds", figure.seconds)
    writer.member("processor_seconds", figure.processorSeconds)
    writer.member("megabytes_per_second", figure.rate)
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }
}

extension StageBenchmark.Name: ExpressibleByArgument {}
