import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct WeightedWordsTests {
  private let web = WordGroup(source: "web")
  private let books = WordGroup(source: "books", language: "en")

  private func runs() throws -> WordRuns {
    var counter = WordCounter(pattern: .gpt2)
    for (word, count, group) in [
      ("ab", 5, web), ("ab", 2, books), ("abb", 1, web), ("abb", 2, books), ("c", 1, books), ("d", 100, web),
    ] as [(String, Int64, WordGroup)] {
      let number = try counter.number(of: group)
      try withBytes(Array(word.utf8)) { try counter.add(word: $0, count: count, group: number) }
    }
    return try WordRuns(counter)
  }

  private func found(_ words: WeightedWords) throws -> [String: Int64] {
    Dictionary(uniqueKeysWithValues: try contents(words).map { (String(decoding: $0, as: UTF8.self), $1) })
  }

  @Test func weightsMultiply() throws {
    let words = try WeightedWords(try runs(), multipliers: [web: 3, books: 1 << 16])
    #expect(try found(words) == ["ab": 15 + 2 << 16, "abb": 3 + 2 << 16, "c": 1 << 16, "d": 300])
  }

  @Test func equalWeightsAreNone() throws {
    for multipliers in [[:], [web: 7, books: 7]] as [[WordGroup: Int64]] {
      let words = try WeightedWords(try runs(), multipliers: multipliers)
      #expect(try found(words) == ["ab": 7, "abb": 3, "c": 1, "d": 100])
      #expect(words.leftOut.words == 0)
    }
    // Those that are not named count once.
    let words = try WeightedWords(try runs(), multipliers: [web: 1 << 17])
    #expect(try found(words)["ab"] == 10 << 16 + 2 << 16)
  }

  @Test func rareWordsAreLeftOut() throws {
    let words = try WeightedWords(try runs(), multipliers: [web: 10, books: 20], minimumWordCount: 4)
    #expect(try found(words) == ["ab": 90, "d": 1000])
    #expect(words.leftOut.words == 2)
    #expect(words.leftOut.occurrences == 4)
    #expect(words.leftOut.bytes == 10)
    let lost = words.leftOut.pairs.enumerated().filter { $0.element > 0 }.map {
      [$0.offset >> 8, $0.offset & 255, Int($0.element)]
    }
    #expect(lost == [[0x61, 0x62, 50], [0x62, 0x62, 50]])
    #expect(words.leftOut.most == 50)
  }

  @Test func weightsThatAreTooLargeAreErrors() throws {
    #expect(throws: TokenizerError.countsTooLarge) {
      try WeightedWords(try runs(), multipliers: [web: .max / 50, books: 1]).forEachWord { _, _ in }
    }
  }
}
