import QuernJSON

/// What cleaning found in one document.
///
/// It holds numbers and names of rules, never text of the document.
public struct Verdict: Sendable {
  let plan: CleaningPlan
  let route: Int
  /// Bit i: rule i of the route fails.
  var failedRules: UInt128 = 0
  /// Bit i: measurement i of the route was made.
  var measured: UInt128 = 0
  /// The values of the route's measurements; of use where they were made.
  var values: [Double]
  /// What was changed in the text.
  public internal(set) var edits = EditCounts()

  init(plan: CleaningPlan, route: Int) {
    self.plan = plan
    self.route = route
    values = [Double](repeating: 0, count: plan.routes[route].valueCount)
  }

  private var compiled: CompiledRoute { plan.routes[route] }

  /// Whether no rule fails.
  public var keep: Bool { failedRules == 0 }

  /// Whether the text was changed.
  public var edited: Bool { !edits.isEmpty }

  /// The place in its route of the first rule that fails; nil when the document is kept.
  public var reasonIndex: Int? { keep ? nil : failedRules.trailingZeroBitCount }

  /// The first rule that fails, by the name that its profile has for it; nil when the document is kept.
  public var reason: String? { reasonIndex.map { compiled.rules[$0].reason } }

  /// The ids of all rules that are known to fail, in the route's order: one at most where only what decides is measured.
  public var failed: [String] {
    let rules = compiled.rules
    return rules.indices.filter { failedRules >> $0 & 1 == 1 }.map { rules[$0].id }
  }

  /// The value of a signal where it was first measured, or nil when it was not.
  public subscript(signal: Signal) -> Double? {
    let found = compiled.measurements.firstIndex { $0.measurement == signal.measurement }
    guard let found, measured >> found & 1 == 1 else { return nil }
    return values[compiled.measurements[found].base + signal.slot]
  }

  /// Calls `body` with the place for the values of `measurement`.
  mutating func withValues(
    of measurement: CompiledMeasurement, _ body: (UnsafeMutableBufferPointer<Double>) throws(CleaningError) -> Void
  ) throws(CleaningError) {
    let range = measurement.base..<measurement.end
    try values.withUnsafeMutableBufferPointer { (all) throws(CleaningError) in
      try body(UnsafeMutableBufferPointer(rebasing: all[range]))
    }
  }

  /// Writes `keep`, `reason`, `failed`, `signals` and `edits` as members of the object that the caller has opened.
  public func write(into writer: inout JSONWriter) {
    let rules = compiled.rules
    writer.member("keep", keep)
    writer.key("reason")
    if let reasonIndex { writer.string(rules[reasonIndex].reason) } else { writer.null() }
    writer.key("failed")
    writer.beginArray()
    var rest = failedRules
    while rest != 0 {
      writer.string(rules[rest.trailingZeroBitCount].id)
      rest &= rest - 1
    }
    writer.endArray()
    writer.key("signals")
    writer.beginObject()
    for (place, measurement) in compiled.measurements.enumerated() where measured >> place & 1 == 1 {
      for (slot, name) in measurement.names.enumerated() {
        writer.key(name: name)
        write(values[measurement.base + slot], measurement.kinds[slot], &writer)
      }
    }
    writer.endObject()
    writer.key("edits")
    writer.beginObject()
    for entry in edits.entries {
      writer.key(name: entry.kind.rawValue)
      writer.number(entry.count)
    }
    writer.endObject()
  }

  private func write(_ value: Double, _ kind: Signal.Kind, _ writer: inout JSONWriter) {
    switch kind {
    case .number: writer.number(value)
    case .count: writer.number(Int(value))
    case .label:
      if value < 0 { writer.null() } else { writer.string(plan.labels[Int(value)]) }
    }
  }
}
