/// Which languages stay.
public struct LanguageOptions: Sendable {
  /// The labels of the languages that stay; empty for all.
  public var keep: [String]
  /// The score that a document's language must reach.
  public var minimumScore: Double
  /// Other scores for some languages.
  public var scores: [String: Double]

  /// Options; without any the language is measured and all documents stay.
  public init(keep: [String] = [], minimumScore: Double = 0, scores: [String: Double] = [:]) {
    self.keep = keep
    self.minimumScore = minimumScore
    self.scores = scores
  }

  /// The score that every document must reach.
  private var leastScore: Double { scores.values.reduce(minimumScore, min) }

  /// Measures the language and drops what is not wanted.
  var step: ProfileStep {
    let isFilter = !keep.isEmpty || leastScore > 0
    return ProfileStep(
      "language", tags: [.language],
      rules: isFilter
        ? [ProfileRule("language.keep", ["min_score": leastScore], labels: keep.isEmpty ? nil : keep)] : [])
  }

  /// The conditions of languages that must score higher than the least score says.
  var userRules: [UserRule] {
    var rules: [UserRule] = []
    for (language, score) in scores.sorted(by: { $0.key < $1.key }) where score > leastScore {
      if let condition = try? SignalCondition("language == '\(language)' && language_score < \(score)") {
        rules.append(UserRule(id: "language.score.\(language)", condition: condition))
      }
    }
    let others = scores.keys.sorted().map { "language != '\($0)'" } + ["language_score < \(minimumScore)"]
    if minimumScore > leastScore, let condition = try? SignalCondition(others.joined(separator: " && ")) {
      rules.append(UserRule(id: "language.score", condition: condition))
    }
    return rules
  }
}

/// What is done about toxicity on every route.
public struct ToxicityOptions: Sendable {
  /// Whether the toxicity of every document is measured.
  public var isMeasured = false
  /// Sentences with this score and more are cut, before the steps of the profiles; nil for none.
  public var cutFrom: Double?
  /// Documents with a higher mean are dropped; nil for none.
  public var dropAbove: Double?

  /// Nothing is done.
  public init() {}

  var firstSteps: [ProfileStep] {
    cutFrom.map { [ProfileStep("toxicity-cut", edit: .cutToxicSentences(Float($0)), rules: [])] } ?? []
  }

  var lastSteps: [ProfileStep] {
    if let dropAbove { return [ProfileStep("toxicity", rules: [ProfileRule("toxicity.score", ["max": dropAbove])])] }
    return isMeasured ? [ProfileStep("toxicity", tags: [.toxicity], rules: [])] : []
  }
}
