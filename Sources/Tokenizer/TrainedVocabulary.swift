/// Numbers the tokens of a vocabulary while it is trained.
struct TrainedVocabulary {
  private(set) var draft: BPEModelDraft
  private(set) var byteIDs = [UInt32](repeating: 0, count: 256)
  /// How many tokens there are, special tokens included.
  private(set) var size: Int

  private let trainer: BPETrainer
  /// The ids of special tokens that are spelt like words, by what they spell.
  private var taken: [[UInt8]: UInt32] = [:]

  /// Numbers the special tokens and the bytes.
  init(_ trainer: BPETrainer, pretokenizer: Pretokenizer) throws(TokenizerError) {
    self.trainer = trainer
    draft = BPEModelDraft(pretokenizer: pretokenizer, semantics: .mergeList(ignoreMerges: false))
    var seen: Set<[UInt8]> = []
    for special in trainer.specials {
      guard !special.isEmpty else { throw .emptySpecial }
      guard seen.insert(Array(special.utf8)).inserted else { throw .duplicateSpecial(special) }
    }
    size = 0
    switch trainer.ties {
    case .huggingface:
      for special in trainer.specials {
        let bytes = Array(special.utf8)
        if let spelt = bytes.withUnsafeBytes({ ByteAlphabet.decode($0) }) { taken[spelt] = UInt32(size) }
        draft.addedTokens.append(AddedToken(content: special, id: UInt32(size)))
        size += 1
      }
      for byte in ByteAlphabet.order { byteIDs[Int(byte)] = try number([byte]) }
    case .rustbpe:
      for byte in 0...UInt8.max { byteIDs[Int(byte)] = try number([byte]) }
      size += trainer.specials.count
    }
  }

  /// The id of a word, a new one unless a special token has it.
  private mutating func number(_ bytes: [UInt8]) throws(TokenizerError) -> UInt32 {
    if let id = taken[bytes] {
      try draft.setWord(id, bytes)
      return id
    }
    let id = UInt32(trainer.ties == .rustbpe ? draft.words.count : size)
    try draft.setWord(id, bytes)
    size += 1
    return id
  }

  /// Adds the merge of two tokens and gives the id of its product.
  mutating func add(_ left: UInt32, _ right: UInt32) throws(TokenizerError) -> UInt32 {
    let bytes = (draft.words[Int(left)] ?? []) + (draft.words[Int(right)] ?? [])
    let result = try number(bytes)
    draft.merges.append(BPEModel.Merge(left: left, right: right, result: result))
    return result
  }

  /// All of it, with the special tokens where they belong.
  func finished() -> BPEModelDraft {
    guard trainer.ties == .rustbpe else { return draft }
    var finished = draft
    for (place, special) in trainer.specials.enumerated() {
      finished.addedTokens.append(AddedToken(content: special, id: UInt32(draft.words.count + place)))
    }
    return finished
  }
}
