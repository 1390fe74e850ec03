import QuernBytes
import QuernJSON
import QuernStreams

/// What a count file says of itself before its words.
public struct WordCountHeader: Sendable, Equatable {
  /// What made words of the text.
  public var rule: WordRule
  /// What was counted, in the order of the bytes of sources, then of languages.
  public var groups: [WordGroupTotals]
  /// What the writer had to say about where the counts come from.
  public var origin: String?
}

/// The file format of word counts; Docs/Formats.md describes it.
public enum WordCountFile {
  static var magic: StaticString { "QUERNWRD" }
  static var version: UInt32 { 1 }
  /// Before the header: magic, version, and the size of the header.
  static var preambleSize: Int { 16 }
  /// A block's stored size and size, the number of its words, the hash of its stored bytes, and that of all these.
  static var headSize: Int { 32 }
  /// After the last block: number of words, sum of all counts, and the hash of all bytes before this hash.
  static var tailSize: Int { 32 }
  /// A block ends behind the word that makes it this long.
  static var blockSize: Int { 1 << 16 }
  /// About what reading a file takes.
  static var readerMemory: Int { 1 << 18 }
  static var longestHeader: Int { 1 << 26 }

  /// The header of the file at `path`.
  /// - Throws: `StreamError` when it cannot be read, is none, or is damaged; ``TokenizerError`` when it asks for what is
  ///   not done here.
  public static func header(of path: String) throws -> WordCountHeader {
    let file = try RandomAccessFile(path: path)
    var bytes = ByteBuffer()
    return try readHeader(of: file, into: &bytes)
  }

  /// Appends what lies before the blocks to `bytes`, and reads it.
  static func readHeader(of file: RandomAccessFile, into bytes: inout ByteBuffer) throws -> WordCountHeader {
    guard file.size >= preambleSize else { throw noCounts(file) }
    try file.read(at: 0, count: preambleSize, into: &bytes)
    guard bytes.bytes.slice(0, 8).equals(magic) else { throw noCounts(file) }
    let found = UInt32(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    guard found == version else {
      throw StreamError(
        .unreadable, path: file.path, message: "has word counts of version \(found); this build reads \(version)")
    }
    let size = Int(UInt32(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
    guard size <= longestHeader, preambleSize + size + 8 <= file.size else {
      throw damaged(file, "has a header that is damaged or cut short", at: 12)
    }
    try file.read(at: preambleSize, count: size + 8, into: &bytes)
    let hash = UInt64(
      littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: preambleSize + size, as: UInt64.self))
    guard XXH3.hash64(bytes.bytes.slice(0, preambleSize + size)) == hash else {
      throw damaged(file, "has a header with a wrong checksum", at: preambleSize)
    }
    do {
      return try WordCountHeader(json: bytes.bytes.slice(preambleSize, preambleSize + size), file: file.path)
    } catch let error as JSONError {
      throw damaged(file, "has a header that says \(error)", at: preambleSize)
    }
  }

  /// Appends what lies before the blocks to `bytes`.
  static func append(_ header: WordCountHeader, to bytes: inout ByteBuffer) {
    let json = header.json()
    bytes.append(magic)
    bytes.append(littleEndian: version)
    bytes.append(littleEndian: UInt32(json.count))
    bytes.append(json.bytes)
    bytes.append(littleEndian: XXH3.hash64(bytes.bytes))
  }

  private static func noCounts(_ file: RandomAccessFile) -> StreamError {
    StreamError(.unreadable, path: file.path, message: "is no file of word counts")
  }

  static func damaged(_ file: RandomAccessFile, _ message: String, at offset: Int) -> StreamError {
    StreamError(
      .damaged, path: file.path, offset: offset, message: message,
      hint: "remove the file and count again what it was made from")
  }
}
