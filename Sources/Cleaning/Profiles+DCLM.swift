import QuernText

extension Profile {
  /// The heuristics of DCLM-Baseline, without its filters for addresses and language and without its cut of addresses.
  static let dclm = Profile(
    name: "dclm-heuristics", version: 1,
    summary: "The heuristics of DCLM-Baseline (after RefinedWeb), with words of UAX #29.",
    languages: "en", normalization: .none,
    steps: [
      ProfileStep("line_ends", edit: .dclmLineEnds, rules: []),
      ProfileStep("dclm", rules: RuleCatalogue.dclmTextRules.map { ProfileRule($0.id) }),
      ProfileStep("repetition", rules: RuleCatalogue.dclmRepetitionRules.map { ProfileRule($0.id) }),
      ProfileStep("lines", edit: .dclmLines, rules: [ProfileRule(RuleCatalogue.dclmRemoved.id)]),
    ])
}

extension RuleCatalogue {
  private static let filters =
    "DCLM (2024), baselines/mappers/filters/content_filters.py, dclm_baseline_refinedweb.yaml"

  static let dclmTextRules: [Rule] = [
    Rule(
      id: "dclm.word_count",
      definition: "The document has `min` to `max` words that begin with a letter or number.",
      bounds: [RuleBound("min", .dclmWords, .atLeast, 50), RuleBound("max", .dclmWords, .atMost, 100_000)],
      source: filters, passing: RuleExample("grain ", times: 50), failing: RuleExample("grain - ", times: 49)),
    Rule(
      id: "dclm.mean_word_length",
      definition: "Words between white space have `min` to `max` code points on average.",
      bounds: [RuleBound("min", .dclmMeanWord, .atLeast, 3), RuleBound("max", .dclmMeanWord, .atMost, 10)],
      source: filters, passing: RuleExample("a mill by the river"), failing: RuleExample("it is on to us")),
    Rule(
      id: "dclm.symbol_to_word_ratio",
      definition: "There are at most `max` times as many `#`, `...`, `. . .` and `…` as words.",
      bounds: [RuleBound("max", .dclmSymbols, .atMost, 0.1)],
      source: filters, passing: RuleExample("one two three four five six seven eight nine ten..."),
      failing: RuleExample("#one two three...")),
    Rule(
      id: "dclm.bullets",
      definition: "At most `max` of the lines start with `●`, `•`, `*` or `-`.",
      bounds: [RuleBound("max", .dclmBullets, .atMost, 0.9)],
      source: filters, passing: RuleExample("Flour\n\n - wheat\n - rye"), failing: RuleExample("• wheat\n\n- rye")),
    Rule(
      id: "dclm.ellipses",
      definition: "At most `max` of the lines end in `...`, `. . .` or `…`.",
      bounds: [RuleBound("max", .dclmEllipses, .atMost, 0.3)],
      source: filters, passing: RuleExample("He ground...\nHe sold.\nHe ate.\nHe slept."),
      failing: RuleExample("He ground...\nHe sold.")),
    Rule(
      id: "dclm.non_alphabetic_words",
      definition: "At most `max` of the words have no letter.",
      bounds: [RuleBound("max", .dclmUnalphabetic, .atMost, 0.2)],
      source: filters, passing: RuleExample("four words and 1 number"), failing: RuleExample("3 words - 2 more")),
    Rule(
      id: "dclm.stop_words",
      definition: "The, be, to, of, and, that, have, with, in any case, occur at least `min` times.",
      bounds: [RuleBound("min", .dclmStopWords, .atLeast, 2)],
      source: filters, passing: RuleExample("The mill of stone"), failing: RuleExample("A mill of stone")),
  ]

  static let dclmRepetitionRules: [Rule] =
    [
      repetition("lines", .dclmCopiedLines, "of the lines are there several times", 0.3),
      repetition("paragraphs", .dclmCopiedParagraphs, "of the paragraphs are there several times", 0.3),
      repetition(
        "line_characters", .dclmCopiedLineCharacters,
        "of the lines' code points stand in lines that are there several times", 0.2),
      repetition(
        "paragraph_characters", .dclmCopiedParagraphCharacters,
        "of the paragraphs' code points stand in paragraphs that are there several times", 0.2),
    ]
    + zip(2...4, [0.20, 0.18, 0.16]).map { length, share in
      repetition(
        "top_\(length)_gram", .dclmTopRuns[length - 2],
        "of the words' code points stand in copies of the most frequent run of \(length) words, if it repeats", share)
    }
    + zip(5...10, [0.15, 0.14, 0.13, 0.12, 0.11, 0.10]).map { length, share in
      repetition(
        "repeated_\(length)_grams", .dclmCoveredRuns[length - 5],
        "of the words' code points stand in runs of \(length) words that repeat", share)
    }

  private static func repetition(_ name: String, _ signal: Signal, _ definition: String, _ share: Double) -> Rule {
    let line = "One two three four five six seven eight nine ten.\n\n"
    return Rule(
      id: "dclm.\(name)", definition: "At most `max` \(definition).",
      bounds: [RuleBound("max", signal, .atMost, share)],
      source: filters, passing: RuleExample(line), failing: RuleExample(line, times: 2))
  }

  static let dclmRemoved = Rule(
    id: "dclm.removed_words",
    definition: """
      Lines of capitals, numbers, counters and single words, “items in cart”, “read more” and “sign-in” hold at most \
      `max` of the words.
      """,
    bounds: [RuleBound("max", .dclmRemovedWords, .atMost, 0.05)],
    source: filters, passing: RuleExample("The mill by the river grinds wheat from dawn to dusk.\n"),
    failing: RuleExample("The mill grinds wheat.\nBUY FLOUR NOW\n12 likes\n"))
}
