import QuernBytes
import QuernJSON
import QuernLexicons
import Testing

@testable import QuernCleaning

@Suite struct RuleTests {
  private func verdict(_ text: String, url: String = "", _ options: CleaningOptions) throws -> Verdict {
    let plan = try CleaningPlan(options)
    var cleaner = Cleaner(plan: plan)
    var buffer = ByteBuffer()
    buffer.append(string: text)
    var address = ByteBuffer()
    address.append(string: url)
    return try cleaner.clean(CleaningDocument(text: buffer.bytes, url: address.bytes), route: 0)
  }

  /// The lists that the examples of the rules about addresses speak of.
  private var urlLists: URLLists {
    let lists = URLLists()
    func list(_ text: StaticString, _ add: (UnsafeRawBufferPointer) -> Int) {
      _ = add(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
    list("# listed\nbad.example\nbad.host.example\n", lists.addDomains)
    list("site.example/page", lists.addURLs)
    list("hard", lists.addHardWords)
    list("soft\nmild", lists.addSoftWords)
    list("sub-string", lists.addSubstrings)
    return lists
  }

  @Test(arguments: RuleCatalogue.rules.map(\.id))
  func examplesShowTheRule(id: String) throws {
    let rule = try #require(RuleCatalogue.rule(id))
    // The rule alone, with its own values, in the first step that has it, after that step's edit.
    let step = Profile.all.flatMap(\.steps).first { $0.rules.contains { $0.id == id } }
    var route = CleaningRoute(profiles: [])
    for (example, keeps) in [(rule.passing, true), (rule.failing, false)] {
      let edit = id == RuleCatalogue.remainsRule ? .boilerplate : step?.edit
      route.steps = [ProfileStep("example", edit: edit, rules: [ProfileRule(id, labels: example.labels)])]
      var resources = CleaningResources(
        lexicon: try example.lexicon.map { try Lexicon($0) }, urlLists: example.url == nil ? nil : urlLists,
        language: .scripts)
      if id.hasPrefix("toxicity.s") { resources.toxicity = try TestModels.toxicity }
      let verdict = try verdict(
        example.text, url: example.url ?? "", CleaningOptions(routes: [route], resources: resources))
      for bound in rule.bounds where bound.standard != nil { #expect(verdict[bound.signal] != nil) }
      #expect(verdict.keep == keeps, "\(verdict.values)")
    }
  }

  @Test func signalsHaveTheirPlacesAndNames() {
    for measurement in Measurement.allCases {
      #expect(measurement.signals.map(\.slot) == Array(measurement.signals.indices))
      #expect(measurement.signals.allSatisfy { $0.measurement == measurement })
    }
    #expect(Set(Signal.all.map(\.name)).count == Signal.all.count)
    #expect(Signal.named("letter_share") == .letterShare && Signal.named("nothing") == nil)
  }

  @Test func catalogueIsConsistent() {
    #expect(Set(RuleCatalogue.rules.map(\.id)).count == RuleCatalogue.rules.count)
    for rule in RuleCatalogue.rules {
      #expect((rule.labelled != nil) == rule.bounds.isEmpty && rule.definition.hasSuffix("."), "\(rule.id)")
      #expect(Set(rule.bounds.map(\.parameter)).count == rule.bounds.count, "\(rule.id)")
    }
    for profile in Profile.all {
      for use in profile.rules {
        let parameters = RuleCatalogue.rule(use.id)?.bounds.map(\.parameter)
        #expect(parameters != nil, "\(profile.name) \(use.id)")
        for name in use.values.keys { #expect(parameters?.contains(name) == true, "\(profile.name) \(use.id) \(name)") }
      }
    }
  }

  private let story = """
    The miller rose before the sun and opened the gate. Water came down the race, and the wheel began to turn.
    All day the stones ground wheat that the farmers had brought in carts. In the evening he swept the floor.
    He counted the sacks for the baker, and the baker paid him with bread. It was not much, but it was enough.
    """

  @Test func proseKeepsAStoryAndDropsAMenu() throws {
    let options = CleaningOptions(routes: [CleaningRoute(profiles: ["prose"])])
    #expect(try verdict(story, options).keep)
    let menu = try verdict("Home\nShop\nHome\nLog in\nHome\n", options)
    #expect(!menu.keep)
    #expect(menu.reason == "basic.min_characters")
    #expect(
      menu.failed == [
        "basic.min_characters", "basic.repeated_lines", "basic.repeated_characters", "basic.min_words",
        "basic.terminal_punctuation", "basic.stop_words",
      ])
    #expect(menu[.lexiconHits] == nil)
  }

  @Test func decidedStopsAtTheFirstFailure() throws {
    let options = CleaningOptions(signals: .decided, routes: [CleaningRoute(profiles: ["prose"])])
    let menu = try verdict("Home\nShop\nHome\nLog in\nHome\n", options)
    #expect(menu.failed == ["basic.min_characters"])
    #expect(menu[.words] == 6)
    #expect(menu[.lines] == nil)
    #expect(try verdict(story, options)[.lines] == 3)
  }

  @Test func overridesReplaceValues() throws {
    let strict = CleaningRoute(profiles: ["basic"], rules: ["basic.min_characters": ["min": 1000]])
    #expect(try verdict(story, CleaningOptions(routes: [strict])).reason == "basic.min_characters")
    let lexicon = try Lexicon("wheat")
    let absolute = CleaningRoute(
      profiles: ["prose"], rules: ["toxicity.lexicon": ["max": 0, "max_per_1000": 1000]])
    #expect(
      try verdict(story, CleaningOptions(routes: [absolute], resources: CleaningResources(lexicon: lexicon))).reason
        == "toxicity.lexicon")
  }

  @Test func severalProfilesRunInOrderAndARuleRunsOnce() throws {
    let plan = try CleaningPlan(CleaningOptions(routes: [CleaningRoute(profiles: ["code", "prose"])]))
    #expect(
      plan.ruleIDs(route: 0) == [
        "basic.min_characters", "basic.max_characters", "code.lines", "code.line_length", "code.mean_line_length",
        "code.alphabetic_share", "code.data_length", "code.data_share", "code.generated", "code.licence_share",
        "basic.letter_share", "basic.repeated_lines", "basic.repeated_characters", "basic.min_words",
        "basic.mean_word_length", "basic.terminal_punctuation", "basic.stop_words",
      ])
    #expect(plan.routes[0].rules[3].bounds[0].value == 1000)
  }

  @Test func mistakesNameTheNearestName() {
    func error(_ route: CleaningRoute, _ lexicon: Lexicon? = nil) -> CleaningError? {
      do {
        _ = try CleaningPlan(CleaningOptions(routes: [route], resources: CleaningResources(lexicon: lexicon)))
        return nil
      } catch {
        return error
      }
    }
    let profile = error(CleaningRoute(profiles: ["pose"]))
    #expect(profile == .unknownProfile("pose", known: Profile.all.map(\.name)))
    #expect(profile?.description.contains("did you mean “prose”?") == true)
    let rule = error(CleaningRoute(profiles: ["prose"], rules: ["basic.stopwords": [:]]))
    #expect(rule?.description.contains("did you mean “basic.stop_words”?") == true)
    let far = error(CleaningRoute(profiles: ["nope"]))
    #expect(far?.description.contains("did you mean") == false)
    #expect(
      error(CleaningRoute(profiles: ["prose"], rules: ["basic.mean_word_length": ["mix": 1]]))
        == .unknownParameter("mix", rule: "basic.mean_word_length", known: ["min", "max"]))
    #expect(
      error(CleaningRoute(profiles: ["basic"], rules: ["basic.letter_share": ["min": .nan]]))
        == .badValue(rule: "basic.letter_share", parameter: "min"))
    #expect(
      error(CleaningRoute(profiles: ["basic"], rules: ["toxicity.lexicon": ["max": 1]]))
        == .noLexicon(rule: "toxicity.lexicon"))
    #expect(throws: CleaningError.noRoutes) { try CleaningPlan(CleaningOptions(routes: [])) }
  }

  @Test func theFirstMatchingRouteWins() throws {
    let plan = try CleaningPlan(
      CleaningOptions(routes: [
        CleaningRoute(source: "code", profiles: ["code"]), CleaningRoute(source: "web", profiles: ["prose"]),
        CleaningRoute(source: "web", profiles: ["basic"]),
      ]))
    #expect(try plan.routes(forSource: "web") == [1])
    #expect(throws: CleaningError.noRoute(source: "books")) { try plan.routes(forSource: "books") }
    // The same characters in other bytes are another source.
    let composed = try CleaningPlan(CleaningOptions(routes: [CleaningRoute(source: "caf\u{E9}", profiles: [])]))
    #expect(throws: CleaningError.self) { try composed.routes(forSource: "cafe\u{301}") }
    let any = try CleaningPlan(CleaningOptions(routes: [CleaningRoute(profiles: [])]))
    #expect(try any.routes(forSource: "") == [0])
  }
}
