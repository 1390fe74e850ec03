import QuernBytes
import QuernJSON
import QuernLexicons
import QuernText
import Testing

@testable import QuernCleaning

@Suite struct CleanerTests {
  private func buffer(_ text: String) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    return buffer
  }

  private func plan(_ normalization: CleaningOptions.Normalization, _ profiles: [String] = []) throws -> CleaningPlan {
    try CleaningPlan(CleaningOptions(normalization: normalization, routes: [CleaningRoute(profiles: profiles)]))
  }

  @Test func uneditedTextIsTheDocumentItself() throws {
    var cleaner = Cleaner(plan: try plan(.nfc))
    let document = buffer("Déjà vu")
    let verdict = try cleaner.clean(document.bytes, route: 0)
    #expect(!verdict.edited)
    #expect(cleaner.text.baseAddress == document.bytes.baseAddress)
    #expect(cleaner.text.count == document.count)
  }

  @Test func editedTextIsNormalisedAndMeasured() throws {
    var cleaner = Cleaner(plan: try plan(.nfc, ["basic"]))
    let document = buffer("De\u{301}ja\u{300} vu")
    let verdict = try cleaner.clean(document.bytes, route: 0)
    #expect(verdict.edited)
    #expect(verdict.edits[.nfc] == 1)
    #expect(Array(cleaner.text) == Array("D\u{E9}j\u{E0} vu".utf8))
    #expect(verdict[.characters] == 7)
    let plain = buffer("next")
    #expect(try cleaner.clean(plain.bytes, route: 0).edited == false)
    #expect(cleaner.text.text == "next")
  }

  @Test func normalisationIsThatOfTheProfileOrTheOption() throws {
    let document = buffer("e\u{301} \u{FB01}")
    for (choice, profiles, expected) in [
      (.profile, [], "\u{E9} \u{FB01}"), (.profile, ["prose"], "\u{E9} \u{FB01}"),
      (.profile, ["code"], "e\u{301} \u{FB01}"), (.nfc, ["code"], "\u{E9} \u{FB01}"),
      (.nfkc, [], "\u{E9} fi"), (.none, ["prose"], "e\u{301} \u{FB01}"),
    ] as [(CleaningOptions.Normalization, [String], String)] {
      var cleaner = Cleaner(plan: try plan(choice, profiles))
      _ = try cleaner.clean(document.bytes, route: 0)
      #expect(Array(cleaner.text) == Array(expected.utf8), "\(choice) \(profiles)")
    }
  }

  /// An edit that writes what normalisation would not leave is followed by it, whatever came before.
  @Test func whatARepairWritesIsNormalised() throws {
    for (choice, profiles) in [(.profile, ["basic", "repair"]), (.nfc, ["repair"])]
      as [(CleaningOptions.Normalization, [String])]
    {
      var cleaner = Cleaner(plan: try plan(choice, profiles))
      let document = buffer("cafe&#x301;")
      _ = try cleaner.clean(document.bytes, route: 0)
      #expect(Array(cleaner.text) == Array("caf\u{E9}".utf8), "\(choice) \(profiles)")
    }
    // Nothing lies between the two of these.
    #expect(try plan(.profile, ["basic", "basic"]).routes[0].steps.count { $0.edit != nil } == 1)
    #expect(try plan(.none, ["repair", "repair"]).routes[0].steps.count { $0.edit != nil } == 4)
  }

  /// One cleaner for many documents gives what a new cleaner gives for each.
  @Test func documentsDoNotInfluenceOneAnother() throws {
    let lexicon = try Lexicon("the\nif\nи\n的")
    for mode in CleaningOptions.SignalMode.allCases {
      let plan = try CleaningPlan(
        CleaningOptions(
          signals: mode, routes: [CleaningRoute(profiles: ["prose"])],
          resources: CleaningResources(lexicon: lexicon)))
      var reused = Cleaner(plan: plan)
      var random = RandomGenerator(seed: 77)
      let texts = Hostile.texts + (0..<300).map { _ in Hostile.random(random.next(below: 60), &random) }
      for text in texts {
        let document = buffer(text)
        var fresh = Cleaner(plan: plan)
        let expected = try fresh.clean(document.bytes, route: 0)
        let verdict = try reused.clean(document.bytes, route: 0)
        #expect(
          verdict.values == expected.values && verdict.measured == expected.measured
            && verdict.failedRules == expected.failedRules)
        #expect(reused.text.hasSameBytes(as: fresh.text))
      }
    }
  }

  @Test func decidedGivesTheReasonOfFull() throws {
    var random = RandomGenerator(seed: 78)
    func cleaner(_ mode: CleaningOptions.SignalMode) throws -> Cleaner {
      Cleaner(plan: try CleaningPlan(CleaningOptions(signals: mode, routes: [CleaningRoute(profiles: ["prose"])])))
    }
    var full = try cleaner(.full)
    var decided = try cleaner(.decided)
    for text in Hostile.texts + (0..<300).map({ _ in Hostile.random(random.next(below: 200), &random) }) {
      let document = buffer(text)
      let expected = try full.clean(document.bytes, route: 0)
      #expect(try decided.clean(document.bytes, route: 0).reasonIndex == expected.reasonIndex)
    }
  }

  @Test func verdictsAreWrittenAsMembers() throws {
    let plan = try CleaningPlan(
      CleaningOptions(
        routes: [CleaningRoute(profiles: ["basic"])], resources: CleaningResources(lexicon: try Lexicon("knave"))))
    var cleaner = Cleaner(plan: plan)
    let document = buffer("Fie, kn\u{61}ve e\u{301}!\n")
    let verdict = try cleaner.clean(document.bytes, route: 0)
    var writer = JSONWriter()
    writer.beginObject()
    verdict.write(into: &writer)
    writer.endObject()
    let text = writer.buffer.bytes.text
    #expect(
      text == """
        {"keep":false,"reason":"basic.min_characters","failed":["basic.min_characters","toxicity.lexicon"],\
        "signals":{"characters":14,"words":3,"letter_share":0.8181818181818182,"mean_word_length":3.6666666666666665,\
        "stop_words":0,"lines":1,"terminal_punctuation_share":1.0,"repeated_line_share":0.0,\
        "repeated_character_share":0.0,"longest_line":13,"lexicon_hits":1,\
        "lexicon_hits_per_1000":333.3333333333333,\
        "lexicon_mild":0,"lexicon_strong":1,"lexicon_severe":0,"lexicon_disguised":0},"edits":{"nfc":1}}
        """)
    #expect(!text.contains("knave"))
  }

  @Test func semanticsAreStableAndCoverWhatDecides() throws {
    func semantics(_ options: CleaningOptions) throws -> String {
      var writer = JSONWriter()
      try CleaningPlan(options).semantics(into: &writer)
      return writer.buffer.bytes.text
    }
    let base = CleaningOptions(routes: [CleaningRoute(profiles: ["prose"])])
    let text = try semantics(base)
    #expect(try semantics(base) == text)
    var routes = try #require(JSONDocument(text).root["routes"]?.elements)
    #expect(routes.next()?["steps"]?.count == 3)
    var others: [CleaningOptions] = [base, base, base, base, base]
    others[0].normalization = .nfkc
    others[1].signals = .decided
    others[2].routes[0].rules = ["basic.min_words": ["min": 49]]
    others[3].resources.lexicon = try Lexicon("knave")
    others[4].routes.append(CleaningRoute(source: "x", profiles: []))
    for other in others { #expect(try semantics(other) != text) }
  }
}
