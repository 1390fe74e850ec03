import QuernStreams

/// The folder of a run: what stands where.
///
/// ```
/// plan.json  recipe.yml  events.jsonl
/// docs/ verdicts/ rejected/ dropped/ removed/     *.jsonl.zst
/// tokenizer/  shards/  report/  done/STAGE/TASK.json  spill/
/// ```
public struct RunFolder: Sendable {
  public let path: String

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

  public var plan: String { path("plan.json") }
  public var recipe: String { path("recipe.yml") }
  public var events: String { path("events.jsonl") }

  /// The done-record of a task.
  public func doneRecord(stage: String, task: Int) -> String { path("done/\(stage)/\(paddedNumber(task)).json") }
}

/// `number` with at least five digits, so that names sort as numbers do.
public func paddedNumber(_ number: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, 5 - digits.utf8.count)) + digits
}
