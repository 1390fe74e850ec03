import QuernBytes

/// The spill file of sorted runs.
///
/// Layout, little-endian: the runs one after the other (24 bytes a record: high, low, value); then for each run its
/// number of records (u64) and XXH3-128 (high, low u64); then the number of runs (u64), XXH3-64 of that table (u64)
/// and the magic `QRNRUN01`.
enum RunFile {
  static let magic: StaticString = "QRNRUN01"
  static let recordSize = 24
  static let entrySize = 24
  static let tailSize = 24
}

/// Writes a spill file from records that come sorted.
final class RunFileWriter {
  private static let chunkSize = 8192 * RunFile.recordSize

  private let file: OutputFile
  private var chunk = ByteBuffer(capacity: RunFileWriter.chunkSize)
  private var table = ByteBuffer()
  private var runs: UInt64 = 0
  /// Of the run that is being written.
  private var hasher = StreamHasher()
  private var records: UInt64 = 0

  init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Adds a record, which does not precede the one before it in its run.
  func add(_ record: SortRecord) throws(StreamError) {
    chunk.append(littleEndian: record.key.high)
    chunk.append(littleEndian: record.key.low)
    chunk.append(littleEndian: record.value)
    records += 1
    if chunk.count == RunFileWriter.chunkSize { try flush() }
  }

  private func flush() throws(StreamError) {
    hasher.update(chunk.bytes)
    try file.write(chunk.bytes)
    chunk.removeAll()
  }

  /// Ends the run; the next record begins another.
  func endRun() throws(StreamError) {
    try flush()
    let hash = hasher.digest()
    table.append(littleEndian: records)
    table.append(littleEndian: hash.high)
    table.append(littleEndian: hash.low)
    runs += 1
    hasher = StreamHasher()
    records = 0
  }

  /// Publishes the file.
  func finish() throws(StreamError) -> OutputFile {
    let tableHash = XXH3.hash64(table.bytes)
    table.append(littleEndian: runs)
    table.append(littleEndian: tableHash)
    table.append(RunFile.magic)
    try file.write(table.bytes)
    try file.publish()
    return file
  }
}
