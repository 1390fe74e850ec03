import QuernBytes

/// What a vocabulary file or a trainer says, before it is checked and indexed.
struct BPEModelDraft {
  var semantics: BPEModel.Semantics
  var alphabet: BPEModel.Alphabet = .bytes
  var normalizer: [NormalizerStep] = []
  var pretokenizer: Pretokenizer
  var postProcessor = PostProcessor()
  var decoder: [DecoderStep] = [.byteLevel]
  /// By id: the bytes of each token that merging or whole pretokens can give.
  var words: [[UInt8]?] = []
  /// By id: the bytes of tokens that nothing in a text becomes, but that decode.
  var others: [UInt32: [UInt8]] = [:]
  var merges: [BPEModel.Merge] = []
  var addedTokens: [AddedToken] = []
  /// For ``BPEModel/Semantics/ranks``: the rank of each word by id, where that is not the id itself.
  var ranks: [UInt32]?

  init(pretokenizer: Pretokenizer, semantics: BPEModel.Semantics) {
    self.pretokenizer = pretokenizer
    self.semantics = semantics
  }

  init(pattern: SplitPattern, semantics: BPEModel.Semantics) {
    self.init(pretokenizer: .scanner(pattern), semantics: semantics)
  }

  /// The highest id that a vocabulary may have: enough for any real one, and small enough for tables by id.
  static var highestID: UInt32 { 1 << 24 }

  /// Makes `bytes` the token `id`.
  mutating func setWord(_ id: UInt32, _ bytes: [UInt8]) throws(TokenizerError) {
    guard id <= BPEModelDraft.highestID else { throw .malformedVocabulary("id \(id) is out of range") }
    while words.count <= Int(id) { words.append(nil) }
    guard words[Int(id)] == nil, others[id] == nil else { throw .malformedVocabulary("id \(id) is given twice") }
    guard !bytes.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
    words[Int(id)] = bytes
  }

  /// The bytes of all tokens by id.
  ///
  /// An added token keeps the bytes of the word whose id it shares.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when ids collide or added tokens repeat.
  func allTokens() throws(TokenizerError) -> [[UInt8]?] {
    var all = words
    func grow(_ id: UInt32) throws(TokenizerError) {
      guard id <= BPEModelDraft.highestID else { throw .malformedVocabulary("id \(id) is out of range") }
      while all.count <= Int(id) { all.append(nil) }
    }
    for (id, bytes) in others {
      try grow(id)
      all[Int(id)] = bytes
    }
    var contents: Set<[UInt8]> = []
    var ids: Set<UInt32> = []
    var spellings: [[UInt8]: AddedToken] = [:]
    for token in addedTokens {
      let bytes = Array(token.content.utf8)
      guard !bytes.isEmpty else { throw .emptySpecial }
      guard contents.insert(bytes).inserted else { throw .duplicateSpecial(token.content) }
      guard ids.insert(token.id).inserted else {
        throw .malformedVocabulary("two added tokens have id \(token.id)")
      }
      try grow(token.id)
      let spelt = bytes.withUnsafeBytes { ByteAlphabet.decode($0) }
      if let spelt { spellings[spelt] = token }
      if let present = all[Int(token.id)] {
        // The same token, spelt in the byte alphabet or as it is.
        guard present == bytes || present == spelt else {
          throw .malformedVocabulary("id \(token.id) is added token \(token.content) and another token")
        }
      } else {
        all[Int(token.id)] = bytes
      }
    }
    // A tokenizer.json has one id for one spelling, so that two could not be told apart there.
    for (id, word) in words.enumerated() {
      if let word, let token = spellings[word], Int(token.id) != id {
        throw .malformedVocabulary("added token \(token.content) has ids \(token.id) and \(id)")
      }
    }
    return all
  }
}
