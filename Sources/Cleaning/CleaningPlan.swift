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

  /// The names that signals of kind label take their values from.
  public let labels: [String]

  /// Compiles `options`.
  /// - Throws: ``CleaningError`` when a route names a profile, rule or parameter that does not exist (the error names
  ///   the nearest that does), when a value is no finite number, when a step needs what is not there, or when there is
  ///   no route.
  public init(_ options: CleaningOptions) throws(CleaningError) {
    guard !options.routes.isEmpty else { throw .noRoutes }
    var routes: [CompiledRoute] = []
    for route in options.routes { routes.append(try CleaningPlan.compile(route, options)) }
    self.routes = routes
    signals = options.signals
    resources = options.resources
    labels = options.resources.labels
  }

  /// The index of the first route that matches documents of `source`; O(routes).
  /// - Throws: ``CleaningError/noRoute(source:)`` when none does.
  public func route(forSource source: String) throws(CleaningError) -> Int {
    for (index, compiled) in routes.enumerated() where compiled.route.matches(source) { return index }
    throw .noRoute(source: source)
  }

  /// Whether a route reads the addresses of documents.
  public func readsURL(route: Int) -> Bool { routes[route].measurements.contains { $0.measurement.readsURL } }

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
      profiles.append(profile)
    }
    var first: [ProfileStep] = []
    let form = form(options.normalization, profiles)
    if form != .none { first.append(ProfileStep("normalize", edit: .normalize(form), rules: [])) }
    var last: [ProfileStep] = []
    if options.resources.lexicon != nil {
      last.append(ProfileStep("lexicon", rules: [ProfileRule(RuleCatalogue.lexiconRule)]))
    }
    if let language = options.language { first.append(language.step) }
    first += options.toxicity.firstSteps
    last += options.toxicity.lastSteps
    return try RouteCompiler.compile(
      route, profiles: profiles, resources: options.resources, first: first + route.steps, last: last,
      userRules: (options.language?.userRules ?? []) + options.userRules)
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
