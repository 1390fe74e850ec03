import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct ExtensionTests {
  /// Merges that follow those of `base`, learned from what `base` makes of the words.
  private static func reference(
    _ base: BPEModel, _ counter: borrowing WordCounter, to end: UInt32
  ) throws -> ReferenceTrainer {
    var encoder = PieceEncoder(base, cacheBytes: 1 << 16)
    let words = try contents(counter).map { word, count in
      encoder.output.removeAll()
      withBytes(word) {
        encoder.encodePiece($0.baseAddress!.assumingMemoryBound(to: UInt8.self), 0, $0.count, $0.count)
      }
      encoder.flush()
      return (symbols: encoder.output, count: count)
    }
    var tokens: [UInt32: [UInt8]] = [:]
    for id in base.wordIDs { tokens[id] = Array(base.store[id]) }
    var reference = ReferenceTrainer(words, tokens: tokens)
    _ = reference.train(from: UInt32(base.vocabularySize), to: end)
    return reference
  }

  private func ids(_ model: BPEModel, _ text: [UInt8]) throws -> [UInt32] {
    var encoder = Encoder(model: model)
    var ids: [UInt32] = []
    try withBytes(text) { try encoder.encode($0, into: &ids) }
    return ids
  }

  @Test(arguments: UInt64(0)..<6)
  func listsOfMergesGoOn(seed: UInt64) throws {
    let base = try trained(BPETrainerTests.texts(seed), 270, specials: ["<s>", "ac"])
    let texts = BPETrainerTests.texts(seed + 100)
    let counter = counter(texts)
    var trainer = BPETrainer(vocabularySize: 300, specials: ["<new>"])
    trainer.base = base
    let outcome = try trainer.train(counter)
    let reference = try ExtensionTests.reference(base, counter, to: 299)
    let model = outcome.model
    #expect(Array(model.merges.prefix(base.merges.count)) == base.merges)
    #expect(Array(model.merges.dropFirst(base.merges.count)) == reference.merges)
    for id in 0..<UInt32(base.vocabularySize) { #expect(model.bytes(of: id)!.elementsEqual(base.bytes(of: id)!)) }
    #expect(model.semantics == base.semantics && model.pretokenizer == base.pretokenizer)
    #expect(model.id(ofSpecial: "<s>") == 0)
    #expect(model.id(ofSpecial: "<new>") == UInt32(model.vocabularySize - 1))
    #expect(try reread(model).fingerprint == model.fingerprint)
    #expect(try outcome.vocabulary(ofSize: 271).merges == base.merges)
    let encoder = ReferenceEncoder(model)
    for text in texts { #expect(try ids(model, text) == encoder.encode(text)) }
  }

  @Test(arguments: UInt64(0)..<6)
  func ranksGoOn(seed: UInt64) throws {
    let first = try trained(BPETrainerTests.texts(seed), 270)
    let ranks = try first.tiktoken()
    let base = try BPEModel(
      tiktoken: ranks.bytes, pattern: .gpt2, specials: [AddedToken(content: "<end>", id: 272)])
    let texts = BPETrainerTests.texts(seed + 50)
    let counter = counter(texts)
    var trainer = BPETrainer(vocabularySize: 300)
    trainer.base = base
    let model = try trainer.train(counter).model
    let reference = try ExtensionTests.reference(base, counter, to: 300)
    #expect(model.semantics == .ranks)
    #expect(Array(model.merges.dropFirst(base.merges.count)) == reference.merges)
    #expect(model.merges.dropFirst(base.merges.count).first?.result == 273)
    #expect(model.id(ofSpecial: "<end>") == 272)
    let written = try model.tiktoken()
    let again = try BPEModel(
      tiktoken: written.bytes, pattern: .gpt2, specials: [AddedToken(content: "<end>", id: 272)])
    #expect(again.fingerprint == model.fingerprint)
    let encoder = ReferenceEncoder(model)
    for text in texts { #expect(try ids(model, text) == encoder.encode(text)) }
  }

  @Test func charactersGoOn() throws {
    var trainer = BPETrainer(vocabularySize: 270, specials: ["<s>"])
    trainer.alphabet = .characters(TrainingCharacters(limit: 4))
    let base = try trainer.train(counter([Array("né né abab ba".utf8)])).model
    trainer.base = base
    trainer.vocabularySize = 300
    trainer.specials = []
    let model = try trainer.train(counter([Array("né né ab中ab ab中ab baba baba".utf8)])).model
    #expect(Array(model.merges.prefix(base.merges.count)) == base.merges)
    #expect(model.merges.count > base.merges.count)
    let fallback = (0..<UInt32(256)).map { $0 + 1 }
    for merge in model.merges { #expect(!fallback.contains(merge.left) && !fallback.contains(merge.right)) }
    #expect(try Decoder(model: model).text(of: try ids(model, Array("中né baba".utf8))) == "中né baba")
    #expect(try reread(model).fingerprint == model.fingerprint)
  }

  /// A token that only whole words become is taken by the merge that leads to it.
  @Test func productsThatExistKeepTheirIDs() throws {
    var draft = BPEModelDraft(pattern: .gpt2, semantics: .mergeList(ignoreMerges: true))
    for (id, byte) in ByteAlphabet.order.enumerated() { try draft.setWord(UInt32(id), [byte]) }
    try draft.setWord(256, Array("abc".utf8))
    try draft.setWord(257, Array("ab".utf8))
    let base = try BPEModel(draft)
    var trainer = BPETrainer(vocabularySize: 259)
    trainer.base = base
    let outcome = try trainer.train(counter(["abcd", "abcd", "abce", "abc"].map { Array($0.utf8) }))
    #expect(outcome.model.merges.map(\.result) == [257, 256, 258])
    #expect(outcome.mergeCounts == [3, 3, 2])
    #expect(outcome.end == .complete)
  }

  @Test func errorsSayWhatDoesNotFit() throws {
    let base = try trained([Array("some text".utf8)], 260, specials: ["<s>"])
    var trainer = BPETrainer(vocabularySize: 300, specials: ["<s>"])
    trainer.base = base
    #expect(throws: TokenizerError.duplicateSpecial("<s>")) { try trainer.train(counter([[0x61]])) }
    trainer.specials = []
    #expect(
      throws: TokenizerError.otherSplit(
        expected: WordRule(.scanner(.gpt2)).description, found: WordRule(.scanner(.cl100k)).description)
    ) {
      try trainer.train(counter([[0x61]], .cl100k))
    }
    trainer.vocabularySize = 259
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 259, minimum: 260)) {
      try trainer.train(counter([[0x61]]))
    }
  }
}
