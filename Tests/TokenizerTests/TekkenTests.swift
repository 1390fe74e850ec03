import QuernBytes
import QuernJSON
import Testing

@testable import QuernTokenizer

@Suite struct TekkenTests {
  /// The bytes and `words`, three special tokens at most, of which `specials` are named.
  static func file(
    words: [String] = ["ab", "abb", "cut off"], specials: [String]? = ["<unk>", "</s>"], version: String = "v13",
    changes: [(String, String)] = []
  ) -> [UInt8] {
    var entries: [String] = []
    for (rank, token) in ((0..<256).map { [UInt8($0)] } + words.map { Array($0.utf8) }).enumerated() {
      var text = ByteBuffer()
      withBytes(token) { Base64.encode($0, into: &text) }
      entries.append(#"{"rank": \#(rank), "token_bytes": "\#(text.bytes.text)", "token_str": null}"#)
    }
    let list = specials.map { names in
      names.enumerated().map { #"{"rank": \#($0.offset), "token_str": "\#($0.element)", "is_control": true}"# }
        .joined(separator: ",")
    }
    var text = #"""
      {"config": {"pattern": "PATTERN", "num_vocab_tokens": 259, "default_vocab_size": 261,
      "default_num_special_tokens": 3, "version": "\#(version)"}, "vocab": [\#(entries.joined(separator: ","))],
      \#(list.map { #""special_tokens": [\#($0)], "# } ?? "") "version": 1, "type": "Tekken"}
      """#
    let pattern = SplitPattern.llama3.splits[0].split(separator: "\\").joined(separator: "\\\\")
    for (old, new) in changes + [("PATTERN", pattern)] {
      text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    return Array(text.utf8)
  }

  @Test func idsFollowTheSpecialTokens() throws {
    let model = try withBytes(TekkenTests.file()) { try BPEModel(json: $0) }
    #expect(model.vocabularySize == 261)
    #expect(model.addedTokens.map(\.content) == ["<unk>", "</s>", "<SPECIAL_2>"])
    #expect(model.endOfText == 1)
    #expect(model.pretokenizer == .scanner(.llama3))
    var encoder = Encoder(model: model)
    #expect(try encoder.encode("abb</s>") == [260] + Array("</s>".utf8).map { UInt32($0) + 3 })
    #expect(try encoder.encode("c") == [3 + 99])
  }

  @Test func otherPatternsKeepOnlyMatches() throws {
    let file = TekkenTests.file(changes: [("PATTERN", "a+b?")])
    let document = try withBytes(file) { try JSONDocument($0) }
    let draft = try BPEModelDraft(tekken: document.root)
    #expect(draft.pretokenizer == .steps([.split(.fancyRegex("a+b?"), behavior: .removed, inverted: true)]))
  }

  @Test(arguments: [
    (TekkenTests.file(specials: nil), "there are no special_tokens, which version v13 must have"),
    (TekkenTests.file(specials: nil, version: "v3"), "there are 20 special tokens, more than 3"),
    (
      TekkenTests.file(specials: ["a", "b", "c", "d"]),
      "entry 3 of special_tokens has no token_str, or no rank below 3"
    ),
    (TekkenTests.file(words: ["ab"]), "261 tokens are asked for, but there are 257 and 3 special ones"),
    (TekkenTests.file(words: ["ab", "ab"]), "tokens 259 and 260 have the same bytes"),
    (TekkenTests.file(changes: [(#""rank": 7,"#, #""rank": 8,"#)]), "entry 7 of vocab has another rank"),
    (TekkenTests.file(changes: [("YQ==", "Yg==")]), "entry 97 of vocab is not byte 97"),
    (TekkenTests.file(changes: [("YQ==", "YQ=")]), "entry 97 of vocab has no token_bytes in base 64"),
    (
      TekkenTests.file(changes: [("default_vocab_size", "size")]),
      "the config has no default_vocab_size, or it is out of range"
    ),
  ])
  func damageIsNamed(file: [UInt8], why: String) {
    #expect(throws: TokenizerError.malformedVocabulary(why)) { try withBytes(file) { try BPEModel(json: $0) } }
  }
}

@Suite struct VocabularyFormatTests {
  @Test func contentTellsTheFormat() {
    func format(_ bytes: [UInt8]) -> VocabularyFormat? { withBytes(bytes) { VocabularyFormat($0) } }
    #expect(format(TestPieces.normal([("a", 0)]).file) == .sentencePiece)
    #expect(format(GGUFTests.scored().file) == .gguf)
    #expect(format(TekkenTests.file()) == .json)
    #expect(format(Array("\n {\"a\": 1}".utf8)) == .json)
    #expect(format(Array("YQ== 0\r\n".utf8)) == .ranks)
    for bytes in [[], [0x0A], Array("abc".utf8), Array("a\u{1} b".utf8), [0x50, 0x4B, 3, 4, 0, 0]] {
      #expect(format(bytes) == nil)
    }
  }

  @Test(arguments: [
    ("r50k_base", SplitPattern.gpt2, 50_256, "<|endoftext|>", 1), ("cl100k_base", .cl100k, 100_257, "<|endoftext|>", 5),
    ("o200k_base", .o200k, 199_999, "<|endoftext|>", 2), ("llama3", .llama3, 128_001, "<|end_of_text|>", 256),
    ("qwen", .qwen2, 151_643, "<|endoftext|>", 3),
  ])
  func publishedRankFilesAreKnown(
    file: String, pattern: SplitPattern, end: UInt32, name: String, count: Int
  ) throws {
    guard let ranks = try sharedFile("vocabs/\(file).tiktoken") else { return }
    #expect(withBytes(ranks) { SplitPattern(ofKnownRanks: $0) } == pattern)
    let model = try withBytes(ranks) { try BPEModel(tiktoken: $0, pattern: pattern) }
    #expect(model.endOfText == end)
    #expect(model.id(ofSpecial: name) == end)
    #expect(model.addedTokens.count == count)
    let bare = try withBytes(ranks) { try BPEModel(tiktoken: $0, pattern: pattern, specials: []) }
    #expect(bare.endOfText == nil && bare.addedTokens.isEmpty)
    // One other byte, and it is some other file.
    var other = ranks
    other.append(0x0A)
    #expect(withBytes(other) { SplitPattern(ofKnownRanks: $0) } == nil)
  }
}
