import QuernText

/// Lays out the steps, rules and values of a route.
struct RouteCompiler {
  private let route: CleaningRoute
  private let resources: CleaningResources
  private var steps: [CompiledStep] = []
  private var rules: [CompiledRule] = []
  private var measurements: [CompiledMeasurement] = []
  private var version = 0

  /// Compiles `route`.
  /// - Parameters:
  ///   - first: steps before those of the profiles.
  ///   - last: steps after them.
  ///   - userRules: conditions that are tried at the end.
  /// - Throws: ``CleaningError`` when the route names a profile, rule or parameter that does not exist, has a value
  ///   that is no finite number, lacks a resource, or has too many rules.
  static func compile(
    _ route: CleaningRoute, profiles: [Profile], resources: CleaningResources, first: [ProfileStep],
    last: [ProfileStep], userRules: [UserRule]
  ) throws(CleaningError) -> CompiledRoute {
    var compiler = RouteCompiler(route: route, resources: resources)
    for step in first + profiles.flatMap(\.steps) + last { try compiler.add(step) }
    try compiler.add(userRules)
    if compiler.steps.contains(where: { $0.edit?.canEmpty == true }) {
      try compiler.add(ProfileStep("remains", rules: [ProfileRule(RuleCatalogue.remainsRule)]))
    }
    try compiler.checkNames()
    return CompiledRoute(
      route: route, profiles: profiles, steps: compiler.steps, rules: compiler.rules,
      measurements: compiler.measurements, words: profiles.compactMap(\.words).first ?? .english,
      stopWords: route.fineWeb2.map { GopherStopWords($0.stopWords) } ?? .english)
  }

  private init(route: CleaningRoute, resources: CleaningResources) {
    self.route = route
    self.resources = resources
  }

  /// Adds a step.
  ///
  /// One that an earlier profile had too is taken once, unless another edit came between. A rule runs once, at its first
  /// place; one that reads what the step's own edit finds runs for every such edit, as `ID#2` and so on.
  private mutating func add(_ step: ProfileStep) throws(CleaningError) {
    // After another edit, the text may need this one again: what a repair has written need not be normalised.
    if step.edit != nil, let last = steps.last(where: { $0.edit != nil }), last.name == step.name,
      last.edit == step.edit
    {
      return
    }
    var edited: Int?
    if let edit = step.edit {
      if let resource = edit.resource, !resources.has(resource) { throw .missing(resource, step: step.name) }
      version += 1
      if let measurement = edit.measurement { edited = try newPlace(of: measurement, in: step) }
    }
    var tags: [Int] = []
    for tag in step.tags { tags.append(try place(of: tag, in: step)) }
    let start = rules.count
    for use in step.rules {
      let earlier = rules.count { $0.rule == use.id }
      if earlier > 0 && !readsEdit(use, of: step) { continue }
      rules.append(try compile(use, in: step, suffix: RouteCompiler.suffix(earlier)))
    }
    guard rules.count <= CleaningPlan.ruleLimit else { throw .tooManyRules(rules.count) }
    var measured: [Int] = []
    for place in rules[start...].flatMap(\.measurements) where !measured.contains(place) { measured.append(place) }
    steps.append(
      CompiledStep(
        name: step.name, edit: step.edit, edited: edited, measurements: measured, tags: tags,
        rules: start..<rules.count))
  }

  /// Whether the rule is about what the step's edit finds, which is something else for every edit.
  private func readsEdit(_ use: ProfileRule, of step: ProfileStep) -> Bool {
    guard let measurement = step.edit?.measurement else { return false }
    return RuleCatalogue.rule(use.id)?.bounds.contains { $0.signal.measurement == measurement } == true
  }

  /// What follows a name that was used `earlier` times before.
  private static func suffix(_ earlier: Int) -> String { earlier == 0 ? "" : "#\(earlier + 1)" }

  /// The place of `measurement` on the text as it is now, or of what stands for it.
  private mutating func place(of measurement: Measurement, in step: ProfileStep) throws(CleaningError) -> Int {
    let known = measurements.indices.first { place in
      measurements[place].measurement == measurement
        && (measurements[place].version == version || measurement.traits.isOfDocument
          || measurement.traits.isOfUncutText && steps.contains { $0.edited == place })
    }
    if let known { return known }
    return try newPlace(of: measurement, in: step)
  }

  /// A place for `measurement` on the text as it is now.
  private mutating func newPlace(of measurement: Measurement, in step: ProfileStep) throws(CleaningError) -> Int {
    if let resource = measurement.traits.resource, !resources.has(resource) {
      throw .missing(resource, step: step.name)
    }
    let earlier = measurements.count { $0.measurement == measurement }
    let suffix = RouteCompiler.suffix(earlier)
    measurements.append(
      CompiledMeasurement(
        measurement: measurement, version: version, base: measurements.last?.end ?? 0,
        names: measurement.signals.map { $0.name + suffix }, kinds: measurement.signals.map(\.kind)))
    guard measurements.count <= CleaningPlan.ruleLimit else { throw .tooManyRules(measurements.count) }
    return measurements.count - 1
  }

  /// Adds the step of a user's conditions. They read signals where these were last measured; one that no step measures
  /// is measured on the text as it is at the end.
  private mutating func add(_ userRules: [UserRule]) throws(CleaningError) {
    guard !userRules.isEmpty else { return }
    let step = ProfileStep("drop_if", rules: [])
    let start = rules.count
    for user in userRules {
      var places: [Signal: Int] = [:]
      var measured: [Int] = []
      for signal in user.condition.signals {
        var place = measurements.lastIndex { $0.measurement == signal.measurement }
        if place == nil { place = try self.place(of: signal.measurement, in: step) }
        guard let place else { continue }
        places[signal] = measurements[place].base + signal.slot
        if !measured.contains(place) { measured.append(place) }
      }
      rules.append(
        CompiledRule(
          rule: user.id, id: user.id, reason: user.id, measurements: measured, bounds: [],
          condition: CompiledCondition(condition: user.condition, places: places)))
    }
    guard rules.count <= CleaningPlan.ruleLimit else { throw .tooManyRules(rules.count) }
    steps.append(
      CompiledStep(
        name: step.name, edit: nil, edited: nil, measurements: rules[start...].flatMap(\.measurements), tags: [],
        rules: start..<rules.count))
  }

  /// The rule with its own values, over them those of the profile, of the route's settings, and of the route itself.
  private mutating func compile(
    _ use: ProfileRule, in step: ProfileStep, suffix: String
  ) throws(CleaningError) -> CompiledRule {
    guard let rule = RuleCatalogue.rule(use.id) else { preconditionFailure("no rule \(use.id) in the catalogue") }
    let id = rule.id + suffix
    let values = route.rules[id] ?? [:]
    let settings = route.fineWeb2?.rules[rule.id] ?? [:]
    let parameters = rule.bounds.map(\.parameter)
    if parameters.isEmpty && !values.isEmpty { throw .noParameters(rule: rule.id) }
    for name in values.keys.sorted() where !parameters.contains(name) {
      throw .unknownParameter(name, rule: id, known: parameters)
    }
    var bounds: [CompiledBound] = []
    var measured: [Int] = []
    for bound in rule.bounds {
      guard
        let value = values[bound.parameter] ?? settings[bound.parameter] ?? use.values[bound.parameter]
          ?? bound.standard
      else { continue }
      guard value.isFinite else { throw .badValue(rule: id, parameter: bound.parameter) }
      let place = try place(of: bound.signal.measurement, in: step)
      if !measured.contains(place) { measured.append(place) }
      bounds.append(
        CompiledBound(
          parameter: bound.parameter, signal: bound.signal, place: measurements[place].base + bound.signal.slot,
          comparison: bound.comparison, value: value))
    }
    var compiled = CompiledRule(
      rule: rule.id, id: id, reason: (use.reason ?? rule.id) + suffix, measurements: measured, bounds: bounds)
    if let signal = rule.labelled {
      let place = try place(of: signal.measurement, in: step)
      compiled.measurements.append(place)
      let known = resources.languageLabels ?? []
      var allowed: [String] = []
      for label in use.labels {
        let meant = LanguageCode.labels(for: label, among: known)
        if meant.isEmpty { throw .unknownLanguage(label, known: known) }
        allowed += meant
      }
      compiled.allowed = CompiledLabels(place: measurements[place].base + signal.slot, labels: allowed)
    }
    return compiled
  }

  /// Whether the route sets values of its own rules only.
  private func checkNames() throws(CleaningError) {
    // Sorted, so that of several mistakes the same one is reported every time.
    for id in route.rules.keys.sorted() where !rules.contains(where: { $0.id == id }) {
      if id == RuleCatalogue.lexiconRule { throw .noLexicon(rule: id) }
      throw .unknownRule(id, known: rules.map(\.id))
    }
    for rule in rules where rule.condition != nil && route.rules[rule.id] != nil { throw .noParameters(rule: rule.id) }
  }
}
