import QuernBytes
import QuernText
import TestSupport
import Testing

@testable import QuernCleaning

@Suite struct DatatroveTests {
  private func buffer(_ text: String) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    return buffer
  }

  /// The words' own words: the reference for runs of words, as datatrove's functions have it.
  private func duplicateCodePoints(_ words: [String], _ length: Int) -> Int {
    var seen: Set<[String]> = []
    var found = 0
    var at = 0
    while at + length <= words.count {
      let run = Array(words[at..<at + length])
      if seen.contains(run) {
        found += run.reduce(0) { $0 + $1.unicodeScalars.count }
        at += length
      } else {
        seen.insert(run)
        at += 1
      }
    }
    return found
  }

  private func top(_ words: [String], _ length: Int) -> (count: Int, start: Int) {
    var counts: [[String]: Int] = [:]
    for start in 0..<max(0, words.count - length + 1) { counts[Array(words[start..<start + length]), default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let start = (0..<max(0, words.count - length + 1)).first { counts[Array(words[$0..<$0 + length])] == most }
    return (most, start ?? 0)
  }

  @Test func findsRepeatedRunsAsTheReferenceDoes() {
    var random = RandomGenerator(seed: 5)
    var segmenter = EnglishWords()
    var list = WordList()
    var grams = RepeatedGrams()
    for round in 0..<300 {
      let vocabulary = ["oat", "rye", "bran", "flour", "m\u{E9}l", "grits"].prefix(1 + random.next(below: 6))
      let phrase = (0..<12).map { _ in random.pick(Array(vocabulary)) }
      var words: [String] = []
      while words.count < round {
        if random.next(below: 4) == 0 {
          words += phrase.prefix(1 + random.next(below: 12))
        } else {
          words.append(random.next(below: 3) == 0 ? "w\(random.next(below: 40))" : random.pick(Array(vocabulary)))
        }
      }
      let text = buffer(words.joined(separator: " "))
      segmenter.segment(text.bytes, into: &list)
      #expect(list.count == words.count)
      grams.forget()
      for length in [10, 2, 3, 4, 5, 6, 7, 8, 9] {
        let level = grams.level(length, list)
        let (count, start) = top(words, length)
        #expect(level.topCount == count)
        if count > 0 { #expect(level.topStart == start) }
        if length > 2 { #expect(level.duplicateCodePoints == duplicateCodePoints(words, length)) }
      }
    }
  }

  @Test(arguments: [
    ("a\n\nb\nc", 2, ["a", "b\nc"]), ("a\n\nb\nc", 1, ["a", "b", "c"]), ("\n\na\n\n\n", 1, ["", "a", ""]),
    ("", 1, [""]),
    ("\n", 2, ["\n"]),
  ])
  func cutsAtFeeds(text: String, feeds: Int, expected: [String]) {
    let text = buffer(text)
    var cutter = FeedCutter(text.bytes, feeds: feeds)
    var parts: [String] = []
    while let part = cutter.next() { parts.append(part.text) }
    #expect(parts == expected)
  }

  private func edit(_ text: String, requiresTerminal: Bool) throws -> (text: String, values: [Double], changed: Bool) {
    let text = buffer(text)
    var view = TextView()
    view.open(CleaningDocument(text: text.bytes))
    var editor = C4Editor()
    var out = ByteBuffer()
    var values = [Double](repeating: -1, count: 4)
    var counts = EditCounts()
    let changed = try values.withUnsafeMutableBufferPointer {
      try editor.edit(&view, requiresTerminal: requiresTerminal, into: &out, values: $0, counts: &counts)
    }
    #expect(changed == !counts.isEmpty)
    return (changed ? out.bytes.text : text.bytes.text, values, changed)
  }

  @Test(arguments: [
    ("One two three.\nNo end here at all\nFour five six!", "One two three.\nFour five six!"),
    ("Three more words...\nIt is so.", "It is so."), ("It is [1] so.[12]\n[edit] [a] b c.", "It is  so.\n [a] b c."),
    ("Too short.\nIs it not?", "Is it not?"), ("Uses JavaScript to run.\nIt is so.", "It is so."),
    ("See our Privacy  Policy here.\nSee our PRIVACY policy here.", "See our Privacy  Policy here."),
    (
      "The site uses cookies now.\nWe use cookies too.\nThe use of cookies grows.\nCookies are fine here.",
      "Cookies are fine here."
    ),
    ("The terms of use say so.\nIn terms of users it is.", ""),
    ("  It is so.  \r\n\r\nIt is more so.", "It is so.\nIt is more so."),
    ("java[1]script is gone too.\nIt is so.", "It is so."), ("It is so\u{201D}\nIt is so\"", "It is so\""),
  ])
  func takesLinesOutAsC4Does(text: String, expected: String) throws {
    #expect(try edit(text, requiresTerminal: true).text == expected)
  }

  @Test func overlongWordsTakeTheirLineOut() throws {
    for (length, stays) in [(1000, true), (1001, false)] {
      for word in [String(repeating: "a", count: length), String(repeating: "\u{E9}", count: length)] {
        for line in ["here is \(word) now.", "\(word) is long now.", "it is now so: \(word)."] {
          let kept = try edit(line, requiresTerminal: true).text
          // The full stop belongs to a word at the end.
          #expect((kept == line) == (stays && !(length == 1000 && line.hasSuffix("\(word)."))), "\(line.suffix(20))")
        }
      }
    }
  }

  @Test func theFirstCondemnedLineDecides() throws {
    let both = "It has a { in it.\nLorem ipsum is here."
    #expect(Array(try edit(both, requiresTerminal: false).values.prefix(2)) == [0, 1])
    let turned = "Lorem ipsum is here.\nIt has a { in it."
    #expect(Array(try edit(turned, requiresTerminal: false).values.prefix(2)) == [1, 0])
    // A line that goes for another reason condemns nothing.
    #expect(Array(try edit("JavaScript has { in it.\n{ two", requiresTerminal: false).values.prefix(2)) == [0, 0])
  }

  @Test func marksAreFoundInEveryPlace() {
    let phrases = [
      "lorem ipsum", "JavaScript", "terms of use", "privacy policy", "cookie policy", "uses cookies", "use of cookies",
      "use cookies", "{", "[",
    ]
    for phrase in phrases {
      for before in 0..<40 {
        for after in [0, 1, 2, 3, 17, 40] {
          let text = buffer(String(repeating: "x", count: before) + phrase + String(repeating: "x", count: after))
          var marks = C4Marks(text.bytes)
          #expect(marks.next(0, text.count) != nil, "\(phrase) behind \(before)")
          var cut = C4Marks(text.bytes)
          #expect(cut.next(before + 1, text.count) == nil)
        }
      }
    }
  }

  private func verdict(_ text: String, _ profile: String, settings: FineWeb2Settings? = nil) throws -> Verdict {
    let route = CleaningRoute(profiles: [profile], fineWeb2: settings)
    let plan = try CleaningPlan(CleaningOptions(routes: [route]))
    var cleaner = Cleaner(plan: plan)
    let buffer = buffer(text)
    return try cleaner.clean(buffer.bytes, route: 0)
  }

  @Test(arguments: ["", " ", "\n\n\n", "\u{0}", "a", String(repeating: "\n", count: 100_000)])
  func emptyTextsHaveAReason(text: String) throws {
    for profile in ["gopher", "c4", "c4-paragraphs", "fineweb-quality", "fineweb-heuristics"] {
      let verdict = try verdict(text, profile)
      #expect(!verdict.keep && verdict.reason != nil)
      #expect(verdict.values.allSatisfy { $0.isFinite })
    }
  }

  @Test(arguments: [
    "a", "{", "- ", "the ", "\u{301}", "a\n", "[1] ", "word. ", "\u{65E5}", "x\u{2028}", "Javascript\n",
  ])
  func hostileTextsTakeLinearTime(piece: String) throws {
    let text = String(repeating: piece, count: 300_000 / piece.utf8.count)
    #expect(try verdict(text, "fineweb-heuristics").values.allSatisfy { $0.isFinite })
  }

  /// A line that goes takes its citation marks along; they are no edits of their own.
  @Test func citationsAreCountedInLinesThatStay() throws {
    let text = buffer(
      "The mill[1] stands by the river[23].\nSee also[4]\nIt grinds wheat from dawn to dusk[citation needed].")
    var cleaner = Cleaner(
      plan: try CleaningPlan(CleaningOptions(routes: [CleaningRoute(profiles: ["c4"])])))
    let verdict = try cleaner.clean(text.bytes, route: 0)
    #expect(cleaner.text.text == "The mill stands by the river.\nIt grinds wheat from dawn to dusk.")
    #expect(verdict.edits[.c4Citations] == 3 && verdict.edits[.c4Lines] == 1)
  }

  @Test func fineWeb2TakesThresholdsOfALanguage() throws {
    let story = """
      Ml\u{FD}n\u{E1}\u{159} vstal p\u{159}ed sluncem a otev\u{159}el vrata, kter\u{E1} vedou k \u{159}ece.
      Voda tekla do n\u{E1}honu a kolo se za\u{10D}alo pomalu to\u{10D}it, jako ka\u{17E}d\u{E9} r\u{E1}no v tom roce.
      Cel\u{FD} den mlely kameny p\u{161}enici, kterou sedl\u{E1}ci p\u{159}ivezli na vozech z okoln\u{ED}ch vesnic.
      Ve\u{10D}er zametl podlahu, spo\u{10D}\u{ED}tal pytle pro peka\u{159}e a \u{161}el na chv\u{ED}li k sousedovi na pivo.
      """
    let stopWords = ["v", "a", "se", "na"]
    let values = [
      "dup_line_frac": 0.3, "line_punct_thr": 0.1, "new_line_ratio": 0.3, "min_avg_word_length": 3,
      "max_avg_word_length": 11, "max_non_alpha_words_ratio": 0.7,
    ]
    let settings = FineWeb2Settings(values: values, runs: [:], stopWords: stopWords)
    #expect(try verdict(story, "fineweb2", settings: settings).failed == [])
    let foreign = FineWeb2Settings(values: values, runs: [:], stopWords: ["the", "of"])
    #expect(try verdict(story, "fineweb2", settings: foreign).reason == "gopher_enough_stop_words")
    var strict = values
    strict["line_punct_thr"] = 2
    let none = FineWeb2Settings(values: strict, runs: [:], stopWords: stopWords)
    #expect(try verdict(story, "fineweb2", settings: none).reason == "line_punct_ratio")
    #expect(throws: CleaningError.noFineWeb2Settings) { try verdict(story, "fineweb2") }
    #expect(throws: CleaningError.unusedFineWeb2Settings) { try verdict(story, "gopher", settings: settings) }
    #expect(throws: CleaningError.mixedWords("gopher", "fineweb2")) {
      try CleaningPlan(
        CleaningOptions(routes: [CleaningRoute(profiles: ["gopher", "fineweb2"], fineWeb2: settings)]))
    }
  }
}
