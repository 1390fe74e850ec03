import QuernBytes
import Testing

@testable import QuernTokenizer

/// Words that a test makes up.
struct ListedWords: TrainingWords {
  var words: [(bytes: [UInt8], count: Int64)]
  var rule: WordRule { WordRule(.scanner(.gpt2)) }

  func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    for word in words { try word.bytes.withUnsafeBytes { try body($0, word.count) } }
  }
}

@Suite struct MergeTableTests {
  private struct Learned: Equatable {
    var pairs: [[UInt32]] = []
    var counts: [Int64] = []
  }

  /// What a table learns from `words` of bytes, `most` merges at most.
  private func learn<Symbol>(
    _ words: ListedWords, most: Int, minimum: Int64 = 1, longestToken: Int? = nil, memory: Int? = nil,
    threads: Int = 1, as: Symbol.Type
  ) throws -> Learned where Symbol: RowSymbol {
    var start = StartingTokens(byteIDs: Array(0..<256))
    let settings = MergeSettings(
      lengths: [UInt32](repeating: 1, count: 256), highestID: UInt32(256 + most), merges: most, minimum: minimum,
      longestToken: longestToken, threads: threads, worthSharing: 0, memory: memory)
    let size = try RowSize(words, &start)
    try size.check(Symbol.self, settings)
    var rows = WordRows<Symbol>(size)
    _ = try forEachRun(words, &start) { rows.append($0, count: $1) }
    var table = MergeTable(rows, size, settings)
    var learned = Learned()
    while learned.pairs.count < most, let choice = table.next() {
      learned.pairs.append([choice.left, choice.right])
      learned.counts.append(choice.count)
      table.merge(choice, into: UInt32(255 + learned.pairs.count))
    }
    return learned
  }

  /// The least memory that learning takes.
  private func least(_ words: ListedWords, most: Int) throws -> Int {
    var start = StartingTokens(byteIDs: Array(0..<256))
    return try RowSize(words, &start).need(UInt16.self, highestID: UInt32(256 + most))
  }

  /// What the definition gives.
  private func reference(_ words: ListedWords, most: Int, minimum: Int64, longestToken: Int?) -> Learned {
    let counts = Dictionary(words.words.map { ($0.bytes, $0.count) }, uniquingKeysWith: +)
    var reference = ReferenceTrainer(counts, byteIDs: BPETrainerTests.byteIDs(.rustbpe, after: 0))
    reference.longestToken = longestToken
    _ = reference.train(from: 256, to: UInt32(256 + most), minimum: minimum)
    return Learned(pairs: reference.merges.map { [$0.left, $0.right] }, counts: reference.counts)
  }

  /// Few letters, short and long words, runs, big counts.
  private func words(_ seed: UInt64) -> ListedWords {
    var random = RandomGenerator(seed: seed)
    let letters = 1 + random.next(below: 5)
    let longest = [3, 20, 70, 200][random.next(below: 4)]
    return ListedWords(
      words: (0..<(1 + random.next(below: 20))).map { _ in
        let isRun = random.next(below: 6) == 0
        let length = 1 + random.next(below: longest)
        let bytes = (0..<length).map { _ in isRun ? 97 : UInt8(97 + random.next(below: letters)) }
        let counts: [Int64] = [1, Int64(1 + random.next(below: 9)), 1 << 31, 1 << 40]
        return (bytes, counts[random.next(below: 4)])
      })
  }

  @Test(arguments: UInt64(0)..<40)
  func learnsWhatTheDefinitionGives(seed: UInt64) throws {
    let words = words(seed)
    let minimum = Int64([1, 3, 1 << 32][Int(seed % 3)])
    let longestToken = [nil, 2, 5, 70][Int(seed % 4)]
    let wanted = reference(words, most: 30, minimum: minimum, longestToken: longestToken)
    // With little memory the lists are given up and made anew again and again.
    for memory in [nil, try least(words, most: 30), try least(words, most: 30) + 4_000] {
      let narrow = try learn(
        words, most: 30, minimum: minimum, longestToken: longestToken, memory: memory, as: UInt16.self)
      #expect(narrow == wanted, "memory \(memory ?? -1)")
    }
    let shared = try learn(
      words, most: 30, minimum: minimum, longestToken: longestToken, threads: 3, as: UInt16.self)
    #expect(shared == wanted)
    let wide = try learn(words, most: 30, minimum: minimum, longestToken: longestToken, as: UInt32.self)
    #expect(wide == wanted)
  }

  /// A word that takes many rows, in which merges cross from row to row and empty some.
  @Test(arguments: [63, 64, 65, 128, 129, 5_000])
  func runsCrossRows(length: Int) throws {
    let words = ListedWords(words: [([UInt8](repeating: 97, count: length), 3), (Array("baab".utf8), 2)])
    let wanted = reference(words, most: 12, minimum: 1, longestToken: nil)
    #expect(try learn(words, most: 12, as: UInt16.self) == wanted)
  }

  /// More ids than the survey has places for.
  @Test func manyTokens() throws {
    var random = RandomGenerator(seed: 5)
    let words = ListedWords(
      words: (0..<700).map { _ in
        (
          (0..<(2 + random.next(below: 14))).map { _ in UInt8(random.next(below: 40)) },
          1 + Int64(random.next(below: 5))
        )
      })
    let wanted = reference(words, most: 1_200, minimum: 1, longestToken: nil)
    for memory in [nil, try least(words, most: 1_200)] {
      #expect(try learn(words, most: 1_200, memory: memory, as: UInt16.self) == wanted)
    }
  }

  /// A table of `words` of bytes.
  private func table(_ words: ListedWords, most: Int) throws -> MergeTable<UInt16> {
    var start = StartingTokens(byteIDs: Array(0..<256))
    let settings = MergeSettings(
      lengths: [UInt32](repeating: 1, count: 256), highestID: UInt32(256 + most), merges: most)
    let size = try RowSize(words, &start)
    var rows = WordRows<UInt16>(size)
    _ = try forEachRun(words, &start) { rows.append($0, count: $1) }
    return MergeTable(rows, size, settings)
  }

  /// The bar is lowered several times for these, and takes up again what was above it.
  @Test func remainingPairsAreListedOnce() throws {
    let counts: [(String, Int64)] = [("ab", 1_000_000), ("cd", 1_000), ("ef", 900), ("gh", 10), ("ij", 9)]
    var table = try table(ListedWords(words: counts.map { (Array($0.utf8), $1) }), most: 1)
    if let choice = table.next() { table.merge(choice, into: 256) }
    let left = table.remainingPairs(20).map(\.count)
    #expect(left == [1_000, 900, 10, 9])
  }

  /// A product that stands before the pair that it is made of, as none that is new can.
  @Test func productThatIsNotNew() throws {
    var table = try table(
      ListedWords(words: [("plr", 5), ("xyl", 3), ("ab", 1)].map { (Array($0.utf8), $1) }), most: 8)
    var learned: [[UInt32]] = []
    while let choice = table.next() {
      let isNew = !learned.isEmpty
      table.merge(choice, into: isNew ? UInt32(255 + learned.count) : UInt32(UInt8(ascii: "p")), isNew: isNew)
      learned.append([choice.left, choice.right, UInt32(choice.count)])
    }
    let (l, p, r, x, y) = (UInt32(108), UInt32(112), UInt32(114), UInt32(120), UInt32(121))
    #expect(learned == [[l, r, 5], [p, p, 5], [x, y, 3], [257, l, 3], [97, 98, 1]])
  }

  @Test func needIsStated() throws {
    let words = words(3)
    let least = try least(words, most: 30)
    #expect(throws: TokenizerError.needsMemory(least, limit: least - 1)) {
      try learn(words, most: 30, memory: least - 1, as: UInt16.self)
    }
  }

  @Test func sumsPastSixtyThreeBitsAreRefused() throws {
    let words = ListedWords(words: [(Array("ab".utf8), .max), (Array("cd".utf8), 1)])
    #expect(throws: TokenizerError.countsTooLarge) { try learn(words, most: 1, as: UInt16.self) }
  }

  @Test func classesOfCountsAreInOrder() {
    var random = RandomGenerator(seed: 1)
    for _ in 0..<2_000 {
      var classes = CountClasses()
      let counts = (0..<(1 + random.next(below: 6))).map { _ in
        Int64(truncatingIfNeeded: random.next() >> UInt64(1 + random.next(below: 63))) | 1
      }
      for count in counts { classes.add(count, rows: 1) }
      let most = 1 + random.next(below: 6)
      let threshold = classes.threshold(rows: most, pairs: .max)!
      let held = counts.filter { $0 >= threshold }
      #expect(held.contains(counts.max()!))
      #expect(held.count <= most || Double(held.min()!) * 1.04 >= Double(counts.max()!))
    }
  }
}
