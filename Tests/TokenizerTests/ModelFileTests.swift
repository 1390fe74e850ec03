import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct TokenizerJSONTests {
  /// A small file: the byte alphabet, "ab" and "abb", with `changes` made to its text.
  static func file(_ changes: [(String, String)] = []) -> [UInt8] {
    var vocabulary = ByteBuffer()
    for (id, byte) in ByteAlphabet.order.enumerated() {
      vocabulary.append(id == 0 ? "\"" : ",\"")
      var spelling = ByteBuffer()
      withBytes([byte]) { spelling.append(spelling: $0) }
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { vocabulary.append("\\") }
      vocabulary.append(spelling.bytes)
      vocabulary.append("\":")
      vocabulary.append(decimal: id)
    }
    var text = #"""
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [{"id": 258, "content": "<s>",
      "single_word": false, "lstrip": false, "rstrip": false, "normalized": false, "special": true}],
      "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true},
      "post_processor": null, "decoder": {"type": "ByteLevel"}, "model": {"type": "BPE", "dropout": null,
      "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null, "fuse_unk": false,
      "byte_fallback": false, "ignore_merges": false, "vocab": {VOCABULARY,"ab":256,"abb":257},
      "merges": [["a", "b"], ["ab", "b"]]}}
      """#
    for (old, new) in changes {
      text = text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
    }
    let halves = text.split(separator: "VOCABULARY", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return Array(text.utf8) }
    return Array(halves[0].utf8) + array(vocabulary) + Array(halves[1].utf8)
  }

  static func load(_ bytes: [UInt8]) throws -> BPEModel { try withBytes(bytes) { try BPEModel(tokenizerJSON: $0) } }

  @Test func bothFormsOfMergesLoad() throws {
    let model = try TokenizerJSONTests.load(TokenizerJSONTests.file())
    var encoder = Encoder(model: model)
    #expect(try encoder.encode("abb") == [257])
    #expect(model.vocabularySize == 259)
    #expect(model.id(ofSpecial: "<s>") == 258)
    let legacy = try TokenizerJSONTests.load(
      TokenizerJSONTests.file([(#"["a", "b"], ["ab", "b"]"#, #""a b", "ab b""#)]))
    #expect(legacy.fingerprint == model.fingerprint)
  }

  @Test(arguments: [
    (#""normalizer": null"#, #""normalizer": {"type": "BertNormalizer"}"#, "normalizer BertNormalizer"),
    (
      #""normalizer": null"#, #""normalizer": {"type": "Sequence", "normalizers": [{"type": "Nmt"}]}"#, "normalizer Nmt"
    ),
    (
      #""normalizer": null"#,
      #""normalizer": {"type": "Replace", "pattern": {"String": ""}, "content": "x"}"#,
      "split or replacement of nothing"
    ),
    (#""truncation": null"#, #""truncation": {"max_length": 5}"#, "truncation"),
    (#""padding": null"#, #""padding": {"strategy": "BatchLongest"}"#, "padding"),
    (#""dropout": null"#, #""dropout": 0.1"#, "dropout"),
    (#""end_of_word_suffix": null"#, #""end_of_word_suffix": "</w>""#, "end_of_word_suffix"),
    (#""type": "BPE""#, #""type": "Unigram""#, "model Unigram"),
    (#""type": "ByteLevel", "add"#, #""type": "FixedLength", "add"#, "pre_tokenizer FixedLength"),
    (
      #""post_processor": null"#, #""post_processor": {"type": "TemplateProcessing", "single": []}"#,
      "post_processor TemplateProcessing without the text"
    ),
    (#""decoder": {"type": "ByteLevel"}"#, #""decoder": {"type": "WordPiece"}"#, "decoder WordPiece"),
    (
      #""normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}"#,
      #""normalizer": {"type": "Replace", "pattern": {"String": "ab"}, "content": "x"}, "#
        + #""pre_tokenizer": {"type": "Metaspace", "replacement": "_", "prepend_scheme": "first"}"#,
      "pre_tokenizer Metaspace with prepend_scheme first after normalizer Replace of several characters"
    ),
    (
      #"false, "special": true}],\#n"normalizer": null"#,
      #"true, "special": true}], "normalizer": {"type": "Replace", "pattern": {"String": "<s>"}, "content": ""}"#,
      "added token <s>, of which normalising leaves nothing"
    ),
  ])
  func whatIsNotDoneIsNamed(old: String, new: String, what: String) {
    #expect(throws: TokenizerError.unsupported(what)) {
      try TokenizerJSONTests.load(TokenizerJSONTests.file([(old, new)]))
    }
  }

  @Test(arguments: [
    (#""abb":257"#, #""abb":256"#, "id 256 is given twice"), (#""ab":256"#, #""a":256"#, "token a is given twice"),
    (#"["a", "b"]"#, #"["a", "x"]"#, "merge 0 (a and x) is not of tokens in vocab"),
    (#"["a", "b"]"#, #"["a"]"#, "merge 0 is not two tokens"),
    (#"["a", "b"]"#, #""a b c""#, "merge 0 is not two tokens"),
    (#""abb":257"#, #""abb":-1"#, "the id of token abb is out of range"),
    (#""abb":257"#, #""abb":99999999999"#, "the id of token abb is out of range"),
    (#""vocab""#, #""words""#, "the model has no vocab"),
    (#""id": 258"#, #""id": 5"#, "added token <s> has id 5, and the package makes that 258"),
    (#""lstrip": false"#, #""lstrip": 0"#, "lstrip is neither true nor false"),
  ])
  func damageIsNamed(old: String, new: String, why: String) {
    #expect(throws: TokenizerError.malformedVocabulary(why)) {
      try TokenizerJSONTests.load(TokenizerJSONTests.file([(old, new)]))
    }
  }

  @Test func otherTextIsAnError() {
    for text in ["", "{", "[]", "{}", #"{"model": 3}"#] {
      #expect(throws: TokenizerError.self) { try TokenizerJSONTests.load(Array(text.utf8)) }
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func savedModelsReadBack(pattern: SplitPattern) throws {
    for specials in [[], ["<|endoftext|>", "é"]] {
      let model = try trained(BPETrainerTests.texts(1), 300, pattern, specials: specials)
      let first = array(try model.tokenizerJSON())
      let back = try TokenizerJSONTests.load(first)
      #expect(back.fingerprint == model.fingerprint)
      #expect(back.pretokenizer == .scanner(pattern))
      #expect(array(try back.tokenizerJSON()) == first)
    }
  }

  @Test func ranksSaveAsMerges() throws {
    for seed in UInt64(0)..<20 {
      let ranks = try EncoderTests.randomRanks(seed, .cl100k)
      let merges = try TokenizerJSONTests.load(array(try ranks.tokenizerJSON()))
      #expect(merges.fingerprint == ranks.fingerprint)
      var left = Encoder(model: ranks)
      var right = Encoder(model: merges)
      var random = RandomGenerator(seed: seed)
      for _ in 0..<200 {
        let text = (0..<20).map { _ in Array("aab c1".utf8)[random.next(below: 6)] }
        #expect(EncoderTests.encode(&left, text) == EncoderTests.encode(&right, text))
      }
    }
  }
}

@Suite struct TiktokenTests {
  /// The rank file of the 256 bytes.
  static let allBytes: String = {
    var out = ByteBuffer()
    for byte in 0..<256 {
      withBytes([UInt8(byte)]) { Base64.encode($0, into: &out) }
      out.append(" ")
      out.append(decimal: byte)
      out.append("\n")
    }
    return out.bytes.text
  }()

  static func load(_ bytes: [UInt8], _ specials: [AddedToken] = []) throws -> BPEModel {
    try withBytes(bytes) { try BPEModel(tiktoken: $0, pattern: .gpt2, specials: specials) }
  }

  /// Finding the merges of a token takes the square of its length.
  @Test func endlessTokensAreRefused() throws {
    var out = ByteBuffer()
    for (id, token) in ((0..<256).map { [UInt8($0)] } + [[UInt8](repeating: 97, count: (1 << 14) + 1)]).enumerated() {
      withBytes(token) { Base64.encode($0, into: &out) }
      out.append(string: " \(id)\n")
    }
    let file = array(out)
    #expect(throws: TokenizerError.malformedVocabulary("token 256 has 16385 bytes; the limit is 16384")) {
      _ = try TiktokenTests.load(file)
    }
  }

  @Test(arguments: BPETrainer.Ties.allCases)
  func trainedModelsAreTheSameAsRanks(ties: BPETrainer.Ties) throws {
    let model = try BPETrainer(vocabularySize: 300, specials: ["<s>"], ties: ties).train(
      counter(BPETrainerTests.texts(2))
    ).model
    let file = array(try model.tiktoken())
    let ranks = try TiktokenTests.load(file, model.addedTokens)
    #expect(ranks.fingerprint == model.fingerprint)
    #expect(array(try ranks.tiktoken()) == file)
  }

  @Test func fingerprintsTellModelsApart() throws {
    let model = try trained(BPETrainerTests.texts(2), 300)
    let others = [
      try trained(BPETrainerTests.texts(2), 301), try trained(BPETrainerTests.texts(2), 300, .llama3),
      try trained(BPETrainerTests.texts(2), 300, specials: ["<s>"]), try trained(BPETrainerTests.texts(3), 300),
    ]
    #expect(Set(others.map(\.fingerprint) + [model.fingerprint]).count == 5)
  }

  @Test func lossIsAnError() throws {
    // "abb" by "a" and "bb" is out of order; as ranks, "ab" would come first.
    let swapped = TokenizerJSONTests.file([
      (#"["a", "b"], ["ab", "b"]"#, #"["b", "b"], ["a", "bb"]"#), (#""ab":256"#, #""bb":256"#),
    ])
    #expect(throws: Never.self) { _ = try TokenizerJSONTests.load(swapped).tiktoken() }
    let order = TokenizerJSONTests.file([(#""ab":256,"abb":257"#, #""ab":257,"abb":256"#)])
    #expect(throws: TokenizerError.lossy("merge 1 is not in the order of the ids")) {
      _ = try TokenizerJSONTests.load(order).tiktoken()
    }
    let changes: [((String, String), String)] = [
      ((#""normalizer": null"#, #""normalizer": {"type": "NFC"}"#), "texts are normalised"),
      ((#""use_regex": true"#, #""use_regex": false"#), "texts are cut by more than one pattern"),
      ((#""lstrip": false"#, #""lstrip": true"#), "added token <s> has single_word, lstrip or rstrip"),
    ]
    for (change, why) in changes {
      #expect(throws: TokenizerError.lossy(why)) {
        _ = try TokenizerJSONTests.load(TokenizerJSONTests.file([change])).tiktoken()
      }
    }
    let orphan = TokenizerJSONTests.file([(#", ["ab", "b"]"#, "")])
    #expect(throws: TokenizerError.lossy("no merges lead to token 257")) {
      _ = try TokenizerJSONTests.load(orphan).tiktoken()
    }
  }

  @Test(arguments: [
    (TiktokenTests.allBytes + "YQ== 256\n", "tokens 97 and 256 have the same bytes"),
    ("YQ== 0\nYg== 0\n", "id 0 is given twice"),
    ("YQ==\n", "line 1 is not a token in base 64, a space and an id"),
    ("YQ= 0\n", "line 1 is not a token in base 64, a space and an id"),
    ("YR== 0\n", "line 1 is not a token in base 64, a space and an id"),
    ("YQ== -1\n", "line 1 is not a token in base 64, a space and an id"),
    ("YQ== 4294967295\n", "id 4294967295 is out of range"), ("YQ== 0\n", "no token for byte 0"),
    ("", "no token for byte 0"),
  ])
  func damageIsNamed(text: String, why: String) {
    #expect(throws: TokenizerError.malformedVocabulary(why)) { try TiktokenTests.load(Array(text.utf8)) }
  }

  @Test func base64IsTheUsualOne() {
    var random = RandomGenerator(seed: 1)
    for length in 0..<40 {
      let bytes = (0..<length).map { _ in UInt8(random.next(below: 256)) }
      var out = ByteBuffer()
      withBytes(bytes) { Base64.encode($0, into: &out) }
      var back: [UInt8] = [7]
      #expect(Base64.decode(out.bytes, into: &back))
      #expect(back == [7] + bytes)
    }
    var known = ByteBuffer()
    withBytes(Array("foobar!".utf8)) { Base64.encode($0, into: &known) }
    #expect(known.bytes.text == "Zm9vYmFyIQ==")
  }
}
