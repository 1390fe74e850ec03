import QuernBytes
import QuernJSON
import QuernJobs
import QuernStreams
import QuernTokenizer
import QuernWorkers

/// Learns vocabularies from words that are counted.
struct Training {
  private let plan: TrainingPlan
  private let words: WordRuns
  /// What part of the documents was counted; nil for all.
  private let sample: DocumentSample?

  init(_ plan: TrainingPlan, words: WordRuns, sample: DocumentSample?) {
    self.plan = plan
    self.words = words
    self.sample = sample
  }

  /// Opens count files.
  /// - Parameter scratch: what the names of files start with that nobody needs afterwards.
  /// - Throws: `StreamError` for a file that cannot be read, ``JobError`` for files that cannot be added up.
  init(_ plan: TrainingPlan, countFiles files: [String], scratch: String) throws {
    var first: CountOrigin?
    for path in files {
      guard let origin = CountOrigin(text: try WordCountFile.header(of: path).origin) else { continue }
      if let first, first.sample != origin.sample {
        throw JobError("\(path): the counts are of another sample than those of \(files[0])")
      }
      first = first ?? origin
    }
    do {
      self.init(
        plan, words: try WordRuns(files: files, scratch: scratch, memory: max(plan.memory / 4, 8 << 20)),
        sample: first?.sample)
    } catch let error as TokenizerError {
      throw JobError("\(error)")
    }
  }

  /// What training gave.
  struct Trained: Sendable {
    /// The vocabularies, from small to large.
    var models: [BPEModel]
    /// `vocabulary`, `merges`, `words`, `distinct_words`.
    var counts = Counts()
    var warnings: [String] = []
    /// What groups were taken times; nil when plain counts were used.
    var weights: [GroupWeight]?
  }

  /// Learns the merges.
  /// - Throws: ``JobError`` when that cannot be done, `Cancelled` when it was interrupted.
  func run(progress: Progress, cancellation: Cancellation) throws -> Trained {
    let weights = try plan.mix.weights(
      of: words.groups.map { SourceMix.Counted(group: $0.group, bytes: Int($0.bytes), words: Int($0.words)) },
      sample: sample)
    do {
      return try run(weights, progress, cancellation)
    } catch let error as TokenizerError {
      throw JobError("cannot train: \(error)")
    }
  }

  private func run(_ weights: [GroupWeight]?, _ progress: Progress, _ cancellation: Cancellation) throws -> Trained {
    let weighted = try WeightedWords(
      words, multipliers: weights?.map(\.units), minimumWordCount: Int64(plan.recipe.minWordCount))
    progress.start("merge", steps: plan.recipe.vocabularySize, unit: "merges")
    let outcome = try plan.trainer(isWeighted: weights != nil).train(weighted) {
      try cancellation.check()
      progress.add(steps: 32)
    }
    var trained = Trained(models: try plan.recipe.nested.map { try outcome.vocabulary(ofSize: $0) } + [outcome.model])
    trained.weights = weights
    trained.counts.add("vocabulary", outcome.model.vocabularySize)
    trained.counts.add("merges", outcome.merges)
    trained.counts.add("words", Int(words.groups.reduce(0) { $0 + $1.words }))
    if outcome.end == .noMorePairs {
      trained.warnings.append(
        "the text has pairs for \(outcome.model.vocabularySize) of \(plan.recipe.vocabularySize) ids only")
    }
    return trained
  }
}
