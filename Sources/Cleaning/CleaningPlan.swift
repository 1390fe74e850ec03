import QuernText

/// Compiled routes: what every cleaner of a run shares.
///
/// It never changes, so threads may share it.
public final class CleaningPlan: Sendable {
  /// The most rules that a route can have.
  public static let ruleLimit = 128

  /// A rule with the values that hold on its route.
  struct CompiledRule: Sendable {
    let id: String
    var bounds: [CompiledBound]

    /// The passes that measure its signals.
    var passes: MeasuringPass {
      bounds.reduce(into: []) { $0.formUnion($1.signal.pass.withPrerequisites) }
    }

    func keeps(_ counts: borrowing SignalCounts) -> Bool {
      for bound in bounds where !bound.keeps(counts.value(of: bound.signal)) { return false }
      return true
    }
  }

  /// A comparison with its value.
  struct CompiledBound: Sendable {
    let parameter: String
    let signal: Signal
    let comparison: RuleBound.Comparison
    var value: Double

    func keeps(_ measured: Double) -> Bool {
      switch comparison {
      case .atLeast: measured >= value
      case .atMost: measured <= value
      }
    }
  }

  /// A route with everything that it refers to found.
  struct CompiledRoute: Sendable {
    let route: CleaningRoute
    let profiles: [Profile]
    let normalizer: Normalizer
    let rules: [CompiledRule]
  }

  let routes: [CompiledRoute]
  let signals: CleaningOptions.SignalMode
  let lexicon: Lexicon?

  /// Compiles `options`.
  /// - Throws: ``CleaningError`` when a route names a profile, rule or parameter that does not exist (the error names
  ///   the nearest that does), when a value is no finite number, or when there is no route.
  public init(_ options: CleaningOptions) throws(CleaningError) {
    guard !options.routes.isEmpty else { throw .noRoutes }
    var routes: [CompiledRoute] = []
    for route in options.routes { routes.append(try CleaningPlan.compile(route, options)) }
    self.routes = routes
    signals = options.signals
    lexicon = options.lexicon
  }

  /// The index of the first route that matches documents of `source`; O(routes).
  /// - Throws: ``CleaningError/noRoute(source:)`` when none does.
  public func route(forSource source: String) throws(CleaningError) -> Int {
    for (index, compiled) in routes.enumerated() where compiled.route.matches(source) { return index }
    throw .noRoute(source: source)
  }

  /// The ids of a route's rules, in the order in which they are tried.
  public func ruleIDs(route: Int) -> [String] { routes[route].rules.map(\.id) }

  private static func compile(
    _ route: CleaningRoute, _ options: CleaningOptions
  ) throws(CleaningError) -> CompiledRoute {
    var profiles: [Profile] = []
    var rules: [CompiledRule] = []
    for name in route.profiles {
      guard let profile = Profile.named(name) else {
        throw .unknownProfile(name, known: Profile.all.map(\.name))
      }
      profiles.append(profile)
      for use in profile.rules where !rules.contains(where: { $0.id == use.id }) {
        rules.append(try compile(use, route))
      }
    }
    if options.lexicon != nil { rules.append(try compile(ProfileRule(RuleCatalogue.lexiconRule), route)) }
    // Sorted, so that of several mistakes the same one is reported every time.
    for id in route.rules.keys.sorted() where !rules.contains(where: { $0.id == id }) {
      if id == RuleCatalogue.lexiconRule { throw .noLexicon(rule: id) }
      throw .unknownRule(id, known: rules.map(\.id))
    }
    guard rules.count <= ruleLimit else { throw .tooManyRules(rules.count) }
    return CompiledRoute(
      route: route, profiles: profiles, normalizer: Normalizer(form(options.normalization, profiles)), rules: rules)
  }

  /// The rule with its own values, over them those of the profile, over them those of the route.
  private static func compile(_ use: ProfileRule, _ route: CleaningRoute) throws(CleaningError) -> CompiledRule {
    guard let rule = RuleCatalogue.rule(use.id) else { preconditionFailure("no rule \(use.id) in the catalogue") }
    let values = route.rules[rule.id] ?? [:]
    let parameters = rule.bounds.map(\.parameter)
    for name in values.keys.sorted() where !parameters.contains(name) {
      throw .unknownParameter(name, rule: rule.id, known: parameters)
    }
    var bounds: [CompiledBound] = []
    for bound in rule.bounds {
      guard let value = values[bound.parameter] ?? use.values[bound.parameter] ?? bound.standard else { continue }
      guard value.isFinite else { throw .badValue(rule: rule.id, parameter: bound.parameter) }
      bounds.append(
        CompiledBound(
          parameter: bound.parameter, signal: bound.signal, comparison: bound.comparison, value: value))
    }
    return CompiledRule(id: rule.id, bounds: bounds)
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
