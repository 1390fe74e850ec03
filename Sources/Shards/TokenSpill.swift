import QuernBytes
import QuernStreams

/// Writes encoded documents between two tasks: for each document its identity (u64), its number of ids (u64) and the
/// ids (u32), little-endian; then the number of documents (u64), XXH3-128 of all before it and the magic `QRNTOK01`.
public final class TokenSpillWriter {
  static let magic: StaticString = "QRNTOK01"
  static let tailSize = 32

  private let file: OutputFile
  private var hasher = StreamHasher()
  private var documents: UInt64 = 0

  public init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Appends one document to `buffer` in the form of this file; called by workers.
  public static func append(_ ids: UnsafeBufferPointer<UInt32>, document: UInt64, to buffer: inout ByteBuffer) {
    buffer.append(littleEndian: document)
    buffer.append(littleEndian: UInt64(ids.count))
    #if _endian(little)
      buffer.append(UnsafeRawBufferPointer(ids))
    #else
      for id in ids { buffer.append(littleEndian: id) }
    #endif
  }

  /// Gives every document in `bytes`, which ``append(_:document:to:)`` wrote, to `body`.
  public static func forEach(
    in bytes: UnsafeRawBufferPointer, _ body: (_ document: UInt64, _ ids: UnsafeBufferPointer<UInt32>) throws -> Void
  ) rethrows {
    var at = 0
    while at < bytes.count {
      let document = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let count = Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)))
      // Every field is a multiple of four bytes long, so ids are aligned.
      try body(document, bytes.slice(at + 16, at + 16 + count * 4).assumingMemoryBound(to: UInt32.self))
      at += 16 + count * 4
    }
  }

  /// Adds `count` documents that ``append(_:document:to:)`` wrote.
  public func write(_ bytes: UnsafeRawBufferPointer, documents count: Int) throws(StreamError) {
    hasher.update(bytes)
    try file.write(bytes)
    documents += UInt64(count)
  }

  /// Publishes the file.
  public func finish() throws(StreamError) -> OutputFile {
    var tail = ByteBuffer(capacity: TokenSpillWriter.tailSize)
    tail.append(littleEndian: documents)
    let hash = hasher.digest()
    tail.append(littleEndian: hash.high)
    tail.append(littleEndian: hash.low)
    tail.append(TokenSpillWriter.magic)
    try file.write(tail.bytes)
    try file.publish()
    return file
  }
}

/// Reads what ``TokenSpillWriter`` wrote, in order, and holds its checksum against the bytes at the end.
public final class TokenSpillReader {
  private let file: RandomAccessFile
  private var hasher = StreamHasher()
  private var offset = 0
  private let end: Int
  private var left: UInt64
  private var buffer = ByteBuffer()
  private var position = 0

  public init(path: String) throws(StreamError) {
    file = try RandomAccessFile(path: path)
    end = file.size - TokenSpillWriter.tailSize
    guard end >= 0 else { throw file.damaged("is no token spill", at: 0) }
    var tail = ByteBuffer()
    try file.read(at: file.size - 8, count: 8, into: &tail)
    guard tail.bytes.equals(TokenSpillWriter.magic) else { throw file.damaged("is cut short", at: file.size) }
    left = try file.integer(at: end)
  }

  /// Makes `count` bytes available at `position`.
  private func need(_ count: Int) throws(StreamError) {
    guard buffer.count - position < count else { return }
    buffer.removeFirst(position)
    position = 0
    let wanted = min(max(count - buffer.count, 1 << 20), end - offset)
    guard buffer.count + wanted >= count else { throw file.damaged("holds an impossible length", at: offset) }
    let before = buffer.count
    try file.read(at: offset, count: wanted, into: &buffer)
    hasher.update(buffer.bytes.slice(before, buffer.count))
    offset += wanted
  }

  /// Gives the next document to `body`; false after the last.
  public func next(
    _ body: (_ document: UInt64, _ ids: UnsafeBufferPointer<UInt32>) throws -> Void
  ) throws -> Bool {
    guard left > 0 else {
      guard offset == end, position == buffer.count,
        hasher.digest() == Hash128(high: try file.integer(at: end + 8), low: try file.integer(at: end + 16))
      else { throw file.damaged("has a wrong checksum", at: end) }
      return false
    }
    try need(16)
    let document = UInt64(littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    let count = UInt64(littleEndian: buffer.bytes.loadUnaligned(fromByteOffset: position + 8, as: UInt64.self))
    guard count <= UInt64(end / 4) else { throw file.damaged("holds an impossible length", at: offset) }
    position += 16
    try need(Int(count) * 4)
    // Every field is a multiple of four bytes long, so ids are aligned.
    let ids = UnsafeRawBufferPointer(buffer.bytes.slice(position, position + Int(count) * 4))
      .assumingMemoryBound(to: UInt32.self)
    try body(document, ids)
    position += Int(count) * 4
    left -= 1
    return true
  }
}
