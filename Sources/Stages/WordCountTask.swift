import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer

extension WordCounting {
  /// Counts the words of `file` on several threads.
  func count(
    _ file: SourceFile, options: PassOptions, rejected: ([Rejection]) -> Void = { _ in }
  ) throws -> DocumentPass.Reading {
    var documents = 0
    var bytes = 0
    var reading = try DocumentPass(file: file, options: options).run(
      makeState: { try self.makeWorker() },
      work: { (worker, batch) -> Int in
        let group = try worker.number(of: WordGroup())
        var bytes = 0
        for document in batch.documents {
          let text = batch.text(of: document)
          bytes += text.count
          try worker.add(text: text, group: group)
        }
        return bytes
      },
      consume: { batch, count in
        documents += batch.documents.count
        bytes += count
        rejected(batch.rejections)
      })
    reading.counts.add("documents", documents)
    reading.counts.add("bytes.text", bytes)
    return reading
  }
}

extension RecipeTraining {
  /// What makes words of the text.
  var rule: WordRule {
    get throws { WordRule(.scanner(try splitPattern(named: pattern)), byLine: byLine) }
  }
}

/// Counts the words of one file of cleaned documents: `tokenizer/counts/X.words`.
struct WordCountTask {
  static let stage = "count-words"
  static let semantics = 1

  let settings: RunSettings
  let training: RecipeTraining

  static func words(_ input: InputFile) -> String { "tokenizer/counts/\(input.stem).words" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let counts = try context.folder.create("tokenizer/counts", "")
    let counting = try WordCounting(
      rule: try training.rule, memory: 1 << 30, scratch: "\(counts)spill-\(context.task)")
    let reading = try context.readDocuments(settings) { file in
      try counting.count(file, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
    }
    let input = settings.inputs[context.task]
    let words = try counting.finish()
    let file = try words.write(to: try context.folder.create("tokenizer/counts", "\(input.stem).words"))
    try file.publish()
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    var distinct = 0
    try words.forEachWord { _, _ in distinct += 1 }
    outcome.counts.add("distinct_words", distinct)
    outcome.add(file, in: context.folder)
    return outcome
  }
}

/// The split pattern called `name`.
public func splitPattern(named name: String) throws -> SplitPattern {
  if let pattern = SplitPattern(rawValue: name) { return pattern }
  let known = SplitPattern.allCases.map(\.rawValue)
  let nearest = nearestName(to: name, among: known).map { "did you mean \($0)? " } ?? ""
  throw JobError(.usage, "there is no split pattern '\(name)'; \(nearest)known are \(known.joined(separator: ", "))")
}
