import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernWorkers

/// Carries out a recipe in a run folder: what `run`, `clean` and `dedup` have in common.
struct RunJob {
  let recipe: Recipe
  /// The recipe as its user wrote it, which the run folder keeps; nil when it was put together from options.
  var original: ByteBufferBox?
  let out: String
  let work: WorkOptions
  /// Whether stages whose recipe has changed may be done anew.
  let redo: Bool
  /// The bytes of memory that training may take.
  var memory = TrainingMemory.standard
  /// The stage after which the run ends, so that it lists what would go and writes no documents; nil for a whole run.
  var lastStage: String?
  /// Whether the counts of that stage are printed.
  var showsCounts = false

  /// Bytes that several owners share.
  final class ByteBufferBox {
    let buffer: ByteBuffer
    init(_ buffer: consuming ByteBuffer) { self.buffer = buffer }
  }

  /// Runs, prints the summary and throws the exit code if it is not 0.
  func run() throws {
    guard !out.isEmpty else { throw JobError(.usage, "--out is empty; name the folder to write") }
    let folder = RunFolder(out)
    let inputs = try RunInputs(recipe, out: folder)
    // What can be refused is refused before standard input is read.
    if inputs.readsStandardInput { _ = try plan([], [], []) }
    let missing = FileSystem.missingFolders(folder.path)
    try FileSystem.createFolder(folder.path)
    let lock = try FolderLock(folder: folder.path)
    defer { withExtendedLifetime(lock) {} }
    let files: [InputFile]
    let settings: RunSettings
    let stages: [Stage]
    do {
      files = try inputs.files(in: folder)
      (settings, stages) = try plan(files, try inputs.references(), try inputs.benchmarks())
      try prepare(folder, stages)
    } catch {
      // What is refused leaves the folder as it was; why it was refused matters more than what cannot be removed.
      try? inputs.removeSpool(in: folder)
      for path in missing { _ = try? FileSystem.removeEmptyFolder(path) }
      throw error
    }
    try write(settings.recipe, to: folder)
    try RunPlan(inputs: files, stages: stages, versions: Versions.all).write(to: folder)

    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    let engine = LocalEngine(folder: folder, jobs: work.threads, progress: progress, cancellation: interruption)
    let outcome = try engine.run(stages)
    meter.end()
    // What was found is used when the same command is given without --dry-run.
    if let lastStage {
      if showsCounts { show(outcome.counts(of: lastStage)) }
      return
    }
    try FileSystem.removeFolder(folder.path("spill"))

    let report = RunReport(
      outcome, documentsStage: settings.documentsStage, lists: settings.lists, sources: files.map(\.source))
    var json = JSONWriter(indented: true)
    report.write(into: &json)
    try FileSystem.write(json.buffer.bytes, to: try folder.create("report", "report.json"))
    try writeLabels(settings.languageLabels, to: folder)
    if work.json { Terminal.output(json.buffer.bytes) }
    for warning in report.warnings { Terminal.message("warning: \(warning)") }
    if !work.quiet {
      Terminal.messagePart(report.text)
      if report.rejected > 0 {
        Terminal.message("file, line and reason of every rejected record: \(folder.path("rejected"))")
        if let reason = report.mainRejection.flatMap(RejectionReason.init(rawValue:)) {
          Terminal.message("most are \(reason.rawValue): \(reason.hint)")
        }
      }
      Terminal.message("results in \(folder.path); look at them with: quern inspect \(folder.path)")
    }
    guard report.isBalanced else { throw JobError("the accounting of \(folder.path) does not add up") }
    try settings.checkLosses(outcome)
    if report.hasLosses { throw ExitCode(ExitStatus.doneWithLosses) }
  }

  /// What the tasks share and the stages that they form.
  private func plan(
    _ files: [InputFile], _ references: [InputFile], _ benchmarks: [BenchmarkFile]
  ) throws -> (settings: RunSettings, stages: [Stage]) {
    let settings = try RunSettings(
      recipe: recipe, inputs: files, references: references, benchmarks: benchmarks, keepGoing: work.keepGoing,
      folder: recipe.base,
      memory: memory)
    let stages = try Planner(settings: settings, folder: recipe.base).stages()
    let end = lastStage.flatMap { last in stages.firstIndex { $0.name == last } }
    return (settings, end.map { Array(stages[...$0]) } ?? stages)
  }

  /// Prints what the last stage of a run that writes no documents has counted.
  private func show(_ counts: Counts) {
    if work.json {
      var json = JSONWriter(indented: true)
      counts.write(into: &json)
      json.endLine()
      Terminal.output(json.buffer.bytes)
    }
    if work.quiet { return }
    let cuts = counts["spans"]
    Terminal.message(
      "\(grouped(counts["removed"])) documents would go"
        + (cuts > 0
          ? ", and \(grouped(cuts)) parts (\(grouped(counts["cut_bytes"])) bytes) of \(grouped(counts["edited"])) others"
          : ""))
    Terminal.message("nothing was written to \(out)/docs; give the command without --dry-run to do so")
  }

  /// Keeps the recipe in a form that means the same wherever it stands, and as it was written.
  private func write(_ recipe: Recipe, to folder: RunFolder) throws {
    // The recipe of a run may be its own; the original is kept then.
    if FileSystem.realPath(recipe.path) != FileSystem.realPath(folder.recipe) {
      if let original {
        try FileSystem.write(original.buffer, to: folder.originalRecipe)
      } else {
        try FileSystem.remove(folder.originalRecipe)
      }
    }
    var placed = recipe
    placed.folder = FileSystem.realPath(recipe.base)
    var writer = JSONWriter(indented: true)
    placed.write(into: &writer)
    writer.endLine()
    try FileSystem.write(writer.buffer, to: folder.recipe)
  }

  /// Keeps the names of languages, so that verdicts can be judged without the model.
  private func writeLabels(_ labels: [String], to folder: RunFolder) throws {
    var writer = JSONWriter()
    writer.beginArray()
    for label in labels { writer.string(label) }
    writer.endArray()
    writer.endLine()
    try FileSystem.write(writer.buffer, to: folder.labels)
  }

  /// Refuses a folder that holds a run of another recipe, unless it may be redone; removes what a crash left.
  private func prepare(_ folder: RunFolder, _ stages: [Stage]) throws {
    let (redone, removed) = try LocalEngine.outdated(stages, in: folder)
    if !(redone.isEmpty && removed.isEmpty) && !redo {
      let kept = stages.map(\.name).filter { !redone.contains($0) }
      func part(_ names: [String], _ what: String) -> [String] {
        names.isEmpty ? [] : ["\(names.joined(separator: ", ")) would be \(what)"]
      }
      throw JobError(
        .usage,
        "\(folder.path) holds a run of another recipe, of other options, or of inputs that have changed: "
          + (part(redone, "redone") + part(removed, "removed") + part(kept, "kept")).joined(separator: "; ")
          + "; choose another --out, or allow it with --redo")
    }
    try LocalEngine.discardOutdated(stages, in: folder)
    // Those of the verdicts that were discarded.
    if !redone.isEmpty { try FileSystem.remove(folder.labels) }
    for name in [
      "docs", "verdicts", "clusters", "contamination", "rejected", "dropped", "removed", "tokenizer",
      "tokenizer/counts",
      "tokenizer/sizes",
      "shards", "report",
    ] {
      try FileSystem.removeAttempts(in: folder.path(name))
    }
    try FileSystem.removeAttempts(in: folder.path)
  }
}
