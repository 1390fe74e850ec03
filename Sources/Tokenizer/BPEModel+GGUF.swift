import QuernBytes

extension BPEModel {
  /// Reads the vocabulary of a GGUF file (version 2 or 3) of `size` bytes, from its metadata alone.
  ///
  /// `tokenizer.ggml.model` is `gpt2`, byte-level BPE with merges, or `llama`, pieces with scores as SentencePiece has
  /// them. As in llama.cpp there is no normalisation but what SentencePiece does with spaces. Control tokens are special
  /// tokens, and no text becomes one; user-defined tokens are found in text.
  ///
  /// - Parameter read: fills `room` with the bytes of the file from `offset` on.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` with the offset when it is not such a file,
  ///   ``TokenizerError/unsupported(_:)``, naming what, when it asks for something that is not done here, or what `read`
  ///   throws.
  public convenience init(
    ggufOfSize size: Int, read: @escaping (_ offset: Int, _ room: UnsafeMutableRawBufferPointer) throws -> Void
  ) throws {
    try self.init(BPEModelDraft(gguf: GGUFVocabulary(size: size, read: read)))
  }
}

extension BPEModelDraft {
  /// What the metadata of a GGUF file says.
  init(gguf vocabulary: GGUFVocabulary) throws(TokenizerError) {
    guard let model = vocabulary.model else {
      throw .malformedVocabulary("the GGUF file has no vocabulary (no tokenizer.ggml.model)")
    }
    guard vocabulary.tokens.count > 0 else {
      throw .malformedVocabulary("the GGUF file has no tokens (tokenizer.ggml.tokens)")
    }
    let count = vocabulary.tokens.count
    guard vocabulary.types.isEmpty || vocabulary.types.count >= count else {
      throw .malformedVocabulary("\(vocabulary.types.count) types for \(count) tokens")
    }
    switch model {
    case "gpt2": try self.init(byteLevelGGUF: vocabulary)
    case "llama": try self.init(scoredGGUF: vocabulary)
    default: throw .unsupported("tokenizer.ggml.model \(model) (only gpt2 and llama)")
    }
    let isLlama = model == "llama"
    let pre = GGUFPretokenizer.named(vocabulary.pre)
    func id(_ name: String, default standard: Int64?) -> UInt32? {
      guard let number = vocabulary.numbers[name] ?? standard, number >= 0, number < Int64(count) else { return nil }
      return UInt32(number)
    }
    let addsBeginning = vocabulary.numbers["add_bos_token"].map { $0 != 0 } ?? (isLlama || pre?.addsBeginning == true)
    if addsBeginning, let id = id("bos_token_id", default: isLlama ? 1 : nil) { postProcessor.before = [id] }
    if vocabulary.numbers["add_eos_token"] == 1, let id = id("eos_token_id", default: isLlama ? 2 : nil) {
      postProcessor.after = [id]
    }
  }

  /// Byte-level BPE with a list of merges.
  private init(byteLevelGGUF vocabulary: GGUFVocabulary) throws(TokenizerError) {
    guard let pre = GGUFPretokenizer.named(vocabulary.pre) else {
      let names = GGUFPretokenizer.names.joined(separator: ", ")
      throw .unsupported("tokenizer.ggml.pre \(vocabulary.pre ?? "missing") (known are \(names))")
    }
    self.init(pretokenizer: pre.pretokenizer, semantics: .mergeList(ignoreMerges: pre.ignoresMerges))
    let tokens = vocabulary.tokens
    reserve(tokens: tokens.count, bytes: tokens.bytes.count)
    var failure: TokenizerError?
    tokens.bytes.withUnsafeBytes { all in
      do throws(TokenizerError) {
        var index = VocabularyIndex(room: tokens.count)
        for id in 0..<tokens.count where tokens.has(id) {
          let text = all.slice(tokens.start(id), tokens.start(id) + tokens.length(id))
          guard index.insert(text, UInt32(id)) else {
            throw .malformedVocabulary("token \(text.text) is given twice")
          }
          try add(UInt32(id), text, ScoredPieces.Kind(gguf: vocabulary.types, id))
        }
        try addMerges(vocabulary.merges, index)
      } catch { failure = error }
    }
    if let failure { throw failure }
  }

  private mutating func add(
    _ id: UInt32, _ text: UnsafeRawBufferPointer, _ kind: ScoredPieces.Kind
  ) throws(TokenizerError) {
    switch kind {
    case .normal, .byte:
      if try !setWord(id, appending: { ByteAlphabet.decode(text, into: &$0) }) { try setOther(id, text) }
    case .unused: try setOther(id, text)
    case .control, .unknown, .userDefined:
      guard let content = String(validating: text, as: UTF8.self) else {
        throw .malformedVocabulary("token \(id) is not UTF-8")
      }
      addedTokens.append(AddedToken(content: content, id: id, isSpecial: kind != .userDefined))
    }
  }

  private mutating func addMerges(_ list: TokenArena, _ index: borrowing VocabularyIndex) throws(TokenizerError) {
    guard list.count > 0 else { throw .malformedVocabulary("there are no merges (tokenizer.ggml.merges)") }
    merges.reserveCapacity(list.count)
    // Of a pair that is listed twice the first counts.
    var seen: Set<UInt64> = []
    seen.reserveCapacity(list.count)
    var product = ByteBuffer()
    for rank in 0..<list.count {
      var merge: BPEModel.Merge?
      list.withBytes(rank) { text in
        guard let space = text.firstOffset(of: 0x20, from: 1) else { return }
        let (left, right) = (text.slice(0, space), text.slice(space + 1, text.count))
        product.removeAll()
        product.append(left)
        product.append(right)
        guard let leftID = index.id(left), let rightID = index.id(right), let result = index.id(product.bytes) else {
          return
        }
        merge = BPEModel.Merge(left: leftID, right: rightID, result: result)
      }
      guard let merge else { throw .malformedVocabulary("merge \(rank) is not of two tokens that make a third") }
      if seen.insert(UInt64(merge.left) << 32 | UInt64(merge.right)).inserted { merges.append(merge) }
    }
  }

  /// Pieces with scores.
  private init(scoredGGUF vocabulary: GGUFVocabulary) throws(TokenizerError) {
    guard !vocabulary.hasCharactersMap else { throw .unsupported("tokenizer.ggml.precompiled_charsmap") }
    let tokens = vocabulary.tokens
    guard vocabulary.scores.isEmpty || vocabulary.scores.count >= tokens.count else {
      throw .malformedVocabulary("\(vocabulary.scores.count) scores for \(tokens.count) tokens")
    }
    var pieces = ScoredPieces()
    for id in 0..<tokens.count {
      let kind = ScoredPieces.Kind(gguf: vocabulary.types, id)
      let score = vocabulary.scores.isEmpty ? 0 : vocabulary.scores[id]
      let failure = tokens.withBytes(id) { (text) -> TokenizerError? in
        do throws(TokenizerError) {
          // Converters write the spaces of user-defined pieces as they are in text.
          if kind == .userDefined && text.firstOffset(of: 0x20) != nil {
            var escaped = ByteBuffer()
            for byte in text { if byte == 0x20 { escaped.append("\u{2581}") } else { escaped.append(byte) } }
            try pieces.append(escaped.bytes, score, kind)
          } else {
            try pieces.append(text, score, kind)
          }
          return nil
        } catch { return error }
      }
      if let failure { throw failure }
    }
    self = try pieces.draft(usesByteFallback: true, acceptsUnused: true)
    let prefix = vocabulary.numbers["add_space_prefix"] != 0
    let removes = vocabulary.numbers["remove_extra_whitespaces"] == 1
    normalizer = [
      .sentencePiece(
        SentencePieceNormalizer(
          charactersMap: nil, addsDummyPrefix: prefix, removesExtraSpaces: removes, escapesSpaces: true,
          spaceIsSuffix: false, protected: addedTokens.filter { !$0.isSpecial }.map(\.content)))
    ]
    decoder = [
      .sentencePiece(
        SentencePieceDecoder(unknownSurface: " \u{2047} ", addsDummyPrefix: prefix, removesExtraSpaces: removes))
    ]
  }
}

extension ScoredPieces.Kind {
  /// The type of token `id`; normal without types.
  fileprivate init(gguf types: [Int32], _ id: Int) {
    self = id < types.count ? ScoredPieces.Kind(rawValue: UInt64(max(0, types[id]))) ?? .normal : .normal
  }
}
