import QuernDocuments
import QuernJobs
import QuernStreams
import QuernWorkers

/// Counts documents whose id an earlier document has too. Ids need not be unique, so this is told, not refused.
///
/// Works by merging sorted hashes of ids, so memory does not grow with the corpus.
struct RepeatedIDsTask {
  static let stage = "count-ids"
  static let semantics = 1

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    let merger = try RunMerger(
      paths: settings.inputs.map { context.folder.path(settings.idHashes($0)) },
      scratch: context.folder.path("spill/\(settings.firstWriting.stage)/merge"))
    var outcome = TaskOutcome()
    var repeated = 0
    var seen = 0
    var last: SortRecord?
    while let record = try merger.next() {
      if seen % (1 << 14) == 0 { try context.cancellation.check() }
      seen += 1
      if record.key == last?.key { repeated += 1 }
      last = record
    }
    outcome.counts.add("repeated_ids", repeated)
    return outcome
  }
}
