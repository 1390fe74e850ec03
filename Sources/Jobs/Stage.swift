import QuernBytes
import QuernStreams
import QuernWorkers

/// A step of a run: tasks that do not depend on each other and come after the stages that they read from.
public struct Stage: Sendable {
  /// The name, which keys, done-records and messages use; unique in a plan.
  public let name: String
  /// Hash of everything that decides the output: its part of the recipe, the keys of the stages it reads, its
  /// semantics version, and the content of models and lists. The same key means the same bytes.
  public let key: Hash128
  /// The stages whose records must be there before a task starts.
  public let needs: [String]
  /// Those of ``needs`` whose spilled files it reads; spills go when every such reader is done.
  public let spills: [String]
  /// A name for each task, for messages and the plan.
  public let tasks: [String]
  /// Does one task: reads only what the plan names and writes through `OutputFile`.
  public let run: @Sendable (TaskContext) throws -> TaskOutcome

  /// A stage; see the properties of the same names.
  public init(
    name: String, key: Hash128, needs: [String], spills: [String] = [], tasks: [String],
    run: @escaping @Sendable (TaskContext) throws -> TaskOutcome
  ) {
    self.name = name
    self.key = key
    self.needs = needs
    self.spills = spills
    self.tasks = tasks
    self.run = run
  }
}

/// What a task is given.
public struct TaskContext: Sendable {
  /// Where the task reads and writes.
  public let folder: RunFolder
  /// The number of the task in its stage.
  public let task: Int
  /// Threads to work with.
  public let jobs: Int
  /// Told what is being done.
  public let progress: Progress
  /// To be looked at between batches.
  public let cancellation: Cancellation
  /// The done-records of the stages it reads, by stage, in order of tasks.
  public let records: [String: [DoneRecord]]

  /// The counts of a stage it reads, added up.
  public func counts(of stage: String) -> Counts { Counts(records[stage] ?? []) }
}

/// What a task did.
public struct TaskOutcome: Sendable {
  /// What it counted; adds up over the tasks of a stage.
  public var counts = Counts()
  /// What it read of input files, under the names that rows give them.
  public var inputs: [FileRecord] = []
  /// The files it wrote, relative to the run folder. Those under `spill/` go when every reader is done.
  public var files: [FileRecord] = []
  /// Messages about survived damage.
  public var warnings: [String] = []

  /// An outcome without counts and files.
  public init() {}

  /// Adds a published file of the run folder.
  public mutating func add(_ file: OutputFile, in folder: RunFolder) {
    files.append(file.record(path: String(file.path.dropFirst(folder.path.count + 1))))
  }
}
