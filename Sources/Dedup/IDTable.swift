import QuernBytes
import QuernStreams

/// Writes the user's ids of one input file, so that receipts can name the copy that stayed.
///
/// Layout: the ids one after the other, then the end of each line's id (u64, one a line; a line without an id repeats
/// the end before it), then the number of lines (u64) and the magic `QRNIDS01`.
public final class IDTableWriter {
  static let magic: StaticString = "QRNIDS01"
  static let tailSize = 16

  private let file: OutputFile
  private let ends: OutputFile
  private let endsPath: String
  private var end: UInt64 = 0
  private var lines = 0
  private var number = ByteBuffer(capacity: 8)

  public init(path: String) throws(StreamError) {
    file = try OutputFile(path: path)
    endsPath = path + ".ends"
    ends = try OutputFile(path: endsPath)
  }

  /// Adds the id of `line`; lines must rise. Lines left out have no id.
  public func add(line: Int, id: UnsafeRawBufferPointer) throws(StreamError) {
    try skip(to: line)
    try file.write(id)
    end += UInt64(id.count)
    try skip(to: line + 1)
  }

  private func skip(to line: Int) throws(StreamError) {
    number.removeAll()
    number.append(littleEndian: end)
    while lines < line {
      try ends.write(number.bytes)
      lines += 1
    }
  }

  /// Publishes the table.
  public func finish() throws(StreamError) -> OutputFile {
    try ends.publish()
    let stored = try RandomAccessFile(path: endsPath)
    var chunk = ByteBuffer()
    for start in stride(from: 0, to: stored.size, by: 1 << 20) {
      chunk.removeAll()
      try stored.read(at: start, count: min(1 << 20, stored.size - start), into: &chunk)
      try file.write(chunk.bytes)
    }
    try FileSystem.remove(endsPath)
    chunk.removeAll()
    chunk.append(littleEndian: UInt64(lines))
    chunk.append(IDTableWriter.magic)
    try file.write(chunk.bytes)
    try file.publish()
    return file
  }
}

/// The ids that ``IDTableWriter`` wrote; looked up by line, O(1), constant memory.
public final class IDTable: Sendable {
  private let file: RandomAccessFile
  private let lines: Int
  private let endsStart: Int

  public init(path: String) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    guard file.size >= IDTableWriter.tailSize else { throw file.damaged("is no id table", at: 0) }
    var tail = ByteBuffer()
    try file.read(at: file.size - IDTableWriter.tailSize, count: IDTableWriter.tailSize, into: &tail)
    lines = Int(UInt64(littleEndian: tail.bytes.loadUnaligned(as: UInt64.self)))
    endsStart = file.size - IDTableWriter.tailSize - lines * 8
    guard tail.bytes.slice(8, 16).equals(IDTableWriter.magic), endsStart >= 0 else {
      throw file.damaged("is no id table, or is cut short", at: file.size)
    }
  }

  /// Appends the id of `line` to `buffer`; false when the line has none.
  public func append(line: Int, to buffer: inout ByteBuffer) throws(StreamError) -> Bool {
    guard line < lines else { return false }
    let start = line == 0 ? 0 : Int(try file.integer(at: endsStart + (line - 1) * 8))
    let end = Int(try file.integer(at: endsStart + line * 8))
    guard start <= end, end <= endsStart else { throw file.damaged("has a damaged entry", at: endsStart + line * 8) }
    guard start < end else { return false }
    try file.read(at: start, count: end - start, into: &buffer)
    return true
  }
}
