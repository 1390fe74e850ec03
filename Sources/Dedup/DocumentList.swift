import QuernBytes
import QuernDocuments
import QuernStreams

/// Four numbers that make an entry of a list; the first is the packed identity of its document.
public typealias ListWords = (UInt64, UInt64, UInt64, UInt64)

/// What a list says about a document.
public protocol ListEntry {
  /// The entry's document.
  var document: DocumentID { get }
  /// The entry as numbers.
  var words: ListWords { get }
  /// The entry of these numbers.
  init(words: ListWords)
}

/// The layout of a list of documents, little-endian: blocks of 4,096 entries (the last may be short), each entry four
/// u64; then for each block its first document (u64) and XXH3-64; then the number of entries (u64), XXH3-64 of table
/// and number, and the magic `QRNLST01`. So a reader of one input file reads, and checks, only its part of the list.
private enum ListFile {
  static let magic: StaticString = "QRNLST01"
  static let recordSize = 32
  static let blockRecords = 4096
  static let entrySize = 16
  static let tailSize = 24
}

/// Writes entries in order of their documents.
public final class DocumentListWriter<Entry: ListEntry> {
  private let file: OutputFile
  private var block = ByteBuffer(capacity: ListFile.blockRecords * ListFile.recordSize)
  private var table = ByteBuffer()
  private var firstOfBlock: UInt64 = 0
  private var last: UInt64 = 0
  /// Entries added so far.
  public private(set) var count = 0

  public init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Adds an entry; they must come in order of their documents.
  public func add(_ entry: Entry) throws(StreamError) {
    let words = entry.words
    precondition(words.0 >= last, "entries of a list come in order of their documents")
    last = words.0
    if block.isEmpty { firstOfBlock = words.0 }
    block.append(littleEndian: words.0)
    block.append(littleEndian: words.1)
    block.append(littleEndian: words.2)
    block.append(littleEndian: words.3)
    count += 1
    if block.count == ListFile.blockRecords * ListFile.recordSize { try closeBlock() }
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
    table.append(littleEndian: UInt64(count))
    let hash = XXH3.hash64(table.bytes)
    table.append(littleEndian: hash)
    table.append(ListFile.magic)
    try file.write(table.bytes)
    try file.publish()
    return file
  }
}

/// Reads the entries of one input file in order of its lines; O(log n) to start.
///
/// Memory: one block, and 16 bytes for every 4,096 entries of the whole list. Every block's checksum is held against
/// its bytes before any of its entries is given.
public final class DocumentListCursor<Entry: ListEntry> {
  private let file: RandomAccessFile
  private let count: Int
  private let blocks: Int
  private var table = ByteBuffer()
  private var nextBlock = 0
  private var buffer = ByteBuffer()
  private var position = 0

  /// Opens the list at `path` and finds the first entry of input file number `input`.
  public init(path: String, input: Int) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    guard file.size >= ListFile.tailSize else { throw file.damaged("is no list of documents", at: 0) }
    let tailStart = file.size - ListFile.tailSize
    var tail = ByteBuffer()
    try file.read(at: tailStart, count: ListFile.tailSize, into: &tail)
    guard tail.bytes.slice(16, 24).equals(ListFile.magic) else { throw file.damaged("is cut short", at: file.size) }
    count = Int(truncatingIfNeeded: tail.number(at: 0))
    guard count >= 0, count <= file.size / ListFile.recordSize else {
      throw file.damaged("has a damaged table", at: tailStart)
    }
    blocks = (count + ListFile.blockRecords - 1) / ListFile.blockRecords
    let tableStart = count * ListFile.recordSize
    guard tableStart + blocks * ListFile.entrySize == tailStart else {
      throw file.damaged("has a damaged table", at: tailStart)
    }
    try file.read(at: tableStart, count: blocks * ListFile.entrySize + 8, into: &table)
    guard XXH3.hash64(table.bytes) == tail.number(at: 8) else {
      throw file.damaged("has a damaged table", at: tableStart)
    }
    try seek(DocumentID(file: input, line: 0).packed)
  }

  /// Goes to the first entry of `document` or of one after it.
  private func seek(_ document: UInt64) throws(StreamError) {
    // The first block that starts at the document or behind it; what is asked for begins there or in the block before.
    var low = 0
    var high = blocks
    while low < high {
      let middle = (low + high) / 2
      if table.number(at: middle * ListFile.entrySize) < document {
        low = middle + 1
      } else {
        high = middle
      }
    }
    nextBlock = max(0, low - 1)
    while try fill(), buffer.number(at: position) < document { position += ListFile.recordSize }
  }

  /// The next entry, if its document comes before `document`.
  public func next(before document: DocumentID) throws(StreamError) -> Entry? {
    guard try fill() else { return nil }
    let id = buffer.number(at: position)
    guard id < document.packed else { return nil }
    let entry = Entry(
      words: (
        id, buffer.number(at: position + 8), buffer.number(at: position + 16), buffer.number(at: position + 24)
      ))
    position += ListFile.recordSize
    return entry
  }

  /// The entries before `document` that have not been given yet, in order.
  public func entries(before document: DocumentID) throws(StreamError) -> [Entry] {
    var found: [Entry] = []
    while let entry = try next(before: document) { found.append(entry) }
    return found
  }

  /// Makes an entry available at `position`; false at the end of the list.
  private func fill() throws(StreamError) -> Bool {
    if position < buffer.count { return true }
    guard nextBlock < blocks else { return false }
    let start = nextBlock * ListFile.blockRecords
    buffer.removeAll()
    position = 0
    let offset = start * ListFile.recordSize
    let records = min(count - start, ListFile.blockRecords)
    try file.read(at: offset, count: records * ListFile.recordSize, into: &buffer)
    guard XXH3.hash64(buffer.bytes) == table.number(at: nextBlock * ListFile.entrySize + 8) else {
      throw file.damaged("has a wrong checksum", at: offset)
    }
    nextBlock += 1
    return true
  }
}

extension ByteBuffer {
  /// The little-endian number at `offset`.
  fileprivate func number(at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }
}
