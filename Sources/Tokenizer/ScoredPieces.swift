import QuernBytes

/// Pieces with scores and types, as SentencePiece models and GGUF files of the kind `llama` list them; their places are
/// their ids.
struct ScoredPieces {
  /// `ModelProto.SentencePiece.Type`; GGUF has the same numbers.
  enum Kind: UInt64 {
    case normal = 1
    case unknown = 2
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
  }

  /// What SentencePiece puts for a space.
  static let space = "\u{2581}"

  private(set) var texts = TokenArena()
  private(set) var scores: [Float] = []
  private(set) var kinds: [Kind] = []

  var count: Int { kinds.count }

  mutating func append(_ text: UnsafeRawBufferPointer, _ score: Float, _ kind: Kind) throws(TokenizerError) {
    let id = kinds.count
    guard id <= Int(BPEModelDraft.highestID) else { throw .malformedVocabulary("there are too many pieces") }
    guard !text.isEmpty else { throw .malformedVocabulary("piece \(id) is empty") }
    guard !score.isNaN else { throw .malformedVocabulary("the score of piece \(id) is not a number") }
    guard texts.set(id, text) else { throw BPEModelDraft.tooLarge }
    scores.append(score)
    kinds.append(kind)
  }

  /// What the pieces make of a normalised text: of all neighbours whose text together is a piece, those with the highest
  /// score merge first, and of equal scores the leftmost.
  ///
  /// - Parameters:
  ///   - usesByteFallback: whether a character without a piece becomes its bytes, where these have pieces.
  ///   - acceptsUnused: whether pieces of the type `UNUSED` are pieces that nothing becomes. In SentencePiece they merge
  ///     and are taken apart again, which is not done here.
  /// - Throws: ``TokenizerError/unsupported(_:)`` for pieces of the type `UNUSED`,
  ///   ``TokenizerError/malformedVocabulary(_:)`` for pieces that no such model can have.
  func draft(usesByteFallback: Bool, acceptsUnused: Bool = false) throws(TokenizerError) -> BPEModelDraft {
    var draft = BPEModelDraft(pretokenizer: .steps([]), semantics: .ranks)
    draft.reserve(tokens: count, bytes: texts.bytes.count)
    var characters = BPEModel.UnknownCharacters(fusesUnknown: true)
    if usesByteFallback {
      characters.byteTokens = Array(repeating: BPEModel.UnknownCharacters.noToken, count: 256)
    }
    // Merges never cross the beginning of a run of spaces unless some piece has one inside.
    var spacesOnlyBegin = true
    var failure: TokenizerError?
    texts.bytes.withUnsafeBytes { all in
      do throws(TokenizerError) {
        var seen = VocabularyIndex(room: count)
        for id in 0..<count {
          let text = all.slice(texts.start(id), texts.start(id) + texts.length(id))
          guard seen.insert(text, UInt32(id)) else { throw .malformedVocabulary("piece \(text.text) is given twice") }
          if kinds[id] == .unused && acceptsUnused {
            try draft.setOther(UInt32(id), text)
          } else {
            try add(UInt32(id), text, to: &draft, &characters)
          }
          if kinds[id] == .normal && spacesOnlyBegin { spacesOnlyBegin = ScoredPieces.spacesOnlyBegin(text) }
        }
      } catch { failure = error }
    }
    if let failure { throw failure }
    draft.alphabet = .characters(characters)
    draft.ranks = ranks()
    if spacesOnlyBegin { draft.pretokenizer = .steps([.beforeRuns(of: ScoredPieces.space)]) }
    return draft
  }

  private func add(
    _ id: UInt32, _ text: UnsafeRawBufferPointer, to draft: inout BPEModelDraft,
    _ characters: inout BPEModel.UnknownCharacters
  ) throws(TokenizerError) {
    guard let content = String(validating: text, as: UTF8.self) else {
      throw .malformedVocabulary("piece \(id) is not UTF-8")
    }
    switch kinds[Int(id)] {
    case .normal:
      try draft.setWord(id, text)
    case .userDefined:
      draft.addedTokens.append(AddedToken(content: content, id: id, isSpecial: false, isNormalized: true))
    case .control:
      draft.addedTokens.append(AddedToken(content: content, id: id))
    case .unknown:
      guard characters.unknown == nil else { throw .malformedVocabulary("there are two unknown pieces") }
      characters.unknown = id
      draft.addedTokens.append(AddedToken(content: content, id: id))
    case .byte:
      guard let byte = ScoredPieces.byte(text) else {
        throw .malformedVocabulary("byte piece \(content) is not <0xNN>")
      }
      try draft.setOther(id, text)
      if !characters.byteTokens.isEmpty { characters.byteTokens[Int(byte)] = id }
    case .unused:
      throw .unsupported("pieces of the type UNUSED (piece \(id), \(content))")
    }
  }

  /// The place of each piece's score among all scores, the highest first; equal scores share one.
  private func ranks() -> [UInt32] {
    let order = (0..<count).sorted { scores[$0] > scores[$1] }
    var ranks = [UInt32](repeating: 0, count: count)
    var rank: UInt32 = 0
    for (place, id) in order.enumerated() {
      if place > 0 && scores[id] != scores[order[place - 1]] { rank += 1 }
      ranks[id] = rank
    }
    return ranks
  }

  /// The byte of `<0xNN>`.
  private static func byte(_ text: UnsafeRawBufferPointer) -> UInt8? {
    guard text.count == 6, text.slice(0, 3).equals("<0x"), text[5] == UInt8(ascii: ">") else { return nil }
    let digits = text.slice(3, 5)
    guard digits.allSatisfy({ ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x46) }) else { return nil }
    return UInt8(digits.text, radix: 16)
  }

  private static func spacesOnlyBegin(_ text: UnsafeRawBufferPointer) -> Bool {
    var at = 0
    while at + 3 <= text.count, text.slice(at, at + 3).equals("\u{2581}") { at += 3 }
    while at + 3 <= text.count {
      if text.slice(at, at + 3).equals("\u{2581}") { return false }
      at += 1
    }
    return true
  }
}
