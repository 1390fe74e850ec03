import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers
import Synchronization

/// Marks pieces of the texts of one input file: `spill/substring-mark/NNNNN.runs`, sorted runs of hash and place.
struct SubstringMarkTask {
  static let stage = "substring-mark"
  /// Raise when marks change.
  static let semantics = 2

  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  private final class Worker {
    var marker: PieceMarker
    init(_ rule: SubstringRule) { marker = PieceMarker(rule) }
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(SubstringMarkTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(SubstringMarkTask.runs(context.task)))
    let rule = SubstringRule(bytes: settings.recipe.substring.bytes)
    let file = context.task
    var bytes = 0
    var outcome = try StageDocuments(settings: settings, stage: .substring).read(
      context, isFirst: true,
      makeState: { Worker(rule) },
      work: { (worker, batch) -> (records: [SortRecord], bytes: Int) in
        var records: [SortRecord] = []
        var bytes = 0
        try batch.forEach { document in
          bytes += document.text.count
          let start = TextPlace(file: file, position: document.position).packed
          worker.marker.mark(document.text) { hash, offset in
            records.append(SortRecord(key: Hash128(high: hash, low: 0), value: start + UInt64(offset)))
          }
        }
        return (records, bytes)
      },
      consume: { result in
        for record in result.records { try runs.add(record) }
        bytes += result.bytes
      })
    outcome.counts.add("bytes.text", bytes)
    outcome.counts.add("marked", runs.count)
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Lists the places of marked pieces that occur more than once: `spill/substring-pieces/places`.
struct SubstringPiecesTask {
  static let stage = "substring-pieces"
  static let semantics = 1
  static let places = "spill/\(stage)/places"

  let files: Int

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(SubstringPiecesTask.stage)"))
    let (read, file) = try RepeatedSpans.listPieces(
      from: (0..<files).map { folder.path(SubstringMarkTask.runs($0)) },
      scratch: folder.path("spill/\(SubstringPiecesTask.stage)/merge"), to: folder.path(SubstringPiecesTask.places),
      check: context.cancellation.check)
    var outcome = TaskOutcome()
    outcome.counts.add("marked", read)
    outcome.add(file, in: folder)
    return outcome
  }
}

/// Lists the windows of one input file around repeated pieces: `spill/substring-windows/NNNNN.runs`, sorted runs of
/// window and place, and `NNNNN.texts`, the list of texts in which they stand.
struct SubstringWindowsTask {
  static let stage = "substring-windows"
  /// Raise when windows change.
  static let semantics = 1

  let settings: RunSettings

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }
  static func texts(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).texts" }

  /// What a worker made of a batch.
  private struct Windows: Sendable {
    var records: [SortRecord] = []
    var texts: [ListedText] = []
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(SubstringWindowsTask.stage)"))
    let runs = try RunWriter(path: folder.path(SubstringWindowsTask.runs(context.task)))
    let texts = try DocumentListWriter<ListedText>(path: folder.path(SubstringWindowsTask.texts(context.task)))
    let rule = SubstringRule(bytes: settings.recipe.substring.bytes)
    let file = context.task
    let pieces = try ListedPlaces(path: folder.path(SubstringPiecesTask.places), file: file)
    var outcome = try StageDocuments(settings: settings, stage: .substring).read(
      context, isFirst: false, prepare: pieces.prepare,
      makeState: { () },
      work: { (_, batch) -> Windows in
        var windows = Windows()
        var found = pieces.take(batch.records)[...]
        let lister = WindowLister(rule)
        try batch.forEach { document in
          let start = TextPlace(file: file, position: document.position)
          let end = TextPlace(file: file, position: document.position, offset: document.text.count)
          let own = found.prefix { $0 < end }
          guard !own.isEmpty else { return }
          found.removeFirst(own.count)
          lister.list(document.text, at: start, pieces: own) { windows.records.append($0) }
          windows.texts.append(ListedText(start: start, id: document.id, bytes: document.text.count))
        }
        return windows
      },
      consume: { windows in
        for record in windows.records { try runs.add(record) }
        for text in windows.texts { try texts.add(text) }
      })
    outcome.counts.add("windows", runs.count)
    outcome.add(try runs.finish(), in: folder)
    outcome.add(try texts.finish(), in: folder)
    return outcome
  }
}

/// Lists what goes: `spill/substring-pick/removals` and `cuts`.
struct SubstringPickTask {
  static let stage = "substring-pick"
  /// Raise when what goes changes.
  static let semantics = 1

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    let spill = folder.path("spill/\(SubstringPickTask.stage)")
    try FileSystem.createFolder(spill)
    let files = settings.inputs.indices
    let (windows, repeated) = try RepeatedSpans.listWindows(
      from: files.map { folder.path(SubstringWindowsTask.runs($0)) }, scratch: "\(spill)/merge",
      to: "\(spill)/windows.runs", check: context.cancellation.check)
    let recipe = settings.recipe.substring
    let (found, lists) = try SubstringCuts.write(
      windows: "\(spill)/windows.runs", texts: files.map { folder.path(SubstringWindowsTask.texts($0)) },
      policy: SubstringCuts.Policy(
        dropShare: recipe.share, leastBytes: recipe.minLeft, cuts: recipe.action == .cut),
      scratch: "\(spill)/merge", removals: "\(spill)/removals", cuts: "\(spill)/cuts",
      check: context.cancellation.check)
    try FileSystem.remove("\(spill)/windows.runs")
    var outcome = TaskOutcome()
    outcome.counts.add("windows", windows)
    outcome.counts.add("repeated_windows", repeated)
    outcome.counts.add("spans", found.spans)
    outcome.counts.add("cut_bytes", found.bytes)
    outcome.counts.add("edited", found.edited)
    outcome.counts.add("removed", found.removed)
    outcome.counts.add("removed_bytes", found.removedBytes)
    for file in lists { outcome.add(file, in: folder) }
    return outcome
  }
}

/// The listed places of one file, found for each batch while it is read.
final class ListedPlaces: Sendable {
  private let file: Int
  private let cursor: Unshared<DocumentListCursor<ListedDocument>>
  private let found = Mutex<[Int: [TextPlace]]>([:])

  init(path: String, file: Int) throws {
    self.file = file
    cursor = Unshared(try DocumentListCursor(path: path, input: file))
  }

  /// Finds those of a batch; to be called for every batch, in order, before it is parsed.
  func prepare(_ batch: DocumentBatch, _ reader: BatchReader) throws {
    let behind = TextPlace(file: file, position: reader.contentBytes)
    let places = try cursor.value.entries(before: DocumentID(packed: behind.packed)).map {
      TextPlace(packed: $0.document.packed)
    }
    if !places.isEmpty { found.withLock { $0[batch.block.firstLine] = places } }
  }

  /// Those of a batch, in order.
  func take(_ batch: DocumentBatch) -> [TextPlace] {
    found.withLock { $0.removeValue(forKey: batch.block.firstLine) } ?? []
  }
}
