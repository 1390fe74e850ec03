import QuernBytes
import QuernJSON
import QuernStreams

/// Appends one JSON line an event to `events.jsonl`: what ran, how long it took, what it counted.
struct EventLog {
  private let path: String

  init(_ folder: RunFolder) { path = folder.events }

  /// Adds the event that a task has ended.
  func taskDone(_ record: DoneRecord) throws(StreamError) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("event", "task_done")
    writer.member("stage", record.stage)
    writer.member("task", record.task)
    writer.member("seconds", record.seconds)
    writer.key("counts")
    record.counts.write(into: &writer)
    writer.endObject()
    writer.endLine()
    try FileSystem.append(writer.buffer.bytes, to: path)
  }
}
