import QuernBytes
import QuernDocuments
import QuernStreams

/// One document that goes because another one stays.
public struct Removal: Sendable, Equatable {
  /// The document that goes.
  public var document: DocumentID
  /// The document that stays.
  public var kept: DocumentID

  public init(document: DocumentID, kept: DocumentID) {
    self.document = document
    self.kept = kept
  }
}

/// Writes removals in order of the document that goes: 16 bytes each (two little-endian u64), then XXH3-128 of them
/// and the magic `QRNREM01`.
public final class RemovalListWriter {
  static let magic: StaticString = "QRNREM01"
  static let recordSize = 16
  static let tailSize = 24

  private let file: OutputFile
  private var hasher = StreamHasher()
  private var row = ByteBuffer(capacity: 16)

  public init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Adds a removal; they must come in order of `document`.
  public func add(_ removal: Removal) throws(StreamError) {
    row.removeAll()
    row.append(littleEndian: removal.document.packed)
    row.append(littleEndian: removal.kept.packed)
    hasher.update(row.bytes)
    try file.write(row.bytes)
  }

  /// Publishes the file.
  public func finish() throws(StreamError) -> OutputFile {
    let hash = hasher.digest()
    row.removeAll()
    row.append(littleEndian: hash.high)
    row.append(littleEndian: hash.low)
    row.append(RemovalListWriter.magic)
    try file.write(row.bytes)
    try file.publish()
    return file
  }
}

/// Reads the removals of one input file in order of its lines; O(log n) to start, constant memory.
public final class RemovalCursor {
  private let file: RandomAccessFile
  private var index: Int
  private let end: Int
  private var buffer = ByteBuffer()
  private var position = 0

  /// Opens the list at `path` and finds the first removal of input file number `input`.
  public init(path: String, input: Int) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    let count = (file.size - RemovalListWriter.tailSize) / RemovalListWriter.recordSize
    guard file.size >= RemovalListWriter.tailSize, file.size % 8 == 0 else {
      throw file.damaged("is no removal list", at: 0)
    }
    var tail = ByteBuffer()
    try file.read(at: file.size - 8, count: 8, into: &tail)
    guard tail.bytes.equals(RemovalListWriter.magic) else { throw file.damaged("is cut short", at: file.size) }
    index = try RemovalCursor.lowerBound(file, count, DocumentID(file: input, line: 0))
    end = count
  }

  private static func lowerBound(
    _ file: RandomAccessFile, _ count: Int, _ document: DocumentID
  ) throws(StreamError) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if try file.integer(at: middle * RemovalListWriter.recordSize) < document.packed {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The removals before `document` that have not been given yet, in order.
  public func removals(before document: DocumentID) throws(StreamError) -> [Removal] {
    var found: [Removal] = []
    while try fill() {
      let bytes = buffer.bytes
      let id = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      guard id < document.packed else { break }
      let kept = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self))
      found.append(Removal(document: DocumentID(packed: id), kept: DocumentID(packed: kept)))
      position += RemovalListWriter.recordSize
    }
    return found
  }

  private func fill() throws(StreamError) -> Bool {
    if position < buffer.count { return true }
    guard index < end else { return false }
    let count = min(end - index, 4096)
    buffer.removeAll()
    position = 0
    try file.read(
      at: index * RemovalListWriter.recordSize, count: count * RemovalListWriter.recordSize, into: &buffer)
    index += count
    return true
  }
}
