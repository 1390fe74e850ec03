import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernWorkers

/// Searches the documents of one input file for items of benchmarks: `contamination/X.jsonl.zst`, a row for each item in
/// each document, and in the spill what goes (`NNNNN.removals`, `NNNNN.cuts`) and how many documents hold each item
/// (`NNNNN.items`: item, documents; then a mark, benchmark, documents; all u32).
struct DecontaminateFindTask {
  static let stage = "decontaminate-find"
  /// Raise when matches, decisions or rows change.
  static let semantics = 1
  /// Parts items from benchmarks.
  static let mark = UInt32.max
  /// The bytes of a matching text that a row shows at most.
  private static let shownBytes = 300

  let settings: RunSettings
  /// Under which name it runs.
  let stage: String

  static func report(_ input: InputFile) -> String { "contamination/\(input.stem).jsonl.zst" }
  static func file(_ stage: String, _ task: Int, _ kind: String) -> String {
    "spill/\(stage)/\(paddedNumber(task)).\(kind)"
  }

  /// What a batch gives.
  struct Found: Sendable {
    var removals: [Removal] = []
    var cuts: [TextCut] = []
    var items: [Int] = []
    var benchmarks: [Int] = []
    var rows: [UInt8] = []
    var documents = 0
  }

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(stage)"))
    let input = settings.inputs[context.task]
    try FileSystem.createFolder(folder.path("contamination"))
    let loaded = try settings.contamination.load(settings, context.cancellation)
    let common = settings.countsRuns ? try DecontaminateCommonTask.load(context) : []
    let removals = try RemovalListWriter(path: folder.path(DecontaminateFindTask.file(stage, context.task, "removals")))
    let cuts = try CutListWriter(path: folder.path(DecontaminateFindTask.file(stage, context.task, "cuts")))
    let report = RowFile(path: folder.path(DecontaminateFindTask.report(input)))
    var items: [Int: Int] = [:]
    var benchmarks: [Int: Int] = [:]
    var documents = 0
    let task = self
    var outcome = try StageDocuments(settings: settings, stage: .decontaminate).read(
      context, isFirst: !settings.countsRuns,
      makeState: { ContaminationWorker(loaded.index, common: common) },
      work: { (worker, batch) -> Found in
        var found = Found()
        var rows = JSONWriter()
        try batch.forEach { document in
          if let finding = worker.scanner.find(in: document.text) {
            task.add(finding, of: document, loaded.index, input, &found, &rows)
          }
        }
        found.rows = Array(rows.buffer.bytes)
        return found
      },
      consume: { found in
        for removal in found.removals { try removals.add(removal) }
        for cut in found.cuts { try cuts.add(cut) }
        for item in found.items { items[item, default: 0] += 1 }
        for benchmark in found.benchmarks { benchmarks[benchmark, default: 0] += 1 }
        documents += found.documents
        found.rows.withUnsafeBytes { report.rows.buffer.append($0) }
        try report.endOfRow()
      })
    outcome.counts.add("contaminated", documents)
    outcome.counts.add("removed", removals.count)
    outcome.counts.add("cuts", cuts.count)
    if context.task == 0 { outcome.warnings += loaded.warnings }
    outcome.add(try removals.finish(), in: folder)
    outcome.add(try cuts.finish(), in: folder)
    outcome.add(
      try write(items, benchmarks, to: folder.path(DecontaminateFindTask.file(stage, context.task, "items"))),
      in: folder)
    let rows = try report.seal()
    try rows.publish()
    outcome.add(rows, in: folder)
    return outcome
  }

  private func write(_ items: [Int: Int], _ benchmarks: [Int: Int], to path: String) throws -> OutputFile {
    var numbers = ByteBuffer()
    for (item, documents) in items.sorted(by: { $0.key < $1.key }) {
      numbers.append(littleEndian: UInt32(item))
      numbers.append(littleEndian: UInt32(clamping: documents))
    }
    numbers.append(littleEndian: DecontaminateFindTask.mark)
    numbers.append(littleEndian: 0 as UInt32)
    for (benchmark, documents) in benchmarks.sorted(by: { $0.key < $1.key }) {
      numbers.append(littleEndian: UInt32(benchmark))
      numbers.append(littleEndian: UInt32(clamping: documents))
    }
    let file = try OutputFile(path: path)
    try file.write(numbers)
    try file.publish()
    return file
  }

  /// Decides on a document and writes its rows.
  private func add(
    _ finding: ContaminationFinding, of document: StageDocuments.Live, _ index: ContaminationIndex, _ input: InputFile,
    _ found: inout Found, _ rows: inout JSONWriter
  ) {
    let decision = ContaminationCuts.decide(
      finding, in: document.text, rule: index.rule, action: settings.contaminationAction)
    // The receipt names the item that most of was found.
    var best = finding.matches[0]
    for match in finding.matches where match.score > best.score { best = match }
    let item = index.items[best.item].document
    switch decision {
    case .keep: break
    case .drop:
      found.removals.append(
        Removal(document: document.id, kept: item, similarity: min(1, best.score)))
    case .cut(let ranges):
      for range in ranges {
        found.cuts.append(
          TextCut(document: document.id, start: range.lowerBound, end: range.upperBound, kept: item))
      }
    }
    found.documents += 1
    found.items += finding.matches.map(\.item)
    found.benchmarks += Set(finding.matches.map { index.items[$0.item].benchmark })
    var id = ByteBuffer()
    document.appendID(path: input.name, to: &id)
    let names = settings.benchmarkNames
    for match in finding.matches {
      let item = index.items[match.item]
      rows.beginObject()
      rows.member("doc", document.id.packed)
      rows.member("id", id.bytes)
      rows.member("source", input.source)
      rows.member("benchmark", names[item.benchmark])
      rows.member("item", item.document.line)
      rows.key("item_id")
      if item.id.isEmpty { rows.null() } else { item.id.withUnsafeBytes { rows.string($0) } }
      rows.member("item_doc", item.document.packed)
      rows.member("rule", index.rule.rawValue)
      rows.member("score", match.score)
      if let answer = match.answer { rows.member("answer", answer) }
      rows.member("action", DecontaminateFindTask.name(of: decision))
      rows.member("start", match.start)
      rows.member("end", match.end)
      rows.member("text", DecontaminateFindTask.shown(document.text, match.start, match.end))
      rows.endObject()
      rows.endLine()
    }
  }

  private static func name(of decision: ContaminationDecision) -> String {
    switch decision {
    case .keep: "tag"
    case .drop: "drop"
    case .cut: "cut"
    }
  }

  /// The first bytes of a match, whole characters.
  private static func shown(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UnsafeRawBufferPointer {
    var limit = min(end, start + shownBytes)
    while limit < end, limit > start, text[limit] & 0xC0 == 0x80 { limit -= 1 }
    return text.slice(start, limit)
  }
}
