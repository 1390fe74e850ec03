/// Makes vocabularies smaller: what stays keeps its order and gets new ids without holes.
public struct VocabularyPruner: Sendable {
  /// The number of tokens that stay, special tokens included.
  public var size: Int
  /// Special tokens that need not stay; all others do.
  public var droppedSpecials: [String]

  public init(size: Int, droppedSpecials: [String] = []) {
    self.size = size
    self.droppedSpecials = droppedSpecials
  }

  /// Drops tokens of `model` until ``size`` are left.
  ///
  /// Bytes, or single characters and what stands for the others, always stay, and so do the parts of each token that
  /// does. Every kept token is made as before, so a text has other ids only where a dropped token stood in it. Without
  /// `uses` the last merges go first. With `uses` the least used of the tokens that no kept one is made of goes first,
  /// of equally used ones that of the higher id, and its uses go to the two tokens that it is made of.
  ///
  /// O(bytes of all tokens · their length + tokens · log).
  /// - Parameter uses: how often each id is used, by id (see ``BPEModel/uses(in:check:)``).
  /// - Throws: ``TokenizerError/vocabularyTooSmall(asked:minimum:)``, ``TokenizerError/unknownSpecial(_:)``, and
  ///   ``TokenizerError/unsupported(_:)`` where equal scores of pieces decide, or where a dropped special token is put
  ///   around texts.
  public func prune(_ model: BPEModel, uses: [Int64]? = nil) throws(TokenizerError) -> PrunedVocabulary {
    let leaving = try leavingSpecials(model)
    let pairs = FinalPairs(model)
    var isKept = (0..<UInt32(model.store.count)).map { !model.store[$0].isEmpty && !leaving.contains($0) }
    var left = isKept.count { $0 }
    if left > size {
      let kept = Set(model.addedTokens.filter { !isDropped($0) }.map(\.id))
      var leaves = TokenLeaves(model, pairs, leaving: leaving, kept: kept, uses: uses)
      while left > size, let id = leaves.next() {
        isKept[Int(id)] = false
        left -= 1
      }
      guard left <= size else { throw .vocabularyTooSmall(asked: size, minimum: left) }
    }
    var draft = try BPEModelDraft(model)
    draft.addedTokens.removeAll { isDropped($0) }
    var map: [Int32] = []
    var next: Int32 = 0
    for isKept in isKept {
      map.append(isKept ? next : -1)
      if isKept { next += 1 }
    }
    return try PrunedVocabulary(try BPEModel(try draft.renumbered(map)), map, of: model)
  }

  private func isDropped(_ token: AddedToken) -> Bool {
    droppedSpecials.contains { $0.utf8.elementsEqual(token.content.utf8) }
  }

  private func leavingSpecials(_ model: BPEModel) throws(TokenizerError) -> Set<UInt32> {
    var ids: Set<UInt32> = []
    for name in droppedSpecials {
      guard let token = model.addedTokens.first(where: { $0.content.utf8.elementsEqual(name.utf8) }) else {
        throw .unknownSpecial(name)
      }
      guard !model.postProcessor.before.contains(token.id), !model.postProcessor.after.contains(token.id) else {
        throw .unsupported("dropping special token \(name), which the vocabulary puts around texts")
      }
      // One that is a word too may be part of others; it is a word like any other then.
      if !model.isWord(token.id) { ids.insert(token.id) }
    }
    return ids
  }
}
