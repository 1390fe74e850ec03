import QuernBytes
import QuernDocuments
import QuernJobs
import QuernTokenizer
import QuernWorkers
import Synchronization

/// Measures a trained vocabulary and others that cut text otherwise on some of the documents that it was trained on: the
/// counts of words say nothing of those.
final class VocabularyComparison: Sendable {
  /// About how much text is measured, in bytes.
  static let size = 32 << 20

  private let plan: TrainingPlan
  private let trained: BPEModel
  private let others: [(name: String, model: BPEModel)]
  private let sample: DocumentSample
  private let made = Mutex<[Worker]>([])

  /// One thread's part.
  private final class Worker: Sendable {
    let samples: [VocabularySample]
    init(_ samples: [VocabularySample]) { self.samples = samples }
  }

  /// - Parameter bytes: the text of all documents.
  init(_ plan: TrainingPlan, trained: BPEModel, others: [(name: String, model: BPEModel)], bytes: Int) {
    self.plan = plan
    self.trained = trained
    self.others = others
    // Not those that a sample of a training takes first.
    sample = DocumentSample(
      share: min(1, Double(VocabularyComparison.size) / Double(max(1, bytes))), seed: ~plan.seed)
  }

  /// Measures the documents of `file`.
  func add(_ file: SourceFile, options: PassOptions) throws -> DocumentPass.Reading {
    var file = file
    file.notedFields = plan.words.notedFields
    let named = file
    var documents = 0
    var reading = try DocumentPass(file: file, options: options).run(
      makeState: { self.makeWorker() },
      work: { (worker, batch) -> Int in
        for (index, document) in batch.documents.enumerated() {
          let text = batch.text(of: document)
          let group = self.plan.words.group(of: index, in: batch, of: named)
          guard DocumentSample.hash(text, seed: self.sample.seed) < self.sample.limit(for: group) else { continue }
          for sample in worker.samples { try sample.add(text, group: group) }
        }
        return batch.documents.count
      },
      consume: { documents += $1 })
    reading.counts.add("documents", documents)
    return reading
  }

  private func makeWorker() -> Worker {
    let worker = Worker(others.map { VocabularySample(trained, $0.model, name: $0.name) })
    made.withLock { $0.append(worker) }
    return worker
  }

  /// What was measured, for each of the others.
  func results() -> [VocabularySample.Result] {
    let workers = made.withLock { $0 }
    return others.enumerated().map { index, other in
      let sum = VocabularySample(trained, other.model, name: other.name)
      for worker in workers { sum.add(worker.samples[index].result) }
      return sum.result
    }
  }
}
