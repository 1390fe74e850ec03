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

/// Sorts any number of records with bounded memory: full buffers are sorted and spilled as runs of one file.
public final class RunWriter {
  private let file: RunFileWriter
  private let limit: Int
  private var records: [SortRecord] = []
  private var sorter = RecordSort()
  /// Records added so far.
  public private(set) var count = 0

  /// A writer of the spill file `path` that holds up to `limit` records (24 bytes each, and as much to sort them) in memory.
  public init(path: String, limit: Int = 1 << 20) throws(StreamError) {
    file = try RunFileWriter(path: path)
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
    sorter.sort(&records)
    for record in records { try file.add(record) }
    try file.endRun()
    records.removeAll(keepingCapacity: true)
  }

  /// Writes what is left and publishes the file.
  public func finish() throws(StreamError) -> OutputFile {
    try spill()
    return try file.finish()
  }
}
