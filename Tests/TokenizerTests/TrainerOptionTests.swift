import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct TrainerOptionTests {
  private static let letters = ["a", "a", "b", "é", "中", "😀", " "]

  /// Texts of few characters of one to four bytes.
  private static func texts(_ seed: UInt64, bytes: Bool) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<40).map { _ in
      (0..<random.next(below: 30)).flatMap { _ in Array(letters[random.next(below: bytes ? 3 : 7)].utf8) }
    }
  }

  @Test(arguments: 2...6, UInt64(0)..<4)
  func tokensAreNoLongerThanAsked(longest: Int, seed: UInt64) throws {
    let counter = counter(TrainerOptionTests.texts(seed, bytes: true))
    var trainer = BPETrainer(vocabularySize: 300)
    trainer.longestToken = longest
    let outcome = try trainer.train(counter)
    var reference = ReferenceTrainer(
      try contents(counter), byteIDs: BPETrainerTests.byteIDs(.huggingface, after: 0))
    reference.longestToken = longest
    #expect((outcome.end == .complete) == reference.train(from: 256, to: 300))
    #expect(outcome.model.merges == reference.merges)
    #expect(outcome.mergeCounts == reference.counts)
  }

  /// What the package is told as `max_token_length` is one more: its own test has 16 there.
  @Test func longestTokenOfThePublishedCase() throws {
    let words = [
      "short": 1, "longlongword": 1, "singlelongtokenwithoutcasechange": 1,
      "singleLongTokenWithCaseChange": 1, "Longsing.lelongtokenwithpunctuation": 1,
    ]
    var counter = WordCounter(pattern: .gpt2)
    for (word, count) in words { try withBytes(Array(word.utf8)) { try counter.add(word: $0, count: Int64(count)) } }
    var trainer = BPETrainer(vocabularySize: 2_000)
    trainer.longestToken = 15
    let outcome = try trainer.train(counter)
    let longest = (0..<UInt32(outcome.model.vocabularySize)).map { outcome.model.bytes(of: $0)!.count }.max()
    #expect(longest == 15)
    trainer.longestToken = 1
    #expect(throws: TokenizerError.unsupported("a longest token of less than 2")) { try trainer.train(counter) }
  }

  @Test(arguments: BPETrainer.SpecialsPlace.allCases, BPETrainer.Ties.allCases)
  func specialsStandWhereAsked(place: BPETrainer.SpecialsPlace, ties: BPETrainer.Ties) throws {
    let counter = counter(BPETrainerTests.texts(5))
    var trainer = BPETrainer(vocabularySize: 280, specials: ["<s>", "</s>"], ties: ties)
    trainer.reserved = 3
    trainer.specialsPlace = place
    let names = ["<s>", "</s>", "<|reserved_0|>", "<|reserved_1|>", "<|reserved_2|>"]
    #expect(trainer.specialNames == names)
    let model = try trainer.train(counter).model
    let first: UInt32 = place == .first ? 0 : 275
    #expect(names.map { model.id(ofSpecial: $0) } == (first..<(first + 5)).map { $0 })
    #expect(model.vocabularySize == 280 && model.tokenCount == 280)
    let plain = try BPETrainer(vocabularySize: 275, ties: ties).train(counter).model
    let shift: UInt32 = place == .first ? 5 : 0
    for id in 0..<UInt32(275) { #expect(model.bytes(of: id + shift)!.elementsEqual(plain.bytes(of: id)!)) }
    trainer.specials = ["<|reserved_1|>"]
    #expect(throws: TokenizerError.duplicateSpecial("<|reserved_1|>")) { try trainer.train(counter) }
  }

  @Test func charactersPastSixtyThreeBitsAreRefused() throws {
    var trainer = BPETrainer(vocabularySize: 300)
    trainer.alphabet = .characters(TrainingCharacters())
    for words in [["aa"], ["a", "b"]] {
      let words = ListedWords(words: words.map { (Array($0.utf8), .max) })
      #expect(throws: TokenizerError.countsTooLarge) { try trainer.train(words) }
    }
  }

  /// The room of a special token that shares an id with a word goes to one more merge.
  @Test func lastSpecialsShareIDsWithWords() throws {
    var trainer = BPETrainer(vocabularySize: 260, specials: ["ab", "c", "<s>"], ties: .rustbpe)
    let model = try trainer.train(counter(["ab", "ab", "abc", "abc", "cc"].map { Array($0.utf8) })).model
    #expect(model.id(ofSpecial: "ab") == model.word(Array("ab".utf8)))
    #expect(model.id(ofSpecial: "c") == 0x63)
    #expect(model.id(ofSpecial: "<s>") == 259)
    #expect(model.vocabularySize == 260 && model.tokenCount == 260 && model.merges.count == 3)
    #expect(try reread(model).fingerprint == model.fingerprint)
    trainer.vocabularySize = 257
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 257, minimum: 258)) {
      try trainer.train(counter([[0x61]]))
    }
  }

  @Test(arguments: BPETrainer.Ties.allCases)
  func smallerSizesAreWhatTrainingToThemGives(ties: BPETrainer.Ties) throws {
    let counter = counter(BPETrainerTests.texts(6))
    // "aa" and "Ġb" are learned, some of them late.
    var trainer = BPETrainer(vocabularySize: 300, specials: ["<s>", "aa", "Ġb", "e"], ties: ties)
    let outcome = try trainer.train(counter)
    #expect(try outcome.vocabulary(ofSize: 300).fingerprint == outcome.model.fingerprint)
    #expect(try outcome.vocabulary(ofSize: 5_000).fingerprint == outcome.model.fingerprint)
    for size in [259, 260, 262, 270, 285, 299] {
      trainer.vocabularySize = size
      let wanted = try trainer.train(counter).model
      #expect(try outcome.vocabulary(ofSize: size).fingerprint == wanted.fingerprint)
      #expect(wanted.vocabularySize == size)
    }
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 258, minimum: 259)) {
      try outcome.vocabulary(ofSize: 258)
    }
  }

  @Test(arguments: BPETrainer.Ties.allCases)
  func alphabetOfSeenBytes(ties: BPETrainer.Ties) throws {
    let texts = TrainerOptionTests.texts(7, bytes: false)
    let counter = counter(texts)
    var trainer = BPETrainer(vocabularySize: 60, specials: ["<s>"], ties: ties)
    trainer.specialsPlace = .first
    trainer.alphabet = .seenBytes(Array("xa".utf8))
    let outcome = try trainer.train(counter)
    let seen = Set(texts.flatMap { $0 }).union(Array("xa".utf8))
    let order = ties == .rustbpe ? Array(0...UInt8.max) : ByteAlphabet.order
    let byteIDs = order.filter { seen.contains($0) }.enumerated().map { ($0.element, UInt32($0.offset + 1)) }
    var reference = ReferenceTrainer(
      try contents(counter), byteIDs: Dictionary(uniqueKeysWithValues: byteIDs))
    _ = reference.train(from: UInt32(seen.count + 1), to: 60)
    #expect(outcome.model.merges == reference.merges)
    // Bytes without a token are dropped; all others come back.
    let model = try reread(outcome.model)
    #expect(model.fingerprint == outcome.model.fingerprint)
    var encoder = Encoder(model: model)
    let ids = try encoder.encode("ab é中Qa")
    #expect(array(try Decoder(model: model).decode(ids)) == Array("ab é中a".utf8))
    trainer.alphabet = .seenBytes(order)
    #expect(throws: TokenizerError.vocabularyTooSmall(asked: 60, minimum: 257)) { try trainer.train(counter) }
  }

  @Test(arguments: UInt64(0)..<8)
  func charactersMergeUpToThoseLeftOut(seed: UInt64) throws {
    let counter = counter(TrainerOptionTests.texts(seed, bytes: false))
    let occurrences = try contents(counter)
    var trainer = BPETrainer(vocabularySize: 300, specials: ["<s>"])
    trainer.alphabet = .characters(TrainingCharacters(limit: 5, initial: "z中"))
    let outcome = try trainer.train(counter)
    var frequencies: [Unicode.Scalar: Int64] = [:]
    for (word, count) in occurrences {
      for scalar in String(decoding: word, as: UTF8.self).unicodeScalars { frequencies[scalar, default: 0] += count }
    }
    let frequent = frequencies.filter { $0.key != "中" }
      .sorted { ($1.value, $0.key.value) < ($0.value, $1.key.value) }.prefix(3).map(\.key)
    let alphabet = (frequent + ["z", "中"]).sorted { $0.value < $1.value }
    var ids: [Unicode.Scalar: UInt32] = [:]
    for (at, scalar) in alphabet.enumerated() { ids[scalar] = UInt32(257 + at) }
    let words = occurrences.flatMap { word, count in
      String(decoding: word, as: UTF8.self).unicodeScalars.split { ids[$0] == nil }
        .map { (symbols: $0.map { ids[$0]! }, count: count) }
    }
    var reference = ReferenceTrainer(
      words, tokens: Dictionary(uniqueKeysWithValues: ids.map { ($0.value, Array(String($0.key).utf8)) }))
    _ = reference.train(from: 262, to: 300)
    #expect(outcome.model.merges == reference.merges)
    #expect(outcome.model.bytes(of: 1)!.text == "<0x00>" && outcome.model.bytes(of: 256)!.text == "<0xFF>")
    let model = try reread(outcome.model)
    #expect(model.fingerprint == outcome.model.fingerprint)
    var encoder = Encoder(model: model)
    for text in ["ab é中😀 aab", "Ünknown ✓ 中中", "\n\0z"] {
      #expect(try Decoder(model: model).text(of: try encoder.encode(text)) == text)
    }
    #expect(throws: TokenizerError.self) { _ = try outcome.model.tiktoken() }
  }

  @Test func coverageLeavesTheRarestOut() throws {
    let counter = counter([Array("aaaaaaaaaa bbbbb ccc d e".utf8)])
    func alphabet(_ characters: TrainingCharacters) throws -> Set<String> {
      var trainer = BPETrainer(vocabularySize: 262)
      trainer.alphabet = .characters(characters)
      let model = try trainer.train(counter).model
      return Set((256..<262).map { model.bytes(of: $0)!.text }.filter { $0.utf8.count == 1 })
    }
    // 24 characters: ten a, five b, four spaces, three c, one d, one e.
    #expect(try alphabet(TrainingCharacters()) == ["a", "b", " ", "c", "d", "e"])
    #expect(try alphabet(TrainingCharacters(coverage: 23.0 / 24)) == ["a", "b", " ", "c", "d"])
    #expect(try alphabet(TrainingCharacters(coverage: 0.9)) == ["a", "b", " ", "c"])
    #expect(try alphabet(TrainingCharacters(coverage: 0.4, initial: "e")) == ["a", "e"])
    #expect(throws: TokenizerError.self) { try alphabet(TrainingCharacters(coverage: 0)) }
  }

  /// Text that is spelt like the token of a byte leads to that token, as in `tokenizers`.
  @Test func wordsSpeltLikeTokensOfBytes() throws {
    var counter = WordCounter(pattern: .gpt2)
    try withBytes(Array("<0x41>".utf8)) { try counter.add(word: $0, count: 9) }
    var trainer = BPETrainer(vocabularySize: 267)
    trainer.alphabet = .characters(TrainingCharacters())
    let outcome = try trainer.train(counter)
    #expect(outcome.model.merges.last?.result == 0x41)
    #expect(outcome.end == .noMorePairs)
  }

  /// The first published case of `tokenizers`.
  @Test func rosesAreRed() throws {
    let counts = [
      "roses": 1, "are": 2, "red": 1, "voilets": 1, "blue": 1, "BERT": 1, "is": 2, "big": 1, "and": 1, "so": 1,
      "GPT-2": 1,
    ]
    let words = Words(
      rule: WordRule(.scanner(.gpt2)),
      counts: Dictionary(uniqueKeysWithValues: counts.map { (Array($0.key.utf8), Int64($0.value)) }))
    for alphabet in [TrainingAlphabet.seenBytes([]), .characters(TrainingCharacters())] {
      var trainer = BPETrainer(vocabularySize: 30_000, minimumFrequency: 2)
      trainer.alphabet = alphabet
      let model = try trainer.train(words).model
      let first: UInt32 = alphabet.isOfBytes ? 0 : 256
      let spelt = (first..<UInt32(model.vocabularySize)).map { model.bytes(of: $0)!.text }
      #expect(spelt == "-2BEGPRTabdegilnorstuv".map { String($0) } + ["re", "are", "is"])
      #expect(model.merges.map { [$0.left - first, $0.right - first] } == [[17, 11], [8, 22], [13, 18]])
    }
  }

  /// Wikipedia's example, with the ids that it has where byte `b` is token `b`.
  @Test func wikipediasExample() throws {
    let text = Array("aaabdaaabac".utf8)
    let words = Words(rule: WordRule(.scanner(.gpt2)), counts: [text: 1])
    let model = try BPETrainer(vocabularySize: 259, ties: .rustbpe).train(words).model
    var encoder = Encoder(model: model)
    #expect(try encoder.encode("aaabdaaabac") == [258, 100, 258, 97, 99])
  }

  /// Learning ends before tokens get longer than a vocabulary can hold.
  @Test func tokensStayBelowWhatAVocabularyHolds() throws {
    let outcome = try BPETrainer(vocabularySize: 400).train(counter([[UInt8](repeating: 0x61, count: 100_000)]))
    #expect(outcome.end == .noMorePairs)
    let longest = (0..<UInt32(outcome.model.vocabularySize)).map { outcome.model.bytes(of: $0)!.count }.max()
    #expect(longest == BPETrainer.longestPossible)
  }
}
