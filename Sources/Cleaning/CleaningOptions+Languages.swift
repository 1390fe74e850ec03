import QuernText

extension CleaningOptions {
  /// The options with the labels of the language source in place of other codes of the same languages: `en` for `eng`,
  /// or `zho_Hans` and `zho_Hant` for `zh`. Codes that mean none of its labels stay as they are, but
  /// not in conditions, which would hold for all documents or none.
  /// - Throws: ``CleaningError/unknownLanguage(_:known:)`` for such a code in a condition.
  func withLanguageLabels() throws(CleaningError) -> CleaningOptions {
    guard let labels = resources.languageLabels else { return self }
    func meant(_ code: String) -> [String] {
      let found = LanguageCode.labels(for: code, among: labels)
      return found.isEmpty ? [code] : found
    }
    var options = self
    for index in options.routes.indices {
      options.routes[index].languages = options.routes[index].languages?.flatMap(meant)
    }
    if let language {
      options.language?.keep = language.keep?.flatMap(meant)
      options.language?.scores = [:]
      for (code, score) in language.scores.sorted(by: { $0.key < $1.key }) {
        for label in meant(code) { options.language?.scores[label] = score }
      }
    }
    options.userRules = []
    for rule in userRules {
      let condition = try rule.condition.withLabels { (code) throws(CleaningError) in
        let found = LanguageCode.labels(for: code, among: labels)
        if found.isEmpty { throw .unknownLanguage(code, known: labels) }
        return found
      }
      options.userRules.append(UserRule(id: rule.id, condition: condition))
    }
    return options
  }
}
