import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernTokenizer
import QuernWorkers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `quern train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Learns a BPE vocabulary from documents, or from word counts made before.",
    discussion: """
      EXAMPLES:
        quern train cleaned/docs --vocab-size 32000 --pattern cl100k \\
          --special "<|endoftext|>" --out tokenizer.json
        zstd -dc a.zst | quern train - --vocab-size 800 --pattern gpt2 --out t.json
        quern train raw --vocab-size 8000,32000 --pattern cl100k --counts counts \\
          --out "t-{size}.json"
        quern train raw --pattern cl100k --counts-only --out counts
        quern train --from-counts counts --vocab-size 64000 --temperature 3 \\
          --out t.json
        quern train a.jsonl --vocab-size 4096 --pattern gpt2 --ties rustbpe \\
          --out t.json --tiktoken t.tiktoken

      The result does not depend on threads or on the order of files. tokenizer.json loads in the `tokenizers` \
      package. With --ties huggingface the merges are those of that package, with rustbpe those of rustbpe, to the \
      last tie.

      With --counts or --counts-only each input file becomes a file of word counts, and a file that is finished is not \
      counted again: after a crash or an interrupt the same command goes on. Training from such files takes seconds, \
      whatever the size, weights and limits.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String] = []

  @Option(help: "Keep the word counts of each input file in this folder, and go on from those that are there.")
  var counts: String?

  @Flag(help: "Only count words; --out is then the folder for the count files.")
  var countsOnly = false

  @Option(
    parsing: .upToNextOption,
    help: "Train from these count files, and from those in these folders, instead of documents.")
  var fromCounts: [String] = []

  @Option(help: "The tokenizer.json to write; for several sizes with {size} in its name.")
  var out: String

  @Option(help: "Also write the vocabulary as a tiktoken rank file.")
  var tiktoken: String?

  @Option(help: "Write what the vocabulary makes of the text, by language and source, as JSON, and show it in short.")
  var report: String?

  @Option(help: "Another vocabulary for the report to compare with: FILE or FILE:PATTERN; may be repeated.")
  var compare: [String] = []

  @OptionGroup(title: "What is counted") var counting: CountingOptions
  @OptionGroup(title: "What is learned") var vocabulary: VocabularyOptions
  @OptionGroup(title: "Sources and languages") var mix: MixOptions
  @OptionGroup var memory: MemoryOption
  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if out.isEmpty { throw ValidationError("--out is empty") }
    if inputs.isEmpty && fromCounts.isEmpty {
      throw ValidationError("name the input, or count files with --from-counts")
    }
    if Set(compare).count < compare.count { throw ValidationError("--compare names a vocabulary twice") }
    if countsOnly { return try validateCountsOnly() }
    if !fromCounts.isEmpty { try validateFromCounts() }
    let sizes = try vocabulary.sizes()
    if sizes.isEmpty { throw ValidationError("name the number of ids with --vocab-size") }
    if fromCounts.isEmpty { try validateSplit() }
    if let report, report.contains(SizedPath.mark) {
      throw ValidationError("--report writes one file for all sizes; leave \(SizedPath.mark) out of its name")
    }
    for (name, path) in [("--out", out), ("--tiktoken", tiktoken)] {
      if sizes.count > 1, let path, !path.contains(SizedPath.mark) {
        throw ValidationError("\(name) must hold \(SizedPath.mark) where --vocab-size names several sizes")
      }
    }
  }

  private func validateSplit() throws {
    if vocabulary.extend != nil {
      if let option = counting.givenForSplit.first {
        throw ValidationError("\(option) has no effect with --extend: text is split as that vocabulary splits it")
      }
    } else if counting.pattern == nil {
      throw ValidationError("name the pattern with --pattern")
    }
  }

  private func validateCountsOnly() throws {
    let outputs = [
      ("--counts", counts != nil), ("--tiktoken", tiktoken != nil), ("--report", report != nil),
      ("--compare", !compare.isEmpty),
    ]
    let vain = vocabulary.given.filter { $0 != "--extend" } + outputs.filter(\.1).map(\.0)
    if let option = vain.first { throw ValidationError("\(option) has no effect with --counts-only") }
    if !fromCounts.isEmpty { throw ValidationError("--counts-only and --from-counts exclude each other") }
    try validateSplit()
    // Weights only decide what a sample of a given size is made of.
    if let option = mix.given.first, !counting.samplesBySize {
      throw ValidationError("\(option) has no effect with --counts-only: weigh when training --from-counts")
    }
  }

  private func validateFromCounts() throws {
    if !inputs.isEmpty { throw ValidationError("--from-counts takes the place of the input; leave out '\(inputs[0])'") }
    let vain =
      counting.given + [("--counts", counts != nil), ("--keep-going", work.keepGoing)].filter(\.1).map(\.0)
      + records.given
    if let option = vain.first {
      throw ValidationError("\(option) has no effect with --from-counts: it is decided when words are counted")
    }
  }

  func run() throws {
    var plan = try TrainingPlan(try training())
    plan.makesReport = report != nil || !compare.isEmpty
    plan.mix = try mix.mix()
    plan.seed = counting.seed ?? 42
    plan.words = counting.wordSource
    plan.memory = memory.bytes
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    do {
      if countsOnly {
        try count(plan, job, meter)
      } else {
        try train(plan, job, meter)
      }
    } catch is Cancelled {
      guard let folder = countsOnly ? out : counts else { throw Cancelled() }
      throw Interrupted("the counts of finished files are kept in \(folder); run the same command again to go on")
    }
  }

  private func training() throws -> RecipeTraining {
    let sizes = try vocabulary.sizes()
    var training = RecipeTraining(vocabularySize: sizes.last ?? 0)
    training.nested = Array(sizes.dropLast())
    counting.apply(to: &training)
    vocabulary.apply(to: &training)
    training.compare = compare
    return training
  }

  private func count(_ plan: TrainingPlan, _ job: DirectJob, _ meter: ProgressMeter) throws {
    let files = try records.sources(inputs, out: out)
    let (folder, outcome) = try job.countWords(files, plan: plan, folder: out)
    meter.end()
    try DirectSummary(outcome: outcome, work: work).finish([
      "\(grouped(outcome.counts["words"])) words of \(grouped(outcome.counts["documents"])) documents in "
        + "\(grouped(folder.count)) count file\(folder.count == 1 ? "" : "s") in \(out)",
      "train from them with: quern train --from-counts \(out) \(vocabulary.extend.map { "--extend \($0) " } ?? "")"
        + "--vocab-size N --out FILE",
    ])
  }

  private func train(_ plan: TrainingPlan, _ job: DirectJob, _ meter: ProgressMeter) throws {
    let sizes = try vocabulary.sizes()
    let paths = sizes.map { size in (json: SizedPath.path(out, size), ranks: tiktoken.map { SizedPath.path($0, size) })
    }
    let files = try records.sources(inputs, out: counts)
    let vocabularies = ([vocabulary.extend].compactMap { $0 } + compare).map { TokenizerFile(argument: $0).path }
    try OutputPlaces.prepare(
      paths.flatMap { [("--out", $0.json)] + ($0.ranks.map { [("--tiktoken", $0)] } ?? []) }
        + (report.map { [("--report", $0)] } ?? []),
      inputs: try files.map(\.path) + DirectJob.countFiles(for: fromCounts) + vocabularies)
    let source: DirectJob.WordsSource =
      fromCounts.isEmpty
      ? .documents(files, folder: counts, scratch: scratch) : .counts(fromCounts, scratch: scratch)
    var (trained, outcome) = try job.train(source, plan: plan)
    for (model, path) in zip(trained.models, paths) {
      try FileSystem.write(try model.tokenizerJSON(), to: path.json)
      guard let ranks = path.ranks else { continue }
      do {
        try FileSystem.write(try model.tiktoken(), to: ranks)
      } catch TokenizerError.lossy(let why) {
        outcome.warnings.append("\(ranks) is not written: \(why)")
      }
    }
    if let report, let measured = trained.report {
      var json = JSONWriter(indented: true)
      measured.write(to: &json)
      json.endLine()
      try FileSystem.write(json.buffer.bytes, to: report)
    }
    meter.end()
    let written = zip(trained.models, paths).map { model, path in
      "vocabulary of \(grouped(model.vocabularySize)) in \(path.json), fingerprint \(model.fingerprint.hex)"
    }
    try DirectSummary(outcome: outcome, work: work).finish(
      [
        "\(grouped(outcome.counts["merges"])) merges from \(grouped(outcome.counts["words"])) words, "
          + "\(grouped(outcome.counts["distinct_words"])) distinct, of \(grouped(outcome.counts["documents"])) documents"
      ] + TrainingSummary(trained, outcome).lines + written)
  }

  /// Where counts go that do not fit into memory: the folder that TMPDIR names, or beside the result.
  private var scratch: String {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return named.isEmpty ? splitPath(out).folder : named
  }
}

/// A path with a mark in the place of a vocabulary's size.
enum SizedPath {
  static let mark = "{size}"

  static func path(_ path: String, _ size: Int) -> String {
    path.split(separator: mark, omittingEmptySubsequences: false).joined(separator: "\(size)")
  }
}
