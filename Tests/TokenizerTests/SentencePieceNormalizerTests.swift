import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct SentencePieceNormalizerTests {
  static func normalize(_ normalizer: SentencePieceNormalizer, _ text: [UInt8]) -> String {
    var out = ByteBuffer()
    out.append("▁")
    withBytes(text) { normalizer.apply($0, into: &out) }
    // What was in the buffer before stays, whatever is taken away.
    let all = out.bytes.text.unicodeScalars
    #expect(all.first == "▁")
    return String(String.UnicodeScalarView(all.dropFirst()))
  }

  /// What sentencepiece 0.2.3 makes of texts.
  @Test(arguments: [
    ("", "", "", "", ""), (" ", "", "▁▁", "▁", ""), ("a", "▁a", "▁a", "a", "a▁"), (" a ", "▁a", "▁▁a▁", "▁a▁", "a▁"),
    ("a  b", "▁a▁b", "▁a▁▁b", "a▁▁b", "a▁b▁"), ("▁", "", "▁▁", "▁", "▁"), ("a▁ ", "▁a", "▁a▁▁", "a▁▁", "a▁"),
    ("<x> <x>", "▁<x>▁<x>", "▁<x>▁<x>", "<x>▁<x>", "<x>▁<x>▁"), ("  y", "▁y", "▁▁▁y", "▁▁y", "y▁"),
  ])
  func spacesAreThoseOfSentencePiece(text: String, both: String, prefix: String, plain: String, suffix: String) {
    func normalizer(_ prefix: Bool, _ removes: Bool, _ suffix: Bool = false) -> SentencePieceNormalizer {
      SentencePieceNormalizer(
        charactersMap: nil, addsDummyPrefix: prefix, removesExtraSpaces: removes, escapesSpaces: true,
        spaceIsSuffix: suffix, protected: ["<x>", "<x"])
    }
    #expect(SentencePieceNormalizerTests.normalize(normalizer(true, true), Array(text.utf8)) == both)
    #expect(SentencePieceNormalizerTests.normalize(normalizer(true, false), Array(text.utf8)) == prefix)
    #expect(SentencePieceNormalizerTests.normalize(normalizer(false, false), Array(text.utf8)) == plain)
    #expect(SentencePieceNormalizerTests.normalize(normalizer(true, true, true), Array(text.utf8)) == suffix)
  }

  @Test func malformedBytesBecomeReplacements() {
    let normalizer = SentencePieceNormalizer(
      charactersMap: nil, addsDummyPrefix: false, removesExtraSpaces: false, escapesSpaces: true, spaceIsSuffix: false,
      protected: [])
    let cases: [([UInt8], String)] = [
      ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xE4, 0xB8], "\u{FFFD}\u{FFFD}"), ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"),
      ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF4, 0x90, 0x80, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
      ([0xEF, 0xBF, 0xBD], "\u{FFFD}"), ([0xF0, 0x9F, 0x98, 0x80], "😀"), ([0x00], "\0"),
    ]
    for (bytes, wanted) in cases { #expect(SentencePieceNormalizerTests.normalize(normalizer, bytes) == wanted) }
    var random = RandomGenerator(seed: 8)
    for _ in 0..<2000 {
      let bytes = randomBytes(&random, count: 12)
      for at in bytes.indices {
        let length = withBytes(bytes) { $0.lengthOfCharacter(at: at) }
        let valid = (1...4).first {
          at + $0 <= bytes.count && String(validating: bytes[at..<(at + $0)], as: UTF8.self)?.unicodeScalars.count == 1
        }
        #expect(length == valid)
      }
    }
  }
}
