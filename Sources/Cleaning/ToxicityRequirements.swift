/// What is done about toxicity on every route.
public struct ToxicityRequirements: Sendable {
  /// Whether the toxicity of every document is measured.
  public var isMeasured = false
  /// Sentences with this score and more are cut, before the steps of the profiles; nil for none.
  public var cutFrom: Double?
  /// Documents with a higher mean are dropped, after the steps of the profiles; nil for none.
  public var dropAbove: Double?

  /// Nothing is done.
  public init() {}

  var firstSteps: [ProfileStep] {
    cutFrom.map { [ProfileStep("toxicity-cut", edit: .toxicSentences(from: $0), rules: [])] } ?? []
  }

  var lastSteps: [ProfileStep] {
    if let dropAbove { return [ProfileStep("toxicity", rules: [ProfileRule("toxicity.score", ["max": dropAbove])])] }
    return isMeasured ? [ProfileStep("toxicity", tags: [.toxicity], rules: [])] : []
  }
}
