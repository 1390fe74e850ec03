extension RuleCatalogue {
  private static let story = """
    The miller and his son went to the market with wheat in a cart and the dog at the wheel. They have a mill that \
    grinds rye, oats and barley for the baker of the town, who pays them with bread. When rain fills the river the \
    wheel turns by night as well, and no one sleeps before the last sack is full.
    """

  private static let phrase = "Subscribe to our weekly letter for more stories like this one, will you?"

  private static func gopherSource(_ section: String) -> String {
    "Rae et al. 2021 (Gopher), \(section), as datatrove's filters measure it"
  }

  /// A rule on the share of repeated things.
  private static func repetition(
    _ id: String, _ definition: String, _ signal: Signal, _ max: Double, failing: RuleExample
  ) -> Rule {
    Rule(
      id: id, definition: definition, bounds: [RuleBound("max", signal, .atMost, max)],
      source: gopherSource("table A1"), passing: RuleExample(story), failing: failing)
  }

  private static func duplicates(_ length: Int, _ signal: Signal, _ max: Double) -> Rule {
    repetition(
      "gopher.dup_\(length)_grams",
      "At most `max` of the code points stand in runs of \(length) words that occurred before.", signal, max,
      failing: RuleExample(phrase + " ", times: 3))
  }

  private static func top(_ length: Int, _ signal: Signal, _ max: Double) -> Rule {
    repetition(
      "gopher.top_\(length)_gram",
      "At most `max` of the code points stand in occurrences of the most frequent run of \(length) words.", signal,
      max, failing: RuleExample("bread and butter ", times: 4))
  }

  /// The rules of datatrove's `GopherRepetitionFilter`.
  static let gopherRepetition: [Rule] = [
    Rule(
      id: "gopher.empty", definition: "The document has at least `min` code points.",
      bounds: [RuleBound("min", .gopherCharacters, .atLeast, 1)],
      source: "datatrove's filter for Gopher's repetition rules, which drops the empty document first",
      passing: RuleExample(" "), failing: RuleExample("")),
    repetition(
      "gopher.dup_para_frac", "At most `max` of the paragraphs, cut at empty lines, repeat an earlier one.",
      .gopherDuplicateParagraphs, 0.3, failing: RuleExample("Flour\n\n", times: 2)),
    repetition(
      "gopher.dup_para_char_frac", "At most `max` of the code points stand in paragraphs that repeat an earlier one.",
      .gopherDuplicateParagraphCharacters, 0.2, failing: RuleExample("Flour and bran\n\n", times: 2)),
    repetition(
      "gopher.dup_line_frac", "At most `max` of the lines repeat an earlier one.", .gopherDuplicateLines, 0.3,
      failing: RuleExample("Flour\nFlour")),
    repetition(
      "gopher.dup_line_char_frac", "At most `max` of the code points stand in lines that repeat an earlier one.",
      .gopherDuplicateLineCharacters, 0.2, failing: RuleExample("Flour and bran\n", times: 2)),
    top(2, .gopherTop2, 0.2), top(3, .gopherTop3, 0.18), top(4, .gopherTop4, 0.16),
    duplicates(5, .gopherDuplicate5, 0.15), duplicates(6, .gopherDuplicate6, 0.14),
    duplicates(7, .gopherDuplicate7, 0.13), duplicates(8, .gopherDuplicate8, 0.12),
    duplicates(9, .gopherDuplicate9, 0.11), duplicates(10, .gopherDuplicate10, 0.1),
  ]

  /// The rules of datatrove's `GopherQualityFilter`.
  static let gopherQuality: [Rule] = [
    Rule(
      id: "gopher.min_words", definition: "The document has at least `min` words that are no symbols.",
      bounds: [RuleBound("min", .gopherPlainWords, .atLeast, 50)], source: gopherSource("section A1.1"),
      passing: RuleExample("grain ", times: 50), failing: RuleExample("grain, ", times: 49)),
    Rule(
      id: "gopher.max_words", definition: "The document has at most `max` words that are no symbols.",
      bounds: [RuleBound("max", .gopherPlainWords, .atMost, 100_000)], source: gopherSource("section A1.1"),
      passing: RuleExample("grain, ", times: 100_000), failing: RuleExample("grain ", times: 100_001)),
    Rule(
      id: "gopher.min_mean_word_length",
      definition: "Words that are no symbols have at least `min` code points on average.",
      bounds: [RuleBound("min", .gopherMeanWordLength, .atLeast, 3)], source: gopherSource("section A1.1"),
      passing: RuleExample("Stones turn and flour falls."), failing: RuleExample("a b c d e f g h i j")),
    Rule(
      id: "gopher.max_mean_word_length",
      definition: "Words that are no symbols have at most `max` code points on average.",
      bounds: [RuleBound("max", .gopherMeanWordLength, .atMost, 10)], source: gopherSource("section A1.1"),
      passing: RuleExample("Stones turn and flour falls."), failing: RuleExample("watermillwheelwrights")),
    Rule(
      id: "gopher.hash_ratio", definition: "There are at most `max` number signs for each word.",
      bounds: [RuleBound("max", .gopherHashes, .atMost, 0.1)], source: gopherSource("section A1.1"),
      passing: RuleExample("Sack #1 of the ten sacks is full, and so is the cart."),
      failing: RuleExample("#flour #bran")),
    Rule(
      id: "gopher.ellipsis_ratio", definition: "There are at most `max` ellipses for each word.",
      bounds: [RuleBound("max", .gopherEllipses, .atMost, 0.1)], source: gopherSource("section A1.1"),
      passing: RuleExample("Stones turn and flour falls and water runs down to the sea..."),
      failing: RuleExample("Stones... flour... water...")),
    Rule(
      id: "gopher.bullet_ratio", definition: "At most `max` of the lines start with a bullet or a hyphen.",
      bounds: [RuleBound("max", .gopherBullets, .atMost, 0.9)], source: gopherSource("section A1.1"),
      passing: RuleExample("We grind:\n- wheat\n- rye"), failing: RuleExample("- wheat\n- rye")),
    Rule(
      id: "gopher.end_ellipsis_ratio", definition: "At most `max` of the lines end with an ellipsis.",
      bounds: [RuleBound("max", .gopherEndEllipses, .atMost, 0.3)], source: gopherSource("section A1.1"),
      passing: RuleExample("Stones turn.\nFlour falls.\nWater runs.\nAnd so on..."),
      failing: RuleExample("Stones turn...\nFlour falls...")),
    Rule(
      id: "gopher.alpha_ratio", definition: "At least `min` of the words, punctuation included, hold a letter.",
      bounds: [RuleBound("min", .gopherAlphabeticWords, .atLeast, 0.8)], source: gopherSource("section A1.1"),
      passing: RuleExample("Stones turn and flour falls."), failing: RuleExample("12 sacks, 34 carts, 56 coins.")),
    Rule(
      id: "gopher.stop_words", definition: "The document holds at least `min` different stop words.",
      bounds: [RuleBound("min", .gopherStopWords, .atLeast, 2)], source: gopherSource("section A1.1"),
      passing: RuleExample("The flour of the mill and the bread."),
      failing: RuleExample("The flour, the bran, the grits.")),
  ]
}
