import QuernBytes
import QuernJSON

/// Reads a tokenizer.json as the `tokenizers` package (0.23) does, for models of type BPE.
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
    let ids = try index(model)
    var steps: [PretokenizerStep] = []
    try parsePretokenizer(root["pre_tokenizer"], into: &steps)
    let ignoreMerges = try flag(model, "ignore_merges", default: false)
    var draft = BPEModelDraft(pretokenizer: .steps(steps), semantics: .mergeList(ignoreMerges: ignoreMerges))
    draft.alphabet = TokenizerJSONParser.isOfBytes(steps, ids) ? .bytes : .characters(try unknownCharacters(model, ids))
    draft.pretokenizer = TokenizerJSONParser.simplified(steps, draft.alphabet)
    try parseNormalizer(root["normalizer"], into: &draft.normalizer)
    try checkPrefixes(steps, draft.normalizer)
    try parsePostProcessor(root["post_processor"], into: &draft.postProcessor)
    draft.decoder = try parseDecoder(root["decoder"])
    draft.addedTokens = try addedTokens(ids)
    try parseVocabulary(model, into: &draft)
    try parseMerges(model, ids, into: &draft)
    return draft
  }

  private func index(_ model: JSONNode) throws(TokenizerError) -> VocabularyIndex {
    guard let vocabulary = model["vocab"], vocabulary.isObject else {
      throw .malformedVocabulary("the model has no vocab")
    }
    var index = VocabularyIndex(room: vocabulary.count)
    for member in vocabulary.members {
      guard let id = member.value.uint, id <= UInt64(BPEModelDraft.highestID) else {
        throw .malformedVocabulary("the id of token \(member.key.text) is out of range")
      }
      guard !member.key.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
      guard index.insert(member.key, UInt32(id)) else {
        throw .malformedVocabulary("token \(member.key.text) is given twice")
      }
    }
    return index
  }

  /// Whether texts come to merging as bytes, each of which has a token.
  private static func isOfBytes(_ steps: [PretokenizerStep], _ ids: borrowing VocabularyIndex) -> Bool {
    let isByteLevel = steps.map { step in if case .byteLevel = step { true } else { false } }
    guard isByteLevel.last == true, isByteLevel.filter({ $0 }).count == 1 else { return false }
    for spelling in ByteAlphabet.spellings where spelling.withUnsafeBytes({ ids.id($0) }) == nil { return false }
    return true
  }

  private func parseVocabulary(_ model: JSONNode, into draft: inout BPEModelDraft) throws(TokenizerError) {
    for member in model["vocab"]?.members ?? .none {
      let id = UInt32(member.value.uint ?? 0)
      if draft.alphabet != .bytes {
        try draft.setWord(id, member.key)
      } else if try !draft.setWord(id, appending: { ByteAlphabet.decode(member.key, into: &$0) }) {
        // Nothing in a text is spelt otherwise; such tokens are added tokens, or never used.
        try draft.setOther(id, member.key)
      }
    }
  }

  /// What the model does with characters that have no token.
  private func unknownCharacters(
    _ model: JSONNode, _ ids: borrowing VocabularyIndex
  ) throws(TokenizerError) -> BPEModel.UnknownCharacters {
    var rule = BPEModel.UnknownCharacters()
    if let node = model["unk_token"], !node.isNull {
      guard let name = node.bytes else { throw .malformedVocabulary("unk_token is no string") }
      guard let id = ids.id(name) else { throw .malformedVocabulary("unk_token \(name.text) is not in vocab") }
      rule.unknown = id
    }
    rule.fusesUnknown = try flag(model, "fuse_unk", default: false)
    guard try flag(model, "byte_fallback", default: false) else { return rule }
    for byte in UInt8.min...UInt8.max {
      let id = BPEModel.UnknownCharacters.fallbackName(of: byte).withUnsafeBytes { ids.id($0) }
      rule.byteTokens.append(id ?? BPEModel.UnknownCharacters.noToken)
    }
    if rule.byteTokens.allSatisfy({ $0 == BPEModel.UnknownCharacters.noToken }) { rule.byteTokens = [] }
    return rule
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

  /// The added tokens, whose ids must be those that the package gives them: it goes by what is in `vocab`, and numbers
  /// the others from there on, whatever the file says.
  private func addedTokens(_ ids: borrowing VocabularyIndex) throws(TokenizerError) -> [AddedToken] {
    guard let list = root["added_tokens"], !list.isNull else { return [] }
    var tokens: [AddedToken] = []
    var highest: UInt64?
    for node in list.elements {
      guard let bytes = node["content"]?.bytes, let number = node["id"]?.uint,
        number <= UInt64(BPEModelDraft.highestID)
      else { throw .malformedVocabulary("an added token has no content or id") }
      guard !bytes.isEmpty else { throw .emptySpecial }
      let content = bytes.text
      let size = UInt64(ids.count)
      let next = highest.map { $0 >= size || size == 0 ? $0 + 1 : size } ?? size
      let given = ids.id(bytes).map { UInt64($0) } ?? next
      guard number == given else {
        throw .malformedVocabulary("added token \(content) has id \(number), and the package makes that \(given)")
      }
      highest = max(highest ?? 0, given)
      let isSpecial = try flag(node, "special", default: false)
      var token = AddedToken(content: content, id: UInt32(number), isSpecial: isSpecial)
      token.isNormalized = try flag(node, "normalized", default: !isSpecial)
      token.isSingleWord = try flag(node, "single_word", default: false)
      token.stripsLeft = try flag(node, "lstrip", default: false)
      token.stripsRight = try flag(node, "rstrip", default: false)
      tokens.append(token)
    }
    return tokens
  }
}
