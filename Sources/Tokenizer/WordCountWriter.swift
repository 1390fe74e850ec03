import QuernBytes
import QuernStreams

/// Writes a count file from words that come in order.
final class WordCountWriter {
  private let file: OutputFile
  private var compressor: ZstdFrameWriter
  private var hasher = StreamHasher()
  private var block = WordPacker()
  private var stored = ByteBuffer()
  private var blocks: UInt64 = 0
  private var words: UInt64 = 0
  private var sum: Int64 = 0

  /// - Parameter level: of zstd.
  init(path: String, _ header: WordCountHeader, level: Int32) throws {
    file = try OutputFile(path: path)
    compressor = ZstdFrameWriter(level: level)
    var start = ByteBuffer()
    WordCountFile.append(header, to: &start)
    try write(start.bytes)
  }

  /// Adds a word, which comes after the one before, with the counts of its groups in ascending order.
  func add(_ word: UnsafeRawBufferPointer, _ shares: UnsafeBufferPointer<WordRuns.Share>) throws {
    for share in shares { sum = try checkedSum(sum, share.count) }
    block.add(word, shares)
    if block.records.count >= WordCountFile.blockSize { try endBlock() }
  }

  private func endBlock() throws {
    stored.removeAll()
    compressor.append(block.records.bytes, to: &stored)
    try writeHead()
    try write(stored.bytes)
    words += block.words
    block.removeAll(keeping: WordCountFile.blockSize * 2)
    stored.removeAll()
    stored.shrink(to: WordCountFile.blockSize * 2)
  }

  private func writeHead() throws {
    var head = ByteBuffer(capacity: WordCountFile.headSize)
    head.append(littleEndian: UInt32(stored.count))
    head.append(littleEndian: UInt32(block.records.count))
    head.append(littleEndian: block.words)
    head.append(littleEndian: XXH3.hash64(stored.bytes))
    head.append(littleEndian: XXH3.hash64(head.bytes, seed: blocks))
    blocks += 1
    try write(head.bytes)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) throws {
    hasher.update(bytes)
    try file.write(bytes)
  }

  /// Ends the file, which is not published yet.
  func finish() throws -> OutputFile {
    if block.words > 0 { try endBlock() }
    stored.removeAll()
    try writeHead()
    var tail = ByteBuffer(capacity: WordCountFile.tailSize)
    tail.append(littleEndian: words)
    tail.append(littleEndian: UInt64(sum))
    try write(tail.bytes)
    let hash = hasher.digest()
    tail.removeAll()
    tail.append(littleEndian: hash.high)
    tail.append(littleEndian: hash.low)
    try file.write(tail.bytes)
    return file
  }
}
