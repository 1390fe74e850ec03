import QuernBytes
import QuernStreams
import QuernWorkers

/// Runs the stages of a plan on this machine, task after task, each with all threads.
///
/// A task whose record is there with the stage's key and whose files are there is not run again. Spilled files are
/// needed only as long as a stage that reads them is not done.
public struct LocalEngine: Sendable {
  private let folder: RunFolder
  private let jobs: Int
  private let progress: Progress
  private let cancellation: Cancellation

  /// An engine that works in `folder`.
  /// - Parameters:
  ///   - jobs: the threads of each task.
  ///   - progress: told what is being done.
  ///   - cancellation: looked at between tasks and batches.
  public init(folder: RunFolder, jobs: Int, progress: Progress, cancellation: Cancellation) {
    self.folder = folder
    self.jobs = jobs
    self.progress = progress
    self.cancellation = cancellation
  }

  /// What running a plan did.
  public struct Outcome: Sendable {
    /// The records of every stage, in order of tasks.
    public var records: [String: [DoneRecord]] = [:]
    /// Tasks that were run.
    public var ran = 0
    /// Tasks that were done already.
    public var reused = 0

    /// The counts of a stage, added up.
    public func counts(of stage: String) -> Counts { Counts(records[stage] ?? []) }

    /// Messages about survived damage, in order.
    public var warnings: [String] {
      records.sorted { $0.key < $1.key }.flatMap { $0.value.flatMap(\.warnings) }
    }
  }

  /// Runs what is not done, in order.
  public func run(_ stages: [Stage]) throws -> Outcome {
    var outcome = Outcome()
    let pending = pendingTasks(of: stages)
    let log = EventLog(folder)
    for (index, stage) in stages.enumerated() {
      var records: [DoneRecord] = []
      for task in stage.tasks.indices {
        if let record = pending[index][task] {
          outcome.reused += 1
          records.append(record)
        } else {
          let record = try runTask(task, of: stage, upstream: outcome.records)
          try log.taskDone(record)
          outcome.ran += 1
          records.append(record)
        }
      }
      outcome.records[stage.name] = records
      try removeSpills(after: index, of: stages)
    }
    return outcome
  }

  /// What a changed recipe would do to a folder: the stages that hold records with another key and would be redone,
  /// and those that have records but are not among `stages`, so that their results would be removed.
  public static func outdated(
    _ stages: [Stage], in folder: RunFolder
  ) throws -> (redone: [String], removed: [String]) {
    let redone = stages.filter { stage in
      stage.tasks.indices.contains { task in
        DoneRecord.read(stage: stage.name, task: task, in: folder).map { $0.key != stage.key } ?? false
      }
    }.map(\.name)
    let done = folder.path("done")
    guard FileSystem.entry(at: done) == .folder else { return (redone, []) }
    let removed = try FileSystem.names(in: done).filter { name in
      try !stages.contains { $0.name == name } && FileSystem.names(in: "\(done)/\(name)").contains { !isAttempt($0) }
    }
    return (redone, removed)
  }

  private static func isAttempt(_ name: String) -> Bool { name.contains(OutputFile.attemptMark) }

  /// Removes the records, and the files they name, that do not belong to these stages: what a changed recipe redoes.
  /// What a crash has left of records goes, too.
  public static func discardOutdated(_ stages: [Stage], in folder: RunFolder) throws {
    let done = folder.path("done")
    guard FileSystem.entry(at: done) == .folder else { return }
    for name in try FileSystem.names(in: done) {
      try FileSystem.removeAttempts(in: "\(done)/\(name)")
      let stage = stages.first { $0.name == name }
      for file in try FileSystem.names(in: "\(done)/\(name)") {
        guard let task = Int(file.prefix { $0 != "." }) else { continue }
        let record = DoneRecord.read(stage: name, task: task, in: folder)
        if let record, let stage, record.key == stage.key, task < stage.tasks.count { continue }
        for output in record?.files ?? [] { try FileSystem.remove(folder.path(output.path)) }
        try FileSystem.remove("\(done)/\(name)/\(file)")
      }
    }
  }

  /// For every task the record to use; nil when the task must run. Looked at from the last stage to the first, because a spill that is gone is
  /// missed only when one of its readers must run.
  private func pendingTasks(of stages: [Stage]) -> [[DoneRecord?]] {
    var states = stages.map { stage in
      stage.tasks.indices.map { task -> DoneRecord? in
        let record = DoneRecord.read(stage: stage.name, task: task, in: folder)
        guard let record, record.key == stage.key, record.hasFiles(spills: false, in: folder) else {
          return nil
        }
        return record
      }
    }
    for index in stages.indices.reversed() {
      let isRead = stages.indices.contains { later in
        later > index && stages[later].spills.contains(stages[index].name)
          && states[later].contains { $0 == nil }
      }
      guard isRead else { continue }
      for task in stages[index].tasks.indices {
        if let record = states[index][task], !record.hasFiles(spills: true, in: folder) {
          states[index][task] = nil
        }
      }
    }
    return states
  }

  private func runTask(_ task: Int, of stage: Stage, upstream: [String: [DoneRecord]]) throws -> DoneRecord {
    try cancellation.check()
    let missing = stage.needs.filter { upstream[$0] == nil }
    guard missing.isEmpty else {
      throw JobError("stage \(stage.name) cannot start: no records of \(missing.joined(separator: ", "))")
    }
    // A record with another key, or one whose files are gone, makes room for the new one.
    try FileSystem.remove(folder.doneRecord(stage: stage.name, task: task))
    progress.start("\(stage.name) \(stage.tasks[task])", total: 0)
    let context = TaskContext(
      folder: folder, task: task, jobs: jobs, progress: progress, cancellation: cancellation,
      records: upstream.filter { stage.needs.contains($0.key) })
    let clock = ContinuousClock()
    let start = clock.now
    let result = try stage.run(context)
    for folderName in Set(result.files.map { splitPath($0.path).folder }) {
      try FileSystem.synchronize(folder: folder.path(folderName))
    }
    let milliseconds = Int((clock.now - start) / .milliseconds(1))
    let record = DoneRecord(
      stage: stage.name, task: task, key: stage.key, outcome: result,
      seconds: Double(milliseconds) / 1000)
    try record.publish(in: folder)
    return record
  }

  /// Removes the spills of stages whose readers are all done.
  private func removeSpills(after done: Int, of stages: [Stage]) throws {
    for index in 0...done {
      let name = stages[index].name
      let readers = stages.indices.filter { stages[$0].spills.contains(name) }
      guard let last = readers.last, last == done else { continue }
      try FileSystem.removeFolder(folder.path("spill/\(name)"))
    }
  }
}
