import QuernBytes
import TestSupport
import Testing

@testable import QuernDedup

/// What the rules find of a copy that was edited more and more, and on real benchmarks.
@Suite struct ContaminationDataTests {
  private func edit(_ text: String, every step: Int, _ random: inout RandomGenerator) -> String {
    var words: [String] = []
    for (at, word) in text.split(separator: " ").enumerated() {
      guard step > 0, at % step == step - 1 else {
        words.append(String(word))
        continue
      }
      switch random.next(below: 3) {
      case 0: words.append("changed")
      case 1: words += [String(word), "inserted"]
      default: break
      }
    }
    return words.joined(separator: " ")
  }

  /// The share of items of 80 words that are found when one word in so many is replaced, joined by another, or deleted.
  @Test func editsAreSurvivedAsFarAsRulesGo() throws {
    var random = RandomGenerator(seed: 5)
    let letters = (0..<26).map { String(Unicode.Scalar(UInt8(0x61 + $0))) }
    let texts = (0..<200).map { _ in
      (0..<80).map { _ in (0..<6).map { _ in random.pick(letters) }.joined() }.joined(separator: " ")
    }
    for rule in ContaminationRule.allCases {
      let index = try index(rule, texts)
      var shares: [Int: Double] = [:]
      for step in [0, 40, 20, 10, 5] {
        let found = texts.indices.filter { items(index, in: edit(texts[$0], every: step, &random)).contains($0) }
        shares[step] = Double(found.count) / Double(texts.count)
      }
      print("found of \(rule.rawValue): \(shares.sorted { $0.key < $1.key })")
      #expect(shares[0] == 1)
      switch rule {
      case .gpt3, .datatrove:
        #expect(shares[40] == 1 && shares[20] == 1)
        #expect(shares[5] == 0)
      case .paragraph: #expect(shares[40] == 0)
      case .overlap:
        #expect(shares[40] == 1)
        #expect(shares[5] == 0)
      }
    }
  }

  @Test(arguments: ContaminationRule.allCases)
  func realContaminationIsFoundAndNothingElse(rule: ContaminationRule) throws {
    guard let archive = SharedData.path("data/bench/bench_perm.tar.zst"),
      let corpus = SharedData.path("data/corpus/multi_perm.jsonl.zst")
    else { return }
    let folder = TemporaryFolder()
    runTool("zstd -dc '\(archive)' | tar -x -C '\(folder.path)'")
    let questions = try sharedTexts(folder.file("bench/test.jsonl"), fields: ["question"])
    let contaminated = try sharedTexts(folder.file("bench/example_model_solutions.jsonl"), fields: ["question"])
    #expect(questions.count == 1319)
    let index = try index(rule, questions)
    let found = contaminated.filter { find(index, in: $0) != nil }
    #expect(found.count * 100 >= contaminated.count * 99)
    let documents = try sharedTexts(corpus, fields: ["text"])
    let flagged = documents.filter { find(index, in: $0) != nil }
    #expect(flagged.count * 1000 <= documents.count)
  }
}
