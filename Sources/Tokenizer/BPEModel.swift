import CKernels
import QuernBytes

/// A BPE vocabulary: tokens, merges, added tokens, and what is done to text before merging and after decoding.
///
/// Immutable, so that one serves all threads; each thread encodes with an ``Encoder`` of its own.
public final class BPEModel: @unchecked Sendable {
  /// Two tokens that become one.
  public struct Merge: Hashable, Sendable, BitwiseCopyable {
    /// The id of the left part.
    public var left: UInt32
    /// The id of the right part.
    public var right: UInt32
    /// The id of both together.
    public var result: UInt32
  }

  /// Which adjacent tokens may merge.
  public enum Semantics: Hashable, Sendable {
    /// Listed pairs only, the first of the list first, as the `tokenizers` package does. With `ignoreMerges` a
    /// pretoken that is a token stays whole.
    case mergeList(ignoreMerges: Bool)
    /// Any pair whose bytes are a token, the lowest id first, and a pretoken that is a token stays whole, as tiktoken
    /// does.
    case ranks
  }

  /// What merging starts from.
  public let alphabet: Alphabet
  /// How text is changed before it is split.
  public let normalizer: [NormalizerStep]
  /// How text is split.
  public let pretokenizer: Pretokenizer
  /// What a vocabulary file puts around a text.
  public let postProcessor: PostProcessor
  /// How tokens become text again.
  public let decoderSteps: [DecoderStep]
  /// Which neighbours may merge.
  public let semantics: Semantics
  /// The merges from first to last.
  ///
  /// For ``Semantics/ranks`` there is one for every token that merging can reach: the only pair that can ever stand
  /// there, since what happens inside a token does not depend on its surroundings.
  public let merges: [Merge]
  /// The added tokens by ascending id.
  public let addedTokens: [AddedToken]
  /// The number of tokens, holes not counted.
  public let tokenCount: Int
  /// The token that ends a document, if one is known by name.
  public let endOfText: UInt32?

  let store: TokenStore
  /// The tokens that merging and whole pretokens can give, by their bytes.
  let words: TokenTable
  let wordIDs: [UInt32]
  let pairs: PairTable
  /// Merges that share their rank with others; nil when there are none.
  let ties: MergeTies?
  /// The ids of the 256 bytes.
  let byteIDs: UnsafeMutablePointer<UInt32>
  /// The ranks of merging two bytes, by the first byte times 256 plus the second.
  let bytePairs: UnsafeMutablePointer<UInt32>
  /// Where no merge can cross.
  let seams: SeamTable
  /// The characters that merging starts from; of an alphabet of bytes those that their own bytes merge to.
  private(set) var characterIDs: CharacterIDs
  /// Whether an alphabet of bytes allows to take them as one token from the start (see
  /// ``Merger/startFromCharacters(_:_:_:into:)``).
  private(set) var hasSafeCharacters = false
  let traits: TokenTraits
  /// By id, whether a word that stays whole is none that its own bytes merge to; nil when there is none such.
  ///
  /// Such a word stands for a whole pretoken only. All others come out of merging by themselves.
  private var isApart: [Bool]?
  let matcher: AddedTokenMatcher
  /// The normalised contents of the added tokens that are looked for in normalised text, by id.
  let normalizedContents: [UInt32: [UInt8]]
  /// Whether a pretoken that is a token stays whole.
  let keepsWholeWords: Bool

  /// Holds `draft` against the rules of its semantics and builds the tables.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when a byte is missing or a merge does not fit.
  init(_ draft: BPEModelDraft) throws(TokenizerError) {
    wordIDs = (0..<draft.words.count).filter { draft.words.has($0) }.map { UInt32($0) }
    let others = try draft.tokensBesideWords()
    store = TokenStore(draft.words, others)
    words = TokenTable(wordIDs, in: store)
    try draft.checkSpellings(words, store)
    alphabet = draft.alphabet
    normalizer = draft.normalizer
    pretokenizer = draft.pretokenizer
    postProcessor = draft.postProcessor
    decoderSteps = draft.decoder
    semantics = draft.semantics
    addedTokens = draft.addedTokens.sorted { $0.id < $1.id }
    tokenCount = wordIDs.count + others.count
    endOfText = BPEModel.endOfText(addedTokens)
    normalizedContents = try AddedTokenMatcher.normalizedContents(addedTokens, normalizer)
    matcher = AddedTokenMatcher(addedTokens, normalizedContents)
    traits = TokenTraits(draft, words: wordIDs, normalizedContents, store)
    // Encoders make their own; this one shows that they can.
    _ = try PretokenizerRunner(pretokenizer, alphabet)
    switch draft.semantics {
    case .mergeList(let ignoreMerges):
      merges = draft.merges
      keepsWholeWords = ignoreMerges
    case .ranks:
      if let (first, second) = words.duplicate {
        throw .malformedVocabulary("tokens \(first) and \(second) have the same bytes")
      }
      var finder = MergeFinder(wordIDs, ranks: draft.ranks)
      merges = finder.merges(of: draft.alphabet, words, store)
      keepsWholeWords = draft.alphabet == .bytes
    }
    ties = MergeTies(merges, ranks: draft.ranks, in: store)
    pairs = PairTable(merges, size: store.count)
    seams = SeamTable(wordIDs, in: store)
    byteIDs = .allocate(capacity: 256)
    byteIDs.initialize(repeating: PairTable.none, count: 256)
    bytePairs = .allocate(capacity: 256 * 256)
    bytePairs.initialize(repeating: PairTable.none, count: 256 * 256)
    isApart = nil
    characterIDs = CharacterIDs(wordIDs, in: store)
    if draft.alphabet == .bytes {
      try fillByteTables()
      findSafeCharacters()
    }
    isApart = findWordsApart()
  }

  private func fillByteTables() throws(TokenizerError) {
    for byte in 0..<256 {
      guard let id = BPEModel.id(ofByte: UInt8(byte), words, store) else {
        throw .malformedVocabulary("no token for byte \(byte)")
      }
      byteIDs[byte] = id
    }
    for first in 0..<256 {
      for second in 0..<256 {
        bytePairs[first << 8 | second] = pairs.rank(byteIDs[first], byteIDs[second])
      }
    }
  }

  deinit {
    byteIDs.deallocate()
    bytePairs.deallocate()
  }

  /// Leaves those in ``characterIDs`` that their own bytes merge to, and looks whether every merge comes after its parts.
  private func findSafeCharacters() {
    var merger = Merger()
    for id in wordIDs where (1...4).contains(store[id].count) {
      let bytes = store[id].baseAddress!.assumingMemoryBound(to: UInt8.self)
      let scalar = quern_decode(bytes, store[id].count)
      guard scalar.value != QUERN_MALFORMED, Int(scalar.length) == store[id].count else { continue }
      merger.merge(bytes, store[id].count, self)
      if merger.ids.count != 1 || merger.ids[0] != characterIDs[scalar.value] { characterIDs.remove(scalar.value) }
    }
    var lastMade = [Int](repeating: -1, count: store.count)
    for (rank, merge) in merges.enumerated() { lastMade[Int(merge.result)] = rank }
    for (rank, merge) in merges.enumerated() {
      if lastMade[Int(merge.left)] >= rank || lastMade[Int(merge.right)] >= rank { return }
    }
    hasSafeCharacters = true
  }

  private func findWordsApart() -> [Bool]? {
    guard keepsWholeWords else { return nil }
    var marks = [Bool](repeating: false, count: store.count)
    if semantics == .ranks {
      for id in wordIDs { marks[Int(id)] = store[id].count > 1 }
      for merge in merges { marks[Int(merge.result)] = false }
    } else {
      var merger = Merger()
      for id in wordIDs {
        let bytes = store[id]
        merger.merge(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count, self)
        marks[Int(id)] = !(merger.ids.count == 1 && merger.ids[0] == id)
      }
    }
    return marks.contains(true) ? marks : nil
  }

  /// Whether there are words that only whole pretokens become.
  var hasWordsApart: Bool { isApart != nil }

  /// The word with these bytes that its own bytes do not merge to.
  func wordApart(_ bytes: UnsafeRawBufferPointer) -> UInt32? {
    guard let isApart, let id = words.find(bytes, in: store), isApart[Int(id)] else { return nil }
    return id
  }

  /// What an encoder of this model does to texts first. It was made once before, so it can be made.
  func normalizerRunner() -> NormalizerRunner {
    do throws(TokenizerError) {
      return try NormalizerRunner(normalizer)
    } catch {
      fatalError("a model that was made cannot be used: \(error)")
    }
  }

  /// What an encoder of this model cuts texts with.
  func pretokenizerRunner() -> PretokenizerRunner {
    do throws(TokenizerError) {
      return try PretokenizerRunner(pretokenizer, alphabet)
    } catch {
      fatalError("a model that was made cannot be used: \(error)")
    }
  }

  /// Whether pieces of a text depend on where in the text they are.
  var needsSources: Bool { pretokenizer.needsSources }

  /// One more than the highest id: the rows of an embedding.
  public var vocabularySize: Int { store.count }

  /// The bytes that `id` stands for, nil when there is no such token.
  ///
  /// Valid as long as the model is held.
  public func bytes(of id: UInt32) -> UnsafeRawBufferPointer? {
    let bytes = store[id]
    return bytes.count > 0 ? bytes : nil
  }

  /// The id of the special token `content`, compared byte by byte.
  public func id(ofSpecial content: String) -> UInt32? {
    addedTokens.first { $0.isSpecial && $0.content.utf8.elementsEqual(content.utf8) }?.id
  }

  private static func id(
    ofByte byte: UInt8, _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> UInt32? {
    withUnsafeBytes(of: byte) { words.find($0, in: store) }
  }

  private static func endOfText(_ tokens: [AddedToken]) -> UInt32? {
    for name in ["<|endoftext|>", "<|end_of_text|>", "</s>", "<｜end▁of▁sentence｜>", "<eos>"] {
      if let token = tokens.first(where: { $0.isSpecial && $0.content.utf8.elementsEqual(name.utf8) }) {
        return token.id
      }
    }
    return nil
  }
}
