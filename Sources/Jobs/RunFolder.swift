import QuernStreams

/// The folder of a run: what stands where.
///
/// ```
/// plan.json  recipe.yml  recipe.original.yml  events.jsonl
/// docs/ verdicts/ rejected/ dropped/ removed/     *.jsonl.zst
/// tokenizer/  shards/  report/  done/STAGE/TASK.json  spill/
/// ```
public struct RunFolder: Sendable {
  /// The path as it was given, without slashes at its end.
  public let path: String

  /// The run folder at `path`, which need not exist.
  public init(_ path: String) {
    var trimmed = path
    while trimmed.utf8.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
  }

  /// The path of `name` inside the folder.
  public func path(_ name: String) -> String { "\(path)/\(name)" }

  /// The path of `name` inside the subfolder `folder`, which is created if need be.
  public func create(_ folder: String, _ name: String) throws(StreamError) -> String {
    try FileSystem.createFolder(path(folder))
    return path("\(folder)/\(name)")
  }

  /// What was planned: inputs, stages and tasks.
  public var plan: String { path("plan.json") }
  /// The recipe in its JSON form, which can be run from anywhere.
  public var recipe: String { path("recipe.yml") }
  /// The recipe byte for byte as its user wrote it.
  public var originalRecipe: String { path("recipe.original.yml") }
  /// The names that languages have in the verdicts, as a JSON array; empty where nothing tells them.
  public var labels: String { path("report/labels.json") }
  /// What happened, one JSON line an event.
  public var events: String { path("events.jsonl") }

  /// The done-record of a task.
  public func doneRecord(stage: String, task: Int) -> String { path("done/\(stage)/\(paddedNumber(task)).json") }
}

/// `number` with at least five digits, so that names sort as numbers do.
public func paddedNumber(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
}
