import QuernBytes
import QuernJSON

extension BPEModel {
  /// Reads a tekken.json of Mistral.
  ///
  /// Ids are those of mistral-common 1.13: special tokens first, then the bytes and words of the file, cut off where its
  /// default size says. All its special tokens are special here, so no text becomes one unless asked.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when it is not one.
  public convenience init(tekken bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(bytes)
    } catch {
      throw .malformedVocabulary("not JSON: \(error.message)")
    }
    try self.init(BPEModelDraft(tekken: document.root))
  }
}

extension BPEModelDraft {
  /// What a tekken.json says.
  init(tekken root: JSONNode) throws(TokenizerError) {
    guard let config = root["config"], config.isObject, let list = root["vocab"], list.isArray else {
      throw .malformedVocabulary("not a tekken.json: it has no config, or no vocab that is a list")
    }
    guard let pattern = config["pattern"]?.bytes else { throw .malformedVocabulary("the config has no pattern") }
    let size = try BPEModelDraft.count("default_vocab_size", in: config)
    let specials = try BPEModelDraft.count("default_num_special_tokens", in: config)
    guard size >= specials, size - specials <= list.count else {
      throw .malformedVocabulary(
        "\(size) tokens are asked for, but there are \(list.count) and \(specials) special ones")
    }
    self.init(pretokenizer: Pretokenizer(fancyRegex: pattern.text), semantics: .ranks)
    addedTokens = try BPEModelDraft.tekkenSpecials(root, version: config["version"]?.string ?? "", count: specials)
    try addTekkenWords(list, count: size - specials, from: specials)
  }

  private static func count(_ name: StaticString, in config: JSONNode) throws(TokenizerError) -> Int {
    guard let number = config[name]?.uint, number <= UInt64(highestID) else {
      throw .malformedVocabulary("the config has no \(name), or it is out of range")
    }
    return Int(number)
  }

  private mutating func addTekkenWords(_ list: JSONNode, count: Int, from first: Int) throws(TokenizerError) {
    reserve(tokens: count + first, bytes: count * 8)
    for (rank, node) in list.elements.enumerated() {
      if rank == count { return }
      guard node["rank"]?.uint == UInt64(rank) else {
        throw .malformedVocabulary("entry \(rank) of vocab has another rank")
      }
      guard let text = node["token_bytes"]?.bytes,
        try setWord(UInt32(first + rank), appending: { Base64.decode(text, into: &$0) })
      else { throw .malformedVocabulary("entry \(rank) of vocab has no token_bytes in base 64") }
      guard rank >= 256 || words[first + rank] == [UInt8(rank)] else {
        throw .malformedVocabulary("entry \(rank) of vocab is not byte \(rank)")
      }
    }
  }

  /// The tokens of `special_tokens`, and `<SPECIAL_n>` for the ids that it leaves.
  private static func tekkenSpecials(
    _ root: JSONNode, version: String, count: Int
  ) throws(TokenizerError) -> [AddedToken] {
    var tokens: [AddedToken] = []
    if let list = root["special_tokens"], list.isArray {
      for node in list.elements {
        guard let content = node["token_str"]?.string, let rank = node["rank"]?.uint, rank < UInt64(count) else {
          throw .malformedVocabulary(
            "entry \(tokens.count) of special_tokens has no token_str, or no rank below \(count)")
        }
        tokens.append(AddedToken(content: content, id: UInt32(rank)))
      }
    } else {
      guard ["v1", "v2", "v3", "v7"].contains(version) else {
        throw .malformedVocabulary("there are no special_tokens, which version \(version) must have")
      }
      for (id, content) in firstTekkenSpecials.enumerated() {
        tokens.append(AddedToken(content: content, id: UInt32(id)))
      }
    }
    guard tokens.count <= count else {
      throw .malformedVocabulary("there are \(tokens.count) special tokens, more than \(count)")
    }
    for id in tokens.count..<count { tokens.append(AddedToken(content: "<SPECIAL_\(id)>", id: UInt32(id))) }
    return tokens
  }

  /// The special tokens of files that list none.
  private static let firstTekkenSpecials = [
    "<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]",
    "[/TOOL_RESULTS]", "[TOOL_CALLS]", "[IMG]", "<pad>", "[IMG_BREAK]", "[IMG_END]", "[PREFIX]", "[MIDDLE]", "[SUFFIX]",
    "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]", "[TOOL_CONTENT]",
  ]
}
