import QuernBytes
import TestSupport
import Testing

@testable import QuernText

@Suite struct EnglishWordsTests {
  private func words(_ text: String) -> [String] {
    var segmenter = EnglishWords()
    var list = WordList()
    let buffer = buffer(text)
    segmenter.segment(buffer.bytes, into: &list)
    return (0..<list.count).map { buffer.bytes.slice(Int(list.starts[$0]), Int(list.ends[$0])).text }
  }

  private func buffer(_ text: String) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    return buffer
  }

  @Test(arguments: [
    ("The mill turns.", "The mill turns ."),
    ("He cannot, won't and didn't've.", "He can not , wo n't and did n't 've ."),
    ("Mr. Mill (b. 1806) isn\u{2019}t in.", "Mr. Mill ( b. 1806 ) is n\u{2019}t in ."),
    ("\u{201C}Yes,\u{201D} she said\u{2026} 10a.m.!", "\u{201C} Yes , \u{201D} she said \u{2026} 10 a.m. !"),
    ("It weighs 5kg, costs US$3 and 7\u{20AC}", "It weighs 5 kg , costs US$ 3 and 7 \u{20AC}"),
    ("well-known x=a. a--b 1-2 lower.Upper A.B", "well - known x = a. a -- b 1 - 2 lower . Upper A.B"),
    (
      "see http://mill.example/a?b=c, www.a.bc/d and a@b.cd.", "see http://mill.example/a?b=c , www.a.bc/d and a@b.cd ."
    ),
    ("8.8.8.8 10.0.0.1 a..b 25\u{B0}C.", "8.8.8.8 10.0.0.1 a .. b 25 \u{B0} C ."),
    (":-) :)) ): ... ..", ":-) :)) ): ... .."),
    ("N.Y. U.S. U.S.A. I. Ph.D.", "N.Y. U.S. U.S.A. I. Ph.D."), ("", ""), (" \n\t ", ""),
    ("\u{3000}a\u{A0}b\u{85}c", "a b c"),
    ("rock 'n' roll o'clock y'all 'twas", "rock ' n ' roll o'clock y' all ' twas"),
  ])
  func cutsAsSpaCyDoes(text: String, expected: String) {
    #expect(words(text) == expected.split(separator: " ").map(String.init))
  }

  @Test func exceptionsAreComplete() {
    // The number of spaCy 3.8's; Tests/Conformance compares each.
    #expect(EnglishExceptions.all().count == 1347)
    #expect(EnglishExceptions.all().allSatisfy { !$0.isEmpty && !$0.contains("") })
  }

  @Test func marksEndNoException() {
    // The path for letters with a mark behind them looks only letters up.
    for words in EnglishExceptions.all() {
      let bytes = Array(words.joined().utf8)
      let isLetters = bytes.count > 1 && bytes.dropLast().allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
      if isLetters, let last = bytes.last { #expect(!",;:!?)]}\"".utf8.contains(last), "\(words)") }
    }
  }

  @Test func agreesWithTheReference() {
    var random = RandomGenerator(seed: 11)
    let reference = ReferenceEnglish()
    let pieces =
      EnglishExceptions.all().map { $0.joined() } + EnglishUnits.all()
      + [
        "word", "Word", "WORD", "a", "B", "7", "42", ".", "..", "...", ",", "'", "\u{2019}", "'s", "-", "--",
        "\u{2014}",
        "\u{2026}", "(", ")", "\"", "$", "US$", "#", "/", ":", "=", "@", "+", "*", "\u{B0}", "\u{1F600}", "\u{E9}",
        "e\u{301}", "\u{65E5}\u{672C}", "\u{43F}\u{440}\u{438}", "http://", "www.", ".com", "/path", "\u{3002}", "_",
      ]
    let spaces = ["", "", "", " ", " ", "  ", "\n", "\u{A0}", " \u{2028}"]
    for _ in 0..<1500 {
      var text = ""
      for _ in 0..<1 + random.next(below: 8) {
        text += random.pick(pieces)
        text += random.pick(spaces)
      }
      #expect(words(text) == reference.words(text), "\(text.debugDescription)")
    }
  }

  @Test func listsWhatWordsConsistOf() {
    var segmenter = EnglishWords()
    var list = WordList()
    let text = buffer("Zo\u{EB}'s mill, 12 \u{2026} mill.")
    segmenter.segment(text.bytes, into: &list)
    let table = WordTraitTable()
    let bytes = text.bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    for place in 0..<list.count {
      let start = Int(list.starts[place])
      let length = Int(list.ends[place]) - start
      let (traits, codePoints) = table.measure(bytes + start, length: length)
      #expect(list.traits[place] == traits)
      #expect(Int(list.codePoints[place]) == codePoints)
      #expect(list.hashes[place] == WordList.hash(bytes + start, length: length, readable: length))
    }
    #expect(list.hashes[2] == list.hashes[6])
  }

  @Test(arguments: ["(", ".", "a.", "'s", "\u{2026}", "a-", "@a.b", "a", ":)", "\u{E9}", "1km", "://", "x=a. "])
  func takesLinearTimeOnHostileText(piece: String) {
    let count = 400_000 / piece.utf8.count
    let text = buffer(String(repeating: piece, count: count))
    var segmenter = EnglishWords()
    var list = WordList()
    segmenter.segment(text.bytes, into: &list)
    #expect(list.count > 0)
  }

  @Test(arguments: [
    ("One. Two! Three?", 3), ("One...\nTwo", 1), ("Mr. Mill met Dr. Grain. They spoke.", 2), ("", 1), ("  ", 1),
    ("\u{201C}Yes.\u{201D} No.", 2), ("End.  ", 2), ("End. ", 1), ("End.\n", 2), ("vitamin c. Next", 1),
    ("A? ! . B", 2),
  ])
  func countsSentencesAsSpaCyDoes(text: String, expected: Int) {
    var segmenter = EnglishWords()
    var list = WordList()
    let text = buffer(text)
    segmenter.segment(text.bytes, into: &list)
    #expect(EnglishSentences().count(in: text.bytes, 0, text.count, words: list, 0..<list.count) == expected)
  }

  @Test(arguments: [
    ("a\nb\r\nc\rd", ["a", "b", "c", "d"]), ("\n\n", ["", ""]), ("", []),
    ("a\u{85}b\u{2028}c\u{2029}\u{1C}d\u{B}", ["a", "b", "c", "", "d"]),
    ("caf\u{E9} \u{2019}s\n", ["caf\u{E9} \u{2019}s"]),
  ])
  func findsLinesAsPythonDoes(text: String, expected: [String]) {
    let text = buffer(text)
    var lines = PythonLines()
    lines.find(in: text.bytes)
    #expect((0..<lines.count).map { text.bytes.slice(lines[$0].lowerBound, lines[$0].upperBound).text } == expected)
  }
}
