import QuernBytes

/// What a model knows of single ids beside their bytes.
struct TokenTraits: Sendable {
  private var isWord: [Bool]
  /// The ids of special tokens.
  let specials: Set<UInt32>
  /// The ids that decoding passes over when it skips special tokens: the package goes by how they are spelt then.
  let skipped: Set<UInt32>
  /// The bytes that ids of byte fallback stand for.
  let fallbackBytes: [UInt32: UInt8]
  /// How the package spells added tokens when it decodes, where that is not their content: as normalised.
  let spellings: [UInt32: [UInt8]]
  /// What added tokens become where tokens are bytes, if not the bytes that they have: the package takes a spelling that
  /// could be one in the byte alphabet for one.
  let respelt: [UInt32: [UInt8]]

  init(_ draft: BPEModelDraft, words: [UInt32], _ normalized: [UInt32: [UInt8]], _ store: borrowing TokenStore) {
    let count = store.count
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
    var spellings: [UInt32: [UInt8]] = [:]
    var respelt: [UInt32: [UInt8]] = [:]
    for token in draft.addedTokens where draft.semantics != .ranks {
      let content = Array(token.content.utf8)
      let spelling = normalized[token.id] ?? content
      if spelling != content { spellings[token.id] = spelling }
      let bytes = spelling.withUnsafeBytes { ByteAlphabet.decode($0) } ?? spelling
      if !bytes.elementsEqual(store[token.id]) { respelt[token.id] = bytes }
    }
    let names = Set(draft.addedTokens.filter(\.isSpecial).map { Array($0.content.utf8) })
    skipped = Set(
      draft.addedTokens.filter { names.contains(spellings[$0.id] ?? Array($0.content.utf8)) }.map(\.id))
    self.spellings = spellings
    self.respelt = respelt
  }

  func isWord(_ id: UInt32) -> Bool { Int(id) < isWord.count && isWord[Int(id)] }
}

extension BPEModel {
  /// Whether `id` is that of a special token.
  public func isSpecial(_ id: UInt32) -> Bool { traits.specials.contains(id) }

  /// Whether merging or whole pretokens can give `id`.
  func isWord(_ id: UInt32) -> Bool { traits.isWord(id) }

  /// The id of the word with these bytes.
  func word(_ bytes: [UInt8]) -> UInt32? { bytes.withUnsafeBytes { words.find($0, in: store) } }

  /// The byte that `id` stands for, where characters without a token become their bytes.
  func byte(ofFallback id: UInt32) -> UInt8? { traits.fallbackBytes[id] }

  /// Gives `body` the bytes that `id` becomes where tokens are bytes.
  func withDecodedBytes(of id: UInt32, _ body: (UnsafeRawBufferPointer) -> Void) {
    if !traits.respelt.isEmpty, let bytes = traits.respelt[id] {
      bytes.withUnsafeBytes { body($0) }
    } else {
      body(store[id])
    }
  }

  /// Appends the token `id` as the package spells it when it decodes.
  func appendSpelling(of id: UInt32, to out: inout ByteBuffer) {
    if let spelling = traits.spellings[id] {
      spelling.withUnsafeBytes { out.append($0) }
    } else if alphabet == .bytes && isWord(id) {
      out.append(spelling: store[id])
    } else {
      out.append(store[id])
    }
  }
}
