import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer
import Synchronization

/// Counts the words of documents on several threads.
struct WordCounting {
  let pattern: SplitPattern
  let byLine: Bool

  /// One worker's counts.
  private final class Worker: @unchecked Sendable {
    var counter: WordCounter
    init(pattern: SplitPattern) { counter = WordCounter(pattern: pattern) }
  }

  /// Adds the words of `file` to `words`; the result does not depend on the number of threads.
  func count(
    _ file: SourceFile, into words: Words, options: PassOptions, rejected: ([Rejection]) -> Void = { _ in }
  ) throws -> DocumentPass.Reading {
    let workers = Mutex<[Worker]>([])
    var documents = 0
    var bytes = 0
    let (pattern, byLine) = (pattern, byLine)
    var reading = try DocumentPass(file: file, options: options).run(
      makeState: { () -> Worker in
        let worker = Worker(pattern: pattern)
        workers.withLock { $0.append(worker) }
        return worker
      },
      work: { (worker, batch) -> Int in
        var bytes = 0
        for document in batch.documents {
          let text = batch.text(of: document)
          bytes += text.count
          if byLine { worker.counter.addByLine(text: text) } else { worker.counter.add(text: text) }
        }
        return bytes
      },
      consume: { batch, count in
        documents += batch.documents.count
        bytes += count
        rejected(batch.rejections)
      })
    for worker in workers.withLock({ $0 }) { try words.counter.merge(from: worker.counter) }
    reading.counts.add("documents", documents)
    reading.counts.add("bytes.text", bytes)
    return reading
  }

  /// Word counts that can be handed on.
  final class Words: @unchecked Sendable {  // one worker at a time
    var counter: WordCounter
    init(pattern: SplitPattern) { counter = WordCounter(pattern: pattern) }
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
    let counting = WordCounting(pattern: try splitPattern(named: training.pattern), byLine: training.byLine)
    let words = WordCounting.Words(pattern: counting.pattern)
    let reading = try context.readDocuments(settings) { file in
      try counting.count(
        file, into: words, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
    }
    let input = settings.inputs[context.task]
    let file = try OutputFile(path: try context.folder.create("tokenizer/counts", "\(input.stem).words"))
    try file.write(words.counter.serialized())
    try file.publish()
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.counts.add("distinct_words", words.counter.distinct)
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
