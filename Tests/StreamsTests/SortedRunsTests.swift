import QuernBytes
import QuernStreams
import TestSupport
import Testing

private func records(_ count: Int, keys: Int, _ random: inout RandomGenerator) -> [SortRecord] {
  (0..<count).map { _ in
    let high =
      random.next(below: 2) == 0 ? UInt64(random.next(below: keys)) : UInt64.max - UInt64(random.next(below: keys))
    return SortRecord(key: Hash128(high: high, low: UInt64(random.next(below: 3))), value: random.next())
  }
}

private func write(_ records: [SortRecord], to path: String, limit: Int) throws {
  let writer = try RunWriter(path: path, limit: limit)
  for record in records { try writer.add(record) }
  #expect(writer.count == records.count)
  _ = try writer.finish()
}

private func merge(_ paths: [String], memory: Int = 64 << 20) throws(StreamError) -> [SortRecord] {
  let merger = try RunMerger(paths: paths, scratch: "/dev/null/unused", memory: memory)
  var merged: [SortRecord] = []
  while let record = try merger.next() { merged.append(record) }
  return merged
}

@Suite struct SortedRunsTests {
  private let folder = TemporaryFolder()

  @Test func mergingSorts() throws {
    var random = RandomGenerator(seed: 21)
    for files in [1, 2, 5] {
      for limit in [1, 2, 3, 10, 1000] {
        var all: [SortRecord] = []
        let paths = try (0..<files).map { file -> String in
          let some = records(random.next(below: 60), keys: 5, &random)
          all += some
          try write(some, to: folder.file("run\(file)"), limit: limit)
          return folder.file("run\(file)")
        }
        #expect(try merge(paths, memory: random.pick([0, 1 << 16, 64 << 20])) == all.sorted())
      }
    }
    #expect(try merge([]) == [])
  }

  /// More files than may be open at a time are merged in passes, whose files leave nothing behind.
  @Test(arguments: [2, 3, 5, 19, 20])
  func passesKeepFewFilesOpen(fanIn: Int) throws {
    var random = RandomGenerator(seed: 23)
    var all: [SortRecord] = []
    let paths = try (0..<20).map { file -> String in
      let some = records(random.next(below: 40), keys: 5, &random)
      all += some
      try write(some, to: folder.file("run\(file)"), limit: 7)
      return folder.file("run\(file)")
    }
    let merger = try RunMerger(paths: paths, scratch: folder.file("scratch"), memory: 0, fanIn: fanIn)
    #expect(openFiles(below: folder.path) <= fanIn)
    #expect(folder.names.sorted() == (0..<20).map { "run\($0)" }.sorted())
    var merged: [SortRecord] = []
    while let record = try merger.next() { merged.append(record) }
    #expect(merged == all.sorted())
  }

  @Test func damageIsFoundInPassesToo() throws {
    var random = RandomGenerator(seed: 24)
    let paths = try (0..<5).map { file -> String in
      try write(records(9, keys: 5, &random), to: folder.file("run\(file)"), limit: 4)
      return folder.file("run\(file)")
    }
    for path in paths {
      let whole = try #require(readFile(path))
      var damaged = whole
      damaged[30] ^= 1
      writeFile(damaged, to: path)
      #expect(throws: StreamError.self) {
        let merger = try RunMerger(paths: paths, scratch: folder.file("scratch"), fanIn: 2)
        while try merger.next() != nil {}
      }
      writeFile(whole, to: path)
      #expect(folder.names.count == 5)
    }
  }

  /// Runs of more than 1 MiB, the largest buffer, whose size 24 does not divide.
  @Test(arguments: [1 << 20, 4 << 20, 64 << 20])
  func runsLongerThanABuffer(memory: Int) throws {
    let count = 100_000
    let step: UInt64 = 7919 * 2 + 1
    let values = (0..<UInt64(count)).map { ($0 &* step) % UInt64(count) }
    let path = folder.file("long")
    try write(values.map { SortRecord(key: Hash128(high: $0, low: 1), value: $0) }, to: path, limit: 60_000)
    let merged = try merge([path], memory: memory)
    #expect(merged.map(\.value) == values.sorted())
    #expect(merged.allSatisfy { $0.key == Hash128(high: $0.value, low: 1) })
  }

  @Test func damageIsNeverSilent() throws {
    var random = RandomGenerator(seed: 22)
    let some = records(12, keys: 4, &random)
    try write(some, to: folder.file("whole"), limit: 5)
    let whole = try #require(readFile(folder.file("whole")))
    let sorted = some.sorted()
    for at in whole.indices {
      for mask in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[at] ^= mask
        let path = folder.write(bytes, to: "flipped")
        if let merged = try? merge([path]) { #expect(merged == sorted, "byte \(at) ^ \(mask)") }
      }
    }
    for length in whole.indices {
      let path = folder.write(Array(whole[..<length]), to: "cut")
      #expect(throws: StreamError.self, "cut at \(length)") { try merge([path]) }
    }
    #expect(throws: StreamError.self) { try merge([folder.write(whole + [0], to: "longer")]) }
    #expect(throws: StreamError.self) { try merge([folder.write([0] + whole, to: "longer")]) }
    #expect(throws: StreamError.self) { try merge([folder.file("missing")]) }
  }

  @Test func noRecords() throws {
    try write([], to: folder.file("none"), limit: 5)
    #expect(try merge([folder.file("none")]) == [])
  }
}
