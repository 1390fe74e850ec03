import ArgumentParser
import QuernClassifiers
import QuernDocuments
import QuernJobs
import QuernReports
import QuernStages
import QuernWorkers

/// `quern classify train`
struct ClassifyTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a classifier on labelled records.",
    discussion: """
      EXAMPLES:
        quern classify train labelled.jsonl --label quality --out quality.bin
        quern classify train rows/*.jsonl.zst --label toxic --positive 1 --quantize --dimension 2 --code-width 1 \\
          --out toxicity.ftz

      The label is a string, a number, true or false, or a list of these; records without one are left out. Records \
      are shuffled by --seed, and all texts are in memory for that. One thread gives the same model every time; --fast \
      uses all of --jobs and does not.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "The field with the label or labels.")
  var label = "label"

  @Option(help: "The model file to write.")
  var out: String

  @Option(help: "The label whose probability is the score of a text; kept in the model.")
  var positive: String?

  @Option(help: "The score from which on a text counts as positive; kept in the model.")
  var threshold: Double?

  @Option(help: "What is done to texts here and wherever the model is used: words folds case and drops punctuation.")
  var prepare = TextPreparation.words

  @Option(help: "The numbers in a row of the model.")
  var dimension = ClassifierTraining().dimension

  @Option(help: "How often the records are gone through.")
  var epochs = ClassifierTraining().epochs

  @Option(help: "The rate of learning at the start.")
  var rate = ClassifierTraining().rate

  @Option(help: "Words that occur less often have no row of their own.")
  var minCount = ClassifierTraining().minimumCount

  @Option(help: "The longest runs of words that are features.")
  var wordNgrams = ClassifierTraining().wordNgrams

  @Option(help: "The shortest runs of letters that are features.")
  var minLetters = ClassifierTraining().shortestNgram

  @Option(help: "The longest runs of letters that are features; 0 for none.")
  var maxLetters = ClassifierTraining().longestNgram

  @Option(help: "The rows that runs of words and letters share.")
  var buckets = ClassifierTraining().buckets

  @Option(help: "softmax for one label of a few, ova for several labels a text, hs for thousands of labels.")
  var loss = ClassifierTraining.Loss.softmax

  @Flag(help: "Replace rows by codes: a small model, a little less exact.")
  var quantize = false

  @Option(help: "How many numbers share a code of one byte.")
  var codeWidth = ClassifierTraining().codeWidth

  @Option(help: "How many rows a quantised model keeps (default: all).")
  var keep: Int?

  @Flag(help: "Train with all threads; no two models are the same.")
  var fast = false

  @OptionGroup var records: RecordOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var work: WorkOptions

  private var training: ClassifierTraining {
    var training = ClassifierTraining()
    training.preparation = prepare
    training.dimension = dimension
    training.epochs = epochs
    training.rate = rate
    training.minimumCount = minCount
    training.wordNgrams = wordNgrams
    training.shortestNgram = minLetters
    training.longestNgram = maxLetters
    training.buckets = buckets
    training.loss = loss
    training.isQuantized = quantize
    training.codeWidth = codeWidth
    training.keptFeatures = keep
    training.threads = fast ? work.threads : 1
    // fastText's generator takes 31 bits.
    training.seed = Int(seed.seed & 0x7FFF_FFFF)
    return training
  }

  func validate() throws {
    do {
      try training.check()
    } catch {
      throw ValidationError("\(error)")
    }
    if keep != nil && !quantize { throw ValidationError("--keep needs --quantize") }
    if let threshold, !(0...1).contains(threshold) { throw ValidationError("--threshold must be between 0 and 1") }
    if threshold != nil && positive == nil { throw ValidationError("--threshold needs --positive") }
  }

  func run() throws {
    let files = try records.sources(inputs)
    try OutputPlaces.prepare([("--out", out)], inputs: files.map(\.path))
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    progress.start("read", total: storedBytes(of: files))
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    let (examples, size, outcome) = try job.trainClassifier(
      files,
      ClassifierJob(
        labelField: label, training: training,
        description: ModelDescription(positive: positive, threshold: threshold), output: out), seed: seed.seed
    ) {
      meter.end()
      if !work.quiet { Terminal.message("training, \(training.epochs) epochs") }
    }
    var lines = ["classifier of \(grouped(size)) bytes in \(out)"]
    lines += examples.labels.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(20).map {
      "  \($0.key): \(grouped($0.value)) records"
    }
    if examples.labels.count > 20 { lines.append("  and \(grouped(examples.labels.count - 20)) more labels") }
    if examples.unlabelled > 0 { lines.append("left out: \(grouped(examples.unlabelled)) records without '\(label)'") }
    try DirectSummary(outcome: outcome, work: work).finish(lines)
  }
}

extension TextPreparation: ExpressibleByArgument {}
extension ClassifierTraining.Loss: ExpressibleByArgument {}
