extension RuleCatalogue {
  private static let c4Source = "Raffel et al. 2020 (C4), section 2.2, as datatrove's filter measures it"
  private static let lines = """
    The miller rose before the sun.
    Water came down the race.
    The wheel began to turn.
    All day the stones ground wheat.
    In the evening he swept the floor.

    """

  /// The rules of datatrove's `C4QualityFilter` and `C4ParagraphFilter`.
  static let c4: [Rule] = [
    Rule(
      id: "c4.lorem_ipsum", definition: "No line of three words or more holds \"lorem ipsum\" before any holds \"{\".",
      bounds: [RuleBound("max", .c4LoremIpsum, .atMost, 0)], source: c4Source,
      passing: RuleExample(lines), failing: RuleExample(lines + "Lorem ipsum fills the page.")),
    Rule(
      id: "c4.curly_bracket",
      definition: "No line of three words or more holds \"{\" before any holds \"lorem ipsum\".",
      bounds: [RuleBound("max", .c4CurlyBracket, .atMost, 0)], source: c4Source,
      passing: RuleExample(lines), failing: RuleExample(lines + "It calls the function { and returns.")),
    Rule(
      id: "c4.sentences", definition: "The lines that stay have at least `min` sentences.",
      bounds: [RuleBound("min", .c4Sentences, .atLeast, 5)], source: c4Source,
      passing: RuleExample(lines), failing: RuleExample("The miller rose before the sun.\n", times: 4)),
    Rule(
      id: "c4.paragraphs", definition: "At least three lines have `min` code points.",
      bounds: [RuleBound("min", .thirdLongestLine, .atLeast, 200)],
      source: "Xue et al. 2021 (mC4), section 3.1, as datatrove's filter measures it",
      passing: RuleExample(String(repeating: "grain ", count: 34) + "\n", times: 3),
      failing: RuleExample(String(repeating: "grain ", count: 34) + "\n", times: 2)),
  ]

  private static let fineWebSource = "Penedo et al. 2024 (FineWeb), section 3.6, as datatrove's filter measures it"

  /// The rules of datatrove's `FineWebQualityFilter`.
  static let fineWeb: [Rule] = [
    Rule(
      id: "fineweb.empty", definition: "The document has at least `min` lines that hold more than white space.",
      bounds: [RuleBound("min", .fineWebLines, .atLeast, 1)], source: fineWebSource,
      passing: RuleExample("\nflour"), failing: RuleExample(" \n\n")),
    Rule(
      id: "fineweb.line_punct", definition: "At least `min` of the lines end with a sentence terminal.",
      bounds: [RuleBound("min", .fineWebPunctuation, .atLeast, 0.12)], source: fineWebSource,
      passing: RuleExample("News\nThe mill opened today.\nContact\nHome"),
      failing: RuleExample("News\nThe mill opened today\nContact\nHome")),
    Rule(
      id: "fineweb.short_lines", definition: "At most `max` of the lines have 30 code points or fewer.",
      bounds: [RuleBound("max", .fineWebShortLines, .atMost, 0.67)], source: fineWebSource,
      passing: RuleExample("News\nThe mill by the river opened today.\nThe baker pays the miller with bread."),
      failing: RuleExample("News\nContact\nHome")),
    Rule(
      id: "fineweb.char_dup", definition: "At most `max` of the code points stand in lines that repeat an earlier one.",
      bounds: [RuleBound("max", .fineWebDuplicates, .atMost, 0.01)], source: fineWebSource,
      passing: RuleExample(lines), failing: RuleExample("Flour\nBran\nFlour")),
    Rule(
      id: "fineweb.list_ratio", definition: "There are at most `max` line ends for each word.",
      bounds: [RuleBound("max", .fineWebLineEnds, .atMost, 0.3)], source: fineWebSource,
      passing: RuleExample("We grind wheat,\nrye and oats."), failing: RuleExample("Flour\nBran\nGrits\n")),
  ]
}
