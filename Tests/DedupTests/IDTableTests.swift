import QuernBytes
import QuernDedup
import QuernStreams
import TestSupport
import Testing

@Suite struct IDTableTests {
  private let folder = TemporaryFolder()

  private func write(_ ids: [Int: [UInt8]], to path: String) throws {
    let writer = try IDTableWriter(path: path)
    for (line, id) in ids.sorted(by: { $0.key < $1.key }) {
      try withBytes(id) { bytes throws(StreamError) in try writer.add(line: line, id: bytes) }
    }
    _ = try writer.finish()
  }

  /// The id of `line`, as the table has it.
  private func id(_ line: Int, _ table: IDTable) throws(StreamError) -> [UInt8]? {
    var buffer = ByteBuffer()
    buffer.append("x")
    let has = try table.append(line: line, to: &buffer)
    #expect(has == (buffer.count > 1))
    return has ? Array(array(buffer).dropFirst()) : nil
  }

  @Test func roundTrip() throws {
    var random = RandomGenerator(seed: 71)
    for lines in [0, 1, 5, 1000] {
      var ids: [Int: [UInt8]] = [:]
      for line in 0..<lines where random.next(below: 3) > 0 { ids[line] = random.bytes(1 + random.next(below: 40)) }
      try write(ids, to: folder.file("ids"))
      #expect(folder.names == ["ids"])
      let table = try IDTable(path: folder.file("ids"))
      for line in 0..<(lines + 3) { #expect(try id(line, table) == ids[line]) }
    }
  }

  @Test func manyLines() throws {
    let writer = try IDTableWriter(path: folder.file("ids"))
    for line in stride(from: 0, to: 150_000, by: 3) {
      try withBytes(Array("id \(line)".utf8)) { bytes throws(StreamError) in try writer.add(line: line, id: bytes) }
    }
    _ = try writer.finish()
    let table = try IDTable(path: folder.file("ids"))
    for line in [0, 1, 2, 3, 77_777, 99_999, 149_997, 149_998, 150_000, 1 << 40] {
      #expect(try id(line, table) == (line % 3 == 0 && line < 150_000 ? Array("id \(line)".utf8) : nil))
    }
  }

  @Test(arguments: [1, 3, 100])
  func cacheGivesEveryTableAndKeepsFewOpen(limit: Int) throws {
    for file in 0..<10 { try write([0: Array("id \(file)".utf8)], to: folder.file("\(file)")) }
    let cache = IDTableCache(limit: limit)
    var random = RandomGenerator(seed: 72)
    for _ in 0..<200 {
      let file = random.next(below: 10)
      #expect(try id(0, try cache.table(file, at: folder.file("\(file)"))) == Array("id \(file)".utf8))
      #expect(openFiles(below: folder.path) <= limit)
    }
    #expect(try cache.table(3, at: folder.file("3")) === cache.table(3, at: folder.file("3")))
    #expect(throws: StreamError.self) { try cache.table(10, at: folder.file("missing")) }
  }

  @Test func damageIsNeverSilent() throws {
    let ids: [Int: [UInt8]] = [0: [1, 2, 3], 2: [4], 3: [5, 6, 7, 8], 6: [9]]
    try write(ids, to: folder.file("whole"))
    let whole = try #require(readFile(folder.file("whole")))
    for at in whole.indices {
      for mask in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[at] ^= mask
        guard let table = try? IDTable(path: folder.write(bytes, to: "flipped")) else { continue }
        for line in 0..<8 {
          if let found = try? id(line, table) { #expect(found == ids[line], "byte \(at) ^ \(mask), line \(line)") }
        }
      }
    }
    for length in whole.indices {
      let path = folder.write(Array(whole[..<length]), to: "cut")
      #expect(throws: StreamError.self, "cut at \(length)") { try IDTable(path: path) }
    }
  }
}
