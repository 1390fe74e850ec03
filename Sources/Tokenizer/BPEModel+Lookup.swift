import QuernBytes

/// What a model knows of single ids beside their bytes.
struct TokenTraits: Sendable {
  private var isWord: [Bool]
  /// The ids of special tokens.
  let specials: Set<UInt32>
  /// The bytes that ids of byte fallback stand for.
  let fallbackBytes: [UInt32: UInt8]
  /// What added tokens decode to that look like spellings in the byte alphabet.
  let respelt: [UInt32: [UInt8]]

  init(_ draft: BPEModelDraft, words: [UInt32], count: Int) {
    isWord = [Bool](repeating: false, count: count)
    for id in words { isWord[Int(id)] = true }
    specials = Set(draft.addedTokens.filter(\.isSpecial).map(\.id))
    var fallback: [UInt32: UInt8] = [:]
    if case .characters(let rule) = draft.alphabet {
      for (byte, id) in rule.byteTokens.enumerated() where id != BPEModel.UnknownCharacters.noToken {
        fallback[id] = UInt8(byte)
      }
    }
    fallbackBytes = fallback
    var respelt: [UInt32: [UInt8]] = [:]
    if draft.semantics != .ranks {
      for token in draft.addedTokens where !isWord[Int(token.id)] {
        let content = Array(token.content.utf8)
        if let spelt = content.withUnsafeBytes({ ByteAlphabet.decode($0) }), spelt != content {
          respelt[token.id] = spelt
        }
      }
    }
    self.respelt = respelt
  }

  func isWord(_ id: UInt32) -> Bool { Int(id) < isWord.count && isWord[Int(id)] }
}

extension BPEModel {
  /// Whether `id` is that of a special token.
  public func isSpecial(_ id: UInt32) -> Bool { traits.specials.contains(id) }

  /// Whether merging or whole pretokens can give `id`.
  func isWord(_ id: UInt32) -> Bool { traits.isWord(id) }

  /// The byte that `id` stands for, where characters without a token become their bytes.
  func byte(ofFallback id: UInt32) -> UInt8? { traits.fallbackBytes[id] }

  /// What added tokens decode to that look like spellings in the byte alphabet, by id.
  var respelt: [UInt32: [UInt8]] { traits.respelt }
}
