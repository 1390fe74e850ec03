import QuernBytes
import QuernJobs
import QuernStreams
import QuernWorkers

/// Merges the samples that the tasks of the documents stage took into `dropped/sample.jsonl.zst`.
struct DroppedSampleTask {
  static let stage = "sample-dropped"
  static let semantics = 1

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    var sample = DroppedSample()
    for (task, input) in settings.inputs.enumerated() {
      try context.cancellation.check()
      for writing in settings.writings {
        let bytes = try context.verifiedContents(of: writing.droppedSample(input), from: writing.stage, task: task)
        sample.add(serialized: bytes.bytes)
      }
    }
    var outcome = TaskOutcome()
    let file = try OutputFile(path: try context.folder.create("dropped", "sample.jsonl.zst"))
    var content = ByteBuffer()
    for row in sample.rows { row.bytes.withUnsafeBytes { content.append($0) } }
    outcome.counts.add("rows", sample.rows.count)
    try file.write(ZstdFrameWriter.frame(of: content.bytes))
    try file.publish()
    outcome.add(file, in: context.folder)
    return outcome
  }
}
