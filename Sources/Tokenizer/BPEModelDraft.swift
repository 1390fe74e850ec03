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
  private(set) var words = TokenArena()
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

  /// Makes room for `tokens` tokens of together `bytes` bytes.
  mutating func reserve(tokens: Int, bytes: Int) { words.reserve(tokens: tokens, bytes: bytes) }

  /// Lets `fill` append the bytes of token `id` to the block of all; false when it appended none.
  mutating func setWord(_ id: UInt32, appending fill: (inout [UInt8]) -> Bool) throws(TokenizerError) -> Bool {
    try checkNew(id)
    guard words.set(Int(id), appending: fill) else { return false }
    try BPEModelDraft.checkLength(id, words.length(Int(id)))
    return true
  }

  /// The highest id that a vocabulary may have: enough for any real one, and small enough for tables by id and for the
  /// 24 bits that ``MergeWindows`` has for each.
  static var highestID: UInt32 { (1 << 24) - 1 }

  /// Makes `bytes` the token `id`.
  mutating func setWord(_ id: UInt32, _ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    try checkNew(id)
    guard !bytes.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
    try BPEModelDraft.checkLength(id, bytes.count)
    guard words.set(Int(id), bytes) else { throw BPEModelDraft.tooLarge }
  }

  /// Makes `bytes` the token `id`.
  mutating func setWord(_ id: UInt32, _ bytes: [UInt8]) throws(TokenizerError) {
    try checkNew(id)
    guard !bytes.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
    try BPEModelDraft.checkLength(id, bytes.count)
    let hasRoom = words.set(
      Int(id),
      appending: {
        $0 += bytes
        return true
      })
    guard hasRoom else { throw BPEModelDraft.tooLarge }
  }

  /// Makes `bytes` a token that nothing in a text becomes.
  mutating func setOther(_ id: UInt32, _ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    try checkNew(id)
    guard !bytes.isEmpty else { throw .malformedVocabulary("token \(id) is empty") }
    try BPEModelDraft.checkLength(id, bytes.count)
    others[id] = Array(bytes)
  }

  /// Makes a vocabulary of bytes one of characters, namely of those that spell the bytes: what it is to the
  /// `tokenizers` package. Bytes need no token then; those that have none are left out of texts.
  mutating func spellBytes() {
    var spelt = TokenArena()
    for id in 0..<words.count where words.has(id) {
      _ = words.withBytes(id) { bytes in
        spelt.set(id) { out in
          for byte in bytes { out += ByteAlphabet.spellings[Int(byte)] }
          return true
        }
      }
    }
    words = spelt
    alphabet = .characters(BPEModel.UnknownCharacters())
    pretokenizer = .steps(pretokenizer.stepsOfBytes)
  }

  /// Throws unless `id` is in range and free.
  func checkNew(_ id: UInt32) throws(TokenizerError) {
    guard id <= BPEModelDraft.highestID else { throw .malformedVocabulary("id \(id) is out of range") }
    guard !words.has(Int(id)), others.isEmpty || others[id] == nil else {
      throw .malformedVocabulary("id \(id) is given twice")
    }
  }

  /// The most bytes that a token may have: far more than any real one has, and few enough that finding its merges, which
  /// takes the square of that, ends soon.
  static var longestToken: Int { 1 << 14 }

  private static func checkLength(_ id: UInt32, _ length: Int) throws(TokenizerError) {
    guard length <= longestToken else {
      throw .malformedVocabulary("token \(id) has \(length) bytes; the limit is \(longestToken)")
    }
  }

  static var tooLarge: TokenizerError { .malformedVocabulary("the tokens have more than 4 GiB") }

  /// The tokens that are no words, by id: ``others``, and the added tokens that do not share the id of a token.
  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when ids collide or added tokens repeat.
  func tokensBesideWords() throws(TokenizerError) -> [UInt32: [UInt8]] {
    var all = others
    var contents: Set<[UInt8]> = []
    var ids: Set<UInt32> = []
    for token in addedTokens {
      let bytes = Array(token.content.utf8)
      guard !bytes.isEmpty else { throw .emptySpecial }
      guard contents.insert(bytes).inserted else { throw .duplicateSpecial(token.content) }
      guard ids.insert(token.id).inserted else {
        throw .malformedVocabulary("two added tokens have id \(token.id)")
      }
      guard token.id <= BPEModelDraft.highestID else { throw .malformedVocabulary("id \(token.id) is out of range") }
      if let present = words[Int(token.id)] ?? all[token.id] {
        // The same token, spelt in the byte alphabet or as it is.
        guard present == bytes || present == spelling(of: token) else {
          throw .malformedVocabulary("id \(token.id) is added token \(token.content) and another token")
        }
      } else {
        all[token.id] = bytes
      }
    }
    return all
  }

  /// Throws when an added token is spelt like a word of another id: a tokenizer.json has one id for one spelling, so
  /// that the two could not be told apart there.
  func checkSpellings(_ table: borrowing TokenTable, _ store: borrowing TokenStore) throws(TokenizerError) {
    for token in addedTokens {
      guard let spelt = spelling(of: token) else { continue }
      var found: UInt32?
      spelt.withUnsafeBytes { found = table.find($0, in: store) }
      if let found, found != token.id {
        throw .malformedVocabulary("added token \(token.content) has ids \(token.id) and \(found)")
      }
    }
  }

  /// The bytes of a word whose spelling in a tokenizer.json is the content of `token`.
  private func spelling(of token: AddedToken) -> [UInt8]? {
    let bytes = Array(token.content.utf8)
    return alphabet == .bytes ? bytes.withUnsafeBytes { ByteAlphabet.decode($0) } : bytes
  }
}
