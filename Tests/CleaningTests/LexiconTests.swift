import QuernBytes
import QuernText
import Testing

@testable import QuernCleaning

@Suite struct LexiconTests {
  private func fold(_ text: String) -> [UInt8] {
    var out = ByteBuffer()
    var source = ByteBuffer()
    source.append(string: text)
    CaseFolder().fold(source.bytes, into: &out)
    return Array(out.bytes)
  }

  private func hits(_ lexicon: Lexicon, _ text: String) -> Int {
    fold(text).withUnsafeBytes { lexicon.automaton.count(in: $0) }
  }

  /// The same count by trying every entry at every end.
  private func naiveHits(_ entries: [String], _ text: String) -> Int {
    let classes = CharacterClasses()
    let scalars = Array(String(decoding: fold(text), as: UTF8.self).unicodeScalars).map(\.value)
    let folded = entries.map { Array(String(decoding: fold($0), as: UTF8.self).unicodeScalars).map(\.value) }
    func isUnspaced(_ value: UInt32) -> Bool { classes[value] & CharacterClasses.unspaced != 0 }
    func goesOn(_ at: Int) -> Bool {
      scalars.indices.contains(at) && classes[scalars[at]] & CharacterClasses.wordMask != 0 && !isUnspaced(scalars[at])
    }
    var count = 0
    var free = 0
    for end in 1...max(1, scalars.count) where end <= scalars.count {
      let matches = folded.contains { entry in
        let start = end - entry.count
        return start >= free && Array(scalars[start..<end]) == entry && (isUnspaced(entry[0]) || !goesOn(start - 1))
          && (isUnspaced(entry[entry.count - 1]) || !goesOn(end))
      }
      if matches {
        count += 1
        free = end
      }
    }
    return count
  }

  @Test func findsWholeWordsInAnyCase() throws {
    let lexicon = try Lexicon("# a comment\n\n  ass \r\ncunt\nsex\nDirty Word\nstraße\n")
    #expect(lexicon.entryCount == 5)
    for text in ["ass", "ASS!", "an ass.", "«Ass»", "ass-hat", "ass_hat", "dirty word", "STRASSE", "汉ass字", "Straße,"] {
      #expect(hits(lexicon, text) == 1, "\(text)")
    }
    for text in [
      "Scunthorpe", "Essex", "class", "assess", "ass\u{301}", "ass1", "1ass", "dirty  word", "dirtyword", "sexton",
      "Middlesex", "яass", "assя", "한ass", "",
    ] {
      #expect(hits(lexicon, text) == 0, "\(text)")
    }
    #expect(hits(lexicon, "ass ass,ass") == 3)
  }

  @Test func scriptsWithoutSpacesNeedNoBorder() throws {
    let lexicon = try Lexicon("笨蛋\nばか\nโง่\n汉a")
    for text in ["你是笨蛋吗", "笨蛋", "abc笨蛋def", "おばかさん", "คนโง่มาก", "x汉a", "汉a!"] {
      #expect(hits(lexicon, text) == 1, "\(text)")
    }
    #expect(hits(lexicon, "汉ab") == 0)
  }

  @Test func normalisationDoesNotMatter() throws {
    for entry in ["caf\u{E9}", "CAFE\u{301}"] {
      let plan = try CleaningPlan(
        CleaningOptions(
          normalization: .none, routes: [CleaningRoute(profiles: [])],
          resources: CleaningResources(lexicon: try Lexicon(entry))))
      for text in ["caf\u{E9}", "cafe\u{301}", "CAF\u{C9}", "CAFE\u{301}"] {
        var cleaner = Cleaner(plan: plan)
        var buffer = ByteBuffer()
        buffer.append(string: text)
        #expect(try cleaner.clean(buffer.bytes, route: 0)[.lexiconHits] == 1)
      }
    }
  }

  @Test func entriesInsideOneAnother() throws {
    let lexicon = try Lexicon("a\nb a\na b\nc b a b\nb\n人\n人人\n大人人")
    #expect(hits(lexicon, "a b") == 2)
    #expect(hits(lexicon, "c b a b") == 3)
    #expect(hits(lexicon, "大人人人") == 3)
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
      #expect(lexicon.entryCount == Set(entries.map(fold)).count)
      for _ in 0..<10 {
        let text = word(60)
        #expect(hits(lexicon, text) == naiveHits(entries, text), "\(entries) \(text.debugDescription)")
      }
    }
  }

  @Test func longTextsAreCountedLikeNaive() throws {
    var random = RandomGenerator(seed: 22)
    let entries = ["mill", "mill stone", "stone mill", "人", "人人か", "a", "a a a"]
    let lexicon = try Lexicon(entries.joined(separator: "\n"))
    let pieces = ["mill", "Stone", " ", " ", " ", "人", "か", "a ", "x", "É", "\n"]
    for length in [50, 100, 200, 300, 400, 500, 1000] {
      for _ in 0..<10 {
        let text = (0..<length).map { _ in pieces[random.next(below: pieces.count)] }.joined()
        #expect(hits(lexicon, text) == naiveHits(entries, text), "\(text.debugDescription)")
      }
      // Here no place is free of entries.
      #expect(hits(lexicon, String(repeating: "a ", count: length)) == length)
      #expect(hits(lexicon, String(repeating: "人", count: length)) == length)
    }
  }

  @Test func anEmptyListFindsNothing() throws {
    let lexicon = try Lexicon("\u{FEFF}# nothing\n\n")
    #expect(lexicon.entryCount == 0)
    #expect(hits(lexicon, "anything at all") == 0)
  }

  @Test func hashIsOfTheEntriesOnly() throws {
    #expect(try Lexicon("b\nA\n").hash == Lexicon("# x\n a\r\n\nB\na").hash)
    #expect(try Lexicon("a b").hash != Lexicon("a\nb").hash)
  }

  @Test func invalidUTF8NamesItsLine() {
    let bytes = Array("good\nb".utf8) + [0xFF, 0x0A, 0x63]
    #expect(throws: CleaningError.lexiconNotUTF8(line: 2)) { try bytes.withUnsafeBytes { try Lexicon($0) } }
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
