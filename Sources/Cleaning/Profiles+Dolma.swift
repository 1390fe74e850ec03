import QuernText

extension Profile {
  /// Gopher's rules as dolma's tagger `gopher_v1` and the mixing rules of Dolma 1.5 have them.
  static let gopherDolma = Profile(
    name: "gopher@dolma", version: 1,
    summary: "Gopher's rules as dolma has them: words between white space, a median length, all copies counted.",
    languages: "en", normalization: .none,
    steps: [
      ProfileStep(
        "gopher",
        rules: RuleCatalogue.dolmaGopherRules.map { ProfileRule($0.id, reason: RuleCatalogue.dolmaReason($0)) })
    ])

  /// C4's rules as dolma's tagger `c4_v2` has them, without the list of words.
  static let c4Dolma = Profile(
    name: "c4@dolma", version: 1,
    summary: "C4's rules as dolma has them: drops by braces and phrases, then cuts short and open lines.",
    languages: "en", normalization: .none,
    steps: [
      ProfileStep(
        "c4",
        rules: RuleCatalogue.dolmaC4Rules.map { ProfileRule($0.id, reason: RuleCatalogue.dolmaReason($0)) }),
      ProfileStep("c4.lines", edit: .dolmaLines, rules: []),
    ])
}

extension RuleCatalogue {
  private static let tagger =
    "dolma 1.2.1, tagger gopher_v1; threshold of Dolma 1.5's mixing rules (configs/dolma-v1_5)"

  /// The name of the attribute that a rule reads.
  static func dolmaReason(_ rule: Rule) -> String { String(rule.bounds[0].signal.name.dropFirst("dolma.".count)) }

  private static let story = """
    The miller rose before the sun and opened the gate. Water came down the race, and the wheel began to turn.
    All day the stones ground wheat that farmers had brought in carts; in the evening he swept the floor.
    """

  static let dolmaGopherRules: [Rule] =
    [
      Rule(
        id: "dolma.word_count",
        definition: "The document has `min` to `max` words between white space.",
        bounds: [RuleBound("min", .dolmaWords, .atLeast, 50), RuleBound("max", .dolmaWords, .atMost, 100_000)],
        source: tagger, passing: RuleExample("grain ", times: 50), failing: RuleExample("grain ", times: 49)),
      Rule(
        id: "dolma.median_word_length",
        definition: "The median of the words' code points is `min` to `max`.",
        bounds: [RuleBound("min", .dolmaMedianWord, .atLeast, 3), RuleBound("max", .dolmaMedianWord, .atMost, 10)],
        source: tagger, passing: RuleExample("a mill by the river"), failing: RuleExample("it is on to us")),
      Rule(
        id: "dolma.symbol_to_word_ratio",
        definition: "At most `max` of the words hold `#` or `…`.",
        bounds: [RuleBound("max", .dolmaSymbols, .atMost, 0.1)],
        source: tagger, passing: RuleExample("one two three four five six seven eight nine #ten"),
        failing: RuleExample("#one two three… four")),
      Rule(
        id: "dolma.alphabetic_words",
        definition: "At least `min` of the words hold a letter.",
        bounds: [RuleBound("min", .dolmaAlphabetic, .atLeast, 0.8)],
        source: tagger, passing: RuleExample("four words and 1 number"), failing: RuleExample("3 words - 2 more")),
      Rule(
        id: "dolma.required_words",
        definition: "The, be, to, of, and, that, have, with, in lower case, occur at least `min` times.",
        bounds: [RuleBound("min", .dolmaRequired, .atLeast, 2)],
        source: tagger, passing: RuleExample("the mill and the river"), failing: RuleExample("The mill of stone")),
      Rule(
        id: "dolma.bullets",
        definition: "At most `max` of the lines start with `*` or `-`.",
        bounds: [RuleBound("max", .dolmaLines[0], .atMost, 0.9)],
        source: tagger, passing: RuleExample("Flour\n- wheat\n- rye"), failing: RuleExample("- wheat\n- rye")),
      Rule(
        id: "dolma.ellipses",
        definition: "At most `max` of the lines end in `…`.",
        bounds: [RuleBound("max", .dolmaLines[1], .atMost, 0.3)],
        source: tagger, passing: RuleExample("He ground…\nHe sold.\nHe ate.\nHe slept."),
        failing: RuleExample("He ground…\nHe sold.")),
      Rule(
        id: "dolma.duplicate_lines",
        definition: "At most `max` of the lines, empty ones among them, are there several times.",
        bounds: [RuleBound("max", .dolmaLines[2], .atMost, 0.3)],
        source: tagger, passing: RuleExample("Flour\nBran\nGrits"), failing: RuleExample("Flour\nBran\nFlour")),
      Rule(
        id: "dolma.duplicate_line_characters",
        definition: "The lines that are there several times have at most `max` times the code points of all words.",
        bounds: [RuleBound("max", .dolmaLines[3], .atMost, 0.3)],
        source: tagger, passing: RuleExample("Flour\nBran\nGrits"),
        failing: RuleExample("The same long line of text\nThe same long line of text\nBran")),
    ] + topRunRules + copiedRunRules

  private static let topRunRules: [Rule] = zip(2...4, [0.20, 0.18, 0.16]).map { length, share in
    Rule(
      id: "dolma.top_\(length)_gram",
      definition:
        "All copies of the most frequent run of \(length) words have at most `max` of the words' code points.",
      bounds: [RuleBound("max", .dolmaTopRuns[length - 2], .atMost, share)],
      source: tagger, passing: RuleExample(story), failing: RuleExample("one two three four ", times: 3))
  }

  private static let copiedRunRules: [Rule] = zip(5...10, [0.15, 0.14, 0.13, 0.12, 0.11, 0.10]).map { length, share in
    Rule(
      id: "dolma.duplicate_\(length)_grams",
      definition:
        "Runs of \(length) words that occur more than once have at most `max` of the code points of all runs.",
      bounds: [RuleBound("max", .dolmaCopiedRuns[length - 5], .atMost, share)],
      source: tagger, passing: RuleExample(story),
      failing: RuleExample("one two three four five six seven eight nine ten. ", times: 2))
  }

  static let dolmaC4Rules: [Rule] = [
    c4Rule("curly_brace", .dolmaBrace, "There is no `{` in the document", "A brace { stands here."),
    c4Rule("lorem_ipsum", .dolmaLorem, "The document does not hold “lorem ipsum” in any case", "Lorem ipsum dolor."),
    c4Rule("javascript", .dolmaScript, "The document does not hold “javascript” in any case", "Enable JavaScript."),
  ]

  private static func c4Rule(_ name: String, _ signal: Signal, _ definition: String, _ failing: String) -> Rule {
    Rule(
      id: "dolma.\(name)", definition: "\(definition) (`max` is 0).", bounds: [RuleBound("max", signal, .atMost, 0)],
      source: "dolma 1.2.1, tagger c4_v2, and configs/c4-replication", passing: RuleExample("The mill stands."),
      failing: RuleExample("\(failing)"))
  }
}
