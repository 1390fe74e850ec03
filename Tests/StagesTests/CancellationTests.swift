import QuernBytes
import QuernStreams
import QuernWorkers
import TestSupport
import Testing

@testable import QuernJobs
@testable import QuernStages

/// Tasks that read spills on their own look at cancellation while they do.
@Suite struct CancellationTests {
  private let workspace = StageWorkspace()

  @Test func repeatedIDs() throws {
    let input = try workspace.input("a", content: [])
    let writer = try RunWriter(path: try workspace.folder.create("spill/write", "\(input.stem).id-hashes"))
    for id in 0..<3 { try writer.add(SortRecord(key: Hash128(high: 0, low: UInt64(id / 2)), value: UInt64(id))) }
    _ = try writer.finish()
    let task = RepeatedIDsTask(settings: try workspace.settings([input]))
    #expect(try task.run(workspace.context()).counts["repeated_ids"] == 1)
    #expect(throws: Cancelled.self) { try task.run(workspace.context(isCancelled: true)) }
  }

  @Test func droppedSample() throws {
    let input = try workspace.input("a", content: [])
    let path = try workspace.folder.create("spill/write", "\(input.stem).dropped")
    let file = try workspace.write([], to: path)
    let settings = try workspace.settings([input])
    let records = [settings.documentsStage: [workspace.record(files: [file])]]
    let task = DroppedSampleTask(settings: settings)
    #expect(try task.run(workspace.context(records)).counts["rows"] == 0)
    #expect(throws: Cancelled.self) { try task.run(workspace.context(records, isCancelled: true)) }
  }
}
