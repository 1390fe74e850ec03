import QuernBytes
import Testing

@testable import QuernTokenizer

/// The matches of `regex` in `text`.
func matches(_ regex: PretokenizerStep.Target, _ text: [UInt8]) throws -> [[UInt8]] {
  var cursor = try RegexCursor(RegexSplitter(regex))
  var ranges: [Range<Int>] = []
  try withBytes(text) { try cursor.matches(in: $0, into: &ranges) }
  return ranges.map { Array(text[$0]) }
}

func matches(_ regex: PretokenizerStep.Target, _ text: String) throws -> [String] {
  try matches(regex, Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
}

@Suite struct RegexSplitterTests {
  /// The pieces that the expressions of `pattern` cut one after the other, as the `tokenizers` package does: matches and
  /// what lies between them.
  struct Splits {
    let splitters: [RegexSplitter]

    init(_ pattern: SplitPattern) throws {
      let gpt2 = #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#
      let splits = pattern.splits.isEmpty ? [gpt2] : pattern.splits
      splitters = try splits.map { try RegexSplitter(.oniguruma($0)) }
    }

    func pieces(_ text: [UInt8]) throws -> [[UInt8]] {
      try splitters.reduce(text.isEmpty ? [] : [text]) { try Splits.cut($0, $1) }
    }

    private static func cut(_ pieces: [[UInt8]], _ splitter: RegexSplitter) throws -> [[UInt8]] {
      var cursor = try RegexCursor(splitter)
      var out: [[UInt8]] = []
      for piece in pieces {
        var ranges: [Range<Int>] = []
        try withBytes(piece) { try cursor.matches(in: $0, into: &ranges) }
        var at = 0
        for range in ranges {
          if range.lowerBound > at { out.append(Array(piece[at..<range.lowerBound])) }
          out.append(Array(piece[range]))
          at = range.upperBound
        }
        if at < piece.count { out.append(Array(piece[at...])) }
      }
      return out
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func scannersCutLikeTheirExpressions(pattern: SplitPattern) throws {
    let splits = try Splits(pattern)
    var random = RandomGenerator(seed: 11)
    for _ in 0..<3_000 {
      let text = randomText(&random, pieces: 30)
      let found = pieces(text, pattern)
      let wanted = try splits.pieces(text)
      if found != wanted { Issue.record("\(String(decoding: text, as: UTF8.self).debugDescription): \(found)") }
    }
    for _ in 0..<2_000 {
      let text = randomBytes(&random, count: 30)
      #expect(try splits.pieces(text) == pieces(text, pattern))
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func scannersKnowEveryCharacter(pattern: SplitPattern) throws {
    let splits = try Splits(pattern)
    // No character has a class of its own in the planes between.
    let starts =
      Array(stride(from: UInt32(0), to: 0x32400, by: 64)) + stride(from: UInt32(0xE0000), to: 0xE0200, by: 64)
    for start in starts {
      var text: [UInt8] = []
      for value in start..<(start + 64) {
        guard let scalar = Unicode.Scalar(value) else { continue }
        text += Array("a\(scalar)B1 \(scalar)\(scalar)\n".utf8)
      }
      let found = pieces(text, pattern)
      let wanted = try splits.pieces(text)
      if found != wanted { Issue.record("around U+\(String(start, radix: 16))") }
    }
  }

  @Test func tiktokenSpellingsCutLikeTheirScanners() throws {
    let r50k = #"'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s"#
    let cl100k =
      #"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"#
    var random = RandomGenerator(seed: 12)
    for regex in [r50k, cl100k] {
      let pattern = try #require(SplitPattern.named(byFancyRegex: regex))
      var cursor = try RegexCursor(RegexSplitter(.fancyRegex(regex)))
      for _ in 0..<500 {
        let text = randomText(&random, pieces: 20)
        var ranges: [Range<Int>] = []
        try withBytes(text) { try cursor.matches(in: $0, into: &ranges) }
        #expect(ranges.map { Array(text[$0]) } == pieces(text, pattern))
      }
    }
  }

  @Test(
    arguments: [
      // One repeats the group, the other is possessive.
      (#"\p{N}{1,3}+"#, "1234567", ["1234567"], ["123", "456", "7"]),
      (#"a{2}?"#, "aaa", ["aa", ""], ["aa"]),
      // Ends of lines and of the text.
      (#"a$"#, "a\na", ["a", "a"], ["a"]), (#"^a"#, "a\na", ["a", "a"], ["a"]),
      (#"a\Z"#, "a\n\n", [], ["a"]), (#"a\Z"#, "a\n", ["a"], ["a"]), (#"a\z"#, "a\n", [], []),
      (#"\n^"#, "\n\n", ["\n"], []),
      // Case, with the characters that only case folding finds; outside of brackets properties differ.
      (#"(?i:'s|k)"#, "'ſ\u{212A}K", ["'ſ", "\u{212A}", "K"], ["'ſ", "\u{212A}", "K"]),
      (#"(?i)\p{Lu}"#, "aB", ["B"], ["a", "B"]), (#"a(?i)b|c"#, "aBCc", ["aB"], ["aB", "C", "c"]),
      // Words: the first has fractions outside of brackets, the second joiners.
      (#"\w+"#, "a½b\u{200D}c", ["a½b", "c"], ["a", "b\u{200D}c"]), (#"[\w]+"#, "a½b", ["a", "b"], ["a", "b"]),
      (#"\bé"#, "aé é", ["é"], ["é"]), (#"\d+"#, "1٣½", ["1٣"], ["1٣"]), (#"[[:punct:]]"#, "!€", ["!", "€"], ["!"]),
      // Nested classes and intersections.
      (#"[^(\s|[.,!?])]+"#, "a(b|c.d e", ["a", "b", "c", "d", "e"], ["a", "b", "c", "d", "e"]),
      (#"[\p{L}&&[^\p{Han}]]+"#, "ab中c", ["ab", "c"], ["ab", "c"]),
      // Unicode 16, whatever ICU has.
      (#"\p{L}\p{M}*"#, "\u{1C89}\u{10D69}", ["\u{1C89}\u{10D69}"], ["\u{1C89}\u{10D69}"]),
      (#"\p{Han}+|\p{Hiragana}"#, "漢字かな", ["漢字", "か", "な"], ["漢字", "か", "な"]),
      // Empty matches count apart from others.
      (#"(?=b)|a"#, "ab b", ["a", ""], ["a", ""]), (#"x*"#, "axb", ["", "x", ""], ["", "x", ""]),
      (#"(?>a+)a|b+?"#, "aabb", ["b", "b"], ["b", "b"]), (#"(?<=a)b|(?<!a)c"#, "abcbac", ["b", "c"], ["b", "c"]),
      (#"\x41|\u4e2d|\x{1F600}|\."#, "A中😀.", ["A", "中", "😀", "."], ["A", "中", "😀", "."]),
    ] as [(String, String, [String], [String])])
  func dialectsAreFollowed(regex: String, text: String, oniguruma: [String], fancy: [String]) throws {
    #expect(try matches(.oniguruma(regex), text) == oniguruma)
    #expect(try matches(.fancyRegex(regex), text) == fancy)
  }

  @Test(
    arguments: [
      (#"ab\K"#, #"\K at character 3"#), (#"(a)\1"#, #"\1 at character 4"#), (#"\X"#, #"\X at character 1"#),
      (#"\Ga"#, #"\G at character 1"#), ("(?~a)", "a group (?~ at character 1"), ("(?(1)a)", "a group (?( at"),
      ("(a*)*", "repetition of what can match nothing at character 1"), (#"\p{Emoji}"#, "property Emoji at"),
      ("(?x) a", "flag x at"), ("[a-c-e]", "a hyphen after a range at"), (#"[\w-.]"#, "a hyphen after a class"),
      ("[a&&]", "an intersection with nothing"), ("a**", "a quantifier after a quantifier"),
      ("[b-a]", "a range from high"),
      ("(a", "an open group at character 1"), ("a)", "unmatched ) at character 2"), ("a{3,2}", "least is above"),
      ("(?i)ss", "\"ss\" in any case"), ("(?i:s)s", ""), ("(?i)é", "a character outside of ASCII in any case"),
      (#"(?i)[\p{L}]"#, "a class in any case"), (#"\pL"#, #"\p without braces"#), (#"\xE9"#, #"a byte \xe9"#),
      ("(?<=a*)b", "a look behind that can match nothing"), ("(?<=a+)b", "U_REGEX_LOOK_BEHIND_LIMIT"),
      ("*a", "a quantifier of nothing"), ("a\\", "a backslash at the end"), ("[[:foo:]]", "class [:foo"),
    ] as [(String, String)])
  func whatIsNotCertainIsNamed(regex: String, what: String) {
    // Oniguruma lets case folding reach over groups only where both letters ignore case.
    if what.isEmpty {
      #expect(throws: Never.self) { try RegexSplitter(.oniguruma(regex)) }
      return
    }
    do {
      _ = try RegexSplitter(.oniguruma(regex))
      Issue.record("\(regex) is accepted")
    } catch {
      #expect("\(error)".contains(what), "\(error)")
    }
  }

  @Test func literalsAreNoSyntax() throws {
    #expect(try matches(.literal("a.+"), "a.+aab") == ["a.+"])
    #expect(try matches(.pattern(.gpt2), "a b") == ["a", " b"])
    #expect(try matches(.oniguruma("a"), "") == [])
  }

  @Test func backtrackingWithoutEndIsAnError() throws {
    let text = Array(repeating: UInt8(ascii: "a"), count: 40)
    #expect(throws: TokenizerError.regexFailed(pattern: "(?:a|a)+b", error: "U_REGEX_TIME_OUT")) {
      try matches(.oniguruma("(?:a|a)+b"), text)
    }
    // What was given up leaves the cursor as it was.
    var cursor = try RegexCursor(RegexSplitter(.oniguruma("(?:a|a)+b|c")))
    var ranges: [Range<Int>] = []
    #expect(throws: TokenizerError.self) { try withBytes(text) { try cursor.matches(in: $0, into: &ranges) } }
    ranges = []
    try withBytes(Array("xc".utf8)) { try cursor.matches(in: $0, into: &ranges) }
    #expect(ranges == [1..<2])
  }

  @Test func engineIsNamed() {
    #expect(RegexSplitter.engine.hasPrefix("ICU "))
    #expect(RegexSplitter.engine.hasSuffix("classes of Unicode 16.0.0"))
  }
}

@Suite struct LinearTimeTests {
  /// 64 kB of each takes a scanner milliseconds, and a minute if what one call reads ahead the next one reads again.
  @Test(arguments: SplitPattern.allCases)
  func scannersAreLinear(pattern: SplitPattern) {
    let units = [
      "a", "A", "ʰ", "\u{301}", "1", " ", "\n", "\r\n", "\t", "!", "/", "'", "😀", "中", "あ", "・", "\0", "\u{378}",
      "\u{3040}",
      "Aʰ", "ʰA", " \n", "\n ", "' ", "'s", "a\u{301}", " 1", "\0a", "\0 ", "\u{85}", "!\n", "Aa", "a1", "A\u{301}1",
    ]
    var texts = units.map { unit in
      Array(repeatElement(Array(unit.utf8), count: 64_000 / unit.utf8.count).joined())
    }
    // What ends a run decides about all of it.
    for (run, end) in [(" ", "a"), (" ", "\n"), ("A", "a"), ("ʰ", "A"), ("\0", "a"), ("\n", " a")] {
      texts.append(Array(repeatElement(Array(run.utf8), count: 32_000).joined()) + Array(end.utf8))
    }
    texts.append(Array("ʰ".utf8) + [UInt8](repeating: UInt8(ascii: "A"), count: 64_000))
    let clock = ContinuousClock()
    for text in texts {
      let time = clock.measure {
        withBytes(text) { bytes in
          var start = 0
          while start < bytes.count { start = pattern.endOfPretoken(in: bytes, from: start) }
        }
      }
      #expect(time < .seconds(2), "\(String(decoding: text.prefix(12), as: UTF8.self).debugDescription)")
    }
  }
}
