import QuernBytes
import QuernStreams

/// Reads a count file, and holds everything it says against its checksums and rules.
struct WordCountDecoder: ~Copyable {
  /// What the file says of itself.
  let header: WordCountHeader
  /// The present word, as ``WordCursor`` has it, and its place in the groups of the file.
  private(set) var first: UInt64 = 0
  private(set) var second: UInt64 = 0
  private(set) var word = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var group = -1
  private(set) var count: Int64 = 0

  private let file: RandomAccessFile
  private var decompressor = ZstdFrameReader()
  private var hasher = StreamHasher()
  private var stored = ByteBuffer()
  private var block = ByteBuffer()
  /// Where the next block begins, and the one that is read.
  private var offset = 0
  private var blockStart = 0
  private var blocks: UInt64 = 0
  private var at = 0
  private var wordsLeft: UInt64 = 0
  private var sharesLeft: UInt64 = 0
  private var isFirstInBlock = false
  private var current = ByteBuffer(capacity: 64)
  private var words: UInt64 = 0
  private var sum: Int64 = 0
  /// How often words were read, by the numbers of the file.
  private var sums: [Int64]

  /// Opens the file at `path` and reads its header.
  init(path: String) throws {
    let file = try RandomAccessFile(path: path)
    var start = ByteBuffer()
    let header = try WordCountFile.readHeader(of: file, into: &start)
    self.init(file, header, start)
  }

  private init(_ file: RandomAccessFile, _ header: WordCountHeader, _ start: borrowing ByteBuffer) {
    self.file = file
    self.header = header
    hasher.update(start.bytes)
    offset = start.count
    sums = [Int64](repeating: 0, count: header.groups.count)
  }

  private func damaged(_ message: String) -> StreamError {
    WordCountFile.damaged(file, "has a block in which \(message)", at: blockStart)
  }

  /// Goes on to the next group of the word, or to the next word; false at the end.
  mutating func advance() throws -> Bool {
    if sharesLeft == 0 {
      while wordsLeft == 0 {
        guard at == block.count else { throw damaged("there is more than its head says") }
        guard try readBlock() else { return false }
      }
      try readWord()
    }
    try readShare()
    return true
  }

  @inline(__always)
  private mutating func number() throws -> UInt64 {
    // Most are below 128.
    if at < block.count {
      let byte = block.bytes[at]
      if byte < 0x80 {
        at &+= 1
        return UInt64(byte)
      }
    }
    return try longNumber()
  }

  private mutating func longNumber() throws -> UInt64 {
    var reader = VarintReader(bytes: block.bytes, at: at)
    guard let number = reader.number() else { throw damaged("a number is damaged") }
    at = reader.at
    return number
  }

  private mutating func readWord() throws {
    let shared = try number()
    let length = try number()
    guard shared <= UInt64(current.count), length <= UInt64(block.count - at) else {
      throw damaged("a word is damaged")
    }
    let suffix = block.bytes.slice(at, at + Int(length))
    guard isAfter(Int(shared), suffix) else { throw damaged("words are not in order") }
    at += Int(length)
    current.truncate(to: Int(shared))
    current.append(suffix)
    word = current.bytes
    // Vector code may read what lies behind the bytes of a buffer.
    let key = ShortWord(current.base.assumingMemoryBound(to: UInt8.self), 0, length: word.count)
    (first, second) = (key.low.byteSwapped, key.high.byteSwapped)
    sharesLeft = try number()
    guard sharesLeft > 0 else { throw damaged("a word has no counts") }
    group = -1
    wordsLeft -= 1
    words += 1
    isFirstInBlock = false
  }

  /// Whether the word that has `shared` bytes of the one before and then `suffix` comes after it, and is written in the
  /// one way that there is.
  private func isAfter(_ shared: Int, _ suffix: UnsafeRawBufferPointer) -> Bool {
    if isFirstInBlock { return shared == 0 && current.bytes.lexicographicallyPrecedes(suffix) }
    return suffix.count > 0 && (shared == current.count || current.bytes[shared] < suffix[0])
  }

  private mutating func readShare() throws {
    let number = try number()
    guard let found = Int64(exactly: try self.number()), found > 0 else { throw damaged("a count is out of range") }
    guard number < UInt64(sums.count), Int(number) > group else { throw damaged("groups are not in order") }
    sharesLeft -= 1
    (group, count) = (Int(number), found)
    sums[group] = try checkedSum(sums[group], found)
    sum = try checkedSum(sum, found)
  }

  /// Reads the next block; false at the end of the file.
  private mutating func readBlock() throws -> Bool {
    blockStart = offset
    stored.removeAll()
    try file.read(at: offset, count: WordCountFile.headSize, into: &stored)
    let head = stored.bytes
    let hash = UInt64(littleEndian: head.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
    guard XXH3.hash64(head.slice(0, 24), seed: blocks) == hash else {
      throw WordCountFile.damaged(file, "has the head of a block with a wrong checksum", at: offset)
    }
    let storedSize = Int(UInt32(littleEndian: head.loadUnaligned(as: UInt32.self)))
    let size = Int(UInt32(littleEndian: head.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
    wordsLeft = UInt64(littleEndian: head.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let storedHash = UInt64(littleEndian: head.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
    hasher.update(head)
    offset += WordCountFile.headSize
    blocks += 1
    guard size > 0 else {
      try readTail(storedSize)
      return false
    }
    guard storedSize <= file.size - offset else {
      throw WordCountFile.damaged(file, "ends inside of a block", at: file.size)
    }
    stored.removeAll()
    try file.read(at: offset, count: storedSize, into: &stored)
    block.removeAll()
    at = 0
    guard XXH3.hash64(stored.bytes) == storedHash, decompressor.append(stored.bytes, size: size, to: &block) else {
      throw WordCountFile.damaged(file, "has a block with a wrong checksum", at: offset)
    }
    hasher.update(stored.bytes)
    offset += storedSize
    isFirstInBlock = true
    stored.removeAll()
    stored.shrink(to: WordCountFile.blockSize * 2)
    return true
  }

  private mutating func readTail(_ storedSize: Int) throws {
    var tail = ByteBuffer()
    try file.read(at: offset, count: WordCountFile.tailSize, into: &tail)
    hasher.update(tail.bytes.slice(0, 16))
    func number(_ at: Int) -> UInt64 {
      UInt64(littleEndian: tail.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }
    let hash = hasher.digest()
    guard storedSize == 0, wordsLeft == 0, number(16) == hash.high, number(24) == hash.low else {
      throw WordCountFile.damaged(file, "has an end with a wrong checksum", at: offset)
    }
    guard number(0) == words, number(8) == UInt64(sum), zip(sums, header.groups).allSatisfy({ $0 == $1.words }) else {
      throw WordCountFile.damaged(file, "has an end that says other totals than its words", at: offset)
    }
    guard offset + WordCountFile.tailSize == file.size else {
      throw WordCountFile.damaged(file, "goes on behind its end", at: offset + WordCountFile.tailSize)
    }
  }
}
