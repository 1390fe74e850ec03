import ArgumentParser
import QuernBytes
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernTokenizer
import QuernWorkers

/// `quern train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns a byte-level BPE vocabulary from documents.",
    discussion: """
      EXAMPLES:
        quern train cleaned/docs --vocab-size 32000 --pattern cl100k \\
          --special "<|endoftext|>" --out tokenizer.json
        zstd -dc a.zst | quern train - --vocab-size 800 --pattern gpt2 --out t.json
        quern train a.jsonl --vocab-size 4096 --pattern gpt2 --ties rustbpe \\
          --out t.json --tiktoken t.tiktoken

      The result does not depend on threads or on the order of files. tokenizer.json loads in the `tokenizers` \
      package. With --ties huggingface the merges are those of that package, with rustbpe those of rustbpe, to the \
      last tie.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "Ids of the vocabulary, bytes and special tokens included.")
  var vocabSize: Int

  @Option(help: "How text is split: \(SplitPattern.allCases.map(\.rawValue).joined(separator: ", ")).")
  var pattern: String

  @Option(help: "Whose order decides between pairs that are equally frequent.")
  var ties = RecipeTraining.Ties.huggingface

  @Flag(help: "Take each line with its end as a text, as `train(files)` does, instead of whole documents.")
  var byLine = false

  @Option(help: "A special token; may be repeated. They get the first ids in this order.")
  var special: [String] = []

  @Option(help: "Pairs that are rarer are not merged.")
  var minFrequency = 0

  @Option(help: "The tokenizer.json to write.")
  var out: String

  @Option(help: "Also write the vocabulary as a tiktoken rank file.")
  var tiktoken: String?

  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if !(256...Int(Int32.max)).contains(vocabSize) {
      throw ValidationError("--vocab-size must be between 256, the number of bytes, and \(Int32.max), not \(vocabSize)")
    }
    if minFrequency < 0 { throw ValidationError("--min-frequency must not be negative") }
  }

  func run() throws {
    var training = RecipeTraining(vocabularySize: vocabSize)
    training.pattern = pattern
    training.ties = ties
    training.byLine = byLine
    training.special = special
    training.minFrequency = minFrequency
    let files = try records.sources(inputs)
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    progress.start("train", total: storedBytes(of: files))
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    var (model, outcome) = try job.train(
      files, training: training, outputs: [out] + (tiktoken.map { [$0] } ?? []))
    meter.end()
    try FileSystem.write(try model.tokenizerJSON(), to: out)
    if let tiktoken {
      do {
        try FileSystem.write(try model.tiktoken(), to: tiktoken)
      } catch TokenizerError.lossy(let why) {
        outcome.warnings.append("\(tiktoken) is not written: \(why)")
      }
    }
    try DirectSummary(outcome: outcome, work: work).finish([
      "\(grouped(outcome.counts["merges"])) merges from \(grouped(outcome.counts["words"])) words, "
        + "\(grouped(outcome.counts["distinct_words"])) distinct, of \(grouped(outcome.counts["read"])) documents",
      "vocabulary of \(grouped(model.vocabularySize)) in \(out), fingerprint \(model.fingerprint.hex)",
    ])
  }
}

extension RecipeTraining.Ties: ExpressibleByArgument {}
