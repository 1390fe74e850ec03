import QuernPersonalData
import QuernText

/// Compiled routes: what every cleaner of a run shares.
///
/// It never changes, so threads may share it.
public final class CleaningPlan: Sendable {
  /// The most rules that a route can have.
  public static let ruleLimit = 128

  let routes: [CompiledRoute]
  let signals: CleaningOptions.SignalMode
  let resources: CleaningResources
  /// Which lines are counted before cleaning, and go.
  public let repeatedLines: RepeatedLineRule?

  /// The names that signals of kind label take their values from.
  public let labels: [String]

  /// Compiles options. Languages may be named by any of their codes; the labels of the language source are meant.
  /// - Throws: ``CleaningError`` when a route names a profile, rule or parameter that does not exist (the error names
  ///   the nearest that does), when a value is no finite number, when a step needs what is not there, or when there is
  ///   no route.
  public init(_ given: CleaningOptions) throws(CleaningError) {
    let options = try given.withLanguageLabels()
    guard !options.routes.isEmpty else { throw .noRoutes }
    var routes: [CompiledRoute] = []
    for route in options.routes { routes.append(try CleaningPlan.compile(route, options)) }
    self.routes = routes
    signals = options.signals
    resources = options.resources
    repeatedLines = options.repeatedLines
    labels = options.resources.languageLabels ?? []
  }

  /// The routes that documents of `source` may take: the first whose languages hold a document's is taken. The last of
  /// them takes all languages. O(routes).
  /// - Throws: ``CleaningError/noRoute(source:)`` when there is none, ``CleaningError/noRouteForLanguages(source:)``
  ///   when there is none for all languages.
  public func routes(forSource source: String) throws(CleaningError) -> [Int] {
    var found: [Int] = []
    for (index, compiled) in routes.enumerated() where compiled.route.matches(source) {
      found.append(index)
      if compiled.route.languages == nil { return found }
    }
    if found.isEmpty { throw .noRoute(source: source) }
    throw .noRouteForLanguages(source: source)
  }

  /// The first of `candidates` that takes documents of `language`, one of ``labels``; nil where nothing told it.
  /// - Parameter candidates: from ``routes(forSource:)``.
  public func route(forLanguage language: String?, among candidates: [Int]) -> Int {
    for index in candidates {
      guard let languages = routes[index].route.languages else { return index }
      if let language, languages.contains(where: { $0.utf8.elementsEqual(language.utf8) }) { return index }
    }
    preconditionFailure("the last route takes all languages")
  }

  /// Whether a route reads the addresses of documents.
  public func readsURL(route: Int) -> Bool {
    routes[route].measurements.contains { $0.measurement.traits.readsURL } || repeatedLines?.scope == .host
  }

  /// The ids of a route's rules, in the order in which they are tried.
  public func ruleIDs(route: Int) -> [String] { routes[route].rules.map(\.id) }

  private static func compile(
    _ route: CleaningRoute, _ options: CleaningOptions
  ) throws(CleaningError) -> CompiledRoute {
    var profiles: [Profile] = []
    for name in route.profiles {
      guard let profile = Profile.named(name) else {
        throw .unknownProfile(name, known: Profile.all.map(\.name))
      }
      profiles.append(options.personalData.map { profile.following($0) } ?? profile)
    }
    try checkWords(of: profiles, route)
    var first: [ProfileStep] = []
    // Lines were counted as they came.
    if let rule = options.repeatedLines {
      first.append(ProfileStep("repeated_lines", edit: .repeatedLines(rule), rules: []))
    }
    let routed = options.routes.contains { $0.languages != nil }
    if let language = options.language ?? (routed ? LanguageRequirements() : nil) {
      first.append(language.step(with: route.fineWeb2))
    }
    let known = options.resources.languageLabels ?? []
    for language in (route.languages ?? []) + (options.language?.keep ?? [])
      + (options.language?.scores.keys.sorted() ?? [])
    where options.resources.has(.language) && !known.contains(where: { $0.utf8.elementsEqual(language.utf8) }) {
      throw .unknownLanguage(language, known: known)
    }
    first += options.toxicity.firstSteps
    if !options.repair.isEmpty { first.append(ProfileStep("repair", edit: .repair(options.repair), rules: [])) }
    let form = form(options.normalization, profiles)
    if form != .none { first.append(ProfileStep("normalize", edit: .normalize(form), rules: [])) }
    // Beside profiles, lists of addresses and boilerplate come first; what a profile does itself is done there.
    if options.resources.has(.urlLists), !(profiles.flatMap(\.steps) + route.steps).contains(where: \.readsURL) {
      first += Profile.url.steps
    }
    if options.removesBoilerplate { first += Profile.boilerplate.steps }
    var last: [ProfileStep] = []
    if options.resources.has(.lexicon) {
      last.append(ProfileStep("lexicon", rules: [ProfileRule(RuleCatalogue.lexiconRule)]))
    }
    last += options.toxicity.lastSteps
    if let policy = options.personalData, !profiles.contains(where: { $0.name == Profile.personalData.name }) {
      last.append(policy.step("pii"))
    }
    let userRules = options.language?.userRules() ?? []
    return try RouteCompiler.compile(
      route, profiles: profiles, resources: options.resources, first: first + route.steps, last: last,
      userRules: userRules + options.userRules)
  }

  /// Whether all profiles of a route count the same words, and have what they need for it.
  private static func checkWords(of profiles: [Profile], _ route: CleaningRoute) throws(CleaningError) {
    let needsSettings = profiles.contains { $0.words == .dictionaries }
    if needsSettings && route.fineWeb2 == nil { throw .noFineWeb2Settings }
    if !needsSettings && route.fineWeb2 != nil { throw .unusedFineWeb2Settings }
    guard let one = profiles.first(where: { $0.words != nil }) else { return }
    if let other = profiles.first(where: { $0.words != nil && $0.words != one.words }) {
      throw .mixedWords(one.name, other.name)
    }
  }

  private static func form(
    _ choice: CleaningOptions.Normalization, _ profiles: [Profile]
  ) -> NormalizationForm {
    switch choice {
    case .profile: profiles.first?.normalization ?? .nfc
    case .none: .none
    case .nfc: .nfc
    case .nfkc: .nfkc
    }
  }
}
