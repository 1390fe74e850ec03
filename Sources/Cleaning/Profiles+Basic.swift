import QuernText

extension Profile {
  private static let basicRules = [
    ProfileRule("basic.min_characters"), ProfileRule("basic.max_characters"), ProfileRule("basic.letter_share"),
    ProfileRule("basic.repeated_lines"), ProfileRule("basic.repeated_characters"),
  ]

  /// For text of any language: nothing depends on spaces between words.
  static let basic = Profile(
    name: "basic", version: 1,
    summary: "Drops what is too short, mostly not letters, or mostly repeated lines.",
    languages: "any", normalization: .nfc, steps: [ProfileStep("basic", rules: basicRules)])

  /// Drops nothing.
  static let repair = Profile(
    name: "repair", version: 1,
    summary: "Repairs mojibake, entities and stray characters, then brings the text into NFC; drops nothing.",
    languages: "any", normalization: .none,
    steps: [
      ProfileStep("repair", edit: .repair(.standard), rules: []),
      ProfileStep("normalize", edit: .normalize(.nfc), rules: []),
    ])

  /// For running text.
  static let prose = Profile(
    name: "prose", version: 1,
    summary: "Keeps running text: as basic, and with enough words, sentences and stop words.",
    languages: """
      written with spaces between words; stop words are known for en, de, fr, es, ru, ar and hi: set \
      basic.stop_words min to 0 for others
      """,
    normalization: .nfc,
    steps: [
      ProfileStep("basic", rules: basicRules),
      ProfileStep(
        "prose",
        rules: [
          ProfileRule("basic.min_words"), ProfileRule("basic.mean_word_length"),
          ProfileRule("basic.terminal_punctuation"), ProfileRule("basic.stop_words"),
        ]),
    ])
}
