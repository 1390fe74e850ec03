/// A file of FineWeb2's folder `configs`: the thresholds and stop words of one language.
public struct FineWeb2File: Equatable, Sendable {
  /// Thresholds by name.
  public private(set) var values: [String: Double] = [:]
  /// Thresholds of runs of words, by name and length.
  public private(set) var runs: [String: [Int: Double]] = [:]
  /// The stop words.
  public private(set) var stopWords: [String] = []
  /// The least score of the language; nil when the file has none.
  public private(set) var languageScore: Double?

  private static let thresholds = [
    "dup_line_frac", "line_punct_thr", "new_line_ratio", "min_avg_word_length", "max_avg_word_length",
    "max_non_alpha_words_ratio",
  ]
  private static let lengths = ["top_n_grams": 2...4, "dup_n_grams": 5...10]
  private static let score = "language_score"

  /// Reads the YAML text of such a file.
  /// - Throws: everything that is wrong with it: unknown, missing and repeated names, and values that are none.
  public init(yaml: String, path: String) throws(RecipeError) {
    var parser = RecipeParser(yaml)
    let root = parser.parse()
    var reader = RecipeReader(issues: parser.issues, vocabulary: nil)
    let keys = FineWeb2File.thresholds + FineWeb2File.lengths.keys.sorted() + ["stopwords", FineWeb2File.score]
    if let root, let table = reader.table(root, "the file", keys: keys) {
      for key in keys where table[key] == nil && key != FineWeb2File.score {
        reader.report(root.place, "the file has no \(key)")
      }
      for key in FineWeb2File.thresholds {
        if let node = table[key], let value = reader.number(node, key) { values[key] = value }
      }
      if let node = table[FineWeb2File.score] { languageScore = reader.share(node, FineWeb2File.score) }
      for (key, lengths) in FineWeb2File.lengths.sorted(by: { $0.key < $1.key }) {
        if let node = table[key] { runs[key] = FineWeb2File.runs(node, key, lengths, &reader) }
      }
      if let node = table["stopwords"] { stopWords = FineWeb2File.words(node, &reader) }
    }
    guard reader.issues.isEmpty else { throw RecipeError(path: path, issues: reader.issues) }
  }

  /// Reads a list of pairs of a length and a threshold.
  private static func runs(
    _ node: RecipeNode, _ name: String, _ lengths: ClosedRange<Int>, _ reader: inout RecipeReader
  ) -> [Int: Double] {
    var found: [Int: Double] = [:]
    for element in reader.list(node, name) ?? [] {
      guard let pair = reader.list(element, "an entry of \(name)", minimum: 2), pair.count == 2,
        let length: Int = reader.whole(pair[0], "the length in \(name)", in: lengths),
        let value = reader.number(pair[1], "the threshold in \(name)")
      else {
        reader.report(element.place, "an entry of \(name) is a pair of a length and a threshold")
        continue
      }
      if found.updateValue(value, forKey: length) != nil {
        reader.report(element.place, "\(name) names the length \(length) twice")
      }
    }
    return found
  }

  /// Reads the stop words, which may look like numbers or truth values.
  private static func words(_ node: RecipeNode, _ reader: inout RecipeReader) -> [String] {
    var found: [String] = []
    for element in reader.list(node, "stopwords", minimum: 1) ?? [] {
      if case .scalar(let text, _) = element.value, !text.isEmpty {
        found.append(text)
      } else {
        reader.reportKind(of: element, "a stop word", expected: "text")
      }
    }
    return found
  }
}
