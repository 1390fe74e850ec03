import QuernBytes
import QuernStreams

/// Writes the user's ids of one input file, so that receipts can name the copy that stayed.
///
/// Layout, little-endian: the ids one after the other; then for each line the end of its id (u64; a line without an id
/// repeats the end before it) and a checksum of the id, its line and its end (u64); then the number of lines (u64),
/// XXH3-64 of that number and the magic `QRNIDS02`.
public final class IDTableWriter {
  static let magic: StaticString = "QRNIDS02"
  static let entrySize = 16
  static let tailSize = 24

  /// The checksum of the id of `line` that ends at `end`.
  static func checksum(_ id: UnsafeRawBufferPointer, line: Int, end: UInt64) -> UInt64 {
    XXH3.hash64(id, seed: documentKey(seed: UInt64(line), document: end))
  }

  private let file: OutputFile
  private let ends: OutputFile
  private let endsPath: String
  private var end: UInt64 = 0
  private var lines = 0
  private var entry = ByteBuffer(capacity: IDTableWriter.entrySize)

  public init(path: String) throws(StreamError) {
    file = try OutputFile(path: path)
    endsPath = path + ".ends"
    ends = try OutputFile(path: endsPath)
  }

  /// Adds the id of `line`; lines must rise. Lines left out have no id.
  public func add(line: Int, id: UnsafeRawBufferPointer) throws(StreamError) {
    let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
    while lines < line { try addEntry(nothing) }
    try file.write(id)
    end += UInt64(id.count)
    try addEntry(id)
  }

  private func addEntry(_ id: UnsafeRawBufferPointer) throws(StreamError) {
    entry.removeAll()
    entry.append(littleEndian: end)
    entry.append(littleEndian: IDTableWriter.checksum(id, line: lines, end: end))
    try ends.write(entry.bytes)
    lines += 1
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
    let hash = XXH3.hash64(chunk.bytes)
    chunk.append(littleEndian: hash)
    chunk.append(IDTableWriter.magic)
    try file.write(chunk.bytes)
    try file.publish()
    return file
  }
}

/// The ids that ``IDTableWriter`` wrote; looked up by line, O(1), constant memory, each held against its checksum.
public final class IDTable: Sendable {
  private let file: RandomAccessFile
  private let lines: Int
  private let entriesStart: Int

  public init(path: String) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    guard file.size >= IDTableWriter.tailSize else { throw file.damaged("is no id table", at: 0) }
    var tail = ByteBuffer()
    try file.read(at: file.size - IDTableWriter.tailSize, count: IDTableWriter.tailSize, into: &tail)
    let bytes = tail.bytes
    guard bytes.slice(16, 24).equals(IDTableWriter.magic) else {
      throw file.damaged("is no id table, or is cut short", at: file.size)
    }
    lines = Int(truncatingIfNeeded: UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)))
    let hash = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    guard XXH3.hash64(bytes.slice(0, 8)) == hash, lines >= 0, lines <= file.size / IDTableWriter.entrySize else {
      throw file.damaged("has a damaged end", at: file.size)
    }
    entriesStart = file.size - IDTableWriter.tailSize - lines * IDTableWriter.entrySize
    guard entriesStart >= 0 else { throw file.damaged("has a damaged end", at: file.size) }
  }

  /// Appends the id of `line` to `buffer`; false when the line has none.
  public func append(line: Int, to buffer: inout ByteBuffer) throws(StreamError) -> Bool {
    guard line < lines else { return false }
    let at = entriesStart + line * IDTableWriter.entrySize
    let start = line == 0 ? 0 : try file.integer(at: at - IDTableWriter.entrySize)
    let end = try file.integer(at: at)
    guard start <= end, end <= UInt64(entriesStart) else { throw file.damaged("has a damaged entry", at: at) }
    let before = buffer.count
    try file.read(at: Int(start), count: Int(end - start), into: &buffer)
    let id = buffer.bytes.slice(before, buffer.count)
    guard IDTableWriter.checksum(id, line: line, end: end) == (try file.integer(at: at + 8)) else {
      buffer.truncate(to: before)
      throw file.damaged("has an id with a wrong checksum", at: Int(start))
    }
    return start < end
  }
}
