extension Signal {
  /// 1 where edits have left nothing but ASCII white space of a text that had more; 0 otherwise.
  public static let emptied = Signal("emptied", .remains, 0, .count)
}

extension RuleCatalogue {
  /// The rule that drops documents of which nothing is left; it is the last one of every route that edits.
  static let remainsRule = "empty_after_edits"

  static let remainsRules: [Rule] = [
    Rule(
      id: remainsRule,
      definition: """
        Edits have left something of the document; one that had nothing but white space before is kept (`max` is 0, and \
        1 keeps all).
        """,
      bounds: [RuleBound("max", .emptied, .atMost, 0)],
      source: "own choice: there is nothing to learn from an empty document",
      passing: RuleExample("Skip to content\nThe mill opens at nine.\n"),
      failing: RuleExample("Skip to content\n"))
  ]
}

extension TextEdit {
  /// Whether it can leave nothing of a text.
  var canEmpty: Bool {
    switch self {
    case .normalize: false
    default: true
    }
  }
}
