import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct EncoderTests {
  static func encode(_ encoder: inout Encoder, _ text: [UInt8]) -> [UInt32] {
    var ids: [UInt32] = []
    withBytes(text) { bytes in
      do throws(TokenizerError) { try encoder.encode(bytes, into: &ids) } catch { Issue.record(error) }
    }
    return ids
  }

  /// A model of ranks whose tokens are random strings: many are out of reach of their own bytes.
  static func randomRanks(_ seed: UInt64, _ pattern: SplitPattern) throws -> BPEModel {
    var random = RandomGenerator(seed: seed)
    var words = Set<[UInt8]>()
    while words.count < 60 {
      words.insert((0..<(2 + random.next(below: 5))).map { _ in Array("aab c1".utf8)[random.next(below: 6)] })
    }
    var draft = BPEModelDraft(pattern: pattern, semantics: .ranks)
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    for (place, word) in words.sorted(by: { $0.lexicographicallyPrecedes($1) }).shuffled(using: &random).enumerated() {
      try draft.setWord(UInt32(256 + place), word)
    }
    return try BPEModel(draft)
  }

  static func check(_ model: BPEModel, seed: UInt64) throws {
    let reference = ReferenceEncoder(model)
    var random = RandomGenerator(seed: seed)
    var encoder = Encoder(model: model)
    var uncached = Encoder(model: model, cacheBytes: 0)
    let decoder = Decoder(model: model)
    for round in 0..<300 {
      let text =
        round % 3 == 0
        ? randomBytes(&random, count: 30)
        : (0..<random.next(below: round % 30 == 1 ? 300 : 20)).map { _ in
          Array("aaaaaab  c11".utf8)[random.next(below: round % 2 == 0 ? 12 : 7)]
        }
      let ids = EncoderTests.encode(&encoder, text)
      #expect(ids == reference.encode(text))
      #expect(ids == EncoderTests.encode(&uncached, text))
      let count = try withBytes(text) { try encoder.count($0) }
      #expect(count == ids.count)
      #expect(array(try decoder.decode(ids)) == text)
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func mergesLikeTheDefinition(pattern: SplitPattern) throws {
    for seed in UInt64(0)..<4 {
      try EncoderTests.check(try trained(BPETrainerTests.texts(seed), 330, pattern, specials: ["<s>"]), seed: seed)
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func ranksMergeLikeTheDefinition(pattern: SplitPattern) throws {
    for seed in UInt64(0)..<8 { try EncoderTests.check(try EncoderTests.randomRanks(seed, pattern), seed: seed) }
  }

  /// Texts long enough for groups of pretokens, with words that repeat, unknown ones, and long ones of every kind.
  @Test(arguments: [SplitPattern.gpt2, .cl100k, .llama3, .o200k])
  func longTextsAreEncodedLikeTheDefinition(pattern: SplitPattern) throws {
    var random = RandomGenerator(seed: 11)
    let models = [
      try trained(BPETrainerTests.texts(1), 330, pattern), try EncoderTests.randomRanks(3, pattern),
      try SeamTests.model(2, pattern), try SeamTests.model(5, pattern),
    ]
    for model in models {
      let reference = ReferenceEncoder(model)
      let encoders = [24 << 20, 4096, 0].map { EncoderBox(model, cacheBytes: $0) }
      for _ in 0..<4 {
        let text = EncoderTests.words(&random, 700)
        let wanted = reference.encode(text)
        for encoder in encoders {
          // Twice: with what the cache has learned, too.
          for _ in 0..<2 { #expect(encoder.encode(text) == wanted) }
        }
      }
    }
  }

  /// Encoders are not copyable, so an array holds them in boxes.
  private final class EncoderBox {
    private var encoder: Encoder
    init(_ model: BPEModel, cacheBytes: Int) { encoder = Encoder(model: model, cacheBytes: cacheBytes) }
    func encode(_ text: [UInt8]) -> [UInt32] { EncoderTests.encode(&encoder, text) }
  }

  private static func words(_ random: inout RandomGenerator, _ count: Int) -> [UInt8] {
    let known = (0..<30).map { _ in word(&random, 1 + random.next(below: 9)) }
    var text: [UInt8] = []
    for _ in 0..<count {
      text += random.next(below: 3) == 0 ? [0x0A] : [0x20]
      switch random.next(below: 20) {
      case 0: text += [UInt8](repeating: UInt8(ascii: "-"), count: random.next(below: 300))
      case 1: text += word(&random, 10 + random.next(below: 60))
      case 2: text += SeamTests.text(&random, random.next(below: 30))
      case 3...6: text += word(&random, random.next(below: 16))
      default: text += known[random.next(below: known.count)]
      }
    }
    return text
  }

  private static func word(_ random: inout RandomGenerator, _ count: Int) -> [UInt8] {
    (0..<count).map { _ in Array("aaabbc1'".utf8)[random.next(below: 8)] }
  }

  @Test func ignoredMergesKeepWordsWhole() throws {
    var draft = BPEModelDraft(pattern: .gpt2, semantics: .mergeList(ignoreMerges: true))
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    try draft.setWord(256, Array("abc".utf8))
    try draft.setWord(257, Array("bc".utf8))
    draft.merges = [BPEModel.Merge(left: 98, right: 99, result: 257)]
    var encoder = Encoder(model: try BPEModel(draft))
    #expect(try encoder.encode("abc abcd") == [256, 32, 97, 257, 100])
    draft.semantics = .mergeList(ignoreMerges: false)
    encoder = Encoder(model: try BPEModel(draft))
    #expect(try encoder.encode("abc") == [97, 257])
  }

  /// Both ways of merging one pretoken, on lengths around the border between them.
  @Test func longPretokensMergeLikeShortOnes() throws {
    let model = try trained([[UInt8](repeating: 0x61, count: 40), Array("abaababaab abab".utf8)], 280)
    let reference = ReferenceEncoder(model)
    var encoder = Encoder(model: model)
    var random = RandomGenerator(seed: 9)
    for length in [1, 2, 15, 16, 17, 95, 96, 97, 98, 200] {
      let run = [UInt8](repeating: 0x61, count: length)
      #expect(EncoderTests.encode(&encoder, run) == reference.encode(run))
      let mixed = (0..<length).map { _ in UInt8(0x61 + random.next(below: 2)) }
      #expect(EncoderTests.encode(&encoder, mixed) == reference.encode(mixed))
    }
  }

  /// Every length around the widths of words, windows and groups, in a block that ends with the text: what reads beyond
  /// it is seen by a sanitiser.
  @Test(arguments: SplitPattern.allCases)
  func textsAreReadToTheirEndOnly(pattern: SplitPattern) throws {
    let model = try trained(BPETrainerTests.texts(3), 400, pattern)
    let reference = ReferenceEncoder(model)
    var encoder = Encoder(model: model)
    var random = RandomGenerator(seed: 12)
    for length in 0...200 {
      for kind in 0..<4 {
        var text: [UInt8] = []
        while text.count < length {
          switch kind {
          case 0: text += Array("ab'll \(random.next(below: 2000)) c!\n".utf8)
          case 1: text += randomText(&random, pieces: 4)
          case 2: text += [UInt8](repeating: UInt8(0x61 + random.next(below: 2)), count: 1 + random.next(below: 40))
          default: text += randomBytes(&random, count: 8)
          }
        }
        text.removeLast(text.count - length)
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: length, alignment: 1)
        defer { block.deallocate() }
        block.copyBytes(from: text)
        var ids: [UInt32] = []
        try encoder.encode(UnsafeRawBufferPointer(block), into: &ids)
        #expect(ids == reference.encode(text), "\(text)")
        #expect(try encoder.count(UnsafeRawBufferPointer(block), upTo: ids.count) == ids.count)
      }
    }
  }

  @Test(.timeLimit(.minutes(1)), arguments: SplitPattern.allCases)
  func hostileTextIsEncodedInTime(pattern: SplitPattern) throws {
    let model = try trained([Array("aaaaaaaa a\u{301} \n\n    11111".utf8)], 270, pattern)
    var encoder = Encoder(model: model)
    let decoder = Decoder(model: model)
    var marks: [UInt8] = [UInt8(ascii: "a")]
    for _ in 0..<10_000 { marks += Array("\u{301}".utf8) }
    let texts: [[UInt8]] = [
      [], [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
      [UInt8](repeating: UInt8(ascii: " "), count: 200_000),
      [UInt8](repeating: 0x0A, count: 200_000), [UInt8](repeating: UInt8(ascii: "1"), count: 200_000), marks,
      [0xE4, 0xB8], [UInt8](repeating: 0xF0, count: 10_000), [0xC3], Array("a\u{1F600}".utf8.dropLast()),
    ]
    for text in texts {
      let ids = EncoderTests.encode(&encoder, text)
      #expect(array(try decoder.decode(ids)) == text)
    }
  }

  @Test func unknownIDsAreErrors() throws {
    let decoder = Decoder(model: try trained([Array("ab".utf8)], 257))
    #expect(throws: TokenizerError.unknownToken(257)) { _ = try decoder.decode([0, 257]) }
    #expect(throws: TokenizerError.unknownToken(.max)) { _ = try decoder.decode([.max]) }
  }
}

@Suite struct AddedTokenTests {
  static func model(_ tokens: [AddedToken]) throws -> BPEModel {
    var draft = BPEModelDraft(pattern: .gpt2, semantics: .mergeList(ignoreMerges: false))
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    draft.addedTokens = tokens
    return try BPEModel(draft)
  }

  @Test func specialsArePlainTextUnlessAllowed() throws {
    let model = try AddedTokenTests.model([AddedToken(content: "<s>", id: 300), AddedToken(content: "<s><s>", id: 301)])
    var plain = Encoder(model: model)
    #expect(try plain.encode("a<s>") == [97, 60, 115, 62])
    var allowed = Encoder(model: model, specials: .allowed)
    #expect(try allowed.encode("a<s>b<s><s><s") == [97, 300, 98, 301, 60, 115])
    #expect(try allowed.encode("<s><s><s>") == [301, 300])
    #expect(array(try Decoder(model: model).decode([301, 97])) == Array("<s><s>a".utf8))
  }

  @Test func otherAddedTokensAlwaysMatch() throws {
    let model = try AddedTokenTests.model([
      AddedToken(content: "xy", id: 300, isSpecial: false), AddedToken(content: "<s>", id: 301),
    ])
    var encoder = Encoder(model: model)
    #expect(try encoder.encode("axy<s>") == [97, 300, 60, 115, 62])
  }

  @Test func normalisedTokensComeSecond() throws {
    let model = try AddedTokenTests.model([
      AddedToken(content: "ab", id: 300, isSpecial: false, isNormalized: true),
      AddedToken(content: "bc", id: 301, isSpecial: false),
    ])
    var encoder = Encoder(model: model)
    #expect(try encoder.encode("abcab") == [97, 301, 300])
  }

  /// White space before a special token ends a text of its own.
  @Test func textBetweenSpecialsStandsAlone() throws {
    let model = try trained([Array("a   b   a   b   ".utf8)], 258, specials: ["<s>"])
    var encoder = Encoder(model: model, specials: .allowed)
    let spaces = try encoder.encode("  ")
    #expect(try encoder.encode("a  <s>") == encoder.encode("a") + spaces + [0])
  }

  @Test func collisionsAreErrors() throws {
    #expect(throws: TokenizerError.duplicateSpecial("<s>")) {
      try AddedTokenTests.model([AddedToken(content: "<s>", id: 300), AddedToken(content: "<s>", id: 301)])
    }
    #expect(throws: TokenizerError.malformedVocabulary("two added tokens have id 300")) {
      try AddedTokenTests.model([AddedToken(content: "<s>", id: 300), AddedToken(content: "<t>", id: 300)])
    }
    #expect(throws: TokenizerError.malformedVocabulary("id 97 is added token <s> and another token")) {
      try AddedTokenTests.model([AddedToken(content: "<s>", id: 97)])
    }
    #expect(throws: TokenizerError.malformedVocabulary("added token a has ids 300 and 97")) {
      try AddedTokenTests.model([AddedToken(content: "a", id: 300)])
    }
  }
}
