import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// Hashes every document of one input file: `spill/exact-hash/NNNNN.runs`, sorted runs of hash and document; and
/// `NNNNN.ranks`, their ranks, where not simply the first copy stays.
struct ExactHashTask {
  static let stage = "exact-hash"
  /// Raise when the hash of a document changes.
  static let semantics = 3

  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  static func ranks(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).ranks" }

  /// What a worker made of a batch.
  private struct Keys: Sendable {
    var records: [SortRecord] = []
    var ranks: [SortRecord] = []
    var skipped = 0
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactHashTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(ExactHashTask.runs(context.task)))
    let exact = settings.recipe.exact
    let rule = KeepRule(keep: exact.keep, scope: exact.scope)
    let ranks =
      exact.keep == .first ? nil : try RunWriter(path: context.folder.path(ExactHashTask.ranks(context.task)))
    let input = settings.inputs[context.task]
    let keyField: String? =
      switch exact.key {
      case .text, .normalizedText: nil
      case .url: input.urlField
      case .field(let name): name
      }
    let fields = rule.notedFields
    var skipped = 0
    var outcome = try StageDocuments(
      settings: settings, stage: .exact, notedFields: fields + [keyField].compactMap { $0 }
    ).read(
      context, isFirst: true,
      makeState: { DuplicateKey(exact) },
      work: { (key, batch) -> Keys in
        var keys = Keys()
        keys.records.reserveCapacity(batch.records.documents.count)
        try batch.forEach { document in
          let subject = keyField == nil ? document.text : document.noted(fields.count)
          // What has no address or no value is like nothing else.
          if keyField != nil && subject.isEmpty {
            keys.skipped += 1
            return
          }
          let scope = rule.scopeHash(of: document, source: input.source)
          keys.records.append(
            SortRecord(key: try key.hash(subject, seed: scope), value: document.id.packed))
          if exact.keep != .first {
            keys.ranks.append(
              SortRecord(key: Hash128(high: document.id.packed, low: rule.rank(of: document)), value: 0))
          }
        }
        return keys
      },
      consume: { keys in
        for record in keys.records { try runs.add(record) }
        for record in keys.ranks { try ranks?.add(record) }
        skipped += keys.skipped
      })
    if keyField != nil { outcome.counts.add("without_key", skipped) }
    if let ranks { outcome.add(try ranks.finish(), in: context.folder) }
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Picks the duplicates among all hashed documents: `spill/exact-pick/removals`.
struct ExactPickTask {
  static let stage = "exact-pick"
  static let semantics = 3

  let inputs: Int
  /// Whether the first copy stays, so that there are no ranks.
  let keepsFirst: Bool

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(ExactPickTask.stage)"))
    let (found, file) = try ExactDuplicates.pick(
      from: (0..<inputs).map { context.folder.path(ExactHashTask.runs($0)) },
      ranks: keepsFirst ? nil : (0..<inputs).map { context.folder.path(ExactHashTask.ranks($0)) },
      scratch: context.folder.path("spill/\(ExactPickTask.stage)/by-document.runs"),
      removals: context.folder.path("spill/\(ExactPickTask.stage)/removals"), check: context.cancellation.check)
    var outcome = TaskOutcome()
    outcome.counts.add("documents", found.documents)
    outcome.counts.add("groups", found.groups)
    outcome.counts.add("removed", found.removed)
    outcome.add(file, in: context.folder)
    return outcome
  }
}
