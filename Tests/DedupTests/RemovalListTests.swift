import QuernBytes
import QuernDedup
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

/// Removals of `files` input files with `lines` lines each, in order.
func randomRemovals(_ random: inout RandomGenerator, files: Int, lines: Int, share: Int) -> [Removal] {
  (0..<files).flatMap { file in
    (0..<lines).compactMap { line in
      guard random.next(below: 100) < share else { return nil }
      let kept = DocumentID(file: random.next(below: files), line: random.next(below: lines))
      return Removal(document: DocumentID(file: file, line: line), kept: kept)
    }
  }
}

func write(_ removals: [Removal], to path: String) throws {
  let writer = try RemovalListWriter(path: path)
  for removal in removals { try writer.add(removal) }
  _ = try writer.finish()
}

@Suite struct RemovalListTests {
  private let folder = TemporaryFolder()

  /// What a cursor gives for one input file, asked for in steps.
  private func read(_ path: String, input: Int, lines: Int, steps: [Int]) throws(StreamError) -> [Removal] {
    let cursor = try RemovalCursor(path: path, input: input)
    var found: [Removal] = []
    for line in steps + [lines] {
      let some = try cursor.entries(before: DocumentID(file: input, line: line))
      #expect(some.allSatisfy { $0.document < DocumentID(file: input, line: line) })
      found += some
    }
    return found
  }

  @Test func everyFileFindsItsOwn() throws {
    var random = RandomGenerator(seed: 61)
    for (files, lines, share) in [(1, 0, 0), (1, 50, 100), (4, 100, 30), (3, 9000, 60), (2, 20_000, 100), (6, 10, 1)] {
      let removals = randomRemovals(&random, files: files, lines: lines, share: share)
      try write(removals, to: folder.file("list"))
      for input in 0...files {
        let steps = (0..<5).map { _ in random.next(below: lines + 1) }.sorted()
        let expected = removals.filter { $0.document.file == input }
        #expect(try read(folder.file("list"), input: input, lines: lines, steps: steps) == expected)
      }
    }
  }

  @Test func damageIsNeverSilent() throws {
    var random = RandomGenerator(seed: 62)
    let removals = randomRemovals(&random, files: 3, lines: 6, share: 60)
    try write(removals, to: folder.file("whole"))
    let whole = try #require(readFile(folder.file("whole")))
    func check(_ bytes: [UInt8], _ what: String) {
      let path = folder.write(bytes, to: "damaged")
      for input in 0..<3 {
        guard let found = try? read(path, input: input, lines: 6, steps: []) else { continue }
        #expect(found == removals.filter { $0.document.file == input }, "\(what), file \(input)")
      }
    }
    for at in whole.indices {
      for mask in [0x01, 0x10, 0x80, 0xFF] as [UInt8] {
        var bytes = whole
        bytes[at] ^= mask
        check(bytes, "byte \(at) ^ \(mask)")
      }
    }
    for length in whole.indices {
      let path = folder.write(Array(whole[..<length]), to: "cut")
      #expect(throws: StreamError.self, "cut at \(length)") { try RemovalCursor(path: path, input: 0) }
    }
    check(whole + whole, "twice")
    check([UInt8](repeating: 0, count: 16) + whole, "longer")
  }
}
