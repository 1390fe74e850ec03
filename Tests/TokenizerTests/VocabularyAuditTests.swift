import QuernBytes
import Testing

@testable import QuernTokenizer

/// What an audit says of vocabularies made to have every fault, against plain searches.
@Suite struct VocabularyAuditTests {
  /// A vocabulary with the 256 bytes as ids 0 to 255 and `words` from 256 on.
  private static func model(
    _ words: [[UInt8]?], merges: [(UInt32, UInt32, UInt32)] = [], semantics: BPEModel.Semantics = .ranks,
    pattern: SplitPattern = .gpt2, added: [AddedToken] = []
  ) throws -> BPEModel {
    var draft = BPEModelDraft(pattern: pattern, semantics: semantics)
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    for (index, word) in words.enumerated() {
      if let word { try draft.setWord(UInt32(256 + index), word) }
    }
    draft.merges = merges.map { BPEModel.Merge(left: $0.0, right: $0.1, result: $0.2) }
    draft.addedTokens = added
    return try BPEModel(draft)
  }

  private static func bytes(_ texts: String...) -> [[UInt8]?] { texts.map { Array($0.utf8) } }

  private static func random(_ random: inout RandomGenerator, _ count: Int, of choices: [UInt8]) -> [UInt8] {
    (0..<count).map { _ in choices[random.next(below: choices.count)] }
  }

  @Test func tokensThatNothingBecomes() throws {
    // "abc" has no merge; "a1" is cut by the pattern; "zz" is only found as a whole.
    let words = VocabularyAuditTests.bytes("ab", "a1", "abc", "zz")
    let merges: [(UInt32, UInt32, UInt32)] = [(97, 98, 256), (97, 49, 257)]
    let plain = try VocabularyAudit(
      VocabularyAuditTests.model(words, merges: merges, semantics: .mergeList(ignoreMerges: false)))
    #expect(plain.reach?.neverMerged == [258, 259])
    #expect(plain.reach?.alwaysCut == [257])
    #expect(plain.reach?.onlyWhole == [])
    let whole = try VocabularyAudit(
      VocabularyAuditTests.model(words, merges: merges, semantics: .mergeList(ignoreMerges: true)))
    #expect(whole.reach?.neverMerged == [])
    #expect(whole.reach?.onlyWhole == [258, 259])
    let ranks = try VocabularyAudit(VocabularyAuditTests.model(words))
    #expect(ranks.reach?.neverMerged == [])
    // Ranks merge ab and c to abc, and z and z to zz.
    #expect(ranks.reach?.onlyWhole == [])
    #expect(ranks.reach?.alwaysCut == [257])
  }

  /// No text gives a token that is reported, and some text gives each of the others.
  @Test func reachAgreesWithTryingTexts() throws {
    var random = RandomGenerator(seed: 11)
    let letters = Array("ab1 ".utf8)
    var texts: [[UInt8]] = [[]]
    var last = texts
    for _ in 0..<5 {
      last = last.flatMap { text in letters.map { text + [$0] } }
      texts += last
    }
    for round in 0..<8 {
      let made = (0..<8).map { _ in VocabularyAuditTests.random(&random, 3, of: letters) }
      let words = Set(made).sorted { $0.lexicographicallyPrecedes($1) }
      let model = try VocabularyAuditTests.model(words.map { Optional($0) })
      var encoder = Encoder(model: model)
      var found: Set<UInt32> = []
      for text in texts { found.formUnion(EncoderTests.encode(&encoder, text)) }
      let reach = TokenReach(model)
      for id in reach.neverMerged + (reach.alwaysCut ?? []) { #expect(!found.contains(id), "round \(round)") }
      // A token that is whole alone is always given by some text: itself.
      for id in reach.onlyWhole { #expect(found.contains(id), "round \(round)") }
    }
  }

  @Test func partsOfCharacters() throws {
    let words: [[UInt8]?] = [
      [0xE4, 0xB8], [0xB8, 0xAD], [0x61, 0xE4], [0xB8, 0x61, 0xE4], [0xC0, 0x80], [0xED, 0xA0], Array("中".utf8),
    ]
    let audit = try VocabularyAudit(VocabularyAuditTests.model(words))
    func above(_ wholeness: TokenWholeness) -> [UInt32] { (audit.broken[wholeness] ?? []).filter { $0 > 255 } }
    #expect(above(.truncatedEnd) == [256, 258])
    #expect(above(.continuationStart) == [257, 259])
    #expect(above(.neverValid) == [260, 261])
    // 64 continuation bytes, 51 leads, and 13 bytes that no text has.
    #expect(audit.broken[.continuationStart]?.filter { $0 < 256 }.count == 64)
    #expect(audit.broken[.truncatedEnd]?.filter { $0 < 256 }.count == 51)
    #expect(audit.broken[.neverValid]?.filter { $0 < 256 }.count == 13)
  }

  /// Whether bytes can stand in valid text, tried with every continuation around them.
  @Test func wholenessAgreesWithTryingSurroundings() {
    let starts: [[UInt8]] = [[], [0xC3], [0xE4], [0xE4, 0xB8], [0xF0], [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF1]]
    let ends: [[UInt8]] = [
      [], [0x80], [0xA0], [0x90], [0xA0, 0x80], [0x80, 0x80], [0x90, 0x80, 0x80], [0x80, 0x80, 0x80],
    ]
    var random = RandomGenerator(seed: 5)
    for round in 0..<3000 {
      let token = VocabularyAuditTests.random(
        &random, 1 + round % 5, of: [0x61, 0x80, 0x90, 0xA0, 0xBF, 0xC3, 0xE0, 0xE4, 0xED, 0xF0, 0xF4])
      let isPossible = starts.contains { start in
        ends.contains { String(validating: start + token + $0, as: UTF8.self) != nil }
      }
      let found = token.withUnsafeBytes { TokenWholeness.of($0).wholeness }
      let isWhole = String(validating: token, as: UTF8.self) != nil
      #expect((found == .whole) == isWhole, "\(token)")
      #expect((found != .neverValid) == isPossible, "\(token)")
    }
  }

  @Test func holesRepeatsAndLongest() throws {
    let long = [UInt8](repeating: 0x61, count: 300)
    var words = VocabularyAuditTests.bytes("  ", " a")
    words += [nil, nil, long, Array("ab".utf8)]
    let audit = try VocabularyAudit(
      VocabularyAuditTests.model(
        words,
        added: [
          AddedToken(content: "<x>", id: 300), AddedToken(content: "a<x>", id: 301),
          AddedToken(content: "q", id: 113, isSpecial: false),
        ]))
    #expect(audit.holes == [258...259, 262...299])
    #expect(audit.longest.prefix(2) == [260, 301])
    #expect(audit.longestSpaces.first == 256)
    #expect(audit.overlaps.map { [$0.outer.id, $0.inner.id, UInt32($0.offset)] } == [[301, 300, 1]])
    #expect(audit.repeated == [])
  }

  @Test(arguments: [
    (" word", "letters Latin", true), ("слово", "letters Cyrillic", false), ("aд", "letters of several scripts", false),
    ("e\u{301}", "letters Latin", false), ("12", "numbers", false), (" ½", "numbers", true),
    ("+!", "punctuation and symbols", false), ("  ", "white space", false), (" ", "white space", false),
    ("\n\t", "white space", false), ("a1", "mixed", false), ("\u{1}", "control", false), ("文字", "letters Han", false),
  ])
  func kinds(_ text: String, _ name: String, _ followsSpace: Bool) {
    let kind = withBytes(Array(text.utf8)) { TokenKind($0) }
    #expect(kind.name == name)
    #expect(kind.followsSpace == followsSpace)
  }

  @Test func differences() throws {
    let first = try VocabularyAuditTests.model(VocabularyAuditTests.bytes("aa", "bb", "cc"))
    let second = try VocabularyAuditTests.model(VocabularyAuditTests.bytes("aa", "cc", "dd"))
    let difference = VocabularyDifference(first, second)
    #expect(difference.same == 257)
    #expect(difference.onlyInFirst == [257])
    #expect(difference.onlyInSecond == [258])
    #expect(difference.moved.map { [$0.first, $0.second] } == [[258, 257]])
  }

  @Test(arguments: [
    ("", 0), (" ", 0), ("a", 1), (" a\n\nb\u{3000}c\u{85}d ", 4), ("a\u{200B}b", 1), ("中文 字", 2),
  ])
  func words(_ text: String, _ count: Int) {
    #expect(withBytes(Array(text.utf8)) { countWords(in: $0) } == count)
  }

  /// The real vocabularies: 588 tokens of Llama 3 are only found as whole words.
  @Test func realVocabularies() throws {
    guard let ranks = try sharedFile("vocabs/llama3.tiktoken") else { return }
    let model = try withBytes(ranks) { try BPEModel(tiktoken: $0, pattern: .llama3) }
    let audit = VocabularyAudit(model)
    #expect(audit.reach?.onlyWhole.count == 588)
    #expect(audit.reach?.neverMerged == [])
    #expect(audit.reach?.alwaysCut == [])
    #expect(audit.repeated == [])
  }
}
