extension RuleCatalogue {
  /// Rules that ask models.
  static let modelRules: [Rule] = [
    Rule(
      id: "language.keep",
      definition: "The language of the document is one of those wanted, and its score is at least `min_score`.",
      bounds: [RuleBound("min_score", .languageScore, .atLeast, 0.65)],
      label: .language,
      source: "Penedo et al. 2024 (FineWeb), section 3.1, and Li et al. 2024 (DCLM): English with 0.65",
      passing: RuleExample("The miller rose before the sun and opened the gate of the mill.", labels: ["en"]),
      failing: RuleExample("Der Müller stand vor der Sonne auf und öffnete das Tor der Mühle.", labels: ["en"])),
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
      failing: RuleExample("You fucking idiots should all shut the fuck up.")),
  ]
}
