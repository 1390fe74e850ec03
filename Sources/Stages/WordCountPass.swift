import QuernBytes
import QuernDocuments
import QuernJobs
import QuernTokenizer
import QuernWorkers

/// Counts the words of documents on several threads, of one file after the other.
final class WordCountPass: Sendable {
  private let plan: TrainingPlan
  /// The documents that are counted; nil for all.
  private let sample: DocumentSample?
  private let counting: WordCounting
  private let workers: RecyclingPool<Worker>

  /// One thread's part in the counting, with the group that it met last.
  private final class Worker: @unchecked Sendable {  // one thread at a time
    let counts: Result<WordCounting.Worker, any Error>
    var group = WordGroup()
    var number: Int?
    var limit = DocumentSample.everything

    init(_ counting: WordCounting) { counts = Result { try counting.makeWorker() } }
  }

  /// - Parameter scratch: what the names of files start with that nobody needs afterwards.
  /// - Throws: `TokenizerError` when words cannot be made so.
  init(_ plan: TrainingPlan, sample: DocumentSample?, scratch: String) throws {
    self.plan = plan
    self.sample = sample
    let counting = try WordCounting(rule: try plan.rule(), memory: plan.memory, scratch: scratch)
    self.counting = counting
    workers = RecyclingPool { Worker(counting) }
  }

  /// All words that were counted; nothing can be counted after that.
  func finish() throws -> WordRuns { try counting.finish() }

  /// What was counted of a batch.
  private struct Counted {
    var documents = 0
    var bytes = 0
  }

  /// Adds the words of `file`; the result does not depend on the number of threads.
  ///
  /// The reading gets `documents` and `bytes.text` of what was counted, and with a sample the `unsampled` documents.
  func count(
    _ file: SourceFile, options: PassOptions, rejected: ([Rejection]) -> Void = { _ in }
  ) throws -> DocumentPass.Reading {
    var file = file
    file.notedFields = plan.words.notedFields
    var counts = Counts()
    let (plan, sample, workers, named) = (plan, sample, workers, file)
    var reading = try DocumentPass(file: file, options: options).run(
      makeState: { workers.lease() },
      work: { (lease, batch) -> Counted in
        let worker = lease.element
        let counts = try worker.counts.get()
        var counted = Counted()
        for (index, document) in batch.documents.enumerated() {
          let text = batch.text(of: document)
          let group = plan.words.group(of: index, in: batch, of: named)
          if worker.number == nil || group != worker.group {
            try plan.mix.check(group.source)
            worker.number = try counts.number(of: group)
            worker.group = group
            worker.limit = sample?.limit(for: group) ?? DocumentSample.everything
          }
          if let sample, DocumentSample.hash(text, seed: sample.seed) >= worker.limit { continue }
          try counts.add(text: text, group: worker.number!)
          counted.documents += 1
          counted.bytes += text.count
        }
        return counted
      },
      consume: { batch, counted in
        counts.add("documents", counted.documents)
        counts.add("bytes.text", counted.bytes)
        if sample != nil { counts.add("unsampled", batch.documents.count - counted.documents) }
        rejected(batch.rejections)
      })
    reading.counts.add(counts)
    return reading
  }
}
