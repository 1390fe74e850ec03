import QuernBytes

/// The rules of a route that a sweep changes, with the thresholds to try.
public struct SweptRoute: Sendable {
  /// The changed rules, with their places among those of the route.
  private let rules: [(id: [UInt8], place: Int, bounds: [(name: Int, bound: CompiledBound)])]
  /// How many rules the route has.
  private let ruleCount: Int
  /// The names in verdict rows of the signals that are read.
  public let names: [[UInt8]]
  /// Edits of the text that came before a swept signal was measured, normalisation apart.
  public let edits: [String]

  /// The names as texts.
  public var nameTexts: [String] { names.map { String(decoding: $0, as: UTF8.self) } }

  init(_ compiled: CompiledRoute, changed: [(place: Int, bounds: [CompiledBound])]) {
    ruleCount = compiled.rules.count
    var names: [[UInt8]] = []
    var rules: [(id: [UInt8], place: Int, bounds: [(name: Int, bound: CompiledBound)])] = []
    var versions = 0
    for change in changed {
      var bounds: [(name: Int, bound: CompiledBound)] = []
      for bound in change.bounds {
        guard let measurement = compiled.measurements.first(where: { ($0.base..<$0.end).contains(bound.place) }) else {
          continue
        }
        versions = max(versions, measurement.version)
        let name = Array(measurement.names[bound.place - measurement.base].utf8)
        let place = names.firstIndex(of: name) ?? names.count
        if place == names.count { names.append(name) }
        bounds.append((place, bound))
      }
      rules.append((Array(compiled.rules[change.place].id.utf8), change.place, bounds))
    }
    self.names = names
    self.rules = rules
    edits = compiled.steps.compactMap(\.edit).prefix(versions).filter {
      if case .normalize = $0 { false } else { true }
    }.map(\.name)
  }

  /// Whether all changed rules keep a document with these values, in the order of ``names``; a value that was not
  /// measured (NaN) fails none.
  public func keeps(_ values: [Double]) -> Bool {
    for rule in rules {
      for (name, bound) in rule.bounds where !values[name].isNaN && !bound.keeps(values[name]) { return false }
    }
    return true
  }

  /// Whether every rule of `failed`, a JSON array of ids, is one that the sweep changes.
  public func coversAll(failed: UnsafeRawBufferPointer) -> Bool {
    var any = false
    var covered = true
    SweptRoute.forEachName(in: failed) { name in
      any = true
      if !rules.contains(where: { $0.id.count == name.count && name.elementsEqual($0.id) }) { covered = false }
    }
    return any && covered
  }

  /// Whether the only rule of `failed` is the last of the route, so that no rule was left untried.
  public func isLast(failed: UnsafeRawBufferPointer) -> Bool {
    var last = false
    SweptRoute.forEachName(in: failed) { name in
      last = rules.contains { $0.place == ruleCount - 1 && name.elementsEqual($0.id) }
    }
    return last
  }

  /// Gives every string of a JSON array of strings without escapes to `body`.
  private static func forEachName(in array: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Void) {
    var at = 0
    while let open = array.firstOffset(of: 0x22, from: at), let close = array.firstOffset(of: 0x22, from: open + 1) {
      body(array.slice(open + 1, close))
      at = close + 1
    }
  }
}

extension CleaningPlan {
  /// All routes, in their order, with the rules that `changes` (rule, parameter or nil for the only one, value) touch.
  /// - Throws: ``CleaningError`` when no route has a rule, or the rule has no such parameter or none.
  public func sweptRoutes(
    _ changes: [(rule: String, parameter: String?, value: Double)]
  ) throws(CleaningError) -> [SweptRoute] {
    for change in changes where !routes.contains(where: { $0.rules.contains { $0.id == change.rule } }) {
      throw .unknownRule(change.rule, known: routes.flatMap { $0.rules.map(\.id) })
    }
    var swept: [SweptRoute] = []
    for compiled in routes {
      var changed: [(place: Int, bounds: [CompiledBound])] = []
      for (place, rule) in compiled.rules.enumerated() {
        let own = changes.filter { $0.rule == rule.id }
        if own.isEmpty { continue }
        var bounds = rule.bounds
        for change in own { try CleaningPlan.set(change.parameter, change.value, of: rule, in: &bounds) }
        changed.append((place, bounds))
      }
      swept.append(SweptRoute(compiled, changed: changed))
    }
    return swept
  }

  private static func set(
    _ parameter: String?, _ value: Double, of rule: CompiledRule, in bounds: inout [CompiledBound]
  ) throws(CleaningError) {
    let known = rule.bounds.map(\.parameter)
    if known.isEmpty { throw .noParameters(rule: rule.id) }
    if parameter == nil, known.count != 1 { throw .severalParameters(rule: rule.id, known: known) }
    guard let name = parameter ?? known.first,
      let index = bounds.firstIndex(where: { $0.parameter == name })
    else { throw .unknownParameter(parameter ?? "", rule: rule.id, known: known) }
    let old = bounds[index]
    bounds[index] = CompiledBound(
      parameter: old.parameter, signal: old.signal, place: old.place, comparison: old.comparison, value: value)
  }
}
