extension BPEModelDraft {
  /// What `model` was made from, so far as a model knows it: tokens keep their ids.
  ///
  /// Scores of characters become a list of merges, which says the same where no two are equal.
  /// - Throws: ``TokenizerError/unsupported(_:)`` where they are.
  init(_ model: BPEModel) throws(TokenizerError) {
    self.init(pretokenizer: model.pretokenizer, semantics: model.semantics)
    alphabet = model.alphabet
    normalizer = model.normalizer
    postProcessor = model.postProcessor
    decoder = model.decoderSteps
    addedTokens = model.addedTokens
    if model.semantics == .ranks && model.alphabet != .bytes {
      guard model.ties == nil else {
        throw .unsupported("changing a vocabulary whose pieces have equal scores")
      }
      semantics = .mergeList(ignoreMerges: false)
    }
    if semantics != .ranks { merges = model.merges }
    let added = Set(addedTokens.map(\.id))
    for id in 0..<UInt32(model.store.count) {
      let bytes = model.store[id]
      if model.isWord(id) {
        try setWord(id, bytes)
      } else if !bytes.isEmpty && !added.contains(id) {
        try setOther(id, bytes)
      }
    }
  }
}
