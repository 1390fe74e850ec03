import QuernBytes
import QuernText
import Testing

@Suite struct FrozenNormalizerTests {
  static func normalized(_ text: String, _ form: FrozenNormalizer.Form) throws -> String {
    var source = ByteBuffer()
    source.append(string: text)
    var out = ByteBuffer()
    return try FrozenNormalizer(form).normalize(source.bytes, into: &out) ? out.bytes.text : text
  }

  static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

  @Test func formsAreThoseOfUnicode() throws {
    let text = "e\u{301}é ﬁ \u{1112}\u{1161}\u{11AB}"
    #expect(FrozenNormalizerTests.same(try FrozenNormalizerTests.normalized(text, .nfc), "éé ﬁ 한"))
    #expect(
      FrozenNormalizerTests.same(
        try FrozenNormalizerTests.normalized(text, .nfd), "e\u{301}e\u{301} ﬁ \u{1112}\u{1161}\u{11AB}"))
    #expect(FrozenNormalizerTests.same(try FrozenNormalizerTests.normalized(text, .nfkc), "éé fi 한"))
    #expect(
      FrozenNormalizerTests.same(
        try FrozenNormalizerTests.normalized(text, .nfkd), "e\u{301}e\u{301} fi \u{1112}\u{1161}\u{11AB}"))
  }

  /// Characters of Unicode 10 to 13: a mark that would move, a letter that would come apart, a square of two characters.
  @Test(arguments: ["a\u{D3C}\u{323}", "\u{11938}", "\u{32FF}", "\u{1DF6}\u{327}"])
  func youngCharactersStay(text: String) throws {
    for form in [FrozenNormalizer.Form.nfc, .nfd, .nfkc, .nfkd] {
      #expect(FrozenNormalizerTests.same(try FrozenNormalizerTests.normalized(text, form), text))
    }
  }

  @Test func stretchesMakeUpBothTexts() throws {
    var random = RandomGenerator(seed: 6)
    let pool = ["a", "e", "\u{301}", "\u{327}", "é", "ﬁ", "한", "\u{1112}", "\u{1161}", " plain ", "\u{11938}"]
    for round in 0..<300 {
      var source = ByteBuffer()
      for _ in 0..<random.next(below: round % 50 == 1 ? 400 : 20) {
        source.append(string: pool[random.next(below: round % 50 == 1 ? 4 : pool.count)])
      }
      for form in [FrozenNormalizer.Form.nfc, .nfd, .nfkc, .nfkd] {
        var plain = ByteBuffer()
        var out = ByteBuffer()
        var stretches: [FrozenNormalizer.Stretch] = []
        let changed = try FrozenNormalizer(form).normalize(source.bytes, into: &out, stretches: &stretches)
        #expect(try FrozenNormalizer(form).normalize(source.bytes, into: &plain) == changed)
        #expect(plain.bytes.elementsEqual(out.bytes))
        guard changed else { continue }
        #expect(stretches.reduce(0) { $0 + $1.before } == source.count)
        #expect(stretches.reduce(0) { $0 + $1.after } == out.count)
        var before = 0
        var after = 0
        for stretch in stretches {
          if !stretch.changes {
            #expect(
              source.bytes[before..<(before + stretch.before)].elementsEqual(out.bytes[after..<(after + stretch.after)])
            )
          }
          before += stretch.before
          after += stretch.after
        }
      }
    }
  }
}
