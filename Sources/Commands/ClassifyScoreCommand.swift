import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernWorkers

/// `quern classify score`
struct ClassifyScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Adds a classifier's label and score to every record.",
    discussion: """
      EXAMPLES:
        quern classify score raw/*.jsonl.zst --model quality.bin --positive good --out scored.jsonl.zst
        quern classify score raw.jsonl --model lid.176 --field language | jq .language.label

      Every record gets a field with an object: the most probable label, and the score: the probability of the positive \
      label if there is one, or else of the most probable one.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "The field to add.")
  var field = "classifier"

  @Option(help: "The file to write, compressed if its name ends in .zst (default: standard output).")
  var out: String?

  @OptionGroup var model: ModelOption
  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws {
    if field.isEmpty { throw ValidationError("--field is empty; name the field to add") }
    if field == records.text || field == records.id {
      throw ValidationError("--field \(field) would hide the field of that name, which holds the text or id")
    }
  }

  func run() throws {
    let files = try records.sources(inputs)
    if work.json && out == nil {
      throw JobError(.usage, "--json writes to standard output, where the records go; add --out FILE")
    }
    if let out { try OutputPlaces.prepare([("--out", out)], inputs: files.map(\.path)) }
    let classifier = try KnownModel.open(model.model, standard: .toxicity, or: [.lid176], folder: ".")
    let file = try out.map { try OutputFile(path: $0) }
    let isCompressed = out?.hasSuffix(".zst") ?? false
    var frames = ZstdFrameWriter()
    var compressed = ByteBuffer()
    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet || out == nil)
    defer { meter.end() }
    progress.start("score", total: storedBytes(of: files))
    let job = DirectJob(
      options: PassOptions(work, records: records, progress: progress), maxRejected: records.maxRejected)
    let outcome = try job.score(files, classifier, positive: model.positive, field: field) { lines in
      guard let file else { return Terminal.output(lines) }
      if lines.isEmpty { return }
      if isCompressed {
        compressed.removeAll()
        frames.append(lines, to: &compressed)
        try file.write(compressed)
      } else {
        try file.write(lines)
      }
    }
    try file?.publish()
    meter.end()
    try DirectSummary(outcome: outcome, work: work).finish([])
  }
}
