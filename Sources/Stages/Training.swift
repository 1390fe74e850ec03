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
    /// What was measured, if that was asked for.
    var report: TrainingReport?
  }

  /// The vocabularies to compare with that cut text otherwise than the words were cut, so that documents are needed.
  func otherwiseCut() -> [(name: String, model: BPEModel)] {
    plan.compared.filter { !TrainingReport.isExact($0.model, words.rule) }
  }

  /// Bytes of the text that was counted.
  var bytes: Int { Int(words.groups.reduce(0) { $0 + $1.bytes }) }

  /// Learns the merges.
  /// - Parameter jobs: how many threads may merge.
  /// - Throws: ``JobError`` when that cannot be done, `Cancelled` when it was interrupted.
  func run(jobs: Int, progress: Progress, cancellation: Cancellation) throws -> Trained {
    let weights = try plan.mix.weights(
      of: words.groups.map { SourceMix.Counted(group: $0.group, bytes: Int($0.bytes), words: Int($0.words)) },
      sample: sample)
    do {
      return try run(weights, jobs, progress, cancellation)
    } catch TokenizerError.needsMemory(let need, let limit) {
      func mebibytes(_ bytes: Int) -> Int { (bytes + (1 << 20) - 1) >> 20 }
      throw JobError(
        "merging needs \(mebibytes(need)) MiB of memory, and may take \(limit >> 20) MiB: allow it with "
          + "--memory \(mebibytes(need))MiB, or leave out rare words with --min-word-count K or `min_word_count:`, "
          + "for example \(max(2, plan.recipe.minWordCount * 2))")
    } catch TokenizerError.noWords {
      throw JobError("cannot train: \(whyNoWords)")
    } catch let error as TokenizerError {
      guard case .vocabularyTooSmall = error, plan.recipe.byteFallback else { throw JobError("cannot train: \(error)") }
      throw JobError("cannot train: \(error); --limit-alphabet or --coverage leave out rare characters")
    }
  }

  /// Why there is nothing to train on.
  private var whyNoWords: String {
    if bytes > 0, plan.recipe.minWordCount > 1 {
      return
        "no words to train on: none occurs \(plan.recipe.minWordCount) times; lower --min-word-count or `min_word_count:`"
    }
    if sample != nil {
      return
        "no words to train on: the input has no text, or none of it is in the sample; take more with --sample or `sample:`"
    }
    return TokenizerError.noWords.description
  }

  private func run(
    _ weights: [GroupWeight]?, _ jobs: Int, _ progress: Progress, _ cancellation: Cancellation
  ) throws -> Trained {
    let multipliers = Dictionary(uniqueKeysWithValues: (weights ?? []).map { ($0.group, $0.units) })
    progress.start("read counts", total: nil)
    let weighted = try WeightedWords(
      words, multipliers: multipliers, minimumWordCount: Int64(plan.recipe.minWordCount))
    let watched = WatchedWords(weighted, try plan.rule(forWordsOf: weighted.rule), cancellation)
    progress.start("merge", steps: plan.recipe.vocabularySize, unit: "merges")
    var trainer = plan.trainer(isWeighted: weights != nil)
    trainer.threads = jobs
    let outcome = try trainer.train(watched) {
      try cancellation.check()
      progress.add(steps: 32)
    }
    var trained = Trained(models: try plan.recipe.nested.map { try outcome.vocabulary(ofSize: $0) } + [outcome.model])
    trained.weights = weights
    trained.warnings += plan.mix.warnings(for: words.groups.map(\.group))
    trained.counts.add("vocabulary", outcome.model.vocabularySize)
    trained.counts.add("merges", outcome.merges)
    trained.counts.add("words", Int(words.groups.reduce(0) { $0 + $1.words }))
    trained.counts.add("distinct_words", watched.seen.distinct)
    if plan.recipe.minWordCount > 1 { note(weighted, &trained) }
    if plan.makesReport {
      progress.start("measure vocabulary", total: nil)
      trained.report = try TrainingReport(outcome, weighted, others: plan.compared) { try cancellation.check() }
    }
    if outcome.end == .noMorePairs {
      trained.warnings.append(
        "the text has pairs for \(outcome.model.vocabularySize) of \(plan.recipe.vocabularySize) ids only")
    }
    return trained
  }

  /// Notes what rare words were left out.
  private func note(_ words: WeightedWords, _ trained: inout Trained) {
    let left = words.leftOut
    trained.counts.add("left_out.words", Int(left.occurrences))
    trained.counts.add("left_out.distinct_words", Int(left.words))
    trained.counts.add("left_out.bytes", Int(left.bytes))
    let unit = trained.weights == nil ? 1 : WeightedWords.one
    trained.counts.add("left_out.pair_bound", Int((left.most + unit - 1) / unit))
  }
}

/// Words that stop being read when work is cancelled, and that tell how many they are; for the vocabulary that is
/// trained they have a rule that may say in another way what made them.
private struct WatchedWords<Words: TrainingWords>: TrainingWords {
  /// What the last full pass saw.
  final class Seen {
    var distinct = 0
  }

  let seen = Seen()
  let rule: WordRule
  private let words: Words
  private let cancellation: Cancellation

  init(_ words: Words, _ rule: WordRule, _ cancellation: Cancellation) {
    self.words = words
    self.rule = rule
    self.cancellation = cancellation
  }

  func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    var distinct = 0
    try words.forEachWord { word, count in
      if distinct & 0xFFF == 0 { try cancellation.check() }
      distinct &+= 1
      try body(word, count)
    }
    seen.distinct = distinct
  }
}
