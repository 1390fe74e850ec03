import QuernBytes
import QuernClassifiers
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

extension DirectJob {
  /// A thread's session with a model.
  private final class Scorer {
    var session: ClassifierSession
    let positive: Int?

    init(_ classifier: TextClassifier, positive: Int?) {
      session = ClassifierSession(classifier)
      self.positive = positive
    }

    /// The most probable label, and the score: that of the positive label, or else of the most probable one.
    func score(_ text: UnsafeRawBufferPointer) -> (label: Int?, score: Float) {
      let guesses = session.guesses(for: text, most: positive == nil ? 1 : session.classifier.labels.count)
      guard let positive else { return (guesses.first?.label, guesses.first?.probability ?? 0) }
      return (guesses.first?.label, guesses.first { $0.label == positive }?.probability ?? 0)
    }
  }

  /// The label whose probability scores are: the one that is asked for, else the one that the model names.
  private func positive(_ classifier: TextClassifier, _ label: String?) throws -> Int? {
    try (label ?? classifier.description.positive).map { try classifier.index(of: $0) }
  }

  /// Compares what a classifier says of the labelled records of `files` with their labels; records without a label are
  /// left out and counted.
  public func testClassifier(
    _ files: [SourceFile], _ classifier: TextClassifier, labelField: String, positive label: String?
  ) throws -> (evaluation: ClassifierEvaluation, unlabelled: Int, outcome: Outcome) {
    try check(files)
    let positive = try positive(classifier, label)
    let field = LabelField(name: labelField)
    var evaluation = ClassifierEvaluation()
    var unlabelled = 0
    let outcome = try forEachBatch(files, makeState: { Scorer(classifier, positive: positive) }) {
      (scorer, batch) -> [(labels: [String], label: Int?, score: Float)] in
      batch.documents.map { document in
        let labels = field.labels(of: document, in: batch).map(TrainingText.cleaned)
        if labels.isEmpty { return ([], nil, 0) }
        let (label, score) = scorer.score(batch.text(of: document))
        return (labels, label, score)
      }
    } consume: { _, _, examples in
      for example in examples {
        if example.labels.isEmpty {
          unlabelled += 1
          continue
        }
        evaluation.add(
          known: example.labels, predicted: example.label.map { classifier.labels[$0] },
          score: positive.map { (example.score, example.labels.contains(classifier.labels[$0])) })
      }
    }
    return (evaluation, unlabelled, outcome)
  }

  /// Writes every record of `files` with one more field: an object with the label and the score that the classifier
  /// gives its text.
  ///
  /// - Parameters:
  ///   - field: the field's name; a field of this name that the record has already counts no more, as in all JSON with
  ///     repeated keys.
  ///   - write: takes the lines, in order.
  public func score(
    _ files: [SourceFile], _ classifier: TextClassifier, positive label: String?, field: String,
    write: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Outcome {
    try check(files)
    let positive = try positive(classifier, label)
    return try forEachBatch(files, makeState: { Scorer(classifier, positive: positive) }) { scorer, batch in
      let lines = ScoredLines()
      for document in batch.documents {
        let (label, score) = scorer.score(batch.text(of: document))
        lines.append(batch.line(of: document), field: field, label: label.map { classifier.labels[$0] }, score)
      }
      return lines
    } consume: { _, _, lines in
      try write(lines.buffer.bytes)
    }
  }
}

/// Records with a score each.
private final class ScoredLines: @unchecked Sendable {
  var buffer = ByteBuffer()

  func append(_ line: UnsafeRawBufferPointer, field: String, label: String?, _ score: Float) {
    guard let end = line.lastOffset(of: UInt8(ascii: "}")) else { return }
    var last = end
    while last > 0 && line[last - 1] <= 0x20 { last -= 1 }
    buffer.append(line.slice(0, last))
    // A record holds its text at the least.
    buffer.append(",")
    var row = JSONWriter()
    row.beginObject()
    row.key(name: field)
    row.beginObject()
    row.key("label")
    if let label { row.string(label) } else { row.null() }
    // The fewest digits that give the same number back, of the precision that there is.
    row.member("score", Double("\(score)") ?? 0)
    row.endObject()
    row.endObject()
    buffer.append(row.buffer.bytes.slice(1, row.buffer.count))
    buffer.append("\n")
  }
}
