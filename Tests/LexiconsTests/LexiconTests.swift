import QuernBytes
import QuernText
import Testing

@testable import QuernLexicons

@Suite struct LexiconTests {
  static func fold(_ text: String) -> [UInt8] {
    var out = ByteBuffer()
    var source = ByteBuffer()
    source.append(string: text)
    CaseFolder().fold(source.bytes, into: &out)
    return Array(out.bytes)
  }

  static func hits(_ lexicon: Lexicon, _ text: String) throws -> Int {
    var matcher = try LexiconMatcher(lexicon)
    var source = ByteBuffer()
    source.append(string: text)
    return try matcher.count(source.bytes).hits
  }

  /// The places that the automaton finds, as it finds them in a text that is folded already.
  private func places(_ lexicon: Lexicon, _ text: String) -> Set<[Int]> {
    var candidates: [LexiconCandidate] = []
    LexiconTests.fold(text).withUnsafeBytes {
      lexicon.automaton.find(in: $0, from: 0, to: $0.count, into: &candidates)
    }
    return Set(candidates.map { [$0.start, $0.end] })
  }

  /// The same places by trying every entry everywhere.
  private func naivePlaces(_ entries: [String], _ text: String) -> Set<[Int]> {
    let classes = CharacterClasses()
    let scalars = Array(String(decoding: LexiconTests.fold(text), as: UTF8.self).unicodeScalars)
    let folded = entries.map { Array(String(decoding: LexiconTests.fold($0), as: UTF8.self).unicodeScalars) }
    func isUnspaced(_ scalar: Unicode.Scalar) -> Bool { classes[scalar.value] & CharacterClasses.unspaced != 0 }
    func goesOn(_ at: Int) -> Bool {
      scalars.indices.contains(at) && classes[scalars[at].value] & CharacterClasses.wordMask != 0
        && !isUnspaced(scalars[at])
    }
    let offsets = scalars.reduce(into: [0]) { $0.append($0.last! + UTF8.width($1)) }
    var found: Set<[Int]> = []
    for entry in folded {
      for start in 0..<max(1, scalars.count) where start + entry.count <= scalars.count {
        let end = start + entry.count
        guard Array(scalars[start..<end]) == entry, isUnspaced(entry[0]) || !goesOn(start - 1),
          isUnspaced(entry[entry.count - 1]) || !goesOn(end)
        else { continue }
        found.insert([offsets[start], offsets[end]])
      }
    }
    return found
  }

  @Test func findsWholeWordsInAnyCase() throws {
    let lexicon = try Lexicon("# a comment\n\n  ass \r\ncunt\nsex\nDirty Word\nstraße\n")
    #expect(lexicon.entryCount == 5)
    for text in ["ass", "ASS!", "an ass.", "«Ass»", "ass-hat", "ass_hat", "dirty word", "STRASSE", "汉ass字", "Straße,"] {
      #expect(try LexiconTests.hits(lexicon, text) == 1, "\(text)")
    }
    for text in [
      "Scunthorpe", "Essex", "class", "assess", "ass1", "1ass", "dirty  word", "dirtyword", "sexton",
      "Middlesex", "яass", "assя", "한ass", "", "S C U N T H O R P E",
    ] {
      #expect(try LexiconTests.hits(lexicon, text) == 0, "\(text)")
    }
    #expect(try LexiconTests.hits(lexicon, "ass ass,ass") == 3)
  }

  @Test func scriptsWithoutSpacesAreCutByDictionaries() throws {
    let lexicon = try Lexicon("笨蛋\nばか\nโง่\n汉a\n操\n日")
    for text in ["你是笨蛋吗", "笨蛋", "abc笨蛋def", "コイツはばかだ", "คนโง่มาก", "x汉a", "汉a!", "我操！"] {
      #expect(try LexiconTests.hits(lexicon, text) == 1, "\(text)")
    }
    for text in ["汉ab", "操作系统", "体操", "日本人", "生日快乐"] {
      #expect(try LexiconTests.hits(lexicon, text) == 0, "\(text)")
    }
  }

  @Test func normalisationDoesNotMatter() throws {
    for entry in ["caf\u{E9}", "CAFE\u{301}"] {
      let lexicon = try Lexicon(entry)
      for text in ["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}", "CAFE\u{301}"] {
        #expect(try LexiconTests.hits(lexicon, text) == 1)
      }
    }
  }

  @Test func theLeftmostAndLongestCounts() throws {
    let lexicon = try Lexicon("a\nb a\na b\nc b a b\nb\n")
    #expect(try LexiconTests.hits(lexicon, "a b") == 1)
    #expect(try LexiconTests.hits(lexicon, "a b a") == 2)
    #expect(try LexiconTests.hits(lexicon, "c b a b") == 1)
  }

  @Test func exceptionsTakeHitsAway() throws {
    let lexicon = try Lexicon("dick\ncock\n%exceptions\nmoby dick\ndick van dyke\ncock-a-doodle-doo\n%entries\nmoby\n")
    #expect(lexicon.entryCount == 3)
    #expect(lexicon.exceptionCount == 3)
    #expect(try LexiconTests.hits(lexicon, "Moby Dick and Dick Van Dyke, cock-a-doodle-doo") == 0)
    #expect(try LexiconTests.hits(lexicon, "moby dic, a dick, Moby dicks; dick van gogh") == 4)
  }

  @Test func severitiesAreCounted() throws {
    let lexicon = try Lexicon("two\n%severity 1\n%language en\none\n%severity 3\n%language de\nthree\ntwo\n")
    #expect(lexicon.languages == ["en", "de"])
    var matcher = try LexiconMatcher(lexicon)
    var source = ByteBuffer()
    source.append(string: "One ONE thr33 two")
    let tally = try matcher.count(source.bytes)
    #expect(tally.bySeverity == (mild: 2, strong: 0, severe: 2))
    #expect(tally.disguised == 1)
  }

  @Test func hitsAreFoundBesideCharactersThatFoldingChanges() throws {
    let lexicon = try Lexicon("straße\ncafé\nknave\n笨蛋")
    #expect(try LexiconTests.hits(lexicon, "İİ STRASSE, cafe\u{301}! ΐ kn4ve 你是笨蛋吗 k n a v e.") == 5)
  }

  @Test func anExceptionIsNoEntry() throws {
    for list in ["cock\n%exceptions\ncock", "%exceptions\ncock\n%entries\n%severity 3\ncock"] {
      let lexicon = try Lexicon(list)
      #expect(lexicon.entryCount == 0 && lexicon.exceptionCount == 1)
      #expect(try LexiconTests.hits(lexicon, "cock") == 0)
    }
  }

  @Test func partsCutNoWords() throws {
    let lexicon = try Lexicon("shit\nhit\nhit man\n%exceptions\nhit parade\n人")
    #expect(try LexiconTests.hits(lexicon, String(repeating: ". ", count: 524_286) + "wxyzsh1t end") == 0)
    var random = RandomGenerator(seed: 23)
    let pieces = [
      "shit", "sh1t", "$hit", "h1t", "hit man", "hit parade", "wxyz", " ", " ", " ", ". ", "\n", "s h i t ", "h i t ",
      "f**k", "人", "é", "шит", "hit", "b", "x1",
    ]
    for _ in 0..<400 {
      var text = ""
      for _ in 0..<120 { text += pieces[random.next(below: pieces.count)] + (random.next(below: 2) == 0 ? " " : "") }
      var source = ByteBuffer()
      source.append(string: text)
      var whole = try LexiconMatcher(lexicon)
      var parted = try LexiconMatcher(lexicon, partLength: 40)
      #expect(try parted.count(source.bytes) == whole.count(source.bytes), "\(text.debugDescription)")
    }
  }

  @Test func agreesWithNaiveMatcher() throws {
    var random = RandomGenerator(seed: 21)
    let alphabet = ["a", "b", "B", " ", "é", "ß", "s", "я", "人", "か", "1", "\u{301}", "-", "ก"]
    func word(_ limit: Int) -> String {
      (0..<1 + random.next(below: limit)).map { _ in alphabet[random.next(below: alphabet.count)] }.joined()
    }
    for _ in 0..<400 {
      let entries = (0..<1 + random.next(below: 12)).map { _ in word(4) }.filter { entry in
        // Entries that trimming or composition would change are for the tests above.
        !entry.hasPrefix(" ") && !entry.hasSuffix(" ") && !entry.unicodeScalars.contains("\u{301}")
      }
      let lexicon = try Lexicon(entries.joined(separator: "\n"))
      #expect(lexicon.entryCount == Set(entries.map(LexiconTests.fold)).count)
      for _ in 0..<10 {
        let text = word(60)
        #expect(places(lexicon, text) == naivePlaces(entries, text), "\(entries) \(text.debugDescription)")
      }
    }
  }

  @Test func longTextsAreReadLikeShortOnes() throws {
    var random = RandomGenerator(seed: 22)
    let entries = ["mill", "mill stone", "stone mill", "人", "人人か", "a", "a a a"]
    let lexicon = try Lexicon(entries.joined(separator: "\n"))
    let pieces = ["mill", "Stone", " ", " ", " ", "人", "か", "a ", "x", "É", "\n"]
    for length in [50, 100, 200, 300, 400, 500, 1000] {
      for _ in 0..<10 {
        let text = (0..<length).map { _ in pieces[random.next(below: pieces.count)] }.joined()
        #expect(places(lexicon, text) == naivePlaces(entries, text), "\(text.debugDescription)")
      }
    }
    // Parts meet where no entry is cut.
    let long = String(repeating: "the mill stone is a ", count: 200_000)
    #expect(try LexiconTests.hits(lexicon, long) == 400_000)
    // Here no place is free of entries.
    #expect(try LexiconTests.hits(lexicon, String(repeating: "x mill stone ", count: 300_000)) == 300_000)
  }

  @Test func anEmptyListFindsNothing() throws {
    let lexicon = try Lexicon("\u{FEFF}# nothing\n\n")
    #expect(lexicon.entryCount == 0)
    #expect(try LexiconTests.hits(lexicon, "anything at all, sh1t") == 0)
  }

  @Test func hashIsOfTheEntriesOnly() throws {
    #expect(try Lexicon("b\nA\n").hash == Lexicon("# x\n a\r\n\nB\na").hash)
    #expect(try Lexicon("a b").hash != Lexicon("a\nb").hash)
    #expect(try Lexicon("%severity 1\na").hash != Lexicon("a").hash)
    #expect(try Lexicon("%exceptions\na").hash != Lexicon("a").hash)
  }

  @Test func damageNamesItsLine() {
    let bytes = Array("good\nb".utf8) + [0xFF, 0x0A, 0x63]
    #expect(throws: LexiconError.notUTF8(line: 2)) { try bytes.withUnsafeBytes { try Lexicon($0) } }
    #expect(throws: LexiconError.badSeverity(line: 1, "9")) { try Lexicon("%severity 9") }
    #expect(throws: LexiconError.unknownDirective(line: 2, "%sverity 1")) { try Lexicon("a\n%sverity 1") }
  }

  @Test func tooLargeIsRefused() {
    var random = RandomGenerator(seed: 1)
    let lines = (0..<100).map { _ in
      String(decoding: (0..<20_000).map { _ in UInt8(0x61 + random.next(below: 26)) }, as: UTF8.self)
        + "éñøþßæüöä"
    }
    #expect(throws: (any Error).self) { try Lexicon((lines + lines.map { $0 + $0 }).joined(separator: "\n")) }
  }
}
