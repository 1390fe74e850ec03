import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct WordCounterTests {
  static func texts(_ seed: UInt64, _ count: Int) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<count).map { index in
      index % 10 == 0
        ? [UInt8](repeating: UInt8(ascii: "x"), count: random.next(below: 40)) : randomBytes(&random, count: 60)
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func countsLikeADictionary(pattern: SplitPattern) throws {
    let texts = WordCounterTests.texts(3, 600)
    var wanted: [[UInt8]: Int64] = [:]
    for text in texts { for piece in pieces(text, pattern) { wanted[piece, default: 0] += 1 } }
    let counter = counter(texts, pattern)
    #expect(try contents(counter) == wanted)
    #expect(counter.distinct == wanted.count)
    #expect(counter.groups.map(\.words) == [wanted.values.reduce(0, +)])
    #expect(counter.groups.map(\.documents) == [600])
    #expect(counter.groups.map(\.bytes) == [texts.reduce(0) { $0 + Int64($1.count) }])
    #expect(try contents(try WordRuns(counter)) == wanted)
  }
}
