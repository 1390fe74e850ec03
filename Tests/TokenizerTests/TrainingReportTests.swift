import QuernBytes
import QuernJSON
import Testing

@testable import QuernTokenizer

@Suite struct TrainingReportTests {
  private static let groups = [
    WordGroup(source: "a", language: "de"), WordGroup(source: "a", language: "en"),
    WordGroup(source: "b", language: "en"),
  ]

  private static func documents() -> [(text: [UInt8], group: WordGroup)] {
    var random = RandomGenerator(seed: 9)
    return (0..<300).map { number in
      (randomText(&random, pieces: 20), groups[number % 7 % 3])
    }
  }

  private static func runs(_ pattern: SplitPattern = .gpt2) throws -> WordRuns {
    var counter = try WordCounter(rule: WordRule(.scanner(pattern)))
    for (text, group) in documents() {
      let number = try counter.number(of: group)
      try withBytes(text) { try counter.add(text: $0, group: number) }
    }
    return try WordRuns(counter)
  }

  /// What encoding the documents one by one gives.
  private static func figures(_ model: BPEModel) throws -> [WordGroup: TrainingReport.Figures] {
    var encoder = Encoder(model: model)
    var out: [WordGroup: TrainingReport.Figures] = [:]
    for (text, group) in documents() {
      let tokens = try withBytes(text) { try encoder.count($0) }
      out[group, default: .init()].add(.init(bytes: Int64(text.count), tokens: Int64(tokens)))
    }
    return out
  }

  @Test func figuresAreThoseOfTheTexts() throws {
    let words = try WeightedWords(try TrainingReportTests.runs())
    let outcome = try BPETrainer(vocabularySize: 600, specials: ["<s>"]).train(words)
    let other = try trained(TrainingReportTests.documents().map(\.text), 400)
    let foreign = try trained([[0x61]], 256, .cl100k)
    let report = try TrainingReport(outcome, words, others: [("other", other), ("foreign", foreign)])
    #expect(report.isExact)
    #expect(report.compared.map(\.name) == ["other"])
    for (model, vocabulary) in [(outcome.model, report.trained), (other, report.compared[0])] {
      let wanted = try TrainingReportTests.figures(model)
      for (totals, figures) in zip(report.groups, vocabulary.figures) { #expect(wanted[totals.group] == figures) }
      #expect(vocabulary.size == model.vocabularySize)
    }
    #expect(report.curve.map(\.size) == [300, 600])
    let small = try TrainingReportTests.figures(try outcome.vocabulary(ofSize: 300))
    #expect(report.curve[0].figures == small.values.reduce(into: .init()) { $0.add($1) })
    #expect(report.curve[0].lastCount == Double(outcome.mergeCounts[300 - 257 - 1]))
    #expect(report.pairsLeft.count == TrainingReport.listedPairs)
    #expect(report.pairsLeft[0].count <= Double(outcome.mergeCounts.last!))
    let sums = report.sums(by: .language)
    #expect(Set(sums.map(\.name)) == ["de", "en"])
    #expect(sums.reduce(0) { $0 + $1.figures[0].bytes } == report.trained.total.bytes)
  }

  /// The merges that these share their ids with are more than the ids that are new, so halves of the size may be less
  /// than any vocabulary has.
  @Test func curveEndsAtTheAlphabet() throws {
    var counter = WordCounter(pattern: .gpt2)
    for left in UInt8(97)..<107 {
      for right in UInt8(65)..<91 { try withBytes([left, right]) { try counter.add(word: $0, count: 1) } }
    }
    let words = try WeightedWords(try WordRuns(counter))
    let outcome = try BPETrainer(vocabularySize: 516, specials: ["aA", "bB", "cC"]).train(words)
    #expect(outcome.merges == 260)
    #expect(try TrainingReport(outcome, words).curve.map(\.size) == [516])
  }

  @Test func unusedTokensAndCoverage() throws {
    let words = try WeightedWords(try TrainingReportTests.runs())
    let outcome = try BPETrainer(vocabularySize: 600).train(words)
    let report = try TrainingReport(outcome, words)
    var encoder = Encoder(model: outcome.model)
    var used: Set<UInt32> = []
    var scalars: [Unicode.Scalar: Int64] = [:]
    for (text, _) in TrainingReportTests.documents() {
      var ids: [UInt32] = []
      try withBytes(text) { try encoder.encode($0, into: &ids) }
      used.formUnion(ids)
      for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { scalars[scalar, default: 0] += 1 }
    }
    #expect(report.unused == (256..<600).filter { !used.contains($0) })
    #expect(report.unusedOthers == (0..<UInt32(256)).count { !used.contains($0) })
    #expect(report.coverage.characters == scalars.count)
    #expect(report.coverage.occurrences == scalars.values.reduce(0, +))
    let known = try scalars.filter { try encoder.encode(String($0.key)).count == 1 }
    #expect(report.coverage.charactersWithToken == known.count)
    #expect(report.coverage.occurrencesWithToken == known.values.reduce(0, +))
  }

  @Test func weightsAndRareWordsAreSaid() throws {
    let runs = try TrainingReportTests.runs()
    let words = try WeightedWords(
      runs, multipliers: [TrainingReportTests.groups[0]: 3 * WeightedWords.one], minimumWordCount: 2)
    let outcome = try BPETrainer(vocabularySize: 400).train(words)
    let report = try TrainingReport(outcome, words)
    #expect(report.multipliers == [3, 1, 1])
    #expect(report.leftOut!.words > 0)
    // Figures are of all words, as they are.
    let wanted = try TrainingReportTests.figures(outcome.model)
    for (totals, figures) in zip(report.groups, report.trained.figures) { #expect(wanted[totals.group] == figures) }
    var json = JSONWriter()
    report.write(to: &json)
    let document = try JSONDocument(json.buffer.bytes)
    let root = document.root
    #expect(root["vocabulary_size"]?.int == outcome.model.vocabularySize)
    #expect(root["left_out"]?["words"]?.int == Int(report.leftOut!.words))
    #expect(root["groups"]?.count == 3)
    #expect(report.lines.contains { $0.hasPrefix("left out: ") })
  }

  /// A vocabulary without all bytes spells them, and figures are still those of the texts.
  @Test func vocabulariesThatLackBytes() throws {
    let words = try WeightedWords(try TrainingReportTests.runs())
    var trainer = BPETrainer(vocabularySize: 400)
    trainer.alphabet = .seenBytes([])
    let outcome = try trainer.train(words)
    let report = try TrainingReport(outcome, words)
    let wanted = try TrainingReportTests.figures(outcome.model)
    for (totals, figures) in zip(report.groups, report.trained.figures) { #expect(wanted[totals.group] == figures) }
    #expect(report.coverage.characters > 0 && report.coverage.charactersWithToken > 0)
  }

  @Test func othersAreMeasuredOnDocuments() throws {
    let documents = TrainingReportTests.documents()
    let first = try trained(documents.map(\.text), 300)
    let second = try trained(documents.map(\.text), 400, .cl100k)
    let (left, right) = (VocabularySample(first, second, name: "b"), VocabularySample(first, second, name: "b"))
    for (number, document) in documents.enumerated() {
      try withBytes(document.text) { try (number % 3 == 0 ? left : right).add($0, group: document.group) }
    }
    left.add(right.result)
    #expect(left.result.documents == documents.count)
    #expect(left.result.trained == (try TrainingReportTests.figures(first)))
    #expect(left.result.other == (try TrainingReportTests.figures(second)))
  }
}
