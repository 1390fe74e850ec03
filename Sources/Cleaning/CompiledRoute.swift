import QuernText

/// A route with everything that it refers to found, and a place for every value of its verdicts.
struct CompiledRoute: Sendable {
  let route: CleaningRoute
  let profiles: [Profile]
  let steps: [CompiledStep]
  /// The rules of all steps, in the order in which they are tried.
  let rules: [CompiledRule]
  /// What is measured, by text version; edits that yield values themselves are among them.
  let measurements: [CompiledMeasurement]

  /// Whose words rules count, and which of them are stop words.
  let words: DatatroveWords
  let stopWords: GopherStopWords

  /// How many values a verdict holds.
  var valueCount: Int { measurements.last?.end ?? 0 }
}

/// A measurement of the text as it is after a number of edits.
struct CompiledMeasurement: Sendable {
  let measurement: Measurement
  /// How many editing steps lie before it.
  let version: Int
  /// The place of its first value in a verdict.
  let base: Int
  /// The names in verdicts, by slot: those of the signals, and with `#2` and so on where the same was measured on an
  /// earlier version.
  let names: [String]
  /// What the values mean, by slot.
  let kinds: [Signal.Kind]

  var end: Int { base + names.count }
}

/// A step of a route.
struct CompiledStep: Sendable {
  let name: String
  let edit: TextEdit?
  /// The measurement that the edit yields itself, by its place in the route's.
  let edited: Int?
  /// What `signals: full` measures at this step, by place in the route's measurements.
  var measurements: [Int]
  /// What is measured at this step in any case.
  let tags: [Int]
  /// The step's rules among those of the route.
  var rules: Range<Int>
}

/// A rule with the values that hold on its route.
struct CompiledRule: Sendable {
  /// The id in ``RuleCatalogue``, or that of the user's condition.
  let rule: String
  /// The id on the route: with `#2` and so on where the rule runs for a later edit, too.
  let id: String
  /// What verdicts give as the reason.
  let reason: String
  /// What its conditions read, by place in the route's measurements.
  var measurements: [Int]
  let bounds: [CompiledBound]
  /// A condition that drops, for a user's rule.
  var condition: CompiledCondition?
  /// The labels that a signal may have.
  var allowed: CompiledLabels?

  func keeps(_ values: [Double], labels: [String]) -> Bool {
    for bound in bounds where !bound.keeps(values[bound.place]) { return false }
    if let allowed, !allowed.keeps(values, labels: labels) { return false }
    return condition.map { !$0.holds(values, labels: labels) } ?? true
  }
}

/// A condition, and where the values that it reads are in a verdict.
struct CompiledCondition: Sendable {
  let condition: SignalCondition
  let places: [Signal: Int]

  func holds(_ values: [Double], labels: [String]) -> Bool {
    condition.holds({ values[places[$0] ?? 0] }, label: { $0 < 0 ? nil : labels[Int($0)] })
  }
}

/// The labels that a signal may have, and where its value is in a verdict.
struct CompiledLabels: Sendable {
  let place: Int
  let labels: [String]

  func keeps(_ values: [Double], labels names: [String]) -> Bool {
    let value = values[place]
    return value >= 0 && labels.contains { $0.utf8.elementsEqual(names[Int(value)].utf8) }
  }
}

/// A comparison with its value.
struct CompiledBound: Sendable {
  let parameter: String
  let signal: Signal
  /// The place of the signal's value in a verdict.
  let place: Int
  let comparison: RuleBound.Comparison
  let value: Double

  func keeps(_ measured: Double) -> Bool {
    switch comparison {
    case .atLeast: measured >= value
    case .atMost: measured <= value
    }
  }
}
