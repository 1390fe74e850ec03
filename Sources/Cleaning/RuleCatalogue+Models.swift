extension RuleCatalogue {
  /// Rules that ask models.
  static let modelRules: [Rule] = [
    Rule(
      id: "toxicity.score",
      definition: """
        The mean toxicity of the sentences, weighted by length, is at most `max`, and that of every sentence at most \
        `max_sentence`.
        """,
      bounds: [
        RuleBound("max", .toxicity, .atMost, 0.6), RuleBound("max_sentence", .toxicityMax, .atMost, nil),
      ],
      source: "own choice; see Docs/ToxicityModel.md",
      passing: RuleExample("The miller rose before the sun and opened the gate of the mill."),
      failing: RuleExample("You fucking idiots should all shut the fuck up."))
  ]
}
