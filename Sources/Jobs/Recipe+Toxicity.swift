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
    if fields.isEmpty {
      reader.report(node.place, "toxicity says nothing", hint: "add 'model: default' or 'lexicon: FILE'")
    }
    if let node = fields["lexicon"] { toxicityLexicon = reader.text(node, "lexicon") }
    if let node = fields["model"] { toxicityModel = reader.text(node, "model") }
    if let node = fields["label"] { toxicityLabel = reader.text(node, "label") }
    if let node = fields["drop_above"] { dropToxicityAbove = reader.share(node, "drop_above") }
    if let node = fields["cut_from"] { cutToxicityFrom = reader.share(node, "cut_from") }
  }
}

extension RecipeReader {
  /// Reads a number from 0 to 1.
  mutating func share(_ node: RecipeNode, _ name: String) -> Double? {
    guard let value = number(node, name) else { return nil }
    if (0...1).contains(value) { return value }
    report(node.place, "\(name) must be a number from 0 to 1")
    return nil
  }
}

extension Recipe {
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
