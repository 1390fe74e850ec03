import Testing

@testable import QuernJobs

@Suite struct FineWeb2FileTests {
  private let whole = """
    dup_line_frac: 0.33
    dup_n_grams:
    - - 5
      - 0.19
    - - 10
      - 0.12
    language_score: 0.88
    line_punct_thr: 0.125
    max_avg_word_length: 11
    max_non_alpha_words_ratio: 0.78
    min_avg_word_length: 3
    new_line_ratio: 7.25
    stopwords:
    - v
    - 'no'
    - 1
    top_n_grams:
    - - 2
      - 0.09
    """

  @Test func readsWhatFineWeb2Writes() throws {
    let file = try FineWeb2File(yaml: whole, path: "ces_Latn.yml")
    #expect(file.values["new_line_ratio"] == 7.25 && file.values.count == 6)
    #expect(file.runs == ["dup_n_grams": [5: 0.19, 10: 0.12], "top_n_grams": [2: 0.09]])
    #expect(file.stopWords == ["v", "no", "1"])
    #expect(file.languageScore == 0.88)
    #expect(try FineWeb2File(yaml: whole.replacing("language_score: 0.88\n", with: ""), path: "x").languageScore == nil)
  }

  @Test(arguments: [
    ("new_line_ratio: 7.25", "", "the file has no new_line_ratio"), ("- - 2", "- - 12", "the length in top_n_grams"),
    ("stopwords:\n- v\n- 'no'\n- 1", "stopwords: []", "stopwords must not be empty"),
    ("line_punct_thr: 0.125", "line_punct_thr: much", "line_punct_thr must be a number"),
    ("language_score", "language_scores", "unknown key 'language_scores'"),
  ])
  func refusesOtherFiles(part: String, other: String, message: String) {
    let text = whole.replacing(part, with: other)
    do {
      _ = try FineWeb2File(yaml: text, path: "x.yml")
      Issue.record("it was read")
    } catch {
      #expect(error.issues.contains { $0.message.contains(message) }, "\(error)")
    }
  }
}
