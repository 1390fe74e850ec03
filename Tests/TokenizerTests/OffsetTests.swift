import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct OffsetTests {
  static func offsets(_ encoder: inout Encoder, _ text: String) throws -> (ids: [UInt32], offsets: [TokenOffset]) {
    var ids: [UInt32] = []
    var offsets: [TokenOffset] = []
    let bytes = Array(text.utf8)
    try withBytes(bytes) { try encoder.encode($0, into: &ids, offsets: &offsets) }
    return (ids, offsets)
  }

  /// A model of bytes with the components that `changes` put into the file of ``TokenizerJSONTests``.
  static func encoder(_ changes: [(String, String)]) throws -> Encoder {
    Encoder(model: try TokenizerJSONTests.load(TokenizerJSONTests.file(changes)), specials: .allowed)
  }

  @Test(arguments: SplitPattern.allCases)
  func withoutNormaliserTokensAreWhereTheirBytesAre(pattern: SplitPattern) throws {
    let model = try trained(BPETrainerTests.texts(1), 330, pattern, specials: ["<s>"])
    var encoder = Encoder(model: model, specials: .allowed)
    var plain = Encoder(model: model, specials: .allowed)
    var random = RandomGenerator(seed: 2)
    for _ in 0..<100 {
      let text = String(decoding: randomText(&random, pieces: 20), as: UTF8.self) + "<s>b"
      let (ids, offsets) = try OffsetTests.offsets(&encoder, text)
      #expect(try ids == plain.encode(text))
      let bytes = Array(text.utf8)
      var at = 0
      for (id, offset) in zip(ids, offsets) {
        #expect(offset.bytes.lowerBound == at)
        at = offset.bytes.upperBound
        #expect(Array(model.bytes(of: id)!) == Array(bytes[offset.bytes]))
        // Characters are all those that the bytes touch.
        var starts: [Int] = []
        for (index, byte) in bytes.enumerated() where byte & 0xC0 != 0x80 { starts.append(index) }
        let touched = starts.indices.filter {
          starts[$0] < offset.bytes.upperBound
            && ($0 + 1 < starts.count ? starts[$0 + 1] : bytes.count) > offset.bytes.lowerBound
        }
        #expect(offset.characters == touched.first!..<(touched.last! + 1))
      }
      #expect(at == bytes.count)
    }
  }

  @Test func changedStretchesBelongToTheirTokensWhole() throws {
    var encoder = try OffsetTests.encoder([(#""normalizer": null"#, #""normalizer": {"type": "NFC"}"#)])
    // The two bytes of the composed character, and what is around it.
    let (_, offsets) = try OffsetTests.offsets(&encoder, "ae\u{301}b<s>")
    #expect(offsets.map(\.bytes) == [0..<1, 1..<4, 1..<4, 4..<5, 5..<8])
    #expect(offsets.map(\.characters) == [0..<1, 1..<3, 1..<3, 3..<4, 4..<7])
  }

  @Test func whatIsPutInIsEmpty() throws {
    var encoder = try OffsetTests.encoder([(#""add_prefix_space": false"#, #""add_prefix_space": true"#)])
    let (ids, offsets) = try OffsetTests.offsets(&encoder, "ab<s>ab")
    #expect(ids.count == 5)
    #expect(offsets.map(\.bytes) == [0..<0, 0..<2, 2..<5, 5..<5, 5..<7])
  }

  @Test func strippedWhiteSpaceBelongsToTheToken() throws {
    var encoder = try OffsetTests.encoder([(#""rstrip": false"#, #""rstrip": true"#)])
    #expect(try OffsetTests.offsets(&encoder, "ab<s>  b").offsets.map(\.bytes) == [0..<2, 2..<7, 7..<8])
  }

  @Test func countingStopsAtTheLimit() throws {
    let model = try trained(BPETrainerTests.texts(1), 330, specials: ["<s>"])
    var encoder = Encoder(model: model, specials: .allowed)
    var random = RandomGenerator(seed: 4)
    for round in 0..<60 {
      let text = randomText(&random, pieces: 200) + Array((round % 2 == 0 ? "<s>" : "").utf8)
      try withBytes(text) { bytes in
        let count = try encoder.count(bytes)
        #expect(try encoder.count(bytes, upTo: count) == count)
        #expect(try encoder.count(bytes, upTo: count - 1) == nil)
        #expect(try encoder.count(bytes, upTo: count / 2) == (count / 2 >= count ? count : nil))
        #expect(try encoder.count(bytes) == count)
      }
    }
  }
}
