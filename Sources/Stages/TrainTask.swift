import QuernBytes
import QuernJSON
import QuernJobs
import QuernStreams
import QuernTokenizer

/// Learns the vocabulary from all word counts: `tokenizer/tokenizer.json` and `tokenizer/vocab.tiktoken`, and for the
/// smaller sizes `tokenizer/tokenizer-N.json` and `tokenizer/vocab-N.tiktoken`; and `tokenizer/report.json`.
struct TrainTask {
  static let stage = "train"
  static let semantics = 2
  static let tokenizer = "tokenizer/tokenizer.json"

  let settings: RunSettings
  let plan: TrainingPlan

  func run(_ context: TaskContext) throws -> TaskOutcome {
    for (task, input) in settings.inputs.enumerated() {
      try context.verifyContents(of: WordCountTask.words(input), from: WordCountTask.stage, task: task)
    }
    let training = try Training(
      plan, countFiles: settings.inputs.map { context.folder.path(WordCountTask.words($0)) },
      scratch: try context.folder.create("spill/\(TrainTask.stage)", "words"))
    let trained = try training.run(jobs: context.jobs, progress: context.progress, cancellation: context.cancellation)
    var outcome = TaskOutcome()
    outcome.counts = trained.counts
    outcome.warnings = plan.warnings + trained.warnings
    for (index, model) in trained.models.enumerated() {
      let mark = index < plan.recipe.nested.count ? "-\(plan.recipe.nested[index])" : ""
      try write(try model.tokenizerJSON(), "tokenizer\(mark).json", context, &outcome)
      do {
        try write(try model.tiktoken(), "vocab\(mark).tiktoken", context, &outcome)
      } catch TokenizerError.lossy(let why) {
        outcome.warnings.append("tokenizer/vocab\(mark).tiktoken is not written: \(why)")
      }
    }
    if let report = trained.report {
      var json = JSONWriter(indented: true)
      try compared(report, training, trained, context).write(to: &json)
      json.endLine()
      try write(ByteBuffer(copying: json.buffer.bytes), "report.json", context, &outcome)
    }
    return outcome
  }

  /// The report with the vocabularies that cut otherwise, which are measured on documents.
  private func compared(
    _ report: TrainingReport, _ training: Training, _ trained: Training.Trained, _ context: TaskContext
  ) throws -> TrainingReport {
    let others = training.otherwiseCut()
    guard let model = trained.models.last, !others.isEmpty else { return report }
    let comparison = VocabularyComparison(plan, trained: model, others: others, bytes: training.bytes)
    for task in settings.inputs.indices {
      _ = try context.readDocuments(settings, task: task) { file in
        try comparison.add(
          file, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
      }
    }
    var report = report
    report.samples = comparison.results()
    return report
  }

  private func write(
    _ content: borrowing ByteBuffer, _ name: String, _ context: TaskContext, _ outcome: inout TaskOutcome
  ) throws {
    let file = try OutputFile(path: try context.folder.create("tokenizer", name))
    try file.write(content)
    try file.publish()
    outcome.add(file, in: context.folder)
  }
}
