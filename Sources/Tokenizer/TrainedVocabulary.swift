import QuernBytes

/// Numbers the tokens of a vocabulary while it is trained.
struct TrainedVocabulary: Sendable {
  private(set) var draft: BPEModelDraft
  /// The vocabulary that is extended.
  private let base: BPEModel?
  private var nextID: UInt32
  /// The tokens of the bytes by value, or the code points and their tokens.
  private var byteIDs: [UInt32] = []
  private var characterIDs: [(scalar: UInt32, id: UInt32)] = []

  /// The special tokens that are added.
  private let names: [String]
  /// The ids of those of ``names`` that have one; the others follow the last word.
  private var nameIDs: [UInt32?]
  private var namesWithoutID = 0
  /// The ids of special tokens and of byte fallback, by the words that are spelt the same.
  private var taken: [[UInt8]: UInt32] = [:]
  /// Those of ``names`` that have no id, by the words that are spelt the same.
  private var waiting: [[UInt8]: Int] = [:]

  /// How many ids there are, those of special tokens included.
  var size: Int { Int(nextID) + namesWithoutID }

  /// Numbers the special tokens and the alphabet.
  init(
    _ trainer: BPETrainer, _ alphabet: StartingAlphabet, pretokenizer: Pretokenizer
  ) throws(TokenizerError) {
    base = nil
    nextID = 0
    names = trainer.specialNames
    nameIDs = Array(repeating: nil, count: names.count)
    draft = BPEModelDraft(pretokenizer: pretokenizer, semantics: .mergeList(ignoreMerges: false))
    if case .characters = alphabet {
      // The rest follows with the ids.
      draft.alphabet = .characters(BPEModel.UnknownCharacters())
      draft.decoder = [.byteFallback, .fuse]
    }
    let usual: BPETrainer.SpecialsPlace = trainer.ties == .rustbpe ? .last : .first
    try addSpecials(trainer.specialsPlace ?? usual, besides: [])
    switch alphabet {
    case .bytes(let order):
      byteIDs = Array(repeating: StartingTokens.cut, count: 256)
      for byte in order { byteIDs[Int(byte)] = try number([byte]).id }
    case .characters(let scalars):
      try numberCharacters(scalars)
    }
  }

  /// Goes on from `base`, whose ids stay.
  init(_ trainer: BPETrainer, extending base: BPEModel) throws(TokenizerError) {
    self.base = base
    nextID = UInt32(base.vocabularySize)
    names = trainer.specialNames
    nameIDs = Array(repeating: nil, count: names.count)
    draft = try BPEModelDraft(base)
    for token in base.addedTokens where !base.isWord(token.id) {
      if let word = word(speltLike: token.content) { taken[word] = token.id }
    }
    try addSpecials(trainer.specialsPlace ?? .last, besides: base.addedTokens)
  }

  /// Gives special tokens their ids, or lets them wait for them.
  private mutating func addSpecials(
    _ place: BPETrainer.SpecialsPlace, besides present: [AddedToken]
  ) throws(TokenizerError) {
    var seen = Set(present.map { Array($0.content.utf8) })
    for (at, name) in names.enumerated() {
      guard !name.isEmpty else { throw .emptySpecial }
      guard seen.insert(Array(name.utf8)).inserted else { throw .duplicateSpecial(name) }
      let word = word(speltLike: name)
      if let word, let id = base?.word(word) {
        nameIDs[at] = id
      } else if place == .first {
        nameIDs[at] = nextID
        if let word { taken[word] = nextID }
        nextID += 1
      } else {
        if let word { waiting[word] = at }
        namesWithoutID += 1
      }
    }
  }

  /// The word whose spelling in a tokenizer.json is `text`; nil when no word is spelt so.
  private func word(speltLike text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    return draft.alphabet == .bytes ? bytes.withUnsafeBytes { ByteAlphabet.decode($0) } : bytes
  }

  /// Numbers the tokens of byte fallback and of the characters `scalars`.
  private mutating func numberCharacters(_ scalars: [UInt32]) throws(TokenizerError) {
    var rule = BPEModel.UnknownCharacters()
    for byte in UInt8.min...UInt8.max {
      let name = BPEModel.UnknownCharacters.fallbackName(of: byte)
      let id = try number(name).id
      taken[name] = id
      rule.byteTokens.append(id)
    }
    draft.alphabet = .characters(rule)
    for scalar in scalars {
      guard let character = Unicode.Scalar(scalar) else { continue }
      characterIDs.append((scalar, try number(Array(String(character).utf8)).id))
    }
  }

  /// The id of a word, a new one unless a special token or a word has it, and whether no word became it before.
  private mutating func number(_ bytes: [UInt8]) throws(TokenizerError) -> (id: UInt32, isNew: Bool) {
    if let id = taken[bytes] {
      // Its own text did not become it so far, so it stands in no word.
      if !draft.words.has(Int(id)) { try draft.setWord(id, bytes) }
      return (id, true)
    }
    if let id = base?.word(bytes) { return (id, false) }
    let id = nextID
    try draft.setWord(id, bytes)
    nextID += 1
    if let place = waiting.removeValue(forKey: bytes) {
      nameIDs[place] = id
      namesWithoutID -= 1
    }
    return (id, true)
  }

  /// Whether a vocabulary can hold the product of two tokens.
  func hasRoom(_ left: UInt32, _ right: UInt32) -> Bool {
    draft.words.length(Int(left)) + draft.words.length(Int(right)) <= BPEModelDraft.longestToken
  }

  /// Adds the merge of two tokens and gives the id of its product, and whether no word can have had that.
  mutating func add(_ left: UInt32, _ right: UInt32) throws(TokenizerError) -> (id: UInt32, isNew: Bool) {
    let bytes = (draft.words[Int(left)] ?? []) + (draft.words[Int(right)] ?? [])
    let product = try number(bytes)
    draft.merges.append(BPEModel.Merge(left: left, right: right, result: product.id))
    return product
  }

  /// From which tokens words start.
  func startingTokens() -> StartingTokens {
    if let base { return StartingTokens(model: base) }
    return draft.alphabet == .bytes ? StartingTokens(byteIDs: byteIDs) : StartingTokens(characterIDs: characterIDs)
  }

  /// The lengths of starting tokens by id, in bytes or characters.
  func startingLengths() -> [UInt32] {
    guard let base else { return Array(repeating: 1, count: Int(nextID)) }
    return (0..<nextID).map { id in
      let bytes = base.store[id]
      return UInt32(base.alphabet == .bytes ? bytes.count : bytes.count { $0 & 0xC0 != 0x80 })
    }
  }

  /// All of it, with the special tokens where they belong.
  func finished() -> BPEModelDraft {
    var finished = draft
    var next = nextID
    for (name, id) in zip(names, nameIDs) {
      finished.addedTokens.append(AddedToken(content: name, id: id ?? next))
      if id == nil { next += 1 }
    }
    if base == nil && draft.alphabet == .bytes && byteIDs.contains(StartingTokens.cut) { finished.spellBytes() }
    return finished
  }
}
