import Foundation
import QuernBytes
import QuernJSON
import Testing

@testable import QuernTokenizer

/// Small random tokenizers, and what the `tokenizers` package does with them (Tests/Tools/make_tokenizer_golden.py).
@Suite struct PipelineTests {
  struct Golden {
    let model: BPEModel
    let texts: [[UInt8]]
    let plain: [[UInt32]]
    let special: [[UInt32]]
    let decoded: [String]
    let skipped: [String]

    init(_ line: String) throws {
      let root = try JSONDocument(line).root
      let parser = TokenizerJSONParser(root: try #require(root["tokenizer"]))
      model = try BPEModel(parser.draft())
      texts = try #require(root["texts"]).elements.map { Array($0.bytes!) }
      plain = try #require(root["plain"]).elements.map { $0.elements.map { UInt32($0.uint!) } }
      special = try #require(root["special"]).elements.map { $0.elements.map { UInt32($0.uint!) } }
      decoded = try #require(root["decoded"]).elements.map { $0.string! }
      skipped = try #require(root["skipped"]).elements.map { $0.string! }
    }
  }

  static func golden() throws -> [Golden] {
    let file = URL(filePath: #filePath).appending(path: "../../../Fixtures/tokenizers/pipelines.jsonl").standardized
    let text = try String(contentsOf: file, encoding: .utf8)
    return try text.split(separator: "\n").map { try Golden(String($0)) }
  }

  static func check(_ model: BPEModel, _ golden: Golden) throws {
    var plain = Encoder(model: model)
    var special = Encoder(model: model, specials: .allowed)
    let decoder = Decoder(model: model)
    for (number, text) in golden.texts.enumerated() {
      #expect(EncoderTests.encode(&plain, text) == golden.plain[number])
      #expect(EncoderTests.encode(&special, text) == golden.special[number])
      try withBytes(text) { bytes in
        #expect(try special.count(bytes) == golden.special[number].count)
        var ids: [UInt32] = []
        var offsets: [TokenOffset] = []
        try special.encode(bytes, into: &ids, offsets: &offsets)
        #expect(ids == golden.special[number])
        #expect(offsets.count == ids.count)
        #expect(offsets.allSatisfy { $0.bytes.upperBound <= bytes.count })
      }
      let ids = golden.special[number]
      #expect(Array(try decoder.text(of: ids).utf8) == Array(golden.decoded[number].utf8))
      #expect(Array(try decoder.text(of: ids, skippingSpecials: true).utf8) == Array(golden.skipped[number].utf8))
      var stream = StreamingDecoder(model: model)
      var out = ByteBuffer()
      for id in ids { try stream.push(id, into: &out) }
      try stream.finish(into: &out)
      #expect(out.bytes.elementsEqual(golden.decoded[number].utf8))
    }
  }

  @Test func everythingIsAsInThePackage() throws {
    for golden in try PipelineTests.golden() { try PipelineTests.check(golden.model, golden) }
  }

  @Test func whatIsSavedIsTheSame() throws {
    for (number, golden) in try PipelineTests.golden().enumerated() {
      let file = array(try golden.model.tokenizerJSON())
      if let folder = ProcessInfo.processInfo.environment["QUERN_DUMP"] {
        try Data(file).write(to: URL(filePath: "\(folder)/\(number).json"))
      }
      let back = try TokenizerJSONTests.load(file)
      #expect(back.fingerprint == golden.model.fingerprint)
      #expect(array(try back.tokenizerJSON()) == file)
      try PipelineTests.check(back, golden)
    }
  }

  @Test func everySettingChangesTheFingerprint() throws {
    let changes: [(String, String)] = [
      (#""normalizer": null"#, #""normalizer": {"type": "NFC"}"#),
      (#""add_prefix_space": false"#, #""add_prefix_space": true"#),
      (#""decoder": {"type": "ByteLevel"}"#, #""decoder": null"#),
      (#""lstrip": false"#, #""lstrip": true"#), (#""rstrip": false"#, #""rstrip": true"#),
      (#""single_word": false"#, #""single_word": true"#), (#""special": true"#, #""special": false"#),
      (#""content": "<s>""#, #""content": "<t>""#),
    ]
    var prints = Set([try TokenizerJSONTests.load(TokenizerJSONTests.file()).fingerprint])
    for change in changes { prints.insert(try TokenizerJSONTests.load(TokenizerJSONTests.file([change])).fingerprint) }
    #expect(prints.count == changes.count + 1)
  }

  /// The engine is a part of a vocabulary only where it is asked.
  @Test func engineIsNamedWhereExpressionsAreMatched() throws {
    func engine(_ component: String, _ file: String) throws -> String? {
      let change = (#""\#(component)": null"#, #""\#(component)": \#(file)"#)
      return try TokenizerJSONTests.load(TokenizerJSONTests.file([change])).regexEngine
    }
    let replace = #"{"type": "Replace", "content": "b", "pattern": "#
    #expect(try engine("normalizer", #"{"type": "NFC"}"#) == nil)
    #expect(try engine("normalizer", replace + #"{"String": "a{2}"}}"#) == nil)
    #expect(try engine("normalizer", replace + #"{"Regex": "a{2}"}}"#) == RegexSplitter.engine)
  }

  @Test func templatesAreReadAndWritten() throws {
    let template = #"""
      {"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A",
      "type_id": 0}}, {"SpecialToken": {"id": "<s>", "type_id": 0}}], "pair": [], "special_tokens": {"<s>": {"id": "<s>",
      "ids": [258, 97], "tokens": ["<s>", "a"]}}}]}
      """#
    let model = try TokenizerJSONTests.load(
      TokenizerJSONTests.file([(#""post_processor": null"#, #""post_processor": \#(template)"#)]))
    #expect(model.postProcessor == PostProcessor(before: [258, 97], after: [258, 97]))
    let back = try TokenizerJSONTests.load(array(try model.tokenizerJSON()))
    #expect(back.postProcessor == model.postProcessor)
    let roberta = #""post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 7], "cls": ["<s>", 258]}"#
    let other = try TokenizerJSONTests.load(TokenizerJSONTests.file([(#""post_processor": null"#, roberta)]))
    #expect(other.postProcessor == PostProcessor(before: [258], after: [7]))
  }
}

@Suite struct CharacterSetTests {
  /// The sizes of the sets that the package shows from outside.
  @Test func setsHaveTheSizesOfThePackage() {
    let all = (0..<UInt32(0x110000)).filter { !(0xD800..<0xE000 ~= $0) }
    #expect(all.filter { CharacterSet.isWord($0) }.count == 144_667)
    #expect(all.filter { CharacterSet.isNumeric($0) }.count == 1924)
    #expect(all.filter { CharacterSet.isSpace($0) }.count == 25)
    #expect(all.filter { CharacterSet.isPunctuation($0) }.count == 726)
  }
}
