import QuernText

extension Profile {
  /// The step of datatrove's `GopherRepetitionFilter`.
  static let gopherRepetitionStep = ProfileStep(
    "gopher-repetition",
    rules: [ProfileRule("gopher.empty", reason: "empty")]
      + ["dup_para_frac", "dup_para_char_frac", "dup_line_frac", "dup_line_char_frac"].map { (name: String) in
        ProfileRule("gopher.\(name)", reason: name)
      }
      + [2, 3, 4].map { ProfileRule("gopher.top_\($0)_gram", reason: "top_\($0)_gram") }
      + (5...10).map { ProfileRule("gopher.dup_\($0)_grams", reason: "duplicated_\($0)_n_grams") })

  /// The step of datatrove's `GopherQualityFilter`.
  static let gopherQualityStep = ProfileStep(
    "gopher-quality",
    rules: [
      ProfileRule("gopher.min_words", reason: "gopher_short_doc"),
      ProfileRule("gopher.max_words", reason: "gopher_long_doc"),
      ProfileRule("gopher.min_mean_word_length", reason: "gopher_below_avg_threshold"),
      ProfileRule("gopher.max_mean_word_length", reason: "gopher_above_avg_threshold"),
      ProfileRule("gopher.hash_ratio", reason: "gopher_too_many_hashes"),
      ProfileRule("gopher.ellipsis_ratio", reason: "gopher_too_many_ellipsis"),
      ProfileRule("gopher.bullet_ratio", reason: "gopher_too_many_bullets"),
      ProfileRule("gopher.end_ellipsis_ratio", reason: "gopher_too_many_end_ellipsis"),
      ProfileRule("gopher.alpha_ratio", reason: "gopher_below_alpha_threshold"),
      ProfileRule("gopher.stop_words", reason: "gopher_enough_stop_words"),
    ])

  /// The step of datatrove's `C4QualityFilter`.
  private static func c4Step(requiresTerminal: Bool) -> ProfileStep {
    ProfileStep(
      "c4", edit: .c4(requiresTerminal: requiresTerminal),
      rules: [
        ProfileRule("c4.lorem_ipsum", reason: "lorem_ipsum"),
        ProfileRule("c4.curly_bracket", reason: "curly_bracket"),
        ProfileRule("c4.sentences", reason: "too_few_sentences"),
      ])
  }

  /// The step of datatrove's `FineWebQualityFilter`.
  static let fineWebStep = ProfileStep(
    "fineweb-quality",
    rules: [
      ProfileRule("fineweb.empty", reason: "empty"), ProfileRule("fineweb.line_punct", reason: "line_punct_ratio"),
      ProfileRule("fineweb.short_lines", reason: "short_line_ratio"),
      ProfileRule("fineweb.char_dup", reason: "char_dup_ratio"),
      ProfileRule("fineweb.list_ratio", reason: "list_ratio"),
    ])

  /// The four text filters of FineWeb, in its order.
  static let fineWebSteps = [gopherRepetitionStep, gopherQualityStep, c4Step(requiresTerminal: false), fineWebStep]

  static let gopher = Profile(
    name: "gopher", version: 1, summary: "Gopher's repetition and quality rules as datatrove has them.",
    languages: "en", normalization: .none, steps: [gopherRepetitionStep, gopherQualityStep], words: .english)

  static let c4 = Profile(
    name: "c4", version: 1, summary: "C4's rules as datatrove has them: takes lines out, then counts sentences.",
    languages: "en", normalization: .none, steps: [c4Step(requiresTerminal: true)],
    words: .english)

  static let c4Paragraphs = Profile(
    name: "c4-paragraphs", version: 1, summary: "mC4's rule of three long lines as datatrove has it.",
    languages: "any", normalization: .none,
    steps: [ProfileStep("c4-paragraphs", rules: [ProfileRule("c4.paragraphs", reason: "< 3 paragraphs")])])

  static let fineWebQuality = Profile(
    name: "fineweb-quality", version: 1, summary: "FineWeb's own rules on lines as datatrove has them.",
    languages: "en", normalization: .none, steps: [fineWebStep], words: .english)

  static let fineWebHeuristics = Profile(
    name: "fineweb-heuristics", version: 1,
    summary: "The four text filters of FineWeb: gopher, c4 without its rule on line ends, fineweb-quality.",
    languages: "en", normalization: .none, steps: fineWebSteps, words: .english)

  /// FineWeb's steps from the address to the text filters; extraction, MinHash and personal data are other stages.
  static let fineWeb = Profile(
    name: "fineweb", version: 1,
    summary: "FineWeb's URL filter, language identification (English) and text filters, as datatrove has them.",
    languages: "en", normalization: .none,
    steps: [
      .urlFilter,
      ProfileStep(
        "language",
        rules: [ProfileRule("language.keep", labels: ["en"]), ProfileRule("language.min_score", ["min": 0.65])]),
    ] + fineWebSteps,
    words: .english)

  /// Without datatrove's rules on paragraphs, characters of repeated lines and short lines, and without C4, as FineWeb2
  /// has it; thresholds and stop words come from ``FineWeb2Settings``.
  static let fineWeb2 = Profile(
    name: "fineweb2", version: 1,
    summary: "The text filters of FineWeb2 with a language's thresholds and stop words from its file.",
    languages: "those that FineWeb2 has a file for; words are ICU's", normalization: .none,
    steps: [
      ProfileStep(
        "gopher-repetition",
        rules: gopherRepetitionStep.rules.filter {
          !["gopher.dup_para_frac", "gopher.dup_para_char_frac", "gopher.dup_line_char_frac"].contains($0.id)
        }),
      ProfileStep(
        "fineweb-quality",
        rules: fineWebStep.rules.filter { $0.id != "fineweb.short_lines" }.map {
          $0.id == "fineweb.char_dup" ? ProfileRule($0.id, ["max": 0.1], reason: $0.reason) : $0
        }),
      gopherQualityStep,
    ],
    words: .dictionaries)
}
