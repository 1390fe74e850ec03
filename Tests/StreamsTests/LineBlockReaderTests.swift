import QuernBytes
import QuernStreams
import TestSupport
import Testing

/// What a reader says about one line: its bytes, or its length when it was skipped.
private enum Line: Equatable, CustomStringConvertible {
  case whole([UInt8])
  case skipped(Int)

  var description: String {
    switch self {
    case .whole(let bytes): String(decoding: bytes, as: UTF8.self).debugDescription
    case .skipped(let length): "skipped(\(length))"
    }
  }

  func length() -> Int {
    switch self {
    case .whole(let bytes): bytes.count
    case .skipped(let length): length
    }
  }
}

/// Everything that reading a file gave.
private struct Reading {
  var lines: [Line] = []
  var blocks: [[UInt8]] = []
  var content = 0
  var damage: StreamError?
  var bytesLost = 0
}

/// Reads all lines, and checks that numbers and offsets of lines fit.
private func read(_ path: String, blockSize: Int, maxLine: Int) throws -> Reading {
  let reader = try LineBlockReader(path: path, blockSize: blockSize, maxLine: maxLine)
  var reading = Reading()
  let block = LineBlock()
  var offset: Int?
  while reader.next(into: block) {
    let bytes = array(block.buffer)
    #expect(block.firstLine == reading.lines.count)
    if let offset { #expect(block.offset == offset) }
    reading.blocks.append(bytes)
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { Line.whole(Array($0)) }
    lines.removeLast(bytes.isEmpty || bytes.last == 0x0A ? 1 : 0)
    reading.lines += lines
    offset = block.offset + bytes.count
    if let long = block.oversized {
      #expect(long.line == reading.lines.count && long.offset == offset)
      reading.lines.append(.skipped(long.length))
      offset = nil
    }
    #expect(reader.lines == reading.lines.count)
  }
  // The end stays the end.
  #expect(!reader.next(into: block) && block.buffer.count == 0 && block.oversized == nil)
  reading.content = reader.contentBytes
  reading.damage = reader.damage
  reading.bytesLost = reader.bytesLost
  return reading
}

/// The lines of `content` as a plain split gives them.
private func naiveLines(_ content: [UInt8]) -> [[UInt8]] {
  var content = content[...]
  if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
  var lines = content.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines
}

@Suite struct LineBlockReaderTests {
  private let folder = TemporaryFolder()

  /// Reads `content` with many sizes of blocks and limits and compares with a plain split.
  private func check(_ content: [UInt8], blockSizes: [Int], limits: [Int]) throws {
    let path = folder.write(content, to: "lines")
    let expected = naiveLines(content)
    for blockSize in blockSizes {
      for limit in limits {
        let reading = try read(path, blockSize: blockSize, maxLine: limit)
        guard reading.lines.count == expected.count else {
          Issue.record("\(reading.lines) instead of \(expected.map(Line.whole)): \(blockSize), \(limit)")
          continue
        }
        for (line, bytes) in zip(reading.lines, expected) {
          // A line over the limit may also stand in a block that has room for it, which is 3 bytes for a mark at least.
          let isRight = line == .whole(bytes) || (bytes.count > limit && line == .skipped(bytes.count))
          let isBounded = line != .whole(bytes) || bytes.count <= max(limit, blockSize, 3)
          if !isRight || !isBounded { Issue.record("\(line) instead of \(bytes): \(blockSize), \(limit)") }
        }
        #expect(reading.content == content.count)
        #expect(reading.damage == nil && reading.bytesLost == 0)
      }
    }
  }

  @Test func randomLines() throws {
    var random = RandomGenerator(seed: 11)
    for _ in 0..<60 {
      let content = random.bytes(random.next(below: 120), of: [0x0A, 0x61, 0x62, 0x63, 0x0D, 0x00])
      try check(content, blockSizes: [1, 2, 3, 5, 16, 1000], limits: [1, 2, 3, 4, 7, 1000])
    }
  }

  @Test func oversizedLines() throws {
    var random = RandomGenerator(seed: 12)
    for _ in 0..<60 {
      var content: [UInt8] = []
      for _ in 0..<random.next(below: 8) {
        let length = random.pick([0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 100])
        content += [UInt8](repeating: 0x78, count: length) + [0x0A]
      }
      if random.next(below: 2) == 0 { content += [UInt8](repeating: 0x79, count: random.next(below: 40)) }
      try check(content, blockSizes: [1, 4, 8, 16, 17], limits: [1, 8, 16, 20])
    }
  }

  @Test func theLimitIsExact() throws {
    for limit in [3, 4, 8, 9] {
      for blockSize in [1, 2, 3, 4, 8] {
        for ending in [[0x0A], []] as [[UInt8]] {
          let fits = [UInt8](repeating: 0x61, count: limit)
          let path = folder.write(fits + ending, to: "f")
          #expect(try read(path, blockSize: blockSize, maxLine: limit).lines == [.whole(fits)])
          folder.write(fits + [0x62] + ending, to: "f")
          let lines = try read(path, blockSize: blockSize, maxLine: limit).lines
          #expect(lines == [.skipped(limit + 1)] || (blockSize > limit && lines == [.whole(fits + [0x62])]))
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 100])
  func byteOrderMark(blockSize: Int) throws {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for rest in ["", "a", "a\n", "\n", "\nb\n", "abcdefgh\nb"].map({ Array($0.utf8) }) {
      try check(mark + rest, blockSizes: [blockSize], limits: [3, 100])
    }
    // Only the first line's is dropped, and only once.
    try check(mark + mark + [0x0A] + mark + [0x0A], blockSizes: [blockSize], limits: [100])
    for part in [[0xEF], [0xEF, 0xBB], [0xEF, 0xBB, 0x0A], [0xEF, 0xBB, 0x61, 0x62]] as [[UInt8]] {
      try check(part, blockSizes: [blockSize], limits: [100])
    }
    let reader = try LineBlockReader(
      path: folder.write(mark + [0x61, 0x0A], to: "f"), blockSize: blockSize, maxLine: 9)
    let block = LineBlock()
    #expect(reader.next(into: block) && block.offset == 3 && array(block.buffer) == [0x61, 0x0A])
  }

  @Test func emptyAndOddFiles() throws {
    for content in ["", "\n", "\n\n\n", "a", "a\r\nb\r\n", "\0\n\0\0", "\r"].map({ Array($0.utf8) }) {
      try check(content, blockSizes: [1, 2, 100], limits: [1, 2, 100])
    }
    try check([UInt8](repeating: 0x61, count: 300_000), blockSizes: [1000], limits: [10, 5000, 299_999, 300_000])
  }

  /// Blocks may not depend on the codec or on how many bytes each read gives.
  @Test func blocksDependOnTheContentAlone() throws {
    var random = RandomGenerator(seed: 13)
    let content = random.bytes(200_000, of: [UInt8](repeating: 0x61, count: 60) + [0x0A])
    let plain = try read(folder.write(content, to: "plain"), blockSize: 10_000, maxLine: 1000)
    #expect(plain.blocks.count >= 20)
    #expect(plain.blocks.dropLast().allSatisfy { $0.count <= 10_000 && $0.count > 9000 })
    var frames: [UInt8] = []
    for start in stride(from: 0, to: content.count, by: 7001) {
      frames += Compression.zstd(Array(content[start..<min(start + 7001, content.count)]))
    }
    let pipe = folder.file("pipe")
    runTool("mkfifo '\(pipe)'; (dd if='\(folder.file("plain"))' of='\(pipe)' bs=777) > /dev/null 2>&1 &")
    for path in [folder.write(frames, to: "a.zst"), folder.write(Compression.gzip(content), to: "a.gz"), pipe] {
      #expect(try read(path, blockSize: 10_000, maxLine: 1000).blocks == plain.blocks)
    }
  }

  @Test(arguments: [1, 5, 64, 1000])
  func damageKeepsTheWholeLinesBefore(blockSize: Int) throws {
    let lines: [[UInt8]] = (0..<40).map { Array("line number \($0)".utf8) }
    let content = Array(lines.joined(separator: [0x0A])) + [0x0A]
    let first = Compression.zstd(Array(content[..<100]))
    let second = Compression.zstd(Array(content[100...]))
    let path = folder.write(first + second.dropLast(30), to: "cut.zst")
    let reading = try read(path, blockSize: blockSize, maxLine: 1000)
    #expect(reading.damage?.kind == .damaged)
    let whole = content[..<100].filter { $0 == 0x0A }.count
    #expect(reading.lines.count >= whole && reading.lines == lines.prefix(reading.lines.count).map(Line.whole))
    let kept = reading.lines.reduce(0) { $0 + $1.length() + 1 }
    #expect(reading.content == kept)
    #expect(kept + reading.bytesLost >= 100 && reading.bytesLost < 16)
  }

  /// The end of a line that looks whole is not, when the file is cut behind it.
  @Test func aLineBeforeDamageCountsOnlyWithItsLineEnd() throws {
    for (content, count, lost) in [("a\nbc", 1, 2), ("a\nbc\n", 2, 0), ("abc", 0, 3)] {
      let path = folder.write(Compression.zstd(Array(content.utf8)) + [1, 2, 3, 4, 5, 6], to: "cut.zst")
      for blockSize in [1, 2, 100] {
        let reading = try read(path, blockSize: blockSize, maxLine: 100)
        #expect(reading.lines.count == count && reading.bytesLost == lost && reading.damage != nil)
      }
    }
  }

  @Test func damageInAnOversizedLine() throws {
    let content = Array(("short\n" + String(repeating: "x", count: 500)).utf8)
    let path = folder.write(Compression.zstd(content) + [1, 2, 3, 4, 5, 6], to: "cut.zst")
    let reading = try read(path, blockSize: 16, maxLine: 20)
    #expect(reading.damage?.kind == .damaged)
    #expect(reading.lines.first == .whole(Array("short".utf8)))
    #expect(reading.content + reading.bytesLost == content.count)
  }
}
