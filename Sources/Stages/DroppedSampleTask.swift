import QuernBytes
import QuernJobs
import QuernStreams

/// Merges the samples that the tasks of the documents stage took into `dropped/sample.jsonl.zst`.
struct DroppedSampleTask {
  static let stage = "sample-dropped"
  static let semantics = 1

  let settings: RunSettings

  func run(_ context: TaskContext) throws -> TaskOutcome {
    var sample = DroppedSample()
    for input in settings.inputs {
      let bytes = try context.verifiedContents(of: DocumentsTask.sample(input), from: settings.documentsStage)
      sample.add(serialized: bytes.bytes)
    }
    var outcome = TaskOutcome()
    let file = try OutputFile(path: try context.folder.create("dropped", "sample.jsonl.zst"))
    var content = ByteBuffer()
    for row in sample.rows { row.bytes.withUnsafeBytes { content.append($0) } }
    outcome.counts.add("rows", sample.rows.count)
    var frames = ZstdFrameWriter()
    var compressed = ByteBuffer()
    frames.append(content.bytes, to: &compressed)
    try file.write(compressed.bytes)
    try file.publish()
    outcome.add(file, in: context.folder)
    return outcome
  }
}

extension TaskContext {
  /// The content of a file that a task of `stage` wrote, held against the hash in its record.
  func verifiedContents(of path: String, from stage: String) throws -> ByteBuffer {
    guard let expected = records[stage]?.lazy.flatMap(\.files).first(where: { $0.path == path }) else {
      throw JobError("no done-record of stage \(stage) names \(path); run the same command again")
    }
    let content = try FileSystem.contents(of: folder.path(path))
    guard content.count == expected.size, XXH3.hash128(content.bytes) == expected.hash else {
      throw StreamError(
        .damaged, path: folder.path(path), message: "is not what its done-record says",
        hint: "remove the file and run the same command again")
    }
    return content
  }
}
