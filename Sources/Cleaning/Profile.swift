import QuernText

/// A named, ordered list of rules that fit a kind of text.
public struct Profile: Sendable {
  /// The name in recipes.
  public let name: String
  /// Counts up when the profile's verdicts change.
  public let version: Int
  /// What it is for, in one sentence.
  public let summary: String
  /// The languages that it is made for.
  public let languages: String
  /// The form that texts are brought into before they are measured.
  public let normalization: NormalizationForm
  /// The rules in the order in which they are tried.
  public let rules: [ProfileRule]
}

/// A rule inside a profile.
public struct ProfileRule: Sendable {
  /// The rule's id in ``RuleCatalogue``.
  public let id: String
  /// Values that differ from the rule's own, by parameter.
  public let values: [String: Double]

  init(_ id: String, _ values: [String: Double] = [:]) {
    self.id = id
    self.values = values
  }
}

extension Profile {
  /// The profile with this name, or nil.
  public static func named(_ name: String) -> Profile? { all.first { $0.name == name } }

  /// All profiles.
  public static let all: [Profile] = [basic, prose, sourceCode]

  private static let basicRules = [
    ProfileRule("basic.min_characters"), ProfileRule("basic.max_characters"), ProfileRule("basic.letter_share"),
    ProfileRule("basic.repeated_lines"), ProfileRule("basic.repeated_characters"),
  ]

  /// For text of any language: nothing depends on spaces between words.
  static let basic = Profile(
    name: "basic", version: 1,
    summary: "Drops what is too short, mostly not letters, or mostly repeated lines.",
    languages: "any", normalization: .nfc, rules: basicRules)

  /// For running text.
  static let prose = Profile(
    name: "prose", version: 1,
    summary: "Keeps running text: as basic, and with enough words, sentences and stop words.",
    languages: """
      written with spaces between words; stop words are known for en, de, fr, es, ru, ar and hi: set \
      basic.stop_words min to 0 for others
      """,
    normalization: .nfc,
    rules: basicRules + [
      ProfileRule("basic.min_words"), ProfileRule("basic.mean_word_length"),
      ProfileRule("basic.terminal_punctuation"), ProfileRule("basic.stop_words"),
    ])

  /// For programs, whose bytes must stay as they are.
  static let sourceCode = Profile(
    name: "source-code", version: 1,
    summary: "Drops source code that is too short, minified, or mostly data.",
    languages: "programming languages", normalization: .none,
    rules: [
      ProfileRule("basic.min_characters"), ProfileRule("basic.max_characters"),
      ProfileRule("basic.letter_share", ["min": 0.25]), ProfileRule("code.line_length"),
    ])
}
