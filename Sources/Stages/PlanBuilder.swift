import QuernBytes
import QuernJSON
import QuernJobs

/// Puts the stages of a run together; their keys chain.
struct PlanBuilder {
  /// How many tasks a stage has.
  enum Tasks {
    /// One for each input file; each reads documents.
    case oneForEachInput
    /// One for each input file and each file that they are compared with; each reads documents.
    case oneForEachFile
    /// One, which reads what other stages spilled.
    case one
  }

  private let settings: RunSettings
  private let inputsKey: Hash128
  /// The stages so far.
  private(set) var stages: [Stage] = []
  /// What a stage that reads documents comes after: the lists and the writing that decide what it sees.
  private var before: [String] = []

  init(settings: RunSettings, inputsKey: Hash128) {
    self.settings = settings
    self.inputsKey = inputsKey
  }

  /// Adds a stage whose key depends on the inputs and all stages before.
  ///
  /// - Parameters:
  ///   - reads: earlier stages whose files it reads, beside what every reader of documents needs.
  ///   - key: writes everything else that decides its result.
  mutating func add(
    _ name: String, _ semantics: Int, tasks: Tasks = .oneForEachInput, reads: [String] = [],
    key: (inout JSONWriter) -> Void, run: @escaping @Sendable (TaskContext) throws -> TaskOutcome
  ) {
    let key = PlanBuilder.key(name, semantics, after: [inputsKey] + stages.map(\.key), key)
    var needs = reads
    let ids = settings.idsStage.flatMap { ids in ids != name && stages.contains { $0.name == ids } ? ids : nil }
    if tasks != .one { needs += before + [ids].compactMap { $0 } }
    var unique: [String] = []
    for need in needs where !unique.contains(need) { unique.append(need) }
    let names =
      switch tasks {
      case .one: ["all"]
      case .oneForEachInput: settings.inputs.map(\.stem)
      case .oneForEachFile: (settings.inputs + settings.references).map(\.stem)
      }
    stages.append(Stage(name: name, key: key, needs: unique, spills: unique, tasks: names, run: run))
  }

  /// From here on documents are read as the lists of `list` leave them.
  mutating func hasLists(of list: ListStage) { before.append(list.last) }

  /// From here on readers of documents need what `stage` found.
  mutating func documentsNeed(_ stage: String) { before.append(stage) }

  /// From here on documents are read as `writing` wrote them.
  mutating func beginFinishing(after writing: DocumentsWriting) { before = [writing.stage] }

  /// The key of stage `name`.
  func key(of name: String) -> Hash128 {
    stages.first { $0.name == name }?.key ?? inputsKey
  }

  /// The hash of a stage's name, semantics version, upstream keys and what `body` writes.
  static func key(
    _ name: String, _ semantics: Int, after upstream: [Hash128] = [], _ body: (inout JSONWriter) throws -> Void
  ) rethrows -> Hash128 {
    var writer = JSONWriter()
    writer.beginArray()
    writer.string(name)
    writer.number(semantics)
    for key in upstream { writer.string(key.hex) }
    try body(&writer)
    writer.endArray()
    return XXH3.hash128(writer.buffer.bytes)
  }
}
