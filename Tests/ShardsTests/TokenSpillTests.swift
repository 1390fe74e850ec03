import QuernBytes
import QuernShards
import QuernStreams
import TestSupport
import Testing

private struct Entry: Equatable {
  var document: UInt64
  var ids: [UInt32]
}

@Suite struct TokenSpillTests {
  private let folder = TemporaryFolder()

  private func write(_ entries: [Entry], to path: String, perWrite: Int) throws {
    let writer = try TokenSpillWriter(path: path)
    for start in stride(from: 0, to: entries.count, by: perWrite) {
      let some = entries[start..<min(start + perWrite, entries.count)]
      var buffer = ByteBuffer()
      for entry in some {
        entry.ids.withUnsafeBufferPointer { TokenSpillWriter.append($0, document: entry.document, to: &buffer) }
      }
      var again: [Entry] = []
      TokenSpillWriter.forEach(in: buffer.bytes) { again.append(Entry(document: $0, ids: Array($1))) }
      #expect(again == Array(some))
      try writer.write(buffer.bytes, documents: some.count)
    }
    _ = try writer.finish()
  }

  private func read(_ path: String) throws -> [Entry] {
    let reader = try TokenSpillReader(path: path)
    var entries: [Entry] = []
    while try reader.next({ entries.append(Entry(document: $0, ids: Array($1))) }) {}
    return entries
  }

  @Test func roundTrip() throws {
    var random = RandomGenerator(seed: 51)
    for count in [0, 1, 2, 100] {
      let entries = (0..<count).map { _ in
        Entry(
          document: random.next(),
          ids: (0..<random.next(below: 50)).map { _ in UInt32(truncatingIfNeeded: random.next()) })
      }
      try write(entries, to: folder.file("spill"), perWrite: 7)
      #expect(try read(folder.file("spill")) == entries)
    }
  }

  /// Documents over the borders of the 1 MiB that are read at a time, and one longer than that.
  @Test func longDocuments() throws {
    let entries = [100_000, 200_000, 0, 262_144, 262_140, 600_000, 3].enumerated().map { number, count in
      Entry(document: UInt64(number), ids: (0..<UInt32(count)).map { $0 &* 2_654_435_761 })
    }
    try write(entries, to: folder.file("spill"), perWrite: 2)
    #expect(try read(folder.file("spill")) == entries)
  }

  @Test func damageIsNeverSilent() throws {
    let entries = [
      Entry(document: 1, ids: [1, 2, 3]), Entry(document: 2, ids: []), Entry(document: 1 << 50, ids: [.max, 7]),
    ]
    try write(entries, to: folder.file("whole"), perWrite: 2)
    let whole = try #require(readFile(folder.file("whole")))
    for at in whole.indices {
      for mask in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[at] ^= mask
        let path = folder.write(bytes, to: "flipped")
        #expect(throws: StreamError.self, "byte \(at) ^ \(mask)") { try read(path) }
      }
    }
    for length in whole.indices {
      let path = folder.write(Array(whole[..<length]), to: "cut")
      #expect(throws: StreamError.self, "cut at \(length)") { try read(path) }
    }
    let longer = folder.write([0, 0, 0, 0] + whole, to: "longer")
    #expect(throws: StreamError.self) { try read(longer) }
  }
}
