import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct DecoderTests {
  static let letters = [
    "a", "b", "▁", "▁▁a", "é", "中", "Ġ", "x▁y", "<0xE4>", "<0xB8>", "<0xAD>", "<0x41>", "<0xFF>", " ",
  ]

  static func model(_ steps: [DecoderStep]) throws -> BPEModel {
    var draft = BPEModelDraft(pretokenizer: .steps([]), semantics: .mergeList(ignoreMerges: false))
    draft.alphabet = .characters(BPEModel.UnknownCharacters())
    for (id, letter) in letters.enumerated() { try draft.setWord(UInt32(id), Array(letter.utf8)) }
    draft.addedTokens = [AddedToken(content: "<s>", id: UInt32(letters.count))]
    draft.decoder = steps
    return try BPEModel(draft)
  }

  static func text(_ steps: [DecoderStep], _ pieces: [String]) throws -> String {
    let ids = pieces.map { piece in UInt32(letters.firstIndex(of: piece)!) }
    return try Decoder(model: try model(steps)).text(of: ids)
  }

  @Test func stepsDoWhatThePackageDoes() throws {
    #expect(try DecoderTests.text([.spaced], ["a", "é", "b"]) == "a é b")
    #expect(try DecoderTests.text([], ["a", "é", "b"]) == "aéb")
    #expect(try DecoderTests.text([.byteLevel], ["a", "Ġ", "中", "b"]) == "a 中b")
    let metaspace = DecoderStep.metaspace(replacement: "▁", prepend: .first)
    #expect(try DecoderTests.text([metaspace], ["▁▁a", "▁▁a"]) == "a  a")
    #expect(try DecoderTests.text([.metaspace(replacement: "▁", prepend: .never)], ["▁", "x▁y"]) == " x y")
    #expect(try DecoderTests.text([.byteFallback], ["<0xE4>", "<0xB8>", "<0xAD>", "a"]) == "中a")
    #expect(try DecoderTests.text([.byteFallback], ["<0x41>", "<0xB8>", "a", "<0xFF>"]) == "\u{FFFD}\u{FFFD}a\u{FFFD}")
    let strip = DecoderStep.strip(content: "a", start: 1, stop: 1)
    #expect(try DecoderTests.text([strip], ["a", "b", "a", "▁▁a"]) == "b▁▁")
    #expect(try DecoderTests.text([.fuse, strip], ["a", "a", "b", "a", "a"]) == "aba")
    let llama: [DecoderStep] = [
      .replace(.literal("▁"), content: " "), .byteFallback, .fuse, .strip(content: " ", start: 1, stop: 0),
    ]
    #expect(try DecoderTests.text(llama, ["▁▁a", "<0xE4>", "<0xB8>", "<0xAD>", "▁", "b"]) == " a中 b")
  }

  /// Streams give what decoding at once gives, and whole characters only.
  @Test func streamsAgreeWithTheWhole() throws {
    var random = RandomGenerator(seed: 3)
    let all: [DecoderStep] = [
      .byteLevel, .byteFallback, .fuse, .strip(content: "a", start: 1, stop: 2),
      .strip(content: "▁", start: 2, stop: 0),
      .metaspace(replacement: "▁", prepend: .always), .replace(.literal("▁"), content: " "),
      .replace(.oniguruma("a+"), content: ""), .spaced,
    ]
    for _ in 0..<300 {
      let steps = (0..<random.next(below: 5)).map { _ in all[random.next(below: all.count)] }
      let model = try DecoderTests.model(steps)
      var stream = StreamingDecoder(model: model)
      for _ in 0..<4 {
        let ids = (0..<random.next(below: 12)).map { _ in UInt32(random.next(below: DecoderTests.letters.count + 1)) }
        var out = ByteBuffer()
        for id in ids {
          try stream.push(id, into: &out)
          #expect(UTF8Repair.firstMalformed(in: out.bytes) == nil)
        }
        try stream.finish(into: &out)
        #expect(try Decoder(model: model).text(of: ids) == out.bytes.text)
      }
    }
  }

  @Test func bytesAreStreamedAsSoonAsTheyAreWhole() throws {
    let model = try trained([Array("ab".utf8)], 257)
    var stream = StreamingDecoder(model: model)
    var out = ByteBuffer()
    var lengths: [Int] = []
    let text = Array("é\u{1F600}".utf8) + [0xE4, 0xB8, 0x41, 0xFF, 0xF0, 0x9F]
    for byte in text {
      let id = try #require((0..<256).first { Array(model.bytes(of: $0)!) == [byte] })
      try stream.push(UInt32(id), into: &out)
      lengths.append(out.count)
    }
    #expect(lengths == [0, 2, 2, 2, 2, 6, 6, 6, 10, 13, 13, 13])
    try stream.finish(into: &out)
    #expect(out.bytes.text == String(decoding: text, as: UTF8.self))
  }

  @Test func mendingInPartsIsMendingAtOnce() throws {
    var random = RandomGenerator(seed: 8)
    for _ in 0..<500 {
      let text = randomBytes(&random, count: 40)
      var whole = ByteBuffer()
      try withBytes(text) { try UTF8Repair.append($0, .replace, to: &whole) }
      var parts = ByteBuffer()
      var mender = UTF8Mender()
      var start = 0
      while start < text.count {
        let end = min(text.count, start + 1 + random.next(below: 4))
        withBytes(Array(text[start..<end])) { mender.append($0, to: &parts) }
        start = end
      }
      mender.finish(&parts)
      #expect(array(parts) == array(whole))
    }
  }

  @Test func specialsCanBeSkipped() throws {
    let model = try AddedTokenTests.model([
      AddedToken(content: "<s>", id: 300), AddedToken(content: "xy", id: 301, isSpecial: false),
    ])
    let decoder = Decoder(model: model)
    #expect(try decoder.text(of: [300, 97, 301], skippingSpecials: true) == "axy")
    #expect(try decoder.text(of: [300, 97, 301]) == "<s>axy")
  }
}
