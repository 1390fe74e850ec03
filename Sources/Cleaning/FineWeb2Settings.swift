/// What the profile `fineweb2` takes for a language: thresholds, and stop words.
///
/// FineWeb2 has a file of them for each of 1,929 languages; the user brings it.
public struct FineWeb2Settings: Equatable, Sendable {
  /// The name of a value in FineWeb2's files, and the rule and parameter that it is here.
  public static let names: [(name: String, rule: String, parameter: String)] = [
    ("dup_line_frac", "gopher.dup_line_frac", "max"), ("line_punct_thr", "fineweb.line_punct", "min"),
    ("new_line_ratio", "fineweb.list_ratio", "max"),
    ("min_avg_word_length", "gopher.min_mean_word_length", "min"),
    ("max_avg_word_length", "gopher.max_mean_word_length", "max"),
    ("max_non_alpha_words_ratio", "gopher.alpha_ratio", "min"),
  ]
  /// The lengths of runs of words that have thresholds, by their name in FineWeb2's files.
  public static let runs: [(name: String, lengths: ClosedRange<Int>)] = [
    ("top_n_grams", 2...4), ("dup_n_grams", 5...10),
  ]

  /// A maximum that no share or length reaches.
  private static let off = Double(1 << 32)

  /// The values of rules, by id and parameter.
  public let rules: [String: [String: Double]]
  /// The stop words of the language; capitals tell words apart.
  public let stopWords: [String]
  /// The least score of the language, which is asked for where a run tells languages; nil for none.
  public let languageScore: Double?

  /// Settings from values by FineWeb2's names.
  ///
  /// A 0 for `dup_line_frac` or `max_avg_word_length` turns the rule off, as it does in datatrove.
  /// - Parameter runs: thresholds by name and length of run; lengths without one have no rule.
  public init(
    values: [String: Double], runs: [String: [Int: Double]], stopWords: [String],
    languageScore: Double? = nil
  ) {
    var rules: [String: [String: Double]] = [:]
    for (name, rule, parameter) in FineWeb2Settings.names {
      guard let value = values[name] else { continue }
      let isOff = value == 0 && (name == "dup_line_frac" || name == "max_avg_word_length")
      rules[rule, default: [:]][parameter] = isOff ? FineWeb2Settings.off : value
    }
    for (name, lengths) in FineWeb2Settings.runs {
      for length in lengths {
        let rule = name == "top_n_grams" ? "gopher.top_\(length)_gram" : "gopher.dup_\(length)_grams"
        rules[rule] = ["max": runs[name]?[length] ?? FineWeb2Settings.off]
      }
    }
    self.rules = rules
    self.stopWords = stopWords
    self.languageScore = languageScore
  }
}
