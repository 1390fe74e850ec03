import ArgumentParser
import QuernBytes
import QuernClassifiers
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernWorkers

/// `quern classify test`
struct ClassifyTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Compares a classifier's labels with known ones and advises on thresholds.",
    discussion: """
      EXAMPLES:
        quern classify test held-out.jsonl --label quality --model quality.bin --positive good
        quern classify test rows.jsonl --label toxic --model default --json

      Prints precision, recall and F1 by label; where one label is positive, also the area under the ROC curve and \
      thresholds with what they do. Records without a label are left out.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "The field with the label or labels.")
  var label = "label"

  @OptionGroup var model: ModelOption
  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func run() throws {
    let files = try records.sources(inputs)
    let classifier = try KnownModel.open(model.model, standard: .toxicity, or: [.lid176], folder: ".")
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    progress.start("test", total: storedBytes(of: files))
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    let (evaluation, unlabelled, outcome) = try job.testClassifier(
      files, classifier, labelField: label, positive: model.positive)
    meter.end()
    if evaluation.examples == 0 { throw JobError(.usage, "no record has a label in the field '\(label)'") }
    if work.json {
      writeJSON(evaluation, unlabelled)
    } else {
      Terminal.output(printableText(text(evaluation, unlabelled)))
    }
    var quiet = work
    quiet.json = false
    try DirectSummary(outcome: outcome, work: quiet).finish([])
  }

  private func text(_ evaluation: ClassifierEvaluation, _ unlabelled: Int) -> String {
    var lines = ["\(grouped(evaluation.examples)) examples, accuracy \(rounded(evaluation.accuracy))"]
    for (label, figures) in evaluation.labels.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "\(label): precision \(rounded(figures.precision)), recall \(rounded(figures.recall)), F1 \(rounded(figures.f1))"
          + " (\(grouped(figures.found + figures.missed)) examples)")
    }
    if evaluation.labels.count > 2 { lines.append("mean F1 of the labels: \(rounded(evaluation.macroF1))") }
    if let auc = evaluation.auc { lines.append("area under the ROC curve: \(rounded(auc))") }
    for (reason, cut) in evaluation.advice() {
      lines.append(
        "threshold \(cut.threshold) (\(reason)): precision \(rounded(cut.precision)), recall \(rounded(cut.recall)), "
          + "flags \(rounded(cut.falsePositives)) of the others")
    }
    if unlabelled > 0 { lines.append("left out: \(grouped(unlabelled)) records without '\(label)'") }
    return lines.map { "\($0)\n" }.joined()
  }

  /// Four decimals.
  private func rounded(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }

  private func writeJSON(_ evaluation: ClassifierEvaluation, _ unlabelled: Int) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.member("examples", evaluation.examples)
    writer.member("unlabelled", unlabelled)
    writer.member("accuracy", evaluation.accuracy)
    writer.member("macro_f1", evaluation.macroF1)
    writer.key("auc")
    if let auc = evaluation.auc { writer.number(auc) } else { writer.null() }
    writer.key("labels")
    writer.beginObject()
    for (label, figures) in evaluation.labels.sorted(by: { $0.key < $1.key }) {
      writer.key(name: label)
      writer.beginObject()
      writer.member("examples", figures.found + figures.missed)
      writer.member("precision", figures.precision)
      writer.member("recall", figures.recall)
      writer.member("f1", figures.f1)
      writer.endObject()
    }
    writer.endObject()
    writer.key("thresholds")
    writer.beginArray()
    for (reason, cut) in evaluation.advice() {
      writer.beginObject()
      writer.member("reason", reason)
      writer.member("threshold", Double("\(cut.threshold)") ?? 0)
      writer.member("precision", cut.precision)
      writer.member("recall", cut.recall)
      writer.member("f1", cut.f1)
      writer.member("false_positives", cut.falsePositives)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }
}
