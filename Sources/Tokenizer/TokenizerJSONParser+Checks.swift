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

  /// The `type` of a component, for messages.
  func type(_ node: JSONNode) -> String { node["type"]?.string ?? "of no type" }

  /// Refuses what would make the merges something else than byte-level BPE.
  ///
  /// `unk_token`, `fuse_unk` and `byte_fallback` are for characters without a token. There are none: all 256 bytes
  /// have one, which is checked later.
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

  /// Accepts null and an empty sequence.
  func checkNormalizer(_ node: JSONNode?) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    if type(node) == "Sequence", let parts = node["normalizers"], parts.isArray {
      for part in parts.elements { try checkNormalizer(part) }
      return
    }
    throw .unsupported("normalizer \(type(node))")
  }

  /// Accepts what only moves offsets or only adds special tokens around a text, which encoding leaves to its caller.
  func checkPostProcessor(_ node: JSONNode?) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    switch type(node) {
    case "ByteLevel", "TemplateProcessing":
      return
    case "Sequence":
      for part in node["processors"]?.elements ?? node.elements { try checkPostProcessor(part) }
    default:
      throw .unsupported("post_processor \(type(node))")
    }
  }

  /// Accepts ByteLevel, or no decoder at all.
  func checkDecoder(_ node: JSONNode?) throws(TokenizerError) {
    guard let node, !node.isNull else { return }
    switch type(node) {
    case "ByteLevel":
      return
    case "Sequence":
      for part in node["decoders"]?.elements ?? node.elements { try checkDecoder(part) }
    default:
      throw .unsupported("decoder \(type(node))")
    }
  }

  /// The pattern of `ByteLevel`, or of `Split` and then `ByteLevel(use_regex: false)`.
  func parsePattern(_ node: JSONNode?) throws(TokenizerError) -> SplitPattern {
    guard let node, !node.isNull else { throw .unsupported("no pre_tokenizer (ByteLevel is needed)") }
    var parts: [JSONNode] = []
    flatten(node, into: &parts)
    guard let last = parts.popLast(), type(last) == "ByteLevel" else {
      throw .unsupported("pre_tokenizer \(type(node)) without ByteLevel at its end")
    }
    // The package takes both flags as true when they are left out.
    if try flag(last, "add_prefix_space", default: true) {
      throw .unsupported("pre_tokenizer ByteLevel with add_prefix_space")
    }
    let splitsItself = try flag(last, "use_regex", default: true)
    if splitsItself {
      guard parts.isEmpty else { throw .unsupported("pre_tokenizer \(type(parts[0])) before ByteLevel with use_regex") }
      return .gpt2
    }
    var regexes: [UnsafeRawBufferPointer] = []
    for part in parts { regexes.append(try parseSplit(part)) }
    guard let pattern = SplitPattern.named(bySplits: regexes) else {
      throw .unsupported("split pattern \(regexes.map(\.text).joined(separator: " and then "))")
    }
    return pattern
  }

  private func flatten(_ node: JSONNode, into parts: inout [JSONNode]) {
    if type(node) == "Sequence", let inner = node["pretokenizers"], inner.isArray {
      for part in inner.elements { flatten(part, into: &parts) }
    } else {
      parts.append(node)
    }
  }

  /// The regular expression of an isolating `Split`.
  private func parseSplit(_ node: JSONNode) throws(TokenizerError) -> UnsafeRawBufferPointer {
    guard type(node) == "Split" else { throw .unsupported("pre_tokenizer \(type(node))") }
    let behavior = node["behavior"]?.string ?? "none"
    guard behavior == "Isolated" else { throw .unsupported("pre_tokenizer Split with behavior \(behavior)") }
    guard try !flag(node, "invert", default: false) else { throw .unsupported("pre_tokenizer Split with invert") }
    guard let regex = node["pattern"]?["Regex"]?.bytes else {
      throw .unsupported("pre_tokenizer Split without a regular expression")
    }
    return regex
  }
}
