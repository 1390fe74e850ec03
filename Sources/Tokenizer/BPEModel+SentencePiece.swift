import QuernBytes

extension BPEModel {
  /// Reads a SentencePiece model (`.model`) whose algorithm is BPE.
  ///
  /// Ids and text are those of SentencePiece 0.2 (`EncodeAsIds`, `DecodeIds`) without extra options. Its control pieces
  /// are special tokens; its user-defined pieces are found in text, the longest first.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when it is not one, ``TokenizerError/unsupported(_:)``,
  ///   naming what, when it asks for something that is not done here.
  public convenience init(sentencePiece bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    try self.init(BPEModelDraft(sentencePiece: bytes))
  }
}

extension BPEModelDraft {
  /// What a SentencePiece model file says.
  init(sentencePiece bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let file = try SentencePieceFile(bytes)
    switch SentencePieceFile.Algorithm(rawValue: file.algorithm) {
    case .bpe: break
    case .unigram: throw .unsupported("a SentencePiece model of the type UNIGRAM (only BPE)")
    case .word: throw .unsupported("a SentencePiece model of the type WORD (only BPE)")
    case .char: throw .unsupported("a SentencePiece model of the type CHAR (only BPE)")
    case nil: throw .malformedVocabulary("a SentencePiece model of unknown type \(file.algorithm)")
    }
    guard !file.hasDenormalizer else { throw .unsupported("denormalizer_spec of a SentencePiece model") }
    self = try file.pieces.draft(usesByteFallback: file.usesByteFallback)
    guard case .characters(let characters) = alphabet, characters.unknown != nil else {
      throw .malformedVocabulary("there is no unknown piece")
    }
    if characters.byteTokens.contains(UnknownCharacters.noToken) {
      throw .malformedVocabulary("byte_fallback is set, but not all 256 bytes have pieces")
    }
    normalizer = [
      .sentencePiece(
        SentencePieceNormalizer(
          charactersMap: file.charactersMap.isEmpty ? nil : try CharactersMap(file.charactersMap),
          addsDummyPrefix: file.addsDummyPrefix, removesExtraSpaces: file.removesExtraSpaces,
          escapesSpaces: file.escapesSpaces, spaceIsSuffix: file.spaceIsSuffix,
          protected: addedTokens.filter { !$0.isSpecial }.map(\.content)))
    ]
    decoder = [
      .sentencePiece(
        SentencePieceDecoder(
          unknownSurface: file.unknownSurface, addsDummyPrefix: file.addsDummyPrefix,
          removesExtraSpaces: file.removesExtraSpaces))
    ]
  }

  private typealias UnknownCharacters = BPEModel.UnknownCharacters
}
