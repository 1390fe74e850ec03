import QuernBytes
import QuernStreams
import QuernWorkers
import TestSupport
import Testing

@testable import QuernJobs
@testable import QuernStages

/// A run folder in which single tasks can be run.
struct StageWorkspace {
  private let temporary = TemporaryFolder()
  var folder: RunFolder { RunFolder(temporary.path) }

  /// Writes an input file and looks at it.
  func input(_ name: String, content: [UInt8], number: Int = 0) throws -> InputFile {
    try InputFile(
      number: number, source: "s", path: temporary.write(content, to: name), name: name, textField: "text",
      idField: "id")
  }

  /// Settings that clean nothing.
  func settings(_ inputs: [InputFile], stages: [RecipeStage] = [], keepGoing: Bool = false) throws -> RunSettings {
    var recipe = Recipe(path: "r.yml")
    recipe.stages = stages
    return try RunSettings(recipe: recipe, inputs: inputs, keepGoing: keepGoing, folder: ".")
  }

  func context(
    _ records: [String: [DoneRecord]] = [:], task: Int = 0, isCancelled: Bool = false
  ) -> TaskContext {
    let cancellation = Cancellation()
    if isCancelled { cancellation.cancel() }
    return TaskContext(
      folder: folder, task: task, jobs: 1, progress: Progress(), cancellation: cancellation, records: records)
  }

  /// Writes a file of the run folder.
  /// - Returns: its record.
  func write(_ content: [UInt8], to path: String) throws -> FileRecord {
    writeFile(content, to: path)
    var record = try FileSystem.record(of: path)
    record.path.removeFirst(folder.path.count + 1)
    return record
  }

  /// The record of a task that did what `outcome` says.
  func record(_ outcome: TaskOutcome) -> DoneRecord {
    DoneRecord(stage: "before", task: 0, key: Hash128(high: 0, low: 0), outcome: outcome, seconds: 0)
  }

  /// The record of a task that wrote `files`.
  func record(files: [FileRecord]) -> DoneRecord {
    var outcome = TaskOutcome()
    outcome.files = files
    return record(outcome)
  }
}

/// `body` must fail with a message that has all `parts`.
func expectFailure(_ parts: String..., sourceLocation: SourceLocation = #_sourceLocation, body: () throws -> Void) {
  do {
    try body()
    Issue.record("nothing was noticed", sourceLocation: sourceLocation)
  } catch {
    for part in parts { #expect("\(error)".contains(part), sourceLocation: sourceLocation) }
  }
}
