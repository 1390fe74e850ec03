import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernWorkers

/// Puts together what goes because of benchmarks: `spill/decontaminate-pick/removals` and `cuts`, and
/// `contamination/summary.json`.
struct DecontaminatePickTask {
  static let stage = "decontaminate-pick"
  /// Raise when the summary changes.
  static let semantics = 1
  static let summary = "contamination/summary.json"

  let settings: RunSettings
  /// The stage that searched the documents.
  let finding: String

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let folder = context.folder
    try FileSystem.createFolder(folder.path("spill/\(DecontaminatePickTask.stage)"))
    let removals = try RemovalListWriter(path: folder.path("spill/\(DecontaminatePickTask.stage)/removals"))
    let cuts = try CutListWriter(path: folder.path("spill/\(DecontaminatePickTask.stage)/cuts"))
    var items: [Int: Int] = [:]
    var benchmarks: [Int: Int] = [:]
    for task in settings.inputs.indices {
      try context.cancellation.check()
      let behind = DocumentID(file: task + 1, line: 0)
      let removed = try RemovalCursor(path: folder.path(path(task, "removals")), input: task)
      while let removal = try removed.next(before: behind) { try removals.add(removal) }
      let cut = try CutCursor(path: folder.path(path(task, "cuts")), input: task)
      while let entry = try cut.next(before: behind) { try cuts.add(entry) }
      let numbers = try context.verifiedContents(of: path(task, "items"), from: finding, task: task, limit: 1 << 36)
      var countsItems = true
      for at in stride(from: 0, to: numbers.count, by: 8) {
        let (number, documents) = (numbers.bytes.littleEndian(at), Int(numbers.bytes.littleEndian(at + 4)))
        if number == DecontaminateFindTask.mark {
          countsItems = false
        } else if countsItems {
          items[Int(number), default: 0] += documents
        } else {
          benchmarks[Int(number), default: 0] += documents
        }
      }
    }
    let found = context.counts(of: finding)
    var outcome = TaskOutcome()
    outcome.counts.add("documents", found["documents"])
    outcome.counts.add("contaminated", found["contaminated"])
    outcome.counts.add("removed", removals.count)
    outcome.counts.add("cuts", cuts.count)
    outcome.counts.add("items_found", items.count)
    outcome.add(try removals.finish(), in: folder)
    outcome.add(try cuts.finish(), in: folder)
    outcome.add(try writeSummary(context, outcome.counts, items, benchmarks), in: folder)
    return outcome
  }

  private func path(_ task: Int, _ kind: String) -> String { DecontaminateFindTask.file(finding, task, kind) }

  private func writeSummary(
    _ context: TaskContext, _ counts: Counts, _ items: [Int: Int], _ benchmarks: [Int: Int]
  ) throws -> OutputFile {
    let loaded = try settings.contamination.load(settings, context.cancellation)
    let index = loaded.index
    var found = [Int](repeating: 0, count: index.benchmarks.count)
    for item in items.keys { found[index.items[item].benchmark] += 1 }
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("rule", index.rule.rawValue)
    writer.member("action", settings.contaminationAction.rawValue)
    writer.member("documents", counts["documents"])
    writer.member("contaminated", counts["contaminated"])
    writer.member("removed", counts["removed"])
    writer.member("cuts", counts["cuts"])
    writer.member("grams", index.grams)
    if settings.countsRuns {
      writer.member("common_grams", context.counts(of: DecontaminateCommonTask.stage)["common"])
    }
    writer.member("index_bytes", index.bytes)
    writer.member("unreadable_items", loaded.unreadable)
    writer.key("benchmarks")
    writer.beginArray()
    for (number, name) in settings.benchmarkNames.enumerated() {
      writer.beginObject()
      writer.member("name", name)
      writer.member("items", index.benchmarks[number].items)
      writer.member("unsearchable", index.benchmarks[number].unsearchable)
      writer.member("found", found[number])
      writer.member("documents", benchmarks[number] ?? 0)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    let file = try OutputFile(path: context.folder.path(DecontaminatePickTask.summary))
    try file.write(writer.buffer)
    try file.publish()
    return file
  }
}
