import QuernBytes
import QuernText
import Testing

@Suite struct TextRepairerTests {
  /// Repairs `text` and checks that map and counts agree with the result.
  static func repaired(_ text: String, _ kinds: RepairKinds = .standard) throws -> (text: String, counts: RepairCounts)
  {
    var source = ByteBuffer()
    source.append(string: text)
    var repairer = try TextRepairer(kinds)
    var out = ByteBuffer()
    var counts = RepairCounts()
    var map = OffsetMap()
    let changed = repairer.repair(source.bytes, into: &out, counts: &counts, map: &map)
    #expect(changed == !counts.isEmpty)
    #expect(changed == !map.isEmpty)
    return (changed ? out.bytes.text : text, counts)
  }

  static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

  @Test(arguments: [
    (
      RepairKind.entities, "Fish &amp; chips &#8364;5 &#x20AC;5 &EACUTE;T&Eacute; &#128;", "Fish & chips €5 €5 ÉTÉ €", 6
    ),
    (
      .entities, "&amp;amp; &nosuch; &#xD800; &#0; &#1114112; AT&T; a&b",
      "& &nosuch; &#xD800; &#0; &#1114112; AT&T; a&b", 2
    ),
    (.mojibake, "cafÃ© â€œquotedâ€\u{9D} naÃ¯ve", "café “quoted” naïve", 4),
    (.lineEnds, "a\r\nb\rc\u{85}d\u{2028}e\u{B}f\u{C}g\u{2029}", "a\nb\nc\nd\ne\nf\ng\n", 7),
    (.controls, "a\u{0}b\u{7}c\u{1B}[1;31md\u{7F}e\u{9B}f\u{FFFC}gh\u{1B}i\tj\n", "abcdefghi\tj\n", 7),
    (.zeroWidth, "a\u{200B}b\u{AD}c\u{FEFF}d\u{200D}e\u{FE0F}\u{FE0F}f", "abcde\u{FE0F}f", 5),
    (.bidi, "a\u{202E}b\u{2066}c\u{200F}d\u{61C}", "abcd", 4),
    (.tags, "a\u{E0041}\u{E0042}b\u{E0001}", "ab", 3),
    (.privateUse, "a\u{E000}b\u{F8FF}c\u{F0000}d\u{10FFFD}", "abcd", 4),
    (.replacement, "a\u{FFFD}\u{FFFD}b", "ab", 2),
    (.spaces, "a\u{A0}b\u{2003}c\u{3000}d\u{202F}e", "a b c d e", 4),
    (.ligatures, "ﬁne oﬃce ĳs ǆ", "fine office ijs dž", 4),
    (.widths, "ＡＢＣ！ｶﾞ", "ABC!ガ", 6),
    (.quotes, "“it’s”", "\"it's\"", 3),
    (.simplified, "漢語和電腦", "汉语和电脑", 4),
  ])
  func eachKindDoesItsWork(kind: RepairKind, source: String, result: String, count: Int) throws {
    let got = try TextRepairerTests.repaired(source, RepairKinds([kind]))
    let shown = kind == .widths ? result.decomposedKana : result
    #expect(TextRepairerTests.same(got.text, shown), "\(kind): \(got.text.debugDescription)")
    #expect(got.counts[kind] == count)
    for other in RepairKind.allCases where other != kind { #expect(got.counts[other] == 0) }
    // What is repaired stays so.
    let again = try TextRepairerTests.repaired(got.text, RepairKinds([kind]))
    #expect(kind == .entities || again.counts.isEmpty)
    // Without the kind, nothing happens.
    let none = try TextRepairerTests.repaired(source, RepairKinds([]))
    #expect(TextRepairerTests.same(none.text, source))
  }

  @Test func whatIsMeantStays() throws {
    let texts = [
      "Plain text, 100 % ordinary.\n\tWith a tab.", "می‌خواهم", "क्‍ष", "👩‍👩‍👧", "❤️",
      "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "葛\u{E0100}", "Ça va bien ?", "Η ¨ανατροφή¨", "НАЗВАНИЕ «ГОСТ»", "中文，标点。", "日本語テキスト", "한국어", "Œuvre", "È ora",
      "<p>&amp;</p>",
    ]
    for text in texts {
      let got = try TextRepairerTests.repaired(text)
      #expect(TextRepairerTests.same(got.text, text), "\(got.text.debugDescription)")
    }
  }

  @Test func entitiesAndMojibakeHideEachOther() throws {
    let got = try TextRepairerTests.repaired("caf&Atilde;&copy; &amp;eacute;t&amp;eacute;")
    #expect(got.text == "café été")
    #expect(got.counts[.mojibake] == 1)
    #expect(got.counts[.entities] == 6)
  }

  @Test func everyPartOfTheResultLeadsBackToItsSource() throws {
    let source = "x &eacute; Ã© y\u{200B}z\r\nend"
    var bytes = ByteBuffer()
    bytes.append(string: source)
    var repairer = try TextRepairer()
    var out = ByteBuffer()
    var counts = RepairCounts()
    var map = OffsetMap()
    #expect(repairer.repair(bytes.bytes, into: &out, counts: &counts, map: &map))
    #expect(out.bytes.text == "x é é yz\nend")
    func origin(_ part: String, after start: Int = 0) throws -> String {
      let wanted = Array(part.utf8)
      let all = Array(out.bytes)
      let at = try #require(
        (start...(all.count - wanted.count)).first { all[$0..<($0 + wanted.count)].elementsEqual(wanted) })
      return String(decoding: bytes.bytes[map.source(of: at..<(at + wanted.count))], as: UTF8.self)
    }
    #expect(try origin("é") == "&eacute;")
    #expect(try origin("é", after: 4) == "Ã©")
    #expect(try origin("yz") == "y\u{200B}z")
    #expect(try origin("y") == "y")
    #expect(try origin("z") == "z")
    #expect(TextRepairerTests.same(try origin("\n"), "\r\n"))
    #expect(try origin("end") == "end")
  }

  /// A map is right where each part that no edit touched is the same text on both sides.
  @Test func mapsOfRandomTextsKeepWhatStays() throws {
    var random = RandomGenerator(seed: 11)
    let pieces = [
      "plain words ", "é", "Ã©", "â€™", "&amp;", "&lt", "\u{200B}", "\r\n", "\u{A0}", "中文", "漢字", "ﬁ", "\u{E000}", "a",
      "\n", "ÐŸÑ€Ð¸",
      "\u{FFFD}", "Â ",
    ]
    var repairer = try TextRepairer(RepairKinds(RepairKind.allCases))
    var out = ByteBuffer()
    for _ in 0..<400 {
      var source = ByteBuffer()
      for _ in 0..<random.next(below: 24) { source.append(string: pieces[random.next(below: pieces.count)]) }
      var counts = RepairCounts()
      var map = OffsetMap()
      guard repairer.repair(source.bytes, into: &out, counts: &counts, map: &map) else { continue }
      #expect(String(validating: Array(out.bytes), as: UTF8.self) != nil)
      var last = 0
      for at in 0..<out.count {
        let range = map.source(of: at..<(at + 1))
        #expect(range.lowerBound >= last || map.source(of: (at - 1)..<at) == range)
        #expect(range.upperBound <= source.count)
        last = range.lowerBound
        if out.bytes[at] < 0x80, range.count == 1, source.bytes[range.lowerBound] < 0x80 {
          #expect(out.bytes[at] == source.bytes[range.lowerBound])
        }
      }
    }
  }

  @Test func hostileTextsTakeLinearTimeAndStayUTF8() throws {
    let many = 40_000
    let texts = [
      String(repeating: "Ã", count: many), String(repeating: "Ã©", count: many),
      String(repeating: "&amp;", count: many),
      String(repeating: "&", count: many), "&" + String(repeating: "amp;", count: many),
      String(repeating: "\u{1B}[", count: many),
      String(repeating: "\u{1B}[1;", count: many), String(repeating: "\u{200D}", count: many),
      "🏴" + String(repeating: "\u{E0061}", count: many), String(repeating: "漢", count: many),
      String(repeating: "ÃÂ", count: many),
      String(repeating: "â€", count: many), String(repeating: "\u{0}", count: many),
      String(repeating: "¨é", count: many),
      String(repeating: "Ã ", count: many), String(repeating: "√±é", count: many), String(repeating: "\r", count: many),
    ]
    var repairer = try TextRepairer(RepairKinds(RepairKind.allCases))
    var out = ByteBuffer()
    for text in texts {
      var source = ByteBuffer()
      source.append(string: text)
      var counts = RepairCounts()
      if repairer.repair(source.bytes, into: &out, counts: &counts) {
        #expect(String(validating: Array(out.bytes), as: UTF8.self) != nil)
      }
    }
  }
}

extension String {
  /// What NFKC gives for half-width kana, mark by mark.
  fileprivate var decomposedKana: String { self == "ABC!ガ" ? "ABC!カ\u{3099}" : self }
}
