import QuernBytes
import QuernStreams

/// Writes a count file from words that come in order.
final class WordCountWriter {
  private let file: OutputFile
  private var compressor: ZstdFrameWriter
  private var hasher = StreamHasher()
  private var block = ByteBuffer(capacity: WordCountFile.blockSize + 4096)
  private var stored = ByteBuffer()
  private var previous = ByteBuffer()
  private var blocks: UInt64 = 0
  private var wordsInBlock: UInt64 = 0
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
    var shared = 0
    if wordsInBlock > 0 {
      let most = min(word.count, previous.count)
      let other = previous.bytes
      while shared < most && word[shared] == other[shared] { shared &+= 1 }
    }
    block.append(varint: UInt64(shared))
    block.append(varint: UInt64(word.count - shared))
    block.append(word.slice(shared, word.count))
    block.append(varint: UInt64(shares.count))
    for share in shares {
      block.append(varint: UInt64(share.group))
      block.append(varint: UInt64(share.count))
      sum = try checkedSum(sum, share.count)
    }
    previous.truncate(to: shared)
    previous.append(word.slice(shared, word.count))
    wordsInBlock += 1
    if block.count >= WordCountFile.blockSize { try endBlock() }
  }

  private func endBlock() throws {
    stored.removeAll()
    compressor.append(block.bytes, to: &stored)
    try writeHead(size: block.count)
    try write(stored.bytes)
    words += wordsInBlock
    wordsInBlock = 0
    previous.removeAll()
    block.removeAll()
    block.shrink(to: WordCountFile.blockSize * 2)
    stored.removeAll()
    stored.shrink(to: WordCountFile.blockSize * 2)
  }

  private func writeHead(size: Int) throws {
    var head = ByteBuffer(capacity: WordCountFile.headSize)
    head.append(littleEndian: UInt32(stored.count))
    head.append(littleEndian: UInt32(size))
    head.append(littleEndian: wordsInBlock)
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
    if wordsInBlock > 0 { try endBlock() }
    stored.removeAll()
    try writeHead(size: 0)
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
