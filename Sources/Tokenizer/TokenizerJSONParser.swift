import QuernBytes
import QuernJSON

/// Reads a tokenizer.json as the `tokenizers` package does, for byte-level BPE.
///
/// Whatever the file asks for and this module does not do is an error that names it; nothing that changes ids is
/// skipped over.
struct TokenizerJSONParser {
  let root: JSONNode

  /// What the file says.
  func draft() throws(TokenizerError) -> BPEModelDraft {
    guard root.isObject else { throw .malformedVocabulary("not a JSON object") }
    guard let model = root["model"], model.isObject else { throw .malformedVocabulary("there is no model") }
    try checkModel(model)
    try refuse(root["truncation"], "truncation")
    try refuse(root["padding"], "padding")
    try checkNormalizer(root["normalizer"])
    try checkPostProcessor(root["post_processor"])
    try checkDecoder(root["decoder"])
    let pattern = try parsePattern(root["pre_tokenizer"])
    let ignoreMerges = try flag(model, "ignore_merges", default: false)
    var draft = BPEModelDraft(pattern: pattern, semantics: .mergeList(ignoreMerges: ignoreMerges))
    draft.addedTokens = try addedTokens()
    let ids = try parseVocabulary(model, into: &draft)
    try parseMerges(model, ids, into: &draft)
    return draft
  }

  private func parseVocabulary(
    _ model: JSONNode, into draft: inout BPEModelDraft
  ) throws(TokenizerError) -> VocabularyIndex {
    guard let vocabulary = model["vocab"], vocabulary.isObject else {
      throw .malformedVocabulary("the model has no vocab")
    }
    var index = VocabularyIndex(room: vocabulary.count)
    for member in vocabulary.members {
      guard let number = member.value.uint, number <= UInt64(BPEModelDraft.highestID) else {
        throw .malformedVocabulary("the id of token \(member.key.text) is out of range")
      }
      let id = UInt32(number)
      guard !member.key.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
      guard index.insert(member.key, id) else {
        throw .malformedVocabulary("token \(member.key.text) is given twice")
      }
      // Nothing in a text is spelt otherwise; such tokens are added tokens, or never used.
      if try !draft.setWord(id, appending: { ByteAlphabet.decode(member.key, into: &$0) }) {
        try draft.setOther(id, member.key)
      }
    }
    return index
  }

  private func parseMerges(
    _ model: JSONNode, _ index: borrowing VocabularyIndex, into draft: inout BPEModelDraft
  ) throws(TokenizerError) {
    guard let merges = model["merges"], merges.isArray else {
      throw .malformedVocabulary("the model has no merges")
    }
    draft.merges.reserveCapacity(merges.count)
    var product = ByteBuffer()
    for (rank, node) in merges.elements.enumerated() {
      guard let (left, right) = TokenizerJSONParser.parts(node) else {
        throw .malformedVocabulary("merge \(rank) is not two tokens")
      }
      product.removeAll()
      product.append(left)
      product.append(right)
      guard let leftID = index.id(left), let rightID = index.id(right), let result = index.id(product.bytes) else {
        throw .malformedVocabulary("merge \(rank) (\(left.text) and \(right.text)) is not of tokens in vocab")
      }
      draft.merges.append(BPEModel.Merge(left: leftID, right: rightID, result: result))
    }
  }

  /// The two tokens of a merge: `["a", "b"]`, or `"a b"` as before version 0.20 of the package.
  private static func parts(_ node: JSONNode) -> (UnsafeRawBufferPointer, UnsafeRawBufferPointer)? {
    if let text = node.bytes {
      guard let space = text.firstOffset(of: 0x20), text.firstOffset(of: 0x20, from: space + 1) == nil else {
        return nil
      }
      return (text.slice(0, space), text.slice(space + 1, text.count))
    }
    guard node.isArray, node.count == 2 else { return nil }
    var elements = node.elements
    guard let left = elements.next()?.bytes, let right = elements.next()?.bytes else { return nil }
    return (left, right)
  }

  private func addedTokens() throws(TokenizerError) -> [AddedToken] {
    guard let list = root["added_tokens"], !list.isNull else { return [] }
    var tokens: [AddedToken] = []
    for node in list.elements {
      guard let content = node["content"]?.string, let number = node["id"]?.uint,
        number <= UInt64(BPEModelDraft.highestID)
      else { throw .malformedVocabulary("an added token has no content or id") }
      for (name, isSet) in [
        ("single_word", node["single_word"]?.bool), ("lstrip", node["lstrip"]?.bool), ("rstrip", node["rstrip"]?.bool),
      ] where isSet == true {
        throw .unsupported("added token \(content) with \(name)")
      }
      let isSpecial = node["special"]?.bool ?? false
      tokens.append(
        AddedToken(
          content: content, id: UInt32(number), isSpecial: isSpecial,
          isNormalized: node["normalized"]?.bool ?? !isSpecial))
    }
    return tokens
  }
}
