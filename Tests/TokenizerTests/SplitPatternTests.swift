import CKernels
import QuernBytes
import Testing

@testable import QuernTokenizer

func classMask(_ scalar: Unicode.Scalar) -> UInt32 { quern_class(scalar.value) }

@Suite struct UnicodeTableTests {
  @Test func classesHaveTheSizesOfUnicode16() {
    func size(_ bit: Int) -> Int { (0...0x10FFFF).reduce(0) { $0 + (quern_class($1) & UInt32(bit) != 0 ? 1 : 0) } }
    #expect(QUERN_UNICODE_VERSION == "16.0.0")
    #expect(size(Int(QUERN_LETTER)) == 141_028)
    #expect(size(Int(QUERN_NUMBER)) == 1_911)
    #expect(size(Int(QUERN_MARK)) == 2_501)
    #expect(size(Int(QUERN_SYMBOL)) == 8_514)
    #expect(size(Int(QUERN_PUNCTUATION)) == 855)
    #expect(size(Int(QUERN_SPACE)) == 25)
    #expect(quern_class(0x110000) == UInt32(QUERN_REST))
    func size(_ set: CodePointSet) -> Int { set.ranges.reduce(0) { $0 + $1.count } }
    #expect(size(UnicodeProperties.category("L")) == 141_028)
    #expect(size(UnicodeProperties.category("Lu", "Ll", "Lt", "Lm", "Lo").inverted) == 0x110000 - 141_028)
    #expect(size(UnicodeProperties.alphabetic) == 142_759)
    #expect(size(UnicodeProperties.script("han")!) == 99_030)
    #expect(UnicodeProperties.script("hani") == UnicodeProperties.script("han"))
    #expect(UnicodeProperties.script("klingon") == nil)
    #expect(CaseVariants().closure(of: CodePointSet(0x73)) == CodePointSet(0x53, 0x73, 0x17F))
  }

  @Test func everyScalarDecodesToItself() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(UTF8.encode(scalar)!)
      let decoded = quern_decode(bytes, bytes.count)
      if decoded.value != value || Int(decoded.length) != bytes.count {
        Issue.record("U+\(String(value, radix: 16)) decodes to \(decoded)")
      }
      if bytes.count > 1 {
        let short = quern_decode(bytes, bytes.count - 1)
        if short.value != QUERN_MALFORMED || short.length != 1 {
          Issue.record("a cut U+\(String(value, radix: 16)) decodes to \(short)")
        }
      }
    }
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1],
    ] as [[UInt8]])
  func malformedBytesStandAlone(bytes: [UInt8]) {
    let decoded = quern_decode(bytes, bytes.count)
    #expect(decoded.value == QUERN_MALFORMED)
    #expect(decoded.length == 1)
  }
}

@Suite struct SplitPatternTests {
  @Test(arguments: SplitPattern.allCases)
  func cutsLikeTheWrittenOutPattern(pattern: SplitPattern) {
    var random = RandomGenerator(seed: 1)
    for _ in 0..<4_000 {
      let text = randomText(&random, pieces: 12)
      let found = pieces(text, pattern)
      let wanted = referencePieces(text, pattern)
      if found != wanted { Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription): \(found)") }
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func cutsMalformedText(pattern: SplitPattern) {
    var random = RandomGenerator(seed: 2)
    for _ in 0..<2_000 {
      let text = randomBytes(&random, count: 20)
      let found = pieces(text, pattern)
      #expect(found == referencePieces(text, pattern))
      #expect(Array(found.joined()) == text)
    }
  }

  @Test(
    arguments: [
      (.gpt2, "I'll  go\n\nnow 123!", ["I", "'ll", " ", " go", "\n", "\n", "now", " 123", "!"]),
      (.gpt2, "I'LL \t", ["I", "'", "LL", " \t"]),
      (.cl100k, "I'LL x12345 \n \n  y\n ", ["I", "'LL", " x", "123", "45", " \n \n", " ", " y", "\n "]),
      (.llama3, "y\n ", ["y", "\n", " "]),
      (.qwen2, "a12", ["a", "1", "2"]),
      (.o200k, "fooBarDON'T a//\n中ABC", ["foo", "Bar", "DON'T", " a", "//\n", "中", "ABC"]),
      (.qwen35, "a\u{301}b \u{301}!\u{301}1", ["a\u{301}b", " \u{301}", "!\u{301}", "1"]),
      (.tekken, "fooBarDON'T12", ["foo", "Bar", "DON", "'T", "1", "2"]),
      (.nanochat, "I'LL 12345", ["I", "'LL", " ", "12", "34", "5"]),
      // Numbers, Han and kana end what the third split sees; control characters before no letter are left over.
      (.deepseekV3, "  1  あ・ア (b#c\0\0d\0", ["  ", "1", "  ", "あ", "・", "ア", " (", "b", "#c", "\0", "\0d", "\0"]),
    ] as [(SplitPattern, String, [String])])
  func cutsKnownText(pattern: SplitPattern, text: String, wanted: [String]) {
    #expect(pieces(Array(text.utf8), pattern).map { String(decoding: $0, as: UTF8.self) } == wanted)
  }

  @Test func regexesAreRecognised() {
    for pattern in SplitPattern.allCases where !pattern.splits.isEmpty {
      #expect(named(pattern.splits) == pattern)
    }
    #expect(named([#"\w+"#]) == nil)
    #expect(named([]) == nil)
    #expect(named(Array(SplitPattern.deepseekV3.splits.dropLast())) == nil)
    // Possessive in fancy-regex, a repeated group in Oniguruma.
    let cl100k =
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
    #expect(SplitPattern.named(byFancyRegex: cl100k) == .cl100k)
    #expect(named([cl100k]) == nil)
    #expect(SplitPattern.named(byFancyRegex: SplitPattern.tekken.splits[0]) == .tekken)
  }

  private func named(_ splits: [String]) -> SplitPattern? {
    let buffers = splits.map { UnsafeMutableRawBufferPointer.copy(of: $0) }
    defer { for buffer in buffers { buffer.deallocate() } }
    return SplitPattern.named(bySplits: buffers.map { UnsafeRawBufferPointer($0) })
  }
}

extension UnsafeMutableRawBufferPointer {
  fileprivate static func copy(of text: String) -> UnsafeMutableRawBufferPointer {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 1)
    buffer.copyBytes(from: text.utf8)
    return buffer
  }
}
