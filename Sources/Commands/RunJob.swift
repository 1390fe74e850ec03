import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernWorkers

/// Carries out a recipe in a run folder: what `run`, `clean` and `dedup` have in common.
struct RunJob {
  let recipe: Recipe
  /// The text that `recipe.yml` of the run folder keeps.
  let recipeText: ByteBufferBox
  /// The folder that relative paths of the recipe start from.
  let base: String
  let out: String
  let work: WorkOptions
  /// Whether stages whose recipe has changed may be done anew.
  let redo: Bool

  /// Bytes that several owners share.
  final class ByteBufferBox {
    let buffer: ByteBuffer
    init(_ buffer: consuming ByteBuffer) { self.buffer = buffer }
  }

  /// Runs, prints the summary and throws the exit code if it is not 0.
  func run() throws {
    guard !out.isEmpty else { throw JobError(.usage, "--out is empty; name the folder to write") }
    let folder = RunFolder(out)
    let named = try namedInputs()
    // What can be refused is refused before standard input is read and before anything is written.
    _ = try Planner(settings: try RunSettings(recipe: recipe, inputs: [], keepGoing: false, folder: base), folder: base)
      .stages()
    var lock: FolderLock?
    defer { withExtendedLifetime(lock) {} }
    if named.contains(where: { $0.name == "-" }) {
      lock = try take(folder)
      try spool(folder)
    }
    let inputs = try inputFiles(named, folder)
    let settings = try RunSettings(recipe: recipe, inputs: inputs, keepGoing: work.keepGoing, folder: base)
    let stages = try Planner(settings: settings, folder: base).stages()
    if lock == nil { lock = try take(folder) }
    try prepare(folder, stages)
    try FileSystem.write(recipeText.buffer.bytes, to: folder.recipe)
    try RunPlan(inputs: inputs, stages: stages, versions: Versions.all).write(to: folder)

    let progress = Progress()
    let meter = ProgressMeter(progress, quiet: work.quiet)
    defer { meter.end() }
    let engine = LocalEngine(folder: folder, jobs: work.threads, progress: progress, cancellation: interruption)
    let outcome = try engine.run(stages)
    meter.end()
    try FileSystem.removeFolder(folder.path("spill"))

    let report = RunReport(outcome, documentsStage: settings.documentsStage, sources: inputs.map(\.source))
    var json = JSONWriter(indented: true)
    report.write(into: &json)
    try FileSystem.write(json.buffer.bytes, to: try folder.create("report", "report.json"))
    if work.json { Terminal.output(json.buffer.bytes) }
    for warning in report.warnings { Terminal.message("warning: \(warning)") }
    if !work.quiet {
      Terminal.messagePart(report.text)
      if report.rejected > 0 {
        Terminal.message("file, line and reason of every rejected record: \(folder.path("rejected"))")
      }
      Terminal.message("results in \(folder.path); look at them with: quern inspect \(folder.path)")
    }
    guard report.isBalanced else { throw JobError("the accounting of \(folder.path) does not add up") }
    try settings.checkLosses(outcome)
    if report.hasLosses { throw ExitCode(ExitStatus.doneWithLosses) }
  }

  /// Makes the folder and keeps others out of it.
  private func take(_ folder: RunFolder) throws -> FolderLock {
    try FileSystem.createFolder(folder.path)
    return try FolderLock(folder: folder.path)
  }

  /// A file that the recipe names, as its rows and ids name it.
  private struct NamedInput {
    let input: RecipeInput
    let path: String
    let name: String
  }

  /// The files in plan order; `-` is standard input.
  private func namedInputs() throws -> [NamedInput] {
    var files: [NamedInput] = []
    var seen: Set<String> = []
    for input in recipe.inputs {
      for path in input.paths {
        let resolved = path == "-" ? path : resolve(path, from: base)
        // Rows and keys hold the names, so these must not depend on where the command is given.
        let added = resolved.utf8.count - path.utf8.count
        for found in path == "-" ? [path] : try InputResolver.files(for: resolved) {
          guard seen.insert(FileSystem.realPath(found)).inserted else {
            throw JobError(.usage, "\(found): the file is named twice; its documents would count twice")
          }
          files.append(NamedInput(input: input, path: found, name: String(found.utf8.dropFirst(added)) ?? found))
        }
      }
    }
    return files
  }

  private func inputFiles(_ named: [NamedInput], _ folder: RunFolder) throws -> [InputFile] {
    var files: [InputFile] = []
    for file in named {
      files.append(
        try InputFile(
          number: files.count, source: file.input.source, path: file.name == "-" ? spoolPath(folder) : file.path,
          name: file.name, textField: file.input.text, idField: file.input.id))
    }
    return files
  }

  private func spoolPath(_ folder: RunFolder) -> String { folder.path("spill/stdin") }

  /// Writes standard input to the folder, so that it can be read more than once.
  private func spool(_ folder: RunFolder) throws {
    let file = try OutputFile(path: try folder.create("spill", "stdin"))
    let source = try StandardInput()
    var buffer = ByteBuffer(capacity: 1 << 20)
    while try source.read(into: &buffer) {
      try interruption.check()
      try file.write(buffer.bytes)
    }
    try interruption.check()
    try file.publish()
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
    for name in [
      "docs", "verdicts", "rejected", "dropped", "removed", "tokenizer", "tokenizer/counts", "shards", "report",
    ] {
      try FileSystem.removeAttempts(in: folder.path(name))
    }
    try FileSystem.removeAttempts(in: folder.path)
  }
}
