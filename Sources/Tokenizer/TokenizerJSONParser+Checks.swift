import QuernBytes
import QuernJSON

extension TokenizerJSONParser {
  func refuse(_ node: JSONNode?, _ name: String) throws(TokenizerError) {
    if let node, !node.isNull { throw .unsupported(name) }
  }

  func flag(_ node: JSONNode, _ name: StaticString, default value: Bool) throws(TokenizerError) -> Bool {
    guard let member = node[name], !member.isNull else { return value }
    guard let bool = member.bool else { throw .malformedVocabulary("\(name) is neither true nor false") }
    return bool
  }

  /// The string called `name`, which must be there.
  func text(_ node: JSONNode, _ name: StaticString) throws(TokenizerError) -> String {
    guard let text = node[name]?.string else { throw .malformedVocabulary("\(type(node)) has no \(name)") }
    return text
  }

  /// The whole number called `name`, which must be there.
  func number(_ node: JSONNode, _ name: StaticString) throws(TokenizerError) -> Int {
    guard let number = node[name]?.int, number >= 0 else { throw .malformedVocabulary("\(type(node)) has no \(name)") }
    return number
  }

  /// The `type` of a component, for messages.
  func type(_ node: JSONNode) -> String { node["type"]?.string ?? "of no type" }

  /// Refuses what would make the merges something else than those of BPE, and chance.
  func checkModel(_ model: JSONNode) throws(TokenizerError) {
    if let type = model["type"]?.string, type != "BPE" { throw .unsupported("model \(type)") }
    if let dropout = model["dropout"], !dropout.isNull, dropout.double != 0 { throw .unsupported("dropout") }
    for (name, node) in [
      ("continuing_subword_prefix", model["continuing_subword_prefix"]),
      ("end_of_word_suffix", model["end_of_word_suffix"]),
    ] {
      if let node, !node.isNull, node.bytes?.isEmpty != true { throw .unsupported(name) }
    }
  }

  /// Refuses a metaspace that depends on where the package thinks that changed text comes from, where that is not where
  /// it comes from: it takes the last character of a match for the source of a replacement.
  func checkPrefixes(_ steps: [PretokenizerStep], _ normalizer: [NormalizerStep]) throws(TokenizerError) {
    let dependsOnPlace = steps.contains { if case .metaspace(_, .first, _) = $0 { true } else { false } }
    guard dependsOnPlace else { return }
    for step in normalizer {
      guard case .replace(let target, _) = step else { continue }
      if case .literal(let text) = target, text.unicodeScalars.count == 1 { continue }
      throw .unsupported(
        "pre_tokenizer Metaspace with prepend_scheme first after normalizer Replace of several characters")
    }
  }

  /// The only pre-tokenizers of a sequence, in order.
  func flatten(_ node: JSONNode, _ list: StaticString, into parts: inout [JSONNode]) {
    if type(node) == "Sequence", let inner = node[list], inner.isArray {
      for part in inner.elements { flatten(part, list, into: &parts) }
    } else {
      parts.append(node)
    }
  }
}
