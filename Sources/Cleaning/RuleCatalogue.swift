/// Every rule that profiles are made of.
///
/// The examples are tests.
public enum RuleCatalogue {
  /// The rule with this id, or nil.
  public static func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }

  /// The rule that needs a lexicon; it follows the rules of every route when there is one.
  static let lexiconRule = "toxicity.lexicon"

  /// The rules that options beside the profiles bring to routes: lists, models, boilerplate and personal data.
  public static let sectionRules: [String] =
    [lexiconRule, "toxicity.score", "language.keep", "language.min_score", languageShareRule]
    + (Profile.url.rules + Profile.boilerplate.rules).map(\.id) + [personalDataRule, remainsRule]

  /// All rules.
  public static let rules: [Rule] =
    basicRules + gopherRepetition + gopherQuality + c4 + fineWeb + codeRules + dolmaGopherRules + dolmaC4Rules
    + dclmTextRules + dclmRepetitionRules + [dclmRemoved] + modelRules + urlRules + lineRules + personalDataRules
    + paragraphRules + remainsRules

  private static let basicRules: [Rule] = [
    Rule(
      id: "basic.min_characters",
      definition: "The document has at least `min` code points.",
      bounds: [RuleBound("min", .characters, .atLeast, 50)],
      source: "own choice: a sentence or two in any script",
      passing: RuleExample("The mill by the river grinds wheat from dawn to dusk."),
      failing: RuleExample("Read more")),
    Rule(
      id: "basic.max_characters",
      definition: "The document has at most `max` code points.",
      bounds: [RuleBound("max", .characters, .atMost, 10_000_000)],
      source: "own choice: longer than a book, so a dump or a broken export",
      passing: RuleExample("A day at the mill. ", times: 1000),
      failing: RuleExample("0123456789abcdef", times: 625_001)),
    Rule(
      id: "basic.letter_share",
      definition: "At least `min` of the code points that are not white space are alphabetic.",
      bounds: [RuleBound("min", .letterShare, .atLeast, 0.6)],
      source: "own choice, after Rae et al. 2021 (Gopher): 80 % of words hold a letter; here for every script",
      passing: RuleExample("Wheat costs 12 coins, rye 9."),
      failing: RuleExample("| 12.5 | 13.7 | 14.9 | 16.1 | sum |")),
    Rule(
      id: "basic.repeated_lines",
      definition: "At most `max` of the lines repeat an earlier line.",
      bounds: [RuleBound("max", .repeatedLineShare, .atMost, 0.3)],
      source: "Rae et al. 2021 (Gopher), table A1: duplicate line fraction",
      passing: RuleExample("Flour\nBran\nFlour\nGrits"),
      failing: RuleExample("Flour\nBran\nFlour\nBran")),
    Rule(
      id: "basic.repeated_characters",
      definition: "At most `max` of the code points stand in lines that repeat an earlier line.",
      bounds: [RuleBound("max", .repeatedCharacterShare, .atMost, 0.2)],
      source: "Rae et al. 2021 (Gopher), table A1: duplicate line character fraction",
      passing: RuleExample("Share\nThe first story of the mill\nShare\nThe second story of the mill"),
      failing: RuleExample("The same long line of text once more\nOther\nThe same long line of text once more\nMore")),
    Rule(
      id: "basic.min_words",
      definition: "The document has at least `min` words separated by white space.",
      bounds: [RuleBound("min", .words, .atLeast, 50)],
      source: "Rae et al. 2021 (Gopher), section A1.1",
      passing: RuleExample("grain ", times: 50),
      failing: RuleExample("grain ", times: 49)),
    Rule(
      id: "basic.mean_word_length",
      definition: "Words have between `min` and `max` code points on average.",
      bounds: [
        RuleBound("min", .meanWordLength, .atLeast, 3), RuleBound("max", .meanWordLength, .atMost, 12),
      ],
      source: "Rae et al. 2021 (Gopher), section A1.1; its 10 is raised to 12 for languages with long words",
      passing: RuleExample("Stones turn and flour falls."),
      failing: RuleExample("a b c d e f g h i j")),
    Rule(
      id: "basic.terminal_punctuation",
      definition: "At least `min` of the lines end in terminal punctuation; closing quotes and brackets may follow it.",
      bounds: [RuleBound("min", .terminalPunctuationShare, .atLeast, 0.12)],
      source: "Penedo et al. 2024 (FineWeb), section 3.6",
      passing: RuleExample("News\nThe mill opened today.\nContact\nHome"),
      failing: RuleExample("News\nThe mill opened today\nContact\nHome")),
    Rule(
      id: "basic.stop_words",
      definition: "The document holds at least `min` different stop words of one language.",
      bounds: [RuleBound("min", .stopWords, .atLeast, 2)],
      source: "Rae et al. 2021 (Gopher), section A1.1, with our own lists for nine languages",
      passing: RuleExample("The miller and his son went home."),
      failing: RuleExample("Flour, bran, grits, wheat, rye, oats, barley")),
    Rule(
      id: "language.min_score",
      definition: "The language, or script, of the document has a score of at least `min`.",
      bounds: [RuleBound("min", .languageScore, .atLeast, 0.65)],
      source: "Penedo et al. 2024 (FineWeb), section 3.3: lid.176 with 0.65 for English",
      passing: RuleExample("The wheel turns, and мельница stands."),
      failing: RuleExample("The mill and мельница")),
    Rule(
      id: "language.keep",
      definition: "The language of the document is one of those that the recipe or profile lists.",
      bounds: [], labelled: .language,
      source: "own choice; the code is the model's, such as en",
      passing: RuleExample("The wheel turns.", labels: ["script:Latn", "script:Grek"]),
      failing: RuleExample("Колесо вертится.", labels: ["script:Latn", "script:Grek"])),
    Rule(
      id: lexiconRule,
      definition: """
        The lexicon's entries are found at most `max_per_1000` times per 1,000 words (or letters, in scripts without \
        spaces), and at most `max` times in all.
        """,
      bounds: [
        RuleBound("max_per_1000", .lexiconHitsPerThousand, .atMost, 5), RuleBound("max", .lexiconHits, .atMost, nil),
      ],
      source: "own choice: a few words in a long text say little about it",
      passing: RuleExample("The knavery of others is not his. ", times: 20, lexicon: "knave"),
      failing: RuleExample("You knave! ", times: 20, lexicon: "knave")),
  ]
}
