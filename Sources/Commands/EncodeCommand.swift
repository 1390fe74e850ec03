import ArgumentParser
import QuernBytes
import QuernJobs
import QuernReports
import QuernShards
import QuernStages
import QuernTokenizer
import QuernWorkers

/// `quern encode`
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Turns documents into token ids.",
    discussion: """
      EXAMPLES:
        quern encode cleaned/docs --tokenizer tokenizer.json --format batches \\
          --length 2048 --batch 512 --out shards
        quern encode cleaned/docs --tokenizer cl100k_base.tiktoken:cl100k \\
          --format batches --eos 100257 --out shards
        quern encode - --tokenizer tokenizer.json --format ids --out ids < a.jsonl

      batches: rows of length + 1 ids that overlap by one, beside index.json (see Docs/Formats.md).
      ids: JSON Lines with id and ids, no tokens added.
      Special tokens in the text are plain text: text cannot inject control tokens. What an earlier encode left in \
      the folder is replaced when all is done; other files stay.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument {
    case batches, ids
  }

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "\(vocabularyFileHelp)")
  var tokenizer: String

  @Option(help: "What to write.")
  var format: Format

  @Option(help: "batches: training length T; rows hold T + 1 ids.")
  var length = 2048

  @Option(help: "batches: rows of a batch.")
  var batch = 512

  @Option(help: "batches: what follows a document: a special token, an id or none (default: the end-of-text token).")
  var eos: String?

  @Option(help: "batches: what precedes a document: a special token, an id or none.")
  var bos = "none"

  @Option(help: "The folder to write.")
  var out: String

  @OptionGroup var records: RecordOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out is empty; name the folder to write") }
  }

  func run() throws {
    let files = try records.sources(inputs, out: out)
    let model = try TokenizerFile(argument: tokenizer).load()
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    progress.start("encode", total: storedBytes(of: files))
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    switch format {
    case .ids:
      let outcome = try job.encodeIDs(files, model: model, folder: out)
      meter.end()
      try DirectSummary(outcome: outcome, work: work).finish([sentence(outcome)])
    case .batches:
      let rows = try RowFormat(
        length: length, batch: batch, end: eos.map(token) ?? .endOfText, beginning: token(bos), model: model)
      let (index, outcome) = try job.encodeBatches(files, model: model, format: rows, folder: out, seed: seed.seed)
      meter.end()
      var told = outcome
      told.counts.add("rows", index.rows)
      told.counts.add("batches", index.batches)
      told.counts.add("overlap", index.overlap)
      told.counts.add("padding", index.padding)
      try DirectSummary(outcome: told, work: work).finish([
        sentence(outcome),
        "\(grouped(index.rows)) rows of \(rows.rowIDs) ids in \(grouped(index.batches)) batches of \(rows.batch), "
          + "\(rows.type.rawValue), \(grouped(index.padding)) ids of padding, in \(out)",
      ])
    }
  }

  private func sentence(_ outcome: DirectJob.Outcome) -> String {
    let tokens = outcome.counts["tokens"]
    let ratio = Double(outcome.counts["bytes.text"]) / Double(max(1, tokens))
    return "\(grouped(outcome.counts["documents"])) documents, \(grouped(tokens)) tokens, \(fixed(ratio)) bytes a token"
  }

  /// `none`, a number, or the text of a special token.
  private func token(_ text: String) -> RecipeToken {
    if text == "none" { return .absent }
    if let id = Int(text) { return .id(id) }
    return .token(text)
  }
}
