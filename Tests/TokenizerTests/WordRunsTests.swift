import QuernBytes
import QuernStreams
import TestSupport
import Testing

@testable import QuernTokenizer

@Suite struct WordRunsTests {
  let folder = TemporaryFolder()

  /// Words that share beginnings, hold zeros, and lie around the lengths that are treated in different ways.
  static func hostileWords(_ random: inout RandomGenerator, _ count: Int) -> [[UInt8]] {
    (0..<count).map { _ in
      var word = [UInt8](
        repeating: [0, 0x61, 0xFF][random.next(below: 3)], count: [0, 7, 8, 14, 15, 16, 22, 29][random.next(below: 8)])
      for _ in 0...random.next(below: 3) { word.append([0, 1, 0x61, 0xFE, 0xFF][random.next(below: 5)]) }
      return word
    }
  }

  @Test(arguments: UInt64(0)..<6)
  func wordsComeInTheOrderOfTheirBytes(seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    var counter = WordCounter(pattern: .gpt2)
    var wanted: [[UInt8]: [Int: Int64]] = [:]
    for word in WordRunsTests.hostileWords(&random, 6000) {
      let group = try counter.number(of: WordGroup(source: "s\(random.next(below: 4))"))
      wanted[word, default: [:]][group, default: 0] += 3
      try withBytes(word) { try counter.add(word: $0, count: 3, group: group) }
    }
    let names = counter.groups.map(\.group)
    let runs = try WordRuns(counter)
    var order: [[UInt8]] = []
    try runs.forEachRow { word, shares in
      order.append(Array(word))
      let found = Dictionary(
        uniqueKeysWithValues: shares.map { (names.firstIndex(of: runs.groups[$0.group].group)!, $0.count) })
      #expect(found == wanted[Array(word)])
    }
    #expect(order == wanted.keys.sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// Different words, one to each number, of which some are long.
  private func text(_ numbers: Range<Int>) -> [UInt8] {
    Array(numbers.map { $0 % 3 == 0 ? "w\($0 &* 7_919)-of-many-letters " : "w\($0 &* 7_919) " }.joined().utf8)
  }

  private func count(_ texts: [[UInt8]], workers: Int, memory: Int, _ name: String) throws -> (WordRuns, Bool) {
    let counting = try WordCounting(rule: WordRule(.scanner(.gpt2)), memory: memory, scratch: folder.file(name))
    let all = try (0..<workers).map { _ in try counting.makeWorker() }
    for (index, text) in texts.enumerated() {
      let worker = all[index % workers]
      let group = try worker.number(of: WordGroup(source: "s\(index % 3)", language: index % 2 == 0 ? "en" : ""))
      try withBytes(text) { try worker.add(text: $0, group: group) }
    }
    return (try counting.finish(), counting.hasSpilled)
  }

  /// More counters than runs are merged at a time; what is merged before leaves nothing behind.
  @Test func manyCounters() throws {
    let texts = (0..<(WordRuns.mostRuns + 2)).map { text($0..<($0 + 5)) }
    do {
      let (words, _) = try count(texts, workers: texts.count, memory: 1 << 30, "many")
      let (wanted, _) = try count(texts, workers: 1, memory: 1 << 30, "one")
      #expect(try contents(words) == contents(wanted))
    }
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    #expect(FileSystem.entry(at: "-0.words") == .nothing)
  }

  @Test func filesDependOnTheCountsAlone() throws {
    let texts = (0..<60).map { text(($0 * 900)..<($0 * 900 + 2000)) }
    let (whole, _) = try count(texts, workers: 1, memory: 1 << 30, "whole")
    let wanted = try write(whole, "whole.words")
    for (workers, memory) in [(2, 1 << 30), (1, 0), (3, 0), (7, 1 << 21)] {
      let (runs, hasSpilled) = try count(texts, workers: workers, memory: memory, "spill")
      #expect(hasSpilled == (memory < 1 << 30))
      #expect(try write(runs, "spill.words") == wanted)
      // Runs are read more than once.
      #expect(try contents(runs) == contents(whole))
    }
    #expect(folder.names.sorted().filter { $0 != "." && $0 != ".." } == ["spill.words", "whole.words"])
    let back = try WordRuns(files: [folder.file("whole.words")], scratch: folder.file("back"))
    #expect(try write(back, "back.words") == wanted)
    #expect(back.groups == whole.groups)
    #expect(try WordCountFile.header(of: folder.file("whole.words")).origin == nil)
  }

  private func write(_ runs: WordRuns, _ name: String, origin: String? = nil) throws -> [UInt8] {
    try runs.write(to: folder.file(name), origin: origin).publish()
    return readFile(folder.file(name))!
  }

  @Test func oneDocumentMaySpill() throws {
    let text = text(0..<60_000)
    let (runs, hasSpilled) = try count([text], workers: 1, memory: 0, "one")
    #expect(hasSpilled)
    #expect(runs.groups.map(\.documents) == [1])
    #expect(runs.groups.map(\.bytes) == [Int64(text.count)])
    #expect(try contents(runs) == contents(counter([text])))
  }

  @Test func longWordsCountAsMemory() throws {
    // Few words, but more bytes than the memory has.
    let texts = (0..<40).map { index in [UInt8](repeating: 0x61, count: 20_000 + index) }
    let (runs, hasSpilled) = try count(texts, workers: 1, memory: 0, "long")
    #expect(hasSpilled)
    #expect(try contents(runs).count == 40)
  }

  /// More files than are merged at a time.
  @Test func manyFilesAreMergedInSteps() throws {
    var paths: [String] = []
    var random = RandomGenerator(seed: 4)
    var wanted: [[UInt8]: Int64] = [:]
    for index in 0..<23 {
      let words = WordRunsTests.hostileWords(&random, 200)
      var counter = WordCounter(pattern: .gpt2)
      let group = try counter.number(of: WordGroup(source: "s\(index % 5)"))
      for word in words {
        wanted[word, default: 0] += 1
        try withBytes(word) { try counter.add(word: $0, count: 1, group: group) }
      }
      _ = try write(try WordRuns(counter), "\(index).words")
      paths.append(folder.file("\(index).words"))
    }
    let few = try write(try WordRuns(files: paths, scratch: folder.file("few"), memory: 0), "few.merged")
    let many = try write(try WordRuns(files: paths.reversed(), scratch: folder.file("many")), "many.merged")
    #expect(few == many)
    #expect(try contents(try WordRuns(files: paths, scratch: folder.file("few"), memory: 1 << 20)) == wanted)
    #expect(!folder.names.contains { $0.hasPrefix("few-") || $0.hasPrefix("many-") })
  }

  @Test func sumsDoNotOverflow() throws {
    let rule = WordRule(.scanner(.gpt2))
    var totals = WordGroupTotals(WordGroup())
    totals.words = 1 << 62
    for name in ["a", "b"] {
      let writer = try WordCountWriter(
        path: folder.file(name), WordCountHeader(rule: rule, groups: [totals], origin: nil), level: 1)
      let share = [WordRuns.Share(group: 0, count: 1 << 62)]
      try withBytes([0x61]) { word in try share.withUnsafeBufferPointer { try writer.add(word, $0) } }
      try writer.finish().publish()
    }
    let one = try WordRuns(files: [folder.file("a")], scratch: folder.file("x"))
    #expect(try contents(one) == [[0x61]: 1 << 62])
    #expect(throws: TokenizerError.countsTooLarge) {
      try WordRuns(files: [folder.file("a"), folder.file("b")], scratch: folder.file("x"))
    }
  }

  @Test func rulesAreNotMixed() throws {
    for (name, rule) in [
      ("a", WordRule(.scanner(.gpt2))), ("b", WordRule(.scanner(.cl100k))),
      ("c", WordRule(.scanner(.gpt2), byLine: true)),
    ] {
      _ = try write(try WordRuns(try WordCounter(rule: rule)), name)
    }
    for other in ["b", "c"] {
      #expect {
        try WordRuns(files: [folder.file("a"), folder.file(other)], scratch: "x")
      } throws: { error in
        guard case .differentRules(let file, _, _)? = error as? TokenizerError else { return false }
        return file == folder.file(other)
      }
    }
  }
}
