import QuernBytes
import QuernJobs
import QuernStreams
import QuernTokenizer
import QuernWorkers

extension RecipeTraining {
  /// The trainer that the recipe asks for.
  var trainer: BPETrainer {
    BPETrainer(
      vocabularySize: vocabularySize, specials: special, ties: ties == .rustbpe ? .rustbpe : .huggingface,
      minimumFrequency: Int64(minFrequency))
  }

  /// Checks everything that can be checked before words are counted, and gives a vocabulary with the same special
  /// tokens but no merges.
  /// - Throws: ``JobError`` of kind `usage`.
  func outline() throws -> BPEModel {
    guard vocabularySize <= Int(Int32.max) else {
      throw JobError(.usage, "a vocabulary has at most \(Int32.max) ids, not \(vocabularySize)")
    }
    var word = WordCounter(pattern: try splitPattern(named: pattern))
    let letter: [UInt8] = [UInt8(ascii: "a")]
    try letter.withUnsafeBytes { try word.add(text: $0) }
    do {
      return try trainer.train(word).model
    } catch {
      throw JobError(.usage, "cannot train: \(error)")
    }
  }
}

/// Learns the vocabulary from all word counts: `tokenizer/tokenizer.json` and `tokenizer/vocab.tiktoken`.
struct TrainTask {
  static let stage = "train"
  static let semantics = 1
  static let tokenizer = "tokenizer/tokenizer.json"

  let settings: RunSettings
  let training: RecipeTraining

  func run(_ context: TaskContext) throws -> TaskOutcome {
    var files: [String] = []
    for (task, input) in settings.inputs.enumerated() {
      let path = WordCountTask.words(input)
      _ = try context.verifiedContents(of: path, from: WordCountTask.stage, task: task)
      files.append(context.folder.path(path))
    }
    let words = try WordRuns(files: files, scratch: context.folder.path("tokenizer/counts/merge"))
    let trained = try training.trainer.train(words) { try context.cancellation.check() }

    var outcome = TaskOutcome()
    let json = try OutputFile(path: try context.folder.create("tokenizer", "tokenizer.json"))
    try json.write(trained.model.tokenizerJSON())
    try json.publish()
    outcome.add(json, in: context.folder)
    let ranks = try OutputFile(path: context.folder.path("tokenizer/vocab.tiktoken"))
    do {
      try ranks.write(try trained.model.tiktoken())
      try ranks.publish()
      outcome.add(ranks, in: context.folder)
    } catch TokenizerError.lossy(let why) {
      outcome.warnings.append("tokenizer/vocab.tiktoken is not written: \(why)")
    }
    outcome.counts.add("vocabulary", trained.model.vocabularySize)
    outcome.counts.add("merges", trained.merges)
    var distinct = 0
    try words.forEachWord { _, _ in distinct += 1 }
    outcome.counts.add("words", words.groups.reduce(0) { $0 + Int($1.words) })
    outcome.counts.add("distinct_words", distinct)
    if trained.end == .noMorePairs {
      outcome.warnings.append(
        "the text has pairs for \(trained.model.vocabularySize) of \(training.vocabularySize) ids only")
    }
    return outcome
  }
}
