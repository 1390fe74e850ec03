/// What there is to know of merges that share their rank with others: then the leftmost comes first, whichever it is,
/// and no order of the merges says the same. Models of SentencePiece have such among runs of spaces.
struct MergeTies: Sendable {
  /// The rank of each token by id.
  let ranks: [UInt32]
  /// By id, whether a merge that shares its rank is part of the making of the token.
  private let holds: [Bool]

  /// nil when no two of `merges`, which are in the order of `ranks`, share a rank.
  init?(_ merges: [BPEModel.Merge], ranks: [UInt32]?, in store: borrowing TokenStore) {
    guard let ranks else { return nil }
    var holds = [Bool](repeating: false, count: store.count)
    var isTied = false
    for at in merges.indices.dropFirst() {
      let (before, this) = (Int(merges[at - 1].result), Int(merges[at].result))
      guard ranks[before] == ranks[this] else { continue }
      holds[before] = true
      holds[this] = true
      isTied = true
    }
    guard isTied else { return nil }
    var byLength = Array(merges.indices)
    let lengths = merges.map { store[$0.result].count }
    byLength.sort { lengths[$0] < lengths[$1] }
    for at in byLength where holds[Int(merges[at].left)] || holds[Int(merges[at].right)] {
      holds[Int(merges[at].result)] = true
    }
    self.ranks = ranks
    self.holds = holds
  }

  /// Whether a merge that shares its rank has made any of `ids`.
  ///
  /// Where none has, the order of merges of one rank did not matter.
  func areIn(_ ids: UnsafePointer<UInt32>, _ count: Int) -> Bool {
    for at in 0..<count where holds[Int(ids[at])] { return true }
    return false
  }
}
