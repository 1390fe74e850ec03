import QuernBytes
import QuernClassifiers
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernWorkers

/// How a classifier is made from records.
public struct ClassifierJob: Sendable {
  /// The field with the labels.
  public var labelField: String
  /// How the model is trained.
  public var training: ClassifierTraining
  /// What the model file says of itself; its preparation is that of `training`.
  public var description: ModelDescription
  /// Where the model goes.
  public var output: String

  /// A job; see the properties.
  public init(
    labelField: String, training: ClassifierTraining, description: ModelDescription, output: String
  ) {
    self.labelField = labelField
    self.training = training
    self.description = description
    self.output = output
  }
}

/// What a classifier was made from.
public struct ClassifierExamples: Sendable {
  /// How many examples have each label.
  public internal(set) var labels: [String: Int] = [:]
  /// Records without a label, which were left out.
  public internal(set) var unlabelled = 0
}

extension DirectJob {
  /// Trains a classifier on the labelled records of `files`.
  ///
  /// The examples are shuffled by `seed`, so that the order of the records does not matter much; memory holds their
  /// texts meanwhile.
  /// - Parameter trains: called when the examples are read and training begins.
  /// - Throws: ``JobError`` when there are fewer than two labels, or the positive label is none of them.
  public func trainClassifier(
    _ files: [SourceFile], _ job: ClassifierJob, seed: UInt64, trains: () -> Void
  ) throws -> (examples: ClassifierExamples, size: Int, outcome: Outcome) {
    try check(files)
    try job.training.check()
    var examples = ClassifierExamples()
    var lines = ByteBuffer()
    var order: [(key: UInt64, start: Int, end: Int)] = []
    let outcome = try forEachLabelled(files, job.labelField, job.training.preparation) { batch in
      let base = lines.count
      lines.append(batch.text.bytes)
      for (index, range) in batch.lines.enumerated() {
        order.append((documentKey(seed: seed, document: UInt64(order.count)), base + range.0, base + range.1))
        for label in batch.labels[index] { examples.labels[label, default: 0] += 1 }
      }
      examples.unlabelled += batch.unlabelled
    }
    guard examples.labels.count >= 2 else {
      throw JobError(
        .usage,
        "the field '\(job.labelField)' holds \(examples.labels.count) labels; a classifier needs two and more")
    }
    if let positive = job.description.positive, examples.labels[positive] == nil {
      throw JobError(
        .usage,
        "no record has the label '\(positive)'; there are \(examples.labels.keys.sorted().joined(separator: ", "))")
    }
    order.sort { ($0.key, $0.start) < ($1.key, $1.start) }
    let size = try train(lines: &lines, order, job, trains: trains)
    return (examples, size, outcome)
  }

  private func train(
    lines: inout ByteBuffer, _ order: [(key: UInt64, start: Int, end: Int)], _ job: ClassifierJob, trains: () -> Void
  ) throws -> Int {
    // Hidden names of this attempt: what the user has beside the model stays.
    let texts = OutputFile.attempt(at: "\(job.output).examples")
    let trained = OutputFile.attempt(at: "\(job.output).trained")
    let text = try OutputFile(path: texts)
    for example in order { try text.write(lines.bytes.slice(example.start, example.end)) }
    try text.publish(durable: false)
    defer { try? FileSystem.remove(texts) }
    lines = ByteBuffer()
    try options.cancellation.check()
    trains()
    defer { try? FileSystem.remove(trained) }
    try job.training.train(input: texts, output: trained)
    try options.cancellation.check()
    var model = try FileSystem.contents(of: trained, limit: 1 << 40)
    var description = job.description
    description.preparation = job.training.preparation
    description.training = job.training.json
    description.append(to: &model)
    _ = try TextClassifier(model)
    let file = try OutputFile(path: job.output)
    try file.write(model)
    try file.publish()
    return model.count
  }

  /// The labelled examples of a batch, as fastText trains on them.
  private final class LabelledBatch: @unchecked Sendable {
    var text = ByteBuffer()
    var lines: [(Int, Int)] = []
    var labels: [[String]] = []
    var unlabelled = 0
  }

  private func forEachLabelled(
    _ files: [SourceFile], _ field: String, _ preparation: TextPreparation, _ body: (LabelledBatch) throws -> Void
  ) throws -> Outcome {
    let field = LabelField(name: field)
    return try forEachBatch(files, makeState: {}) { (_, batch) -> LabelledBatch in
      let result = LabelledBatch()
      var text = TrainingText(preparation)
      for document in batch.documents {
        let labels = field.labels(of: document, in: batch).map(TrainingText.cleaned)
        if labels.isEmpty {
          result.unlabelled += 1
          continue
        }
        let start = text.buffer.count
        text.add(batch.text(of: document), labels: labels)
        result.lines.append((start, text.buffer.count))
        result.labels.append(labels)
      }
      result.text.append(text.buffer.bytes)
      return result
    } consume: { _, _, result in
      try body(result)
    }
  }

  /// Gives every batch of `files` to `work` on several threads, and what it makes of them to `consume` in order.
  func forEachBatch<State, Output: Sendable>(
    _ files: [SourceFile], makeState: @escaping @Sendable () throws -> State,
    work: @escaping @Sendable (State, DocumentBatch) throws -> Output,
    consume: (SourceFile, DocumentBatch, Output) throws -> Void
  ) throws -> Outcome {
    var outcome = Outcome()
    for file in files {
      let reading = try DocumentPass(file: file, options: options).run(
        makeState: makeState, work: work,
        consume: { batch, output in
          outcome.add(batch.rejections, of: file)
          try consume(file, batch, output)
        })
      outcome.add(reading)
      try RejectionLimit(share: maxRejected).check(reading.counts, first: reading.firstRejection, of: file.name)
    }
    return outcome
  }
}
