import QuernBytes
import QuernJSON
import QuernStreams
import QuernWorkers
import Synchronization
import TestSupport
import Testing

@testable import QuernJobs

/// Which tasks ran, in order.
private final class Journal: Sendable {
  private let entries = Mutex<[String]>([])

  func add(_ entry: String) { entries.withLock { $0.append(entry) } }

  /// What was added since the last call.
  func take() -> [String] {
    entries.withLock { list in
      defer { list = [] }
      return list
    }
  }
}

@Suite struct LocalEngineTests {
  private let temporary = TemporaryFolder()
  private let journal = Journal()
  private var folder: RunFolder { RunFolder(temporary.path + "/run//") }

  init() throws { try FileSystem.createFolder(temporary.file("run")) }

  private func key(_ number: UInt64) -> Hash128 { Hash128(high: 7, low: number) }

  /// A stage whose tasks each write `FOLDER/NAME-TASK` from what the stages before counted.
  private func stage(
    _ name: String, key number: UInt64, needs: [String] = [], spills: [String] = [], tasks: Int = 1,
    in place: String? = nil
  ) -> Stage {
    let journal = self.journal
    let names = (0..<tasks).map { "task \($0)" }
    return Stage(name: name, key: key(number), needs: needs, spills: spills, tasks: names) { context in
      journal.add("\(name) \(context.task)")
      #expect(Set(context.records.keys) == Set(needs))
      for need in needs {
        // What a task reads must be there: its spills too.
        let files = (context.records[need] ?? []).flatMap(\.files)
        for file in files where spills.contains(need) || !DoneRecord.isSpill(file.path) {
          #expect(readFile(context.folder.path(file.path))?.count == file.size, "\(name) needs \(file.path)")
        }
      }
      var outcome = TaskOutcome()
      outcome.counts.add("ran", 1)
      outcome.counts.add("before", needs.reduce(0) { $0 + context.counts(of: $1)["ran"] })
      outcome.warnings = ["\(name) warns"]
      let file = try OutputFile(path: try context.folder.create(place ?? name, "\(name)-\(context.task)"))
      try withBytes(Array("\(name) \(context.task)".utf8)) { bytes throws(StreamError) in try file.write(bytes) }
      try file.publish()
      outcome.add(file, in: context.folder)
      return outcome
    }
  }

  private func run(_ stages: [Stage], cancellation: Cancellation = Cancellation()) throws -> LocalEngine.Outcome {
    try LocalEngine(folder: folder, jobs: 1, progress: Progress(), cancellation: cancellation).run(stages)
  }

  /// hash (spill) → pick (spill) → docs → report, as the stages of a real run depend on each other.
  private func chain(pick: UInt64 = 2, docs: UInt64 = 3) -> [Stage] {
    [
      stage("hash", key: 1, tasks: 2, in: "spill/hash"),
      stage("pick", key: pick, needs: ["hash"], spills: ["hash"], in: "spill/pick"),
      stage("docs", key: docs, needs: ["pick"], spills: ["pick"], tasks: 2),
      // Reads the counts of `hash`, but not its spill.
      stage("report", key: 4, needs: ["docs", "hash"]),
    ]
  }

  private let everything = ["hash 0", "hash 1", "pick 0", "docs 0", "docs 1", "report 0"]

  @Test func runsInOrderAndOnlyOnce() throws {
    let first = try run(chain())
    #expect(journal.take() == everything && first.ran == 6 && first.reused == 0)
    #expect(first.counts(of: "docs")["ran"] == 2 && first.counts(of: "docs")["before"] == 2)
    #expect(first.warnings.count == 6)
    // Spills go when their readers are done; nothing else does.
    #expect(FileSystem.entry(at: folder.path("spill/hash")) == .nothing)
    #expect(FileSystem.entry(at: folder.path("spill/pick")) == .nothing)
    #expect(try FileSystem.names(in: folder.path("docs")) == ["docs-0", "docs-1"])
    let events = try #require(readFile(folder.events)).split(separator: 0x0A)
    #expect(events.count == 6)
    for event in events {
      #expect(try withBytes(Array(event)) { try JSONDocument($0).root["event"]?.string } == "task_done")
    }

    let second = try run(chain())
    #expect(journal.take().isEmpty && second.ran == 0 && second.reused == 6)
    #expect(second.counts(of: "docs") == first.counts(of: "docs") && second.warnings == first.warnings)
    #expect(second.records["docs"]?.map(\.files) == first.records["docs"]?.map(\.files))
  }

  @Test func aChangedKeyRedoesTheStageAndItsSpills() throws {
    _ = try run(chain())
    _ = journal.take()
    #expect(try LocalEngine.outdated(chain(docs: 30), in: folder) == (["docs"], []))
    #expect(try LocalEngine.outdated([stage("report", key: 4)], in: folder) == ([], ["docs", "hash", "pick"]))
    // `docs` reads the spill of `pick`, which is gone, and that one the spill of `hash`.
    let again = try run(chain(docs: 30))
    #expect(journal.take() == ["hash 0", "hash 1", "pick 0", "docs 0", "docs 1"])
    #expect(again.reused == 1)
    #expect(try LocalEngine.outdated(chain(docs: 30), in: folder) == ([], []))
    #expect(FileSystem.entry(at: folder.path("spill/hash")) == .nothing)
  }

  @Test func missingAndCutFilesAreMadeAgain() throws {
    _ = try run(chain())
    _ = journal.take()
    try FileSystem.remove(folder.path("docs/docs-1"))
    _ = try run(chain())
    #expect(journal.take() == ["hash 0", "hash 1", "pick 0", "docs 1"])
    writeFile([1], to: folder.path("report/report-0"))
    _ = try run(chain())
    #expect(journal.take() == ["report 0"])
    #expect(readFile(folder.path("report/report-0")) == Array("report 0".utf8))
  }

  @Test func workGoesOnWhereItStopped() throws {
    struct Stop: Error {}
    var stages = chain()
    let docs = stages[2]
    let journal = self.journal
    stages[2] = Stage(name: docs.name, key: docs.key, needs: docs.needs, spills: docs.spills, tasks: docs.tasks) {
      context in
      if context.task == 1 { throw Stop() }
      return try docs.run(context)
    }
    #expect(throws: Stop.self) { try run(stages) }
    #expect(journal.take() == ["hash 0", "hash 1", "pick 0", "docs 0"])
    // `hash` is read by nobody who is not done, `pick` still is.
    #expect(FileSystem.entry(at: folder.path("spill/hash")) == .nothing)
    #expect(FileSystem.entry(at: folder.path("spill/pick")) == .folder)
    _ = try run(chain())
    #expect(journal.take() == ["docs 1", "report 0"])
  }

  @Test func aStageDoesNotStartWithoutTheRecordsItNeeds() throws {
    let stages = [stage("report", key: 1, needs: ["docs", "hash"]), stage("docs", key: 2)]
    do {
      _ = try run(stages)
      Issue.record("it started")
    } catch { #expect("\(error)".contains("report") && "\(error)".contains("docs, hash")) }
    #expect(journal.take().isEmpty)
  }

  @Test func cancellation() throws {
    let cancellation = Cancellation()
    var stages = chain()
    let hash = stages[0]
    stages[0] = Stage(name: hash.name, key: hash.key, needs: [], tasks: hash.tasks) { context in
      cancellation.cancel()
      return try hash.run(context)
    }
    #expect(throws: Cancelled.self) { try run(stages, cancellation: cancellation) }
    #expect(journal.take() == ["hash 0"])
    _ = try run(chain())
    #expect(journal.take() == Array(everything.dropFirst()))
  }

  @Test func whatNoLongerBelongsIsDiscarded() throws {
    _ = try run(chain())
    writeFile([1], to: folder.path("docs/stranger"))
    for name in ["docs", "gone"] {
      writeFile([1], to: try folder.create("done/\(name)", ".00000.json\(OutputFile.attemptMark)1-2"))
    }
    // What a crash left of a record is no result that would be lost.
    #expect(try LocalEngine.outdated(chain(), in: folder) == ([], []))
    let fewer = [stage("docs", key: 3, tasks: 1), stage("report", key: 44)]
    try LocalEngine.discardOutdated(fewer, in: folder)
    #expect(try FileSystem.names(in: folder.path("docs")) == ["docs-0", "stranger"])
    #expect(try FileSystem.names(in: folder.path("report")).isEmpty)
    #expect(try FileSystem.names(in: folder.path("done/docs")) == ["00000.json"])
    for name in ["gone", "hash", "pick", "report"] {
      #expect(try FileSystem.names(in: folder.path("done/\(name)")).isEmpty)
    }
    try LocalEngine.discardOutdated(fewer, in: RunFolder(temporary.file("none")))
  }
}

@Suite struct DoneRecordTests {
  private let temporary = TemporaryFolder()
  private var folder: RunFolder { RunFolder(temporary.path) }

  private func record(_ seconds: Double) -> DoneRecord {
    var counts = Counts()
    counts.add("read", 12)
    counts.add("dropped.x", 0)
    var outcome = TaskOutcome()
    outcome.counts = counts
    outcome.warnings = ["a \"b\""]
    outcome.inputs = [FileRecord(path: "in/a", size: 7, hash: Hash128(high: 3, low: 4))]
    outcome.files = [FileRecord(path: "docs/a", size: 5, hash: Hash128(high: .max, low: 0))]
    return DoneRecord(stage: "docs", task: 3, key: Hash128(high: 1, low: 2), outcome: outcome, seconds: seconds)
  }

  @Test func theFirstRecordStands() throws {
    try record(1.5).publish(in: folder)
    try record(2.5).publish(in: folder)
    let read = try #require(DoneRecord.read(stage: "docs", task: 3, in: folder))
    #expect(read.seconds == 1.5 && read.counts == record(0).counts && read.warnings == ["a \"b\""])
    #expect(
      read.inputs == record(0).inputs && read.files == record(0).files && read.key == record(0).key && read.task == 3
        && read.stage == "docs")
    #expect(try FileSystem.names(in: folder.path("done/docs")) == ["00003.json"])
    #expect(DoneRecord.read(stage: "docs", task: 2, in: folder) == nil)
  }

  /// A damaged record is no record, or one that says the same.
  @Test func damage() throws {
    try record(1).publish(in: folder)
    let path = folder.doneRecord(stage: "docs", task: 3)
    let whole = try #require(readFile(path))
    func differs() -> Bool {
      guard let read = DoneRecord.read(stage: "docs", task: 3, in: folder) else { return false }
      return read.counts != record(0).counts || read.files != record(0).files || read.key != record(0).key
        || read.warnings != record(0).warnings || read.inputs != record(0).inputs
    }
    for length in whole.indices {
      writeFile(Array(whole[..<length]), to: path)
      // Without its line end the record is still whole.
      #expect(!differs() && (length >= whole.count - 1 || DoneRecord.read(stage: "docs", task: 3, in: folder) == nil))
    }
    for at in whole.indices {
      for mask in [0x01, 0x04, 0x80] as [UInt8] {
        var bytes = whole
        bytes[at] ^= mask
        writeFile(bytes, to: path)
        #expect(!differs(), "byte \(at) ^ \(mask)")
      }
    }
  }

  @Test func countsAddUp() throws {
    var left = Counts()
    left.add("kept", 2)
    left.add("dropped.b", 1)
    left.add("dropped.a", 0)
    var right = Counts()
    right.add("dropped.b", 4)
    right.add("dropped.c.d", 5)
    left.add(right)
    #expect(left["dropped.b"] == 5 && left["nothing"] == 0 && left.sum(below: "dropped") == 10)
    #expect(left.below("dropped").map(\.name) == ["a", "b", "c.d"])
    #expect(left.sorted.map(\.name) == ["dropped.a", "dropped.b", "dropped.c.d", "kept"])
    var writer = JSONWriter()
    left.write(into: &writer)
    #expect(Counts(try JSONDocument(writer.buffer).root) == left)
  }
}
