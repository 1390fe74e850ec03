import QuernBytes
import QuernDocuments
import QuernStreams

/// One document that goes because another one stays.
public struct Removal: Sendable, Equatable {
  /// The document that goes.
  public var document: DocumentID
  /// The document that stays.
  public var kept: DocumentID

  /// `document` goes because `kept` stays.
  public init(document: DocumentID, kept: DocumentID) {
    self.document = document
    self.kept = kept
  }
}

/// The layout of a removal list, little-endian: blocks of 4,096 removals (the last may be short), each removal two u64;
/// then for each block its first document (u64) and XXH3-64; then the number of removals (u64), XXH3-64 of table and
/// number, and the magic `QRNREM02`. So a reader of one input file reads, and checks, only its part of the list.
private enum RemovalFile {
  static let magic: StaticString = "QRNREM02"
  static let recordSize = 16
  static let blockRecords = 4096
  static let entrySize = 16
  static let tailSize = 24
}

/// Writes removals in order of the document that goes.
public final class RemovalListWriter {
  private let file: OutputFile
  private var block = ByteBuffer(capacity: RemovalFile.blockRecords * RemovalFile.recordSize)
  private var table = ByteBuffer()
  private var firstOfBlock: UInt64 = 0
  private var count: UInt64 = 0

  public init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Adds a removal; they must come in order of `document`.
  public func add(_ removal: Removal) throws(StreamError) {
    if block.isEmpty { firstOfBlock = removal.document.packed }
    block.append(littleEndian: removal.document.packed)
    block.append(littleEndian: removal.kept.packed)
    count += 1
    if block.count == RemovalFile.blockRecords * RemovalFile.recordSize { try closeBlock() }
  }

  private func closeBlock() throws(StreamError) {
    guard !block.isEmpty else { return }
    table.append(littleEndian: firstOfBlock)
    table.append(littleEndian: XXH3.hash64(block.bytes))
    try file.write(block.bytes)
    block.removeAll()
  }

  /// Publishes the file.
  public func finish() throws(StreamError) -> OutputFile {
    try closeBlock()
    table.append(littleEndian: count)
    let hash = XXH3.hash64(table.bytes)
    table.append(littleEndian: hash)
    table.append(RemovalFile.magic)
    try file.write(table.bytes)
    try file.publish()
    return file
  }
}

/// Reads the removals of one input file in order of its lines; O(log n) to start.
///
/// Memory: one block, and 16 bytes for every 4,096 removals of the whole list. Every block's checksum is held against
/// its bytes before any of its removals is given.
public final class RemovalCursor {
  private let file: RandomAccessFile
  private let count: Int
  private let blocks: Int
  private var table = ByteBuffer()
  private var nextBlock = 0
  private var buffer = ByteBuffer()
  private var position = 0

  /// Opens the list at `path` and finds the first removal of input file number `input`.
  public init(path: String, input: Int) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    guard file.size >= RemovalFile.tailSize else { throw file.damaged("is no removal list", at: 0) }
    let tailStart = file.size - RemovalFile.tailSize
    var tail = ByteBuffer()
    try file.read(at: tailStart, count: RemovalFile.tailSize, into: &tail)
    guard tail.bytes.slice(16, 24).equals(RemovalFile.magic) else { throw file.damaged("is cut short", at: file.size) }
    count = Int(truncatingIfNeeded: RemovalCursor.number(tail, 0))
    guard count >= 0, count <= file.size / RemovalFile.recordSize else {
      throw file.damaged("has a damaged table", at: tailStart)
    }
    blocks = (count + RemovalFile.blockRecords - 1) / RemovalFile.blockRecords
    let tableStart = count * RemovalFile.recordSize
    guard tableStart + blocks * RemovalFile.entrySize == tailStart else {
      throw file.damaged("has a damaged table", at: tailStart)
    }
    try file.read(at: tableStart, count: blocks * RemovalFile.entrySize + 8, into: &table)
    guard XXH3.hash64(table.bytes) == RemovalCursor.number(tail, 8) else {
      throw file.damaged("has a damaged table", at: tableStart)
    }
    try seek(DocumentID(file: input, line: 0).packed)
  }

  private static func number(_ buffer: borrowing ByteBuffer, _ offset: Int) -> UInt64 {
    UInt64(littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Goes to the first removal of `document` or of one after it.
  private func seek(_ document: UInt64) throws(StreamError) {
    // The first block that starts behind the document; what is asked for begins in the block before.
    var low = 0
    var high = blocks
    while low < high {
      let middle = (low + high) / 2
      if RemovalCursor.number(table, middle * RemovalFile.entrySize) <= document {
        low = middle + 1
      } else {
        high = middle
      }
    }
    nextBlock = max(0, low - 1)
    while try fill(), RemovalCursor.number(buffer, position) < document { position += RemovalFile.recordSize }
  }

  /// The removals before `document` that have not been given yet, in order.
  public func removals(before document: DocumentID) throws(StreamError) -> [Removal] {
    var found: [Removal] = []
    while try fill() {
      let id = RemovalCursor.number(buffer, position)
      guard id < document.packed else { break }
      let kept = RemovalCursor.number(buffer, position + 8)
      found.append(Removal(document: DocumentID(packed: id), kept: DocumentID(packed: kept)))
      position += RemovalFile.recordSize
    }
    return found
  }

  /// Makes a removal available at `position`; false at the end of the list.
  private func fill() throws(StreamError) -> Bool {
    if position < buffer.count { return true }
    guard nextBlock < blocks else { return false }
    let start = nextBlock * RemovalFile.blockRecords
    buffer.removeAll()
    position = 0
    let offset = start * RemovalFile.recordSize
    let records = min(count - start, RemovalFile.blockRecords)
    try file.read(at: offset, count: records * RemovalFile.recordSize, into: &buffer)
    guard XXH3.hash64(buffer.bytes) == RemovalCursor.number(table, nextBlock * RemovalFile.entrySize + 8) else {
      throw file.damaged("has a wrong checksum", at: offset)
    }
    nextBlock += 1
    return true
  }
}
