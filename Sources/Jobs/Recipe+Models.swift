import QuernJSON

extension RecipeClean {
  /// Whether the section `toxicity` says anything.
  var usesToxicity: Bool {
    toxicityLexicon != nil || toxicityModel != nil || toxicityLabel != nil || dropToxicityAbove != nil
      || cutToxicityFrom != nil
  }

  /// Reads `toxicity`.
  mutating func readToxicity(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard
      let fields = reader.table(
        node, "toxicity", keys: ["lexicon", "model", "label", "drop_above", "cut_from"])
    else { return }
    if fields["lexicon"] == nil && fields["model"] == nil && fields["drop_above"] == nil && fields["cut_from"] == nil {
      reader.report(node.place, "toxicity says nothing", hint: "add 'model: default' or 'lexicon: FILE'")
    }
    if let node = fields["lexicon"] { toxicityLexicon = reader.text(node, "lexicon") }
    if let node = fields["model"] { toxicityModel = reader.text(node, "model") }
    if let node = fields["label"] { toxicityLabel = reader.text(node, "label") }
    if let node = fields["drop_above"] { dropToxicityAbove = reader.share(node, "drop_above") }
    if let node = fields["cut_from"] { cutToxicityFrom = reader.share(node, "cut_from") }
  }
}

extension RecipeLanguage {
  /// Reads `language`.
  init(_ node: RecipeNode, _ reader: inout RecipeReader) {
    self.init()
    guard
      let fields = reader.table(node, "language", keys: ["model", "keep", "min_score", "scores", "sample"])
    else { return }
    if let node = fields["model"] { model = reader.text(node, "model") }
    if let node = fields["keep"] {
      keep = reader.distinct(node, "keep", minimum: 1) { $0.label($1, "keep") } ?? []
    }
    if let node = fields["min_score"] { minScore = reader.share(node, "min_score") ?? 0 }
    if let node = fields["scores"] {
      guard case .table(let members) = node.value else {
        reader.reportKind(of: node, "scores", expected: "a table of scores by language, as in {de: 0.7}")
        return
      }
      for member in members where RecipeLanguage.isLabel(member.key, at: member.place, &reader) {
        scores[member.key] = reader.share(member.value, "the score of \(member.key)")
      }
    }
    if let node = fields["sample"] { sample = reader.size(node, "sample", in: 64...(1 << 30)) }
  }

  /// Whether a text may be the label of a language; if not, that is reported.
  fileprivate static func isLabel(_ text: String, at place: RecipePlace, _ reader: inout RecipeReader) -> Bool {
    let isLabel = !text.isEmpty && text.utf8.allSatisfy(RecipeInput.isNameByte)
    if !isLabel { reader.report(place, "'\(text)' is no label of a language, such as en or eng_Latn") }
    return isLabel
  }
}

extension RecipeReader {
  fileprivate mutating func label(_ node: RecipeNode, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    return RecipeLanguage.isLabel(text, at: node.place, &self) ? text : nil
  }

  /// Reads a number from 0 to 1.
  fileprivate mutating func share(_ node: RecipeNode, _ name: String) -> Double? {
    guard let value = number(node, name) else { return nil }
    if (0...1).contains(value) { return value }
    report(node.place, "\(name) must be a number from 0 to 1")
    return nil
  }
}

extension Recipe {
  /// Writes `language` as a member, if there is one.
  func writeLanguage(into writer: inout JSONWriter) {
    guard let language = clean.language else { return }
    writer.key("language")
    writer.beginObject()
    if !language.keep.isEmpty { writer.member("keep", language.keep) }
    writer.member("min_score", language.minScore)
    if let model = language.model { writer.member("model", model) }
    if let sample = language.sample { writer.member("sample", sample) }
    if !language.scores.isEmpty {
      writer.key("scores")
      writer.beginObject()
      for (name, score) in language.scores.sorted(by: { $0.key < $1.key }) {
        writer.key(name: name)
        writer.number(score)
      }
      writer.endObject()
    }
    writer.endObject()
  }

  /// Writes the section `toxicity`, or null when it says nothing.
  func writeToxicity(into writer: inout JSONWriter) {
    guard clean.usesToxicity else { return writer.null() }
    writer.beginObject()
    if let cut = clean.cutToxicityFrom { writer.member("cut_from", cut) }
    if let drop = clean.dropToxicityAbove { writer.member("drop_above", drop) }
    if let label = clean.toxicityLabel { writer.member("label", label) }
    if let lexicon = clean.toxicityLexicon { writer.member("lexicon", lexicon) }
    if let model = clean.toxicityModel { writer.member("model", model) }
    writer.endObject()
  }
}
