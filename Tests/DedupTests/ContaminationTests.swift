import QuernBytes
import QuernDocuments
import TestSupport
import Testing

@testable import QuernDedup

private let vocabulary = [
  "The", "cat", "don't", "sat", "über", "Straße", "x1", "—", "(on)", "mat,", "数", "学", "ไทย", "7",
]

/// `count` different words, without digits, which datatrove takes for equal.
private func sentence(_ count: Int, from first: Int = 0) -> String {
  (first..<first + count).map { number in
    "word" + String(String.UnicodeScalarView("\(number)".unicodeScalars.map { Unicode.Scalar($0.value + 0x31)! }))
  }.joined(separator: " ")
}

@Suite struct ContaminationTests {
  @Test(arguments: [false, true])
  func wordsAreThoseOfThePlainReference(vanishes: Bool) {
    var random = RandomGenerator(seed: 7)
    var words = GramWords(vanishes ? .vanishes : .parts)
    for round in 0..<300 {
      var text = ""
      for _ in 0..<random.next(below: 30) {
        text += random.pick(vocabulary) + random.pick([" ", "", "\n", "\u{3000}", "\u{AD}", "-", "ς"])
      }
      let expected = plainWords(text, vanishes: vanishes)
      let bytes = Array(text.utf8)
      withBytes(bytes) { words.scan($0) }
      #expect(words.count == expected.count, "\(round): \(text)")
      var other = GramWords(.parts)
      for (at, word) in expected.enumerated() where at < words.count {
        withBytes(Array(word.utf8)) { other.scan($0) }
        #expect(other.hashes == [words.hashes[at]], "\(word) of \(text)")
        let piece = String(decoding: bytes[Int(words.starts[at])..<Int(words.ends[at])], as: UTF8.self)
        #expect(plainWords(piece, vanishes: vanishes) == [word])
      }
    }
  }

  @Test func randomTextNeverFails() throws {
    var random = RandomGenerator(seed: 3)
    let texts = (0..<20).map { _ in random.text(200) }
    for rule in ContaminationRule.allCases {
      let index = try index(rule, texts, answers: texts.map { _ in random.text(40) })
      for _ in 0..<50 {
        let text = random.text(30) + random.pick(texts) + random.text(30)
        for match in find(index, in: text)?.matches ?? [] {
          #expect(match.start < match.end && match.end <= text.utf8.count)
        }
      }
    }
  }

  @Test func runsAreFoundAsByComparingAllWithAll() throws {
    var random = RandomGenerator(seed: 11)
    for _ in 0..<60 {
      func words(_ count: Int) -> String {
        (0..<count).map { _ in random.pick(vocabulary) + random.pick([" ", "  ", "\n"]) }.joined()
      }
      let texts = (0..<8).map { _ in words(random.next(below: 24)) }
      let index = try index(.gpt3, texts)
      var text = words(20)
      for _ in 0..<3 {
        let piece = random.pick(texts).split(separator: " ")
        let from = random.next(below: max(1, piece.count))
        text += piece[from..<min(piece.count, from + 14)].joined(separator: " ") + random.pick(["", " x "]) + words(3)
      }
      #expect(items(index, in: text) == plainMatches(texts, in: text, length: 13, short: 8), "\(texts) in \(text)")
    }
  }

  @Test func shortTextsAreLookedForWhole() throws {
    let index = try index(.gpt3, [sentence(7), sentence(8), sentence(12), sentence(8, from: 100)])
    #expect(index.benchmarks == [IndexedBenchmark(items: 4, unsearchable: 1)])
    #expect(items(index, in: sentence(8)) == [1])
    #expect(items(index, in: sentence(11)) == [1])
    #expect(items(index, in: sentence(12)) == [1, 2])
    #expect(items(index, in: "a " + sentence(8, from: 100)) == [3])
    #expect(find(index, in: sentence(7)) == nil)
  }

  @Test(arguments: ContaminationRule.allCases)
  func matchesAtStartAndEndHaveTheirPlaces(rule: ContaminationRule) throws {
    let item = "Überall " + sentence(60) + " in Straßen, 数学!"
    let index = try index(rule, [item])
    let other = sentence(40, from: 1000)
    let line = rule == .paragraph ? "\n" : " "
    for (before, after) in [("", ""), (other + line, ""), ("", line + other), (other + line, line + other)] {
      let finding = try #require(find(index, in: before + item + after), "\(before) \(after)")
      let match = finding.matches[0]
      #expect(match.score > 0.99)
      let words = item.utf8.count - (rule == .datatrove ? 0 : 1)
      #expect(abs(match.start - before.utf8.count) <= 1)
      #expect(abs(match.end - (before.utf8.count + words)) <= 1)
      #expect(finding.spans == [match.start..<match.end])
    }
    // Half an item at the end of one document and half at the start of another are no item.
    if rule != .gpt3, rule != .datatrove {
      #expect(find(index, in: other + line + sentence(30)) == nil)
    }
    #expect(find(index, in: "") == nil)
    #expect(find(index, in: other) == nil)
  }

  @Test(arguments: ContaminationRule.allCases)
  func anEmptyIndexFindsNothing(rule: ContaminationRule) throws {
    let empty = try index(rule, [])
    #expect(find(empty, in: sentence(100)) == nil)
    let short = try index(rule, ["too short"])
    #expect(short.benchmarks == [IndexedBenchmark(items: 1, unsearchable: 1)])
    #expect(find(short, in: "too short " + sentence(100)) == nil)
  }

  @Test(arguments: ContaminationRule.allCases)
  func equalItemsAreAllNamed(rule: ContaminationRule) throws {
    var builder = try ContaminationIndexBuilder(rule, limit: 1 << 30)
    for benchmark in 0..<2 {
      try builder.add(
        BenchmarkItem(
          benchmark: benchmark, document: DocumentID(file: 1 + benchmark, line: 0), id: [],
          texts: [Array(sentence(60).utf8)], answers: []))
    }
    #expect(items(builder.finish(), in: sentence(60)) == [0, 1])
  }

  @Test func commonRunsCountForNothing() throws {
    let index = try index(.gpt3, [sentence(14)])
    var scanner = ContaminationScanner(index)
    let grams = withBytes(Array(sentence(14).utf8)) { scanner.grams(in: $0) }
    #expect(grams == [0, 1])
    #expect(find(index, in: sentence(14), common: [0])?.matches[0].score == 0.5)
    #expect(find(index, in: sentence(14), common: [0, 1]) == nil)
  }

  @Test func paragraphsAreWholeLines() throws {
    let index = try index(.paragraph, [sentence(13) + "\n" + sentence(12, from: 50)])
    #expect(items(index, in: "x\n  " + sentence(13).uppercased() + ".\ny") == [0])
    #expect(find(index, in: sentence(14)) == nil)
    #expect(find(index, in: sentence(12, from: 50)) == nil)
  }

  @Test func answersCountWhereThereAreSome() throws {
    let index = try index(.overlap, [sentence(40)], answers: ["forty-two"])
    let answered = try #require(find(index, in: sentence(40) + " It is forty two."))
    #expect(answered.matches[0].answer == 1)
    #expect(find(index, in: sentence(40) + " It is something else.") == nil)
    #expect(find(index, in: sentence(40) + sentence(60, from: 500) + " forty two") == nil)
  }

  @Test func aLimitedIndexIsRefused() throws {
    var builder = try ContaminationIndexBuilder(.gpt3, limit: 1 << 16)
    #expect(throws: ContaminationError.self) {
      for line in 0..<1000 {
        try builder.add(
          BenchmarkItem(
            benchmark: 0, document: DocumentID(file: 1, line: line), id: [],
            texts: [Array(sentence(100, from: 200 * line).utf8)], answers: []))
      }
    }
  }

  /// A text that repeats an item, or a part that many items share, takes linear time.
  @Test(.timeLimit(.minutes(1)), arguments: ContaminationRule.allCases)
  func repetitionIsLinear(rule: ContaminationRule) throws {
    let shared = sentence(30)
    let index = try index(rule, (0..<3000).map { shared + " " + sentence(20, from: 100 * $0) })
    let text = Array(repeating: shared, count: 20_000).joined(separator: " ")
    _ = find(index, in: text)
  }
}
