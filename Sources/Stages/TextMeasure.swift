import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer

extension TextHistogram {
  /// What a worker tells of a document.
  private struct Measured {
    var bucket: Int
    var bytes: Int
    var name: String
  }

  /// Adds the documents of `file`; the result does not depend on the number of threads.
  mutating func measure(
    _ file: SourceFile, words: WordSource, options: PassOptions, rejected: ([Rejection]) -> Void = { _ in }
  ) throws -> DocumentPass.Reading {
    var file = file
    file.notedFields = words.notedFields
    let (seed, key, named) = (seed, key, file)
    return try DocumentPass(file: file, options: options).run(
      makeState: {},
      work: { (_, batch) -> [Measured] in
        batch.documents.indices.map { index in
          let text = batch.text(of: batch.documents[index])
          return Measured(
            bucket: Int(DocumentSample.hash(text, seed: seed) >> 47), bytes: text.count,
            name: key == .all ? "" : key.name(of: words.group(of: index, in: batch, of: named)))
        }
      },
      consume: { batch, documents in
        rejected(batch.rejections)
        for document in documents { try add(document.bytes, bucket: document.bucket, to: document.name) }
      })
  }
}

/// Measures the text of one file of cleaned documents, of which a sample will be taken: `tokenizer/sizes/X.sizes`.
struct MeasureTextTask {
  static let stage = "measure-text"
  static let semantics = 1
  private static let folder = "tokenizer/sizes"

  let settings: RunSettings
  let plan: TrainingPlan

  static func sizes(_ input: InputFile) -> String { "\(folder)/\(input.stem).sizes" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let input = settings.inputs[context.task]
    var histogram = plan.emptyHistogram
    let reading = try context.readDocuments(settings) { file in
      var reading = try histogram.measure(
        file, words: plan.words, options: PassOptions(context, maxRecord: PassOptions.unlimited, keepGoing: false))
      reading.counts.add("documents", reading.counts["read"] - reading.counts.sum(below: "rejected"))
      return reading
    }
    let file = try OutputFile(path: try context.folder.create(MeasureTextTask.folder, "\(input.stem).sizes"))
    try file.write(histogram.serialized())
    try file.publish()
    var outcome = TaskOutcome()
    outcome.counts = reading.counts
    outcome.add(file, in: context.folder)
    return outcome
  }

  /// The sample of `size` bytes that all tasks together measured.
  static func sample(
    of size: Int, _ settings: RunSettings, _ plan: TrainingPlan, _ context: TaskContext
  ) throws -> (sample: DocumentSample, short: [String]) {
    var histogram = plan.emptyHistogram
    for (task, input) in settings.inputs.enumerated() {
      let bytes = try context.verifiedContents(of: sizes(input), from: stage, task: task)
      try histogram.add(serialized: bytes.bytes)
    }
    return try histogram.sample(of: size, mix: plan.mix)
  }
}

extension TrainingPlan {
  /// A histogram that has seen nothing, with the parts that the mix needs.
  var emptyHistogram: TextHistogram { TextHistogram(seed: seed, key: mix.key, memory: memory) }
}
