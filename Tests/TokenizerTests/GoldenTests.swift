import QuernBytes
import QuernJSON
import Testing

@testable import QuernTokenizer

/// Real vocabularies and the ids that tiktoken gives for a collection of difficult texts.
@Suite struct GoldenTests {
  @Test(arguments: [
    ("r50k_base", "gpt2", SplitPattern.gpt2), ("cl100k_base", "cl100k_base", .cl100k), ("llama3", "llama3", .llama3),
    ("qwen", "qwen", .qwen2), ("o200k_base", "o200k_base", .o200k),
  ])
  func idsAreThoseOfTiktoken(file: String, key: String, pattern: SplitPattern) throws {
    guard let ranks = try sharedFile("vocabs/\(file).tiktoken"),
      let golden = try sharedFile("golden/tokenizers/golden_small.json")
    else { return }
    let model = try withBytes(ranks) { try BPEModel(tiktoken: $0, pattern: pattern) }
    try GoldenTests.check(model, golden, key)
    #expect(array(try model.tiktoken()) == ranks)
    let json = try model.tokenizerJSON()
    let merges = try BPEModel(tokenizerJSON: json.bytes)
    try GoldenTests.check(merges, golden, key)
    #expect(merges.fingerprint == model.fingerprint)
  }

  @Test func theJSONOfGPT2IsTheSameModel() throws {
    guard let json = try sharedFile("vocabs/gpt2.json"), let ranks = try sharedFile("vocabs/r50k_base.tiktoken"),
      let golden = try sharedFile("golden/tokenizers/golden_small.json")
    else { return }
    let model = try TokenizerJSONTests.load(json)
    try GoldenTests.check(model, golden, "gpt2")
    #expect(model.endOfText == 50_256)
    #expect(array(try model.tiktoken()) == ranks)
    #expect(try TiktokenTests.load(ranks, model.addedTokens).fingerprint == model.fingerprint)
  }

  private static func check(_ model: BPEModel, _ golden: [UInt8], _ key: String) throws {
    let document = try withBytes(golden) { try JSONDocument($0) }
    var encoder = Encoder(model: model)
    let decoder = Decoder(model: model)
    var checked = 0
    for entry in document.root.elements {
      guard let text = entry["text"]?.bytes else { continue }
      for member in entry.members where member.key.text == key {
        let wanted = member.value.elements.map { UInt32($0.int ?? -1) }
        let ids = EncoderTests.encode(&encoder, Array(text))
        #expect(ids == wanted, "\(text.text.debugDescription)")
        #expect(array(try decoder.decode(ids)) == Array(text))
        checked += 1
      }
    }
    #expect(checked > 50)
  }
}
