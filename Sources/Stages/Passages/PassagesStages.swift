import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// What the steps of the stage `passages` share.
struct PassagesSettings: Sendable {
  let settings: RunSettings

  var recipe: RecipePassages { settings.recipe.passages }

  /// Which passages are compared.
  var rule: PassageRule {
    PassageRule(
      unit: PassageRule.Unit(rawValue: recipe.unit.rawValue) ?? .line, leastBytes: recipe.minBytes,
      isNormalized: recipe.normalize)
  }

  /// What tells passages apart that are not compared with each other.
  var scope: KeepRule { KeepRule(keep: .first, scope: recipe.scope) }

  /// The documents as the stage finds them.
  var documents: StageDocuments {
    StageDocuments(settings: settings, stage: .passages, notedFields: scope.notedFields)
  }

  /// A worker's finder.
  final class Worker {
    var finder: PassageFinder
    init(_ rule: PassageRule) { finder = PassageFinder(rule) }
  }
}

/// Hashes the passages of one input file: `spill/passages-hash/NNNNN.runs`, sorted runs of hash and place.
struct PassagesHashTask {
  static let stage = "passages-hash"
  /// Raise when what passages are compared by changes.
  static let semantics = 1

  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(PassagesHashTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(PassagesHashTask.runs(context.task)))
    let passages = PassagesSettings(settings: settings)
    let (rule, scope) = (passages.rule, passages.scope)
    let file = context.task
    let source = settings.inputs[file].source
    var outcome = try passages.documents.read(
      context, isFirst: true,
      makeState: { PassagesSettings.Worker(rule) },
      work: { (worker, batch) -> [SortRecord] in
        var records: [SortRecord] = []
        try batch.forEach { document in
          let start = TextPlace(file: file, position: document.position).packed
          let seed = scope.scopeHash(of: document, source: source)
          try worker.finder.forEach(of: document.text, seed: seed) { from, _, key in
            records.append(SortRecord(key: key, value: start + UInt64(from)))
          }
        }
        return records
      },
      consume: { records in
        for record in records { try runs.add(record) }
      })
    outcome.counts.add("passages", runs.count)
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Lists the passages that go: `spill/passages-count/repeats.runs` and the list `places`.
struct PassagesCountTask {
  static let stage = "passages-count"
  static let semantics = 1
  static let repeats = "spill/\(stage)/repeats.runs"
  static let places = "spill/\(stage)/places"

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(PassagesCountTask.stage)"))
    let recipe = settings.recipe.passages
    let (found, places) = try RepeatedPassages.list(
      from: settings.inputs.indices.map { folder.path(PassagesHashTask.runs($0)) },
      policy: RepeatedPassages.Policy(times: recipe.times, keepsFirst: recipe.keep == .first),
      scratch: folder.path("spill/\(PassagesCountTask.stage)/merge"), repeats: folder.path(PassagesCountTask.repeats),
      places: folder.path(PassagesCountTask.places), check: context.cancellation.check)
    var outcome = TaskOutcome()
    outcome.counts.add("passages", found.passages)
    outcome.counts.add("repeated", found.repeated)
    outcome.counts.add("going", found.going)
    var repeats = try FileSystem.record(of: folder.path(PassagesCountTask.repeats))
    repeats.path = PassagesCountTask.repeats
    outcome.files.append(repeats)
    outcome.add(places, in: folder)
    return outcome
  }
}

/// Looks up the passages of one input file whose places are listed: `spill/passages-find/NNNNN.passages`, and
/// `NNNNN.texts`, the texts in which they stand.
struct PassagesFindTask {
  static let stage = "passages-find"
  static let semantics = 1

  let settings: RunSettings

  static func passages(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).passages" }
  static func texts(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).texts" }

  /// What a worker found in a batch.
  private struct Found: Sendable {
    var passages: [ListedPassage] = []
    var texts: [ListedText] = []
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(PassagesFindTask.stage)"))
    let passages = PassagesSettings(settings: settings)
    let rule = passages.rule
    let file = context.task
    let listed = try DocumentListWriter<ListedPassage>(path: folder.path(PassagesFindTask.passages(file)))
    let texts = try DocumentListWriter<ListedText>(path: folder.path(PassagesFindTask.texts(file)))
    let places = try ListedPlaces(path: folder.path(PassagesCountTask.places), file: file)
    var outcome = try passages.documents.read(
      context, isFirst: false, prepare: places.prepare,
      makeState: { PassagesSettings.Worker(rule) },
      work: { (worker, batch) -> Found in
        var found = Found()
        var wanted = places.take(batch.records)[...]
        try batch.forEach { document in
          let end = TextPlace(file: file, position: document.position, offset: document.text.count)
          var own = wanted.prefix { $0 < end }
          guard !own.isEmpty else { return }
          wanted.removeFirst(own.count)
          let start = TextPlace(file: file, position: document.position)
          found.texts.append(ListedText(start: start, id: document.id, bytes: document.text.count))
          try worker.finder.forEach(of: document.text, seed: 0) { from, to, _ in
            let place = TextPlace(file: file, position: document.position, offset: from)
            guard own.first == place else { return }
            own.removeFirst()
            found.passages.append(ListedPassage(place: place, bytes: to - from))
          }
          if !own.isEmpty { throw BatchLists.changed(document.id, of: batch.input) }
        }
        return found
      },
      consume: { found in
        for passage in found.passages { try listed.add(passage) }
        for text in found.texts { try texts.add(text) }
      })
    outcome.counts.add("found", listed.count)
    outcome.add(try listed.finish(), in: folder)
    outcome.add(try texts.finish(), in: folder)
    return outcome
  }
}

/// Lists what goes: `spill/passages-pick/removals` and `cuts`.
struct PassagesPickTask {
  static let stage = "passages-pick"
  /// Raise when what goes changes.
  static let semantics = 1

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    let spill = folder.path("spill/\(PassagesPickTask.stage)")
    try FileSystem.createFolder(spill)
    let files = settings.inputs.indices
    try RepeatedPassages.writeSpans(
      repeats: folder.path(PassagesCountTask.repeats),
      passages: files.map { folder.path(PassagesFindTask.passages($0)) },
      scratch: "\(spill)/merge", to: "\(spill)/spans.runs", check: context.cancellation.check)
    let recipe = settings.recipe.passages
    let (found, lists) = try SubstringCuts.write(
      windows: "\(spill)/spans.runs", texts: files.map { folder.path(PassagesFindTask.texts($0)) },
      policy: SubstringCuts.Policy(dropShare: recipe.dropShare, leastBytes: recipe.minLeft, cuts: true),
      scratch: "\(spill)/merge", removals: "\(spill)/removals", cuts: "\(spill)/cuts",
      check: context.cancellation.check)
    try FileSystem.remove("\(spill)/spans.runs")
    var outcome = TaskOutcome()
    outcome.counts.add("spans", found.spans)
    outcome.counts.add("cut_bytes", found.bytes)
    outcome.counts.add("edited", found.edited)
    outcome.counts.add("removed", found.removed)
    outcome.counts.add("removed_bytes", found.removedBytes)
    for file in lists { outcome.add(file, in: folder) }
    return outcome
  }
}
