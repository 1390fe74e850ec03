import QuernBytes
import QuernCleaning
import QuernDedup
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers
import Synchronization

/// Lists the lines of every document of one input file: `spill/line-count/NNNNN.runs`, sorted runs of line and document.
///
/// Documents that earlier stages remove are passed over: their lines are no reason for the lines of those that stay to
/// go.
struct LineCountTask {
  static let stage = "line-count"
  /// Raise when the key of a line changes.
  static let semantics = 1

  let settings: RunSettings
  let rule: RepeatedLineRule

  static func runs(_ task: Int) -> String { "spill/\(stage)/\(paddedNumber(task)).runs" }

  /// A worker's keys of one document.
  private final class Keys {
    var seen: Set<Hash128> = []
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(LineCountTask.stage)"))
    let runs = try RunWriter(path: context.folder.path(LineCountTask.runs(context.task)))
    let input = settings.inputs[context.task]
    let documents = StageDocuments(
      settings: settings, stage: .clean, notedFields: rule.scope == .host ? [input.urlField] : [])
    let rule = self.rule
    let source = Array(input.source.utf8)
    var outcome = try documents.read(
      context, isFirst: false,
      makeState: { Keys() },
      work: { (keys, batch) -> [SortRecord] in
        var records: [SortRecord] = []
        try batch.forEach { document in
          let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
          let url = rule.scope == .host ? document.noted(0) : nowhere
          guard let scope = source.withUnsafeBytes({ rule.scopeHash(url: url, source: $0) }) else { return }
          keys.seen.removeAll(keepingCapacity: keys.seen.count < 1 << 16)
          rule.eachKey(of: document.text, scope) { key in
            // A document counts once for a line.
            if keys.seen.insert(key).inserted { records.append(SortRecord(key: key, value: document.id.packed)) }
          }
        }
        return records
      },
      consume: { records in
        for record in records { try runs.add(record) }
      })
    outcome.add(try runs.finish(), in: context.folder)
    return outcome
  }
}

/// Picks the lines that enough documents have: `spill/line-pick/lines`, 16 bytes each, in ascending order.
struct LinePickTask {
  static let stage = "line-pick"
  static let semantics = 1
  static let lines = "spill/\(stage)/lines"

  let inputs: Int
  let rule: RepeatedLineRule

  func run(_ context: TaskContext) throws -> TaskOutcome {
    try FileSystem.createFolder(context.folder.path("spill/\(LinePickTask.stage)"))
    let merger = try RunMerger(
      paths: (0..<inputs).map { context.folder.path(LineCountTask.runs($0)) },
      scratch: context.folder.path("spill/\(LinePickTask.stage)/merge"))
    let file = try OutputFile(path: context.folder.path(LinePickTask.lines))
    var rows = ByteBuffer()
    var current: Hash128?
    var documents = 0
    var lines = 0
    var picked = 0
    func close() throws {
      guard let current, documents >= rule.documents else { return }
      picked += 1
      rows.append(littleEndian: current.high)
      rows.append(littleEndian: current.low)
      if rows.count >= 1 << 20 {
        try file.write(rows)
        rows.removeAll()
      }
    }
    var read = 0
    while let record = try merger.next() {
      if read % (1 << 14) == 0 { try context.cancellation.check() }
      read += 1
      if record.key == current {
        documents += 1
        continue
      }
      try close()
      current = record.key
      documents = 1
      lines += 1
    }
    try close()
    try file.write(rows)
    try file.publish()
    var outcome = TaskOutcome()
    outcome.counts.add("lines", lines)
    outcome.counts.add("repeated", picked)
    outcome.add(file, in: context.folder)
    return outcome
  }
}

/// The repeated lines of a run, read once when the first task needs them.
final class RepeatedLineStore: Sendable {
  private let loaded = Mutex<CommonLines?>(nil)

  /// The lines that ``LinePickTask`` wrote, or nil where the plan has no rule for them.
  func lines(_ plan: CleaningPlan?, _ context: TaskContext) throws -> CommonLines? {
    guard let rule = plan?.repeatedLines else { return nil }
    return try loaded.withLock { loaded in
      if let loaded { return loaded }
      let bytes = try context.verifiedContents(
        of: LinePickTask.lines, from: LinePickTask.stage, task: 0, limit: 1 << 36)
      guard bytes.count % 16 == 0 else {
        throw JobError("\(context.folder.path(LinePickTask.lines)): \(bytes.count) bytes are no whole number of lines")
      }
      let lines = CommonLines(rule)
      for at in stride(from: 0, to: bytes.count, by: 16) {
        lines.add(
          Hash128(
            high: UInt64(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)),
            low: UInt64(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self))))
      }
      loaded = lines
      return lines
    }
  }
}
