import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams

// What a task reads is held against the hashes that the plan and the done-records give it. Spills of sorted runs, ids,
// removals and tokens hold checksums of their own, which their readers check.
extension TaskContext {
  /// What the record of task `task` of `stage` says of a file that it wrote.
  private func record(of path: String, from stage: String, task: Int) throws -> FileRecord {
    let written = records[stage].flatMap { task < $0.count ? $0[task].files : nil }
    guard let record = written?.first(where: { $0.path == path }) else {
      throw JobError("no done-record of stage \(stage) names \(path); run the same command again")
    }
    return record
  }

  /// The failure of a file that is not what the task before wrote.
  private func changed(
    _ path: String, at offset: Int? = nil, _ message: String = "is not what its done-record says"
  ) -> StreamError {
    StreamError(
      .damaged, path: folder.path(path), offset: offset, message: message,
      hint: "remove the file and run the same command again")
  }

  /// The content of a file that task `task` of `stage` wrote, held against the hash in its record.
  /// - Parameter limit: the most bytes that it may have.
  func verifiedContents(
    of path: String, from stage: String, task: Int, limit: Int = 1 << 30
  ) throws -> ByteBuffer {
    let expected = try record(of: path, from: stage, task: task)
    let content = try FileSystem.contents(of: folder.path(path), limit: limit)
    guard content.count == expected.size, XXH3.hash128(content.bytes) == expected.hash else { throw changed(path) }
    return content
  }

  /// Holds a file that task `task` of `stage` wrote against the hash in its record, whatever its size.
  func verifyContents(of path: String, from stage: String, task: Int) throws {
    let expected = try record(of: path, from: stage, task: task)
    let found = try FileSystem.record(of: folder.path(path))
    guard found.size == expected.size, found.hash == expected.hash else { throw changed(path) }
  }

  /// Reads the documents that remain of this task's input file, as the run wrote them.
  ///
  /// The identities are held against the hash in their record before, the documents after they were read, so that no
  /// memory grows with them; `read` must keep nothing of what it made when this throws.
  /// - Parameters:
  ///   - writing: what wrote them; nil for the result.
  ///   - task: the number of the input file; nil for that of this task.
  func readDocuments(
    _ settings: RunSettings, of writing: DocumentsWriting? = nil, task: Int? = nil,
    _ read: (SourceFile) throws -> DocumentPass.Reading
  ) throws -> DocumentPass.Reading {
    let task = task ?? self.task
    let input = settings.inputs[task]
    let writing = writing ?? settings.lastWriting
    let stage = writing.stage
    let (docs, identities) = (writing.docs(input), writing.identities(input))
    try verifyContents(of: identities, from: stage, task: task)
    let reading: DocumentPass.Reading
    do {
      reading = try read(settings.written(by: writing, task, in: folder))
    } catch let error as StreamError where error.kind == .damaged {
      // What helps with inputs does not help here.
      throw changed(docs, at: error.offset, error.message)
    }
    let written = try record(of: docs, from: stage, task: task)
    guard reading.stored?.size == written.size, reading.stored?.hash == written.hash else { throw changed(docs) }
    let kept = records[stage]?[task].counts["kept"] ?? 0
    let rejected = reading.counts.sum(below: "rejected")
    let used = reading.counts["documents"] + reading.counts["unsampled"] + reading.counts["passed_over"]
    guard rejected == 0, reading.counts["read"] == kept, used == kept else {
      throw JobError(
        "\(folder.path(docs)): internal error: \(kept) documents were kept, but \(reading.counts["read"]) were read, "
          + "\(rejected) of them rejected and \(used) used")
    }
    return reading
  }

  /// Holds what was read of this task's input file against the plan and, if there is one, against what the same task of
  /// the stage `earlier` has read.
  func check(_ reading: DocumentPass.Reading, of input: InputFile, earlier: String? = nil) throws {
    if reading.damage == nil, let stored = reading.stored {
      guard stored.size == input.size, input.content == nil || stored.hash == input.content else {
        throw inputChanged(input)
      }
    }
    guard let earlier, let before = records[earlier]?[task] else { return }
    guard before.inputs == reading.inputs else { throw inputChanged(input) }
  }

  /// The failure of an input file that has other bytes than before in the same run.
  private func inputChanged(_ input: InputFile) -> JobError {
    JobError(
      "\(input.shown): the file was changed while the run was going on; run the same command again with --redo, and if "
        + "that says the same, remove \(folder.path("done")) before")
  }
}
