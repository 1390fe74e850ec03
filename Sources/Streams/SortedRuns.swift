import QuernBytes

/// A fixed-size record of a global sort: a 128-bit key and a 64-bit value, ordered by key, then value.
public struct SortRecord: Comparable, BitwiseCopyable, Sendable {
  /// What records are sorted by first.
  public var key: Hash128
  /// What records of the same key are sorted by.
  public var value: UInt64

  /// A record of `key` and `value`.
  public init(key: Hash128, value: UInt64) {
    self.key = key
    self.value = value
  }

  @inlinable
  /// Whether `left` comes first: by key, then by value.
  public static func < (left: SortRecord, right: SortRecord) -> Bool {
    left.key != right.key ? left.key < right.key : left.value < right.value
  }
}

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

/// Sorts any number of records with bounded memory: full buffers are sorted and spilled as runs of one file.
public final class RunWriter {
  private let file: OutputFile
  private let limit: Int
  private var records: [SortRecord] = []
  private var table = ByteBuffer()
  private var runs: UInt64 = 0
  /// Records added so far.
  public private(set) var count = 0

  /// A writer of the spill file `path` that holds up to `limit` records (24 bytes each) in memory.
  public init(path: String, limit: Int = 1 << 20) throws(StreamError) {
    file = try OutputFile(path: path)
    self.limit = limit
  }

  /// Adds a record; O(log n) amortised.
  public func add(_ record: SortRecord) throws(StreamError) {
    records.append(record)
    count += 1
    if records.count == limit { try spill() }
  }

  private func spill() throws(StreamError) {
    guard !records.isEmpty else { return }
    records.sort()
    var bytes = ByteBuffer(capacity: 1 << 18)
    var hasher = StreamHasher()
    for start in stride(from: 0, to: records.count, by: 8192) {
      bytes.removeAll()
      for record in records[start..<min(start + 8192, records.count)] {
        bytes.append(littleEndian: record.key.high)
        bytes.append(littleEndian: record.key.low)
        bytes.append(littleEndian: record.value)
      }
      hasher.update(bytes.bytes)
      try file.write(bytes.bytes)
    }
    let hash = hasher.digest()
    table.append(littleEndian: UInt64(records.count))
    table.append(littleEndian: hash.high)
    table.append(littleEndian: hash.low)
    runs += 1
    records.removeAll(keepingCapacity: true)
  }

  /// Writes what is left and publishes the file.
  public func finish() throws(StreamError) -> OutputFile {
    try spill()
    let tableHash = XXH3.hash64(table.bytes)
    table.append(littleEndian: runs)
    table.append(littleEndian: tableHash)
    table.append(RunFile.magic)
    try file.write(table.bytes)
    try file.publish()
    return file
  }
}
