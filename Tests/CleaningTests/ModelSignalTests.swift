import QuernBytes
import QuernClassifiers
import QuernJSON
import TestSupport
import Testing

@testable import QuernCleaning

/// Signals, rules and edits that ask models.
@Suite struct ModelSignalTests {
  private func row(_ verdict: Verdict) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    verdict.write(into: &writer)
    writer.endObject()
    return writer.buffer.bytes.text
  }

  private let german = "Der Müller stand vor der Sonne auf und öffnete das Tor der Mühle."
  private let english = "The miller rose before the sun and opened the gate of the mill."

  @Test func languagesStayOrGo() throws {
    guard let model = try TestModels.language else { return }
    var options = CleaningOptions(routes: [CleaningRoute(profiles: [])])
    options.resources.language = .model(model, sample: nil)
    options.language = LanguageRequirements(keep: ["en", "de"], minScore: 0.3, scores: ["de": 1.5])
    var cleaner = Cleaner(plan: try CleaningPlan(options))
    let kept = try withBytes(Array(english.utf8)) { try cleaner.clean($0, route: 0) }
    #expect(kept.keep && row(kept).contains(#""language":"en","language_score":0.9"#), "\(row(kept))")
    let unsure = try withBytes(Array(german.utf8)) { try cleaner.clean($0, route: 0) }
    #expect(unsure.failed == ["language.min_score.de"])
    let other = try withBytes(Array("Le meunier se leva avant le soleil et ouvrit la porte du moulin.".utf8)) {
      try cleaner.clean($0, route: 0)
    }
    #expect(other.failed == ["language.keep"])
    let nothing = try withBytes([]) { try cleaner.clean($0, route: 0) }
    #expect(!nothing.keep)

    // Other codes of the same languages do as well.
    options.language = LanguageRequirements(keep: ["eng_Latn", "deu"], scores: ["deu": 1.5])
    options.routes.insert(CleaningRoute(languages: ["fra"], profiles: []), at: 0)
    let plan = try CleaningPlan(options)
    var coded = Cleaner(plan: plan)
    let routes = try plan.routes(forSource: "any")
    for (text, route, failed) in [
      (english, 1, []), (german, 1, ["language.min_score.de"]),
      ("Le meunier se leva avant le soleil.", 0, ["language.keep"]),
    ] {
      let verdict = try withBytes(Array(text.utf8)) { try coded.clean(CleaningDocument(text: $0), among: routes) }
      #expect(verdict.route == route && verdict.failed == failed, "\(text)")
    }
  }

  @Test func aCommonScoreLeavesOtherLanguagesTheirOwn() throws {
    let options = LanguageRequirements(keep: ["en", "de"], minScore: 0.65, scores: ["de": 0.5])
    #expect(options.step(with: nil).rules.map(\.values) == [[:], ["min": 0.5]])
    #expect(options.userRules().map(\.condition.text) == ["language != 'de' && language_score < 0.65"])
    #expect(LanguageRequirements().step(with: nil).rules.isEmpty)
  }

  @Test func toxicityIsTaggedDroppedOrCut() throws {
    let insult = "You fucking idiots should all shut the fuck up. "
    let text = Array((english + " " + insult + english + "\n").utf8)
    var options = CleaningOptions(routes: [CleaningRoute(profiles: ["toxicity"])])
    options.resources.toxicity = try TestModels.toxicity
    var tagging = Cleaner(plan: try CleaningPlan(options))
    let tagged = try withBytes(text) { try tagging.clean($0, route: 0) }
    let mean = try #require(tagged[.toxicity])
    let highest = try #require(tagged[.toxicityMax])
    #expect(tagged.keep && mean > 0 && mean < highest && highest > 0.8)
    #expect(tagged[.toxicityShare] == 1.0 / 3)

    options.routes = [CleaningRoute(profiles: [])]
    options.toxicity.dropAbove = mean - 0.01
    var dropping = Cleaner(plan: try CleaningPlan(options))
    #expect(try withBytes(text) { try dropping.clean($0, route: 0).reason } == "toxicity.score")

    options.routes = [CleaningRoute(profiles: ["toxicity-cut"])]
    options.toxicity = ToxicityRequirements()
    var cutting = Cleaner(plan: try CleaningPlan(options))
    try withBytes(text) { bytes in
      let cut = try cutting.clean(bytes, route: 0)
      #expect(cutting.text.text == english + " " + english + "\n")
      #expect(cut.edits[.toxicSentences] == 1 && cut[.toxicityMax] == tagged[.toxicityMax])
    }
  }

  @Test func whiteSpaceDoesNotDiluteTheScore() throws {
    var scorer = ToxicityScorer(try TestModels.toxicity)
    let insult = "You fucking idiots should all shut the fuck up.\n"
    let plain = withBytes(Array(insult.utf8)) { scorer.score($0) }
    for space in ["\u{3000}", "\u{A0}\u{A0}", "\u{2009} \u{202F}", "\u{85}", "\u{2028}", "\u{1680}"] {
      let padded = insult + String(repeating: space + "\n", count: 50)
      let scores = withBytes(Array(padded.utf8)) { scorer.score($0) }
      #expect(scores.share == 1 && scores.mean == plain.mean, "\(space.unicodeScalars)")
    }
  }

  @Test func cutSentencesLeaveTheEndOfTheirLine() throws {
    var scorer = ToxicityScorer(try TestModels.toxicity)
    for lineEnd in ["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", " "] {
      let insult = "You fucking idiots should all shut the fuck up." + lineEnd
      var out = ByteBuffer()
      let cut = withBytes(Array((english + lineEnd + insult + english).utf8)) {
        scorer.cut($0, from: 0.4, into: &out).cut
      }
      #expect(cut == 1 && out.bytes.text == english + lineEnd + (lineEnd == " " ? "" : lineEnd) + english)
    }
  }

  /// Which text the rule is about does not depend on edits that have nothing to do with it.
  @Test func theRuleReadsTheTextBeforeTheCut() throws {
    let insult = "You fucking idiots should all shut the fuck up. "
    let text = Array((insult + insult + english + " Cafe\u{301}.\n").utf8)
    for form in [CleaningOptions.Normalization.none, .nfc] {
      var options = CleaningOptions(normalization: form, routes: [CleaningRoute(profiles: ["gopher"])])
      options.toxicity.cutFrom = 0.4
      options.toxicity.dropAbove = 0.3
      options.resources.toxicity = try TestModels.toxicity
      var cleaner = Cleaner(plan: try CleaningPlan(options))
      let verdict = try withBytes(text) { try cleaner.clean($0, route: 0) }
      #expect(verdict.failed.contains("toxicity.score") && verdict.edits[.toxicSentences] == 2, "\(form)")
      #expect(!row(verdict).contains("toxicity#2"), "\(form)")
    }
  }

  /// Work that a model decided is redone under another library.
  @Test func plansNameTheLibraryOfTheirModels() throws {
    func semantics(_ options: CleaningOptions) throws -> String {
      var writer = JSONWriter()
      try CleaningPlan(options).semantics(into: &writer)
      return writer.buffer.bytes.text
    }
    var options = CleaningOptions(routes: [CleaningRoute(profiles: ["basic"])])
    options.resources.language = .scripts
    #expect(try !semantics(options).contains("\"fasttext\""))
    options.resources.toxicity = try TestModels.toxicity
    #expect(try semantics(options).contains("\"fasttext\":\"\(FastTextLibrary.build)\""))
    #expect(FastTextLibrary.build.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 })
    #expect(!FastTextLibrary.build.isEmpty && FastTextLibrary.build.utf8.count % 2 == 0)
  }

  @Test func whatIsMissingIsNamed() throws {
    for (profile, resource) in [("toxicity", CleaningResource.toxicity), ("toxicity-cut", .toxicity)] {
      let options = CleaningOptions(routes: [CleaningRoute(profiles: [profile])])
      #expect(options.neededResources == [resource])
      #expect(throws: CleaningError.missing(resource, step: profile)) { try CleaningPlan(options) }
    }
    var options = CleaningOptions(routes: [CleaningRoute(profiles: [])])
    options.userRules = [UserRule(id: "drop_if", condition: try SignalCondition("language == 'en'"))]
    #expect(options.neededResources == [.language])
    #expect(throws: CleaningError.missing(.language, step: "drop_if")) { try CleaningPlan(options) }
  }

  @Test func hostileTextsHaveValues() throws {
    var options = CleaningOptions(routes: [CleaningRoute(profiles: ["toxicity"])])
    options.resources.toxicity = try TestModels.toxicity
    if let model = try TestModels.language {
      options.resources.language = .model(model, sample: nil)
      options.language = LanguageRequirements()
    }
    var cleaner = Cleaner(plan: try CleaningPlan(options))
    for text in ["", " ", "\n\n\n", "\0", String(repeating: "\u{301}", count: 10_000), "!", "</s>", "__label__1"] {
      let verdict = try withBytes(Array(text.utf8)) { try cleaner.clean($0, route: 0) }
      for value in verdict.values { #expect(value.isFinite, "\(text.prefix(10))") }
      #expect((verdict[.toxicity] ?? 1) < 0.6, "\(text.prefix(10))")
    }
  }
}
