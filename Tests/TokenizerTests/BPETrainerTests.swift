import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct BPETrainerTests {
  /// Texts with few letters, so that pairs repeat, overlap and tie.
  static func texts(_ seed: UInt64) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<40).map { _ in
      (0..<random.next(below: 30)).map { _ in Array("aaab c".utf8)[random.next(below: 6)] }
    }
  }

  static func byteIDs(_ ties: BPETrainer.Ties, after specials: Int) -> [UInt8: UInt32] {
    let order = ties == .rustbpe ? Array(0...UInt8.max) : ByteAlphabet.order
    let first = ties == .rustbpe ? 0 : specials
    return Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, UInt32(first + $0.offset)) })
  }

  @Test(arguments: BPETrainer.Ties.allCases, UInt64(0)..<12)
  func learnsWhatTheDefinitionGives(ties: BPETrainer.Ties, seed: UInt64) throws {
    let counter = counter(BPETrainerTests.texts(seed))
    let specials = ["<s>", "</s>"]
    let minimum = Int64(seed % 4)
    let outcome = try BPETrainer(
      vocabularySize: 318, specials: specials, ties: ties, minimumFrequency: minimum
    ).train(counter)
    var reference = ReferenceTrainer(
      try contents(counter), byteIDs: BPETrainerTests.byteIDs(ties, after: 2))
    let first: UInt32 = ties == .rustbpe ? 256 : 258
    let isComplete = reference.train(from: first, to: first + 60, minimum: minimum)
    #expect(outcome.model.merges == reference.merges)
    #expect(outcome.merges == reference.merges.count)
    #expect((outcome.end == .complete) == isComplete)
    for (id, bytes) in reference.tokens { #expect(outcome.model.bytes(of: id).map { Array($0) } == bytes) }
    let ids = specials.map { outcome.model.id(ofSpecial: $0) }
    let last = first + UInt32(reference.merges.count)
    #expect(ids == (ties == .rustbpe ? [last, last + 1] : [0, 1]))
    #expect(outcome.model.tokenCount == 258 + reference.merges.count)
    #expect(outcome.model.endOfText == ids[1])
  }

  @Test func countsPastThirtyTwoBits() throws {
    var counter = WordCounter(pattern: .gpt2)
    try withBytes(Array("the".utf8)) { try counter.add(word: $0, count: 1 << 40) }
    try withBytes(Array("zz".utf8)) { try counter.add(word: $0, count: 1 << 33) }
    let outcome = try BPETrainer(vocabularySize: 1_000).train(counter)
    #expect(outcome.end == .noMorePairs)
    #expect((256..<259).map { outcome.model.bytes(of: $0)!.text } == ["he", "the", "zz"])
  }

  /// `tokenizers` gives a token that is spelt like a special one the id of that, and goes on.
  @Test func specialsSharedWithLearnedTokens() throws {
    let outcome = try BPETrainer(vocabularySize: 260, specials: ["ab", "c", "Ġa"]).train(
      counter([Array("ab ab ab abc c a a".utf8)]))
    // "ab" is learned, "c" is a byte, and "Ġa" spells the learned " a".
    #expect(outcome.model.bytes(of: 0)!.text == "ab")
    #expect(outcome.model.byteIDs[Int(UInt8(ascii: "c"))] == 1)
    #expect(outcome.model.merges.contains { $0.result == 0 })
    #expect(outcome.model.vocabularySize == outcome.model.tokenCount)
    let json = try outcome.model.tokenizerJSON()
    #expect(try BPEModel(tokenizerJSON: json.bytes).fingerprint == outcome.model.fingerprint)
  }

  @Test func checksEndTraining() throws {
    struct Enough: Error {}
    var random = RandomGenerator(seed: 3)
    let some = counter([(0..<2000).map { _ in UInt8(ascii: "a") + UInt8(random.next(below: 23)) }])
    var calls = 0
    _ = try BPETrainer(vocabularySize: 400).train(some) { calls += 1 }
    #expect(calls >= 4)
    let last = calls
    calls = 0
    #expect(throws: Enough.self) {
      try BPETrainer(vocabularySize: 400).train(some) {
        calls += 1
        if calls == last { throw Enough() }
      }
    }
    #expect(calls == last)
  }

  @Test func errorsNameWhatIsWrong() throws {
    let some = counter([Array("some text".utf8)])
    let none = WordCounter(pattern: .gpt2)
    #expect(throws: TokenizerError.noWords) { try BPETrainer(vocabularySize: 300).train(none) }
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 256, minimum: 257)) {
      try BPETrainer(vocabularySize: 256, specials: ["<s>"]).train(some)
    }
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 0, minimum: 258)) {
      try BPETrainer(vocabularySize: 0, specials: ["<s>", "<t>"], ties: .rustbpe).train(some)
    }
    #expect(throws: TokenizerError.duplicateSpecial("<s>")) {
      try BPETrainer(vocabularySize: 300, specials: ["<s>", "<s>"]).train(some)
    }
    #expect(throws: TokenizerError.emptySpecial) {
      try BPETrainer(vocabularySize: 300, specials: [""]).train(some)
    }
  }

  @Test func oneVeryLongWordTrains() throws {
    let outcome = try BPETrainer(vocabularySize: 266).train(counter([[UInt8](repeating: 0x61, count: 50_000)]))
    #expect(outcome.model.bytes(of: 265)?.count == 1 << 10)
  }
}
