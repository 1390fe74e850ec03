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

  /// The same with new ids, without the tokens that have none.
  /// - Parameter map: by old id the new one, negative for none.
  func renumbered(_ map: [Int32]) throws(TokenizerError) -> BPEModelDraft {
    func new(_ id: UInt32) -> UInt32? { map[Int(id)] < 0 ? nil : UInt32(map[Int(id)]) }
    var draft = BPEModelDraft(pretokenizer: pretokenizer, semantics: semantics)
    draft.alphabet = alphabet
    if case .characters(var rule) = alphabet {
      let none = BPEModel.UnknownCharacters.noToken
      rule.byteTokens = rule.byteTokens.map { $0 == none ? none : new($0) ?? none }
      rule.unknown = rule.unknown.flatMap { new($0) }
      draft.alphabet = .characters(rule)
    }
    draft.normalizer = normalizer
    draft.postProcessor = PostProcessor(
      before: postProcessor.before.compactMap { new($0) }, after: postProcessor.after.compactMap { new($0) })
    draft.decoder = decoder
    for id in 0..<UInt32(map.count) {
      guard let newID = new(id) else { continue }
      if let word = words[Int(id)] { try draft.setWord(newID, word) }
      if let other = others[id] { draft.others[newID] = other }
    }
    for merge in merges {
      guard let left = new(merge.left), let right = new(merge.right), let result = new(merge.result) else { continue }
      draft.merges.append(BPEModel.Merge(left: left, right: right, result: result))
    }
    for token in addedTokens {
      guard let id = new(token.id) else { continue }
      draft.addedTokens.append(token)
      draft.addedTokens[draft.addedTokens.count - 1].id = id
    }
    return draft
  }
}
