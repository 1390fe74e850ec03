import QuernBytes
import Testing

@testable import QuernCleaning

@Suite struct LanguageRouteTests {
  private func options(_ routes: [CleaningRoute]) -> CleaningOptions {
    CleaningOptions(routes: routes, resources: CleaningResources(language: .scripts))
  }

  private let routes = [
    CleaningRoute(languages: ["script:Cyrl", "script:Grek"], profiles: ["basic"]),
    CleaningRoute(languages: ["script:Latn"], profiles: ["prose"]), CleaningRoute(profiles: []),
  ]

  private func verdict(_ text: String, _ options: CleaningOptions) throws -> Verdict {
    let plan = try CleaningPlan(options)
    var cleaner = Cleaner(plan: plan)
    var buffer = ByteBuffer()
    buffer.append(string: text)
    return try cleaner.clean(CleaningDocument(text: buffer.bytes), among: plan.routes(forSource: "any"))
  }

  @Test(arguments: [("Колесо вертится", 0), ("The wheel turns", 1), ("車輪", 2), ("1 2 3", 2), ("", 2)])
  func theFirstRouteOfTheLanguageIsTaken(text: String, route: Int) throws {
    #expect(try verdict(text, options(routes)).route == route)
  }

  @Test func theLanguageIsThatOfTheTextAsItCame() throws {
    var options = options([CleaningRoute(profiles: ["basic"])])
    options.language = LanguageRequirements(keep: ["script:Latn"], minScore: 0.7)
    options.normalization = .nfkc
    let kept = try verdict("The ﬁrst wheel of the mill turns in the water of the river.", options)
    #expect(kept.keep && kept.edited && kept[.languageScore] == 1)
    #expect(try verdict("Колесо", options).failed.first == "language.keep")
    #expect(try verdict("Wheel Колесо", options).failed.contains("language.min_score"))
    #expect(try verdict("12", options)[.language] == -1)
  }

  @Test(arguments: [
    ("Water came down the race to the mill.\nMenu\nКолесо\n", 1, nil, 0),
    ("Water came down the race to the mill.\r\n  Колесо вертелось весь день.\t\n", 37.0 / 87, "Cyrl", 50.0 / 87),
    ("Вода\nWheel", 1, nil, 0), ("", 0, nil, 0), ("12 34\n", 0, nil, 0),
  ])
  func paragraphsHaveLanguagesOfTheirOwn(text: String, share: Double, other: String?, otherShare: Double) throws {
    var options = options([CleaningRoute(profiles: [])])
    options.language = LanguageRequirements(minShare: 0.9)
    let verdict = try verdict(text, options)
    #expect(verdict.failed == (share < 0.9 ? ["language.share"] : []))
    #expect(verdict[.languageShare] == share && verdict[.otherLanguageShare] == otherShare)
    let label = Int(try #require(verdict[.otherLanguage]))
    #expect((label < 0 ? nil : LanguageSource.scripts.labels[label]) == other.map { "script:\($0)" })
  }

  @Test func fineWeb2AsksForItsScoreWhereLanguagesAreTold() throws {
    let settings = FineWeb2Settings(values: [:], runs: [:], stopWords: ["the"], languageScore: 0.9)
    let route = CleaningRoute(profiles: ["fineweb2"], fineWeb2: settings)
    var options = options([route])
    #expect(!(try verdict("Wheel Колесо", options).failed.contains("language.min_score")))
    options.language = LanguageRequirements(minScore: 0.3)
    #expect(try verdict("Wheel Колесо", options).failed.first == "language.min_score")
    #expect(!(try verdict("The wheel turns", options).failed.contains("language.min_score")))
  }

  @Test func mistakesAreNamed() throws {
    #expect(throws: CleaningError.noRouteForLanguages(source: "x")) {
      try CleaningPlan(options([routes[0]])).routes(forSource: "x")
    }
    #expect(throws: CleaningError.missing(.language, step: "language")) {
      try CleaningPlan(CleaningOptions(routes: routes))
    }
    #expect(throws: CleaningError.self) {
      try CleaningPlan(options([CleaningRoute(languages: ["eng"], profiles: []), CleaningRoute(profiles: [])]))
    }
  }
}
