import QuernBytes
import QuernJSON
import QuernStreams

extension Counts {
  /// The counts of `records`, added up.
  init(_ records: [DoneRecord]) {
    self.init()
    for record in records { add(record.counts) }
  }
}

/// What a finished task did: counts, and every file it wrote with size and hash.
///
/// It is published with link(2) after the files are on disk under their names, so a record never names a file that is
/// incomplete. Of several attempts at a task the first record stands; tasks are pure, so their files are the same.
public struct DoneRecord: Sendable {
  /// The stage that the task is part of.
  public var stage: String
  /// The number of the task in its stage.
  public var task: Int
  /// The key of the stage: what decided its output.
  public var key: Hash128
  /// What the task counted.
  public var counts: Counts
  /// Messages about survived damage.
  public var warnings: [String]
  /// What it read of input files, under the names that rows give them; of a damaged file what stands before the end
  /// of reading.
  public var inputs: [FileRecord]
  /// Paths relative to the run folder.
  public var files: [FileRecord]
  /// Wall time.
  public var seconds: Double

  init(stage: String, task: Int, key: Hash128, outcome: TaskOutcome, seconds: Double) {
    self.stage = stage
    self.task = task
    self.key = key
    counts = outcome.counts
    warnings = outcome.warnings
    inputs = outcome.inputs
    files = outcome.files
    self.seconds = seconds
  }

  /// Whether `path` lies in the part of the run folder that goes when its readers are done.
  static func isSpill(_ path: String) -> Bool { path.hasPrefix("spill/") }

  /// Writes every member of the record but its checksum.
  private func writeMembers(into writer: inout JSONWriter) {
    writer.member("quern", 1)
    writer.member("stage", stage)
    writer.member("task", task)
    writer.member("key", key.hex)
    writer.member("seconds", seconds)
    writer.key("counts")
    counts.write(into: &writer)
    writer.member("warnings", warnings)
    DoneRecord.write("inputs", inputs, into: &writer)
    DoneRecord.write("files", files, into: &writer)
  }

  private static func write(_ key: StaticString, _ files: [FileRecord], into writer: inout JSONWriter) {
    writer.key(key)
    writer.beginArray()
    for file in files {
      writer.beginObject()
      writer.member("path", file.path)
      writer.member("bytes", file.size)
      writer.member("xxh3_128", file.hash.hex)
      writer.endObject()
    }
    writer.endArray()
  }

  /// Reads what ``write(_:_:into:)`` wrote; nil when it is damaged.
  private static func files(_ node: JSONNode?) -> [FileRecord]? {
    var files: [FileRecord] = []
    for file in node?.elements ?? JSONElements.none {
      guard let path = file["path"]?.string, let size = file["bytes"]?.int,
        let hash = file["xxh3_128"]?.string.flatMap(Hash128.init(hex:))
      else { return nil }
      files.append(FileRecord(path: path, size: size, hash: hash))
    }
    return files
  }

  /// XXH3-128 of the members in compact form.
  private var checksum: Hash128 {
    var writer = JSONWriter()
    writer.beginObject()
    writeMembers(into: &writer)
    writer.endObject()
    return XXH3.hash128(writer.buffer.bytes)
  }

  /// Publishes the record; the record that stands afterwards may be another attempt's.
  func publish(in folder: RunFolder) throws(StreamError) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writeMembers(into: &writer)
    writer.member("checksum", checksum.hex)
    writer.endObject()
    writer.endLine()
    let path = folder.doneRecord(stage: stage, task: task)
    try FileSystem.createFolder(splitPath(path).folder)
    _ = try FileSystem.writeOnce(writer.buffer.bytes, to: path)
  }

  /// Reads the record of a task; nil when there is none, or when it is damaged, so that the task is done again.
  static func read(stage: String, task: Int, in folder: RunFolder) -> DoneRecord? {
    let path = folder.doneRecord(stage: stage, task: task)
    guard case .file = FileSystem.entry(at: path),
      let bytes = try? FileSystem.contents(of: path),
      let document = try? JSONDocument(bytes.bytes),
      let key = document.root["key"]?.string.flatMap(Hash128.init(hex:)),
      let inputs = files(document.root["inputs"]), let files = files(document.root["files"])
    else { return nil }
    let root = document.root
    var outcome = TaskOutcome()
    outcome.counts = root["counts"].map(Counts.init) ?? Counts()
    outcome.warnings = (root["warnings"]?.elements ?? JSONElements.none).compactMap(\.string)
    outcome.inputs = inputs
    outcome.files = files
    let record = DoneRecord(
      stage: stage, task: task, key: key, outcome: outcome, seconds: root["seconds"]?.double ?? 0)
    return root["checksum"]?.string == record.checksum.hex ? record : nil
  }

  /// Whether every file of the kind asked for is there with its size.
  func hasFiles(spills: Bool, in folder: RunFolder) -> Bool {
    files.allSatisfy { file in
      guard DoneRecord.isSpill(file.path) == spills else { return true }
      guard case .file(let size, _) = FileSystem.entry(at: folder.path(file.path)) else { return false }
      return size == file.size
    }
  }
}
