import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams

/// What a later stage did to a document that cleaning kept.
struct VerdictAmendment: Sendable {
  let document: DocumentID
  /// Why it goes, and the document that stays in its place, if it goes.
  var removal: (reason: String, kept: DocumentID?)?
  /// The parts that were cut of its text, by reason.
  var cuts: [(reason: String, count: Int)] = []

  init(document: DocumentID) { self.document = document }
}

/// Copies the verdicts of cleaning and writes into them what later stages did.
///
/// The rows are those of ``DocumentsWorker``: `doc` comes first, `keep`, `reason` and `failed` follow each other, and
/// `edits` comes last.
final class VerdictAmender {
  private static let kept: StaticString = "\"keep\":true,\"reason\":null,\"failed\":[]"
  /// Compressed at a time.
  private static let frameSize = 1 << 20

  private let reader: LineBlockReader
  private let block = LineBlock()
  private var position = 0
  private let path: String
  private let output: OutputFile
  private var rows = ByteBuffer()
  private var frames = ZstdFrameWriter()

  /// Reads the verdicts at `path`.
  init(from path: String, to output: OutputFile) throws {
    self.path = path
    self.output = output
    reader = try LineBlockReader(path: path, maxLine: 1 << 40)
  }

  /// Writes everything up to the row of the last of `amendments`; these must rise from call to call.
  func add(_ amendments: [VerdictAmendment]) throws {
    for amendment in amendments {
      while true {
        guard let row = try next() else {
          throw changed("has no row of document \(amendment.document.packed)")
        }
        guard try document(of: row) == amendment.document.packed else {
          rows.append(row)
          try flush(ifAbove: VerdictAmender.frameSize)
          continue
        }
        try append(row, amendment)
        break
      }
    }
  }

  /// Copies what is left and publishes the file.
  func finish() throws -> OutputFile {
    while let row = try next() {
      rows.append(row)
      try flush(ifAbove: VerdictAmender.frameSize)
    }
    try flush(ifAbove: 0)
    if output.size == 0 { try output.write(ZstdFrameWriter.frame(of: UnsafeRawBufferPointer(start: nil, count: 0))) }
    try output.publish()
    return output
  }

  /// The next row with its line end; valid until the next call.
  private func next() throws -> UnsafeRawBufferPointer? {
    if position == block.buffer.count {
      position = 0
      guard reader.next(into: block) else {
        if let damage = reader.damage { throw damage }
        return nil
      }
    }
    let bytes = block.buffer.bytes
    let end = (bytes.firstOffset(of: 0x0A, from: position) ?? bytes.count - 1) + 1
    defer { position = end }
    return bytes.slice(position, end)
  }

  private func flush(ifAbove size: Int) throws {
    guard rows.count > size else { return }
    var frame = ByteBuffer()
    frames.append(rows.bytes, to: &frame)
    try output.write(frame)
    rows.removeAll()
  }

  private func document(of row: UnsafeRawBufferPointer) throws -> UInt64 {
    let start: StaticString = "{\"doc\":"
    var at = start.utf8CodeUnitCount
    guard row.count > at, row.slice(0, at).equals(start) else { throw changed("has a row without doc") }
    var value: UInt64 = 0
    while at < row.count, row[at] &- 0x30 < 10 {
      value = value &* 10 &+ UInt64(row[at] &- 0x30)
      at += 1
    }
    return value
  }

  private func append(_ row: UnsafeRawBufferPointer, _ amendment: VerdictAmendment) throws {
    guard let at = row.firstOffset(of: VerdictAmender.kept) else {
      throw changed("does not keep document \(amendment.document.packed)")
    }
    let behind = at + VerdictAmender.kept.utf8CodeUnitCount
    if let (reason, kept) = amendment.removal {
      rows.append(row.slice(0, at))
      rows.append(string: "\"keep\":false,\"reason\":\"\(reason)\",\"failed\":[\"\(reason)\"]")
      if let kept { rows.append(string: ",\"kept_doc\":\(kept.packed)") }
      rows.append(row.slice(behind, row.count))
      return
    }
    // The row ends with the object of edits: `{…}}` and the line end.
    let end: StaticString = "}}\n"
    let inside = row.count - end.utf8CodeUnitCount
    guard inside > 0, row.slice(inside, row.count).equals(end) else { throw changed("has a row without edits") }
    rows.append(row.slice(0, inside))
    var isFirst = row[inside - 1] == UInt8(ascii: "{")
    for (reason, count) in amendment.cuts {
      rows.append(string: "\(isFirst ? "" : ",")\"\(reason)\":\(count)")
      isFirst = false
    }
    rows.append(end)
  }

  private func changed(_ message: String) -> StreamError {
    StreamError(
      .damaged, path: path, message: message, hint: "remove the file and run the same command again")
  }
}
