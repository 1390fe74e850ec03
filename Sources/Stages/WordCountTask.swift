import QuernBytes
import QuernJobs
import QuernStreams
import QuernTokenizer

/// Counts the words of one file of cleaned documents, or of a sample of them: `tokenizer/counts/X.words`.
struct WordCountTask {
  static let stage = "count-words"
  static let semantics = 2

  let settings: RunSettings
  let plan: TrainingPlan

  static func words(_ input: InputFile) -> String { "tokenizer/counts/\(input.stem).words" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    var outcome = TaskOutcome()
    var sample: DocumentSample?
    switch plan.recipe.sample {
    case nil: break
    case .share(let share): sample = DocumentSample(share: share, seed: plan.seed)
    case .bytes(let size):
      let (chosen, short) = try MeasureTextTask.sample(of: size, settings, plan, context)
      sample = chosen
      // Once is enough.
      if context.task == 0 { outcome.warnings += plan.shortWarnings(short) }
    }
    let pass = try WordCountPass(
      plan, sample: sample, scratch: try context.folder.create("spill/\(WordCountTask.stage)", input.stem))
    let reading = try context.readDocuments(settings) { file in
      try pass.count(file, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
    }
    let words = try pass.finish()
    let origin = CountOrigin(
      identity: try CountOrigin.identity(of: input, plan, sample, maxRecord: settings.recipe.maxRecord), sample: sample,
      counts: reading.counts, warnings: [])
    let file = try words.write(
      to: try context.folder.create("tokenizer/counts", "\(input.stem).words"), origin: origin.text)
    try file.publish()
    outcome.counts = reading.counts
    outcome.counts.add("words", Int(words.groups.reduce(0) { $0 + $1.words }))
    outcome.add(file, in: context.folder)
    return outcome
  }
}

extension TrainingPlan {
  /// What to say of the sources or languages that have too little text for their part of a sample.
  func shortWarnings(_ names: [String]) -> [String] {
    guard !names.isEmpty else { return [] }
    let what = mix.key == .language ? "languages" : "sources"
    return [
      "too little text for their part of the sample, so all of it is taken and the sample is smaller: \(what) "
        + names.map { $0.isEmpty ? "(none)" : oneLine($0) }.joined(separator: ", ")
    ]
  }
}

/// The split pattern called `name`.
public func splitPattern(named name: String) throws -> SplitPattern {
  if let pattern = SplitPattern(rawValue: name) { return pattern }
  let known = SplitPattern.allCases.map(\.rawValue)
  let nearest = nearestName(to: name, among: known).map { "did you mean \($0)? " } ?? ""
  throw JobError(.usage, "there is no split pattern '\(name)'; \(nearest)known are \(known.joined(separator: ", "))")
}
