import QuernBytes
import QuernJSON
import QuernJobs
import QuernStreams

extension DocumentsTask {
  /// The files that a task of the documents stage writes.
  struct Outputs {
    private let docs: OutputFile
    private let identities: OutputFile
    private let verdicts: OutputFile
    private let rejected: OutputFile
    private let removed: OutputFile?
    private let dropped: OutputFile?

    init(settings: RunSettings, input: InputFile, folder: RunFolder) throws {
      func file(_ path: String) throws -> OutputFile {
        let path = folder.path(path)
        try FileSystem.createFolder(splitPath(path).folder)
        return try OutputFile(path: path)
      }
      let writing = settings.firstWriting
      docs = try file(writing.docs(input))
      identities = try file(writing.identities(input))
      verdicts = try file(writing.verdicts(input))
      rejected = try file("rejected/\(input.stem).jsonl.zst")
      removed = settings.makesLists ? try file(writing.removed(input)) : nil
      dropped = settings.recipe.clean.keepDropped == .all ? try file(writing.dropped(input)) : nil
    }

    func write(_ batch: DocumentsBatch) throws {
      try docs.write(batch.docs.bytes)
      try identities.write(batch.identities.bytes)
      try verdicts.write(batch.verdicts.bytes)
      try rejected.write(batch.rejected.bytes)
      try removed?.write(batch.removed.bytes)
      try dropped?.write(batch.dropped.bytes)
    }

    /// Adds a row that says where the file broke off.
    func writeDamage(_ damage: StreamError, lost: Int, input: InputFile) throws {
      var row = JSONWriter()
      row.beginObject()
      row.member("source", input.source)
      row.member("file", input.name)
      row.member("reason", "damaged")
      row.key("stored_offset")
      if let offset = damage.offset { row.number(offset) } else { row.null() }
      row.member("bytes_lost_of_last_line", lost)
      row.member("message", damage.message)
      row.endObject()
      row.endLine()
      try rejected.write(ZstdFrameWriter.frame(of: row.buffer.bytes))
    }

    /// Gives every file its name. A file without rows holds one empty frame, so that it is a zstd file all the same.
    func publish(into outcome: inout TaskOutcome, folder: RunFolder) throws {
      let empty = ZstdFrameWriter.frame(of: UnsafeRawBufferPointer(start: nil, count: 0))
      for file in [docs, verdicts, rejected, removed, dropped].compactMap({ $0 }) where file.size == 0 {
        try file.write(empty)
      }
      for file in [docs, identities, verdicts, rejected, removed, dropped].compactMap({ $0 }) {
        try file.publish()
        outcome.add(file, in: folder)
      }
    }
  }
}
