import QuernBytes
import QuernDedup
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

@Suite struct ExactDuplicatesTests {
  private let folder = TemporaryFolder()

  @Test(arguments: [1, 5, 40, 100_000])
  func theFirstOfEachGroupStays(keys: Int) throws {
    var random = RandomGenerator(seed: UInt64(keys))
    let files = 4
    var paths: [String] = []
    var first: [Hash128: DocumentID] = [:]
    var sizes: [Hash128: Int] = [:]
    var expected: [Removal] = []
    var documents = 0
    for file in 0..<files {
      let path = folder.file("spill\(file)")
      let writer = try RunWriter(path: path, limit: 50)
      for line in 0..<random.next(below: 400) {
        let key = UInt64(random.next(below: keys))
        let hash = Hash128(high: key % 3, low: mixBits(key))
        let document = DocumentID(file: file, line: line)
        try writer.add(SortRecord(key: hash, value: document.packed))
        if let kept = first[hash] {
          expected.append(Removal(document: document, kept: kept))
        } else {
          first[hash] = document
        }
        sizes[hash, default: 0] += 1
        documents += 1
      }
      _ = try writer.finish()
      paths.append(path)
    }
    let (outcome, list) = try ExactDuplicates.pick(
      from: paths.reversed(), scratch: folder.file("scratch"), removals: folder.file("list"), check: {})
    #expect(outcome.documents == documents && outcome.removed == expected.count)
    #expect(outcome.groups == sizes.values.filter { $0 > 1 }.count)
    #expect(list.path == folder.file("list") && !folder.names.contains("scratch"))
    var found: [Removal] = []
    for file in 0..<files {
      found += try RemovalCursor(path: list.path, input: file).entries(before: DocumentID(file: file, line: 1000))
    }
    #expect(found == expected)
  }

  @Test(arguments: 0..<5)
  func stopsWhenAsked(checks: Int) throws {
    struct Stop: Error {}
    let spill = folder.file("spill")
    let writer = try RunWriter(path: spill)
    for line in 0..<50_000 {
      try writer.add(SortRecord(key: Hash128(high: 0, low: 0), value: DocumentID(file: 0, line: line).packed))
    }
    _ = try writer.finish()
    var left = checks
    #expect(throws: Stop.self) {
      try ExactDuplicates.pick(from: [spill], scratch: folder.file("s"), removals: folder.file("list")) {
        left -= 1
        if left < 0 { throw Stop() }
      }
    }
    #expect(!folder.names.contains("list") && !folder.names.contains { $0.contains(OutputFile.attemptMark) })
  }

  @Test func noDocuments() throws {
    let (outcome, list) = try ExactDuplicates.pick(
      from: [], scratch: folder.file("s"), removals: folder.file("list"), check: {})
    #expect(outcome.documents == 0 && outcome.groups == 0 && outcome.removed == 0)
    #expect(try RemovalCursor(path: list.path, input: 0).entries(before: DocumentID(file: 9, line: 0)).isEmpty)
  }
}
