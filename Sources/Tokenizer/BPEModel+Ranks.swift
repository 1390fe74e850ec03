import QuernBytes

extension BPEModel {
  /// For each token the merge that makes it out of its own bytes when any pair whose bytes are a token may merge, the
  /// lowest id first; in the order of the ids.
  ///
  /// While a text is merged, a token can only appear after its first and last byte have been borders all along, so
  /// what happens between them is what happens to its bytes alone. The last step of that is one pair, the same
  /// everywhere. Tokens that their own bytes do not lead to have none, and are only found as whole pretokens.
  static func reachableMerges(
    _ ids: [UInt32], _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> [Merge] {
    var merges: [Merge] = []
    merges.reserveCapacity(ids.count)
    var starts: [Int] = []
    var ranks: [UInt32] = []
    for id in ids {
      let bytes = store[id]
      guard bytes.count > 1 else { continue }
      // starts[i] is where piece i starts; ranks[i] is the id of pieces i and i+1 together.
      starts.removeAll(keepingCapacity: true)
      ranks.removeAll(keepingCapacity: true)
      starts.append(contentsOf: 0...bytes.count)
      for at in 0..<(bytes.count - 1) {
        ranks.append(words.find(bytes.slice(at, at + 2), in: store) ?? .max)
      }
      while ranks.count > 1 {
        var best = 0
        for index in 1..<ranks.count where ranks[index] < ranks[best] { best = index }
        guard ranks[best] != .max else { break }
        starts.remove(at: best + 1)
        ranks.remove(at: best)
        if best < ranks.count {
          ranks[best] = words.find(bytes.slice(starts[best], starts[best + 2]), in: store) ?? .max
        }
        if best > 0 {
          ranks[best - 1] = words.find(bytes.slice(starts[best - 1], starts[best + 1]), in: store) ?? .max
        }
      }
      guard ranks.count == 1, let left = words.find(bytes.slice(0, starts[1]), in: store),
        let right = words.find(bytes.slice(starts[1], bytes.count), in: store)
      else { continue }
      merges.append(Merge(left: left, right: right, result: id))
    }
    return merges
  }
}
