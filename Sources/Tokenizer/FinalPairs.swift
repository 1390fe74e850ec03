import CKernels

/// The pair that each token comes from when its own bytes are merged: its last merge, the same in every text.
struct FinalPairs {
  /// The merge of each token by id; nil for those that merging does not lead to or starts from.
  private(set) var merges: [BPEModel.Merge?]
  /// By id, the place of that merge in the list.
  private(set) var ranks: [Int]

  /// O(bytes of all tokens · their length).
  init(_ model: BPEModel) {
    merges = Array(repeating: nil, count: model.store.count)
    ranks = Array(repeating: 0, count: model.store.count)
    var isProduct = Array(repeating: false, count: model.store.count)
    var places: [UInt64: Int] = [:]
    places.reserveCapacity(model.merges.count)
    for (place, merge) in model.merges.enumerated() {
      isProduct[Int(merge.result)] = true
      // Of a pair listed twice the last one counts.
      places[UInt64(merge.left) << 32 | UInt64(merge.right)] = place
    }
    for id in model.wordIDs where isProduct[Int(id)] {
      guard let place = FinalPairs.lastMerge(of: id, model, places) else { continue }
      merges[Int(id)] = model.merges[place]
      ranks[Int(id)] = place
    }
  }

  /// Merges the bytes of `id` one step at a time.
  private static func lastMerge(of id: UInt32, _ model: BPEModel, _ places: [UInt64: Int]) -> Int? {
    var parts = firstTokens(of: id, model)
    var last: Int?
    while parts.count > 1 {
      var best: (place: Int, at: Int)?
      for at in 0..<(parts.count - 1) {
        guard let place = places[UInt64(parts[at]) << 32 | UInt64(parts[at + 1])] else { continue }
        if place < best?.place ?? .max { best = (place, at) }
      }
      guard let best else { return nil }
      parts[best.at] = model.merges[best.place].result
      parts.remove(at: best.at + 1)
      last = best.place
    }
    return parts == [id] ? last : nil
  }

  /// What merging the bytes of `id` starts from; empty where a character has no token.
  private static func firstTokens(of id: UInt32, _ model: BPEModel) -> [UInt32] {
    let text = model.store[id]
    if model.alphabet == .bytes { return text.map { model.byteIDs[Int($0)] } }
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var parts: [UInt32] = []
    var at = 0
    while at < text.count {
      let scalar = quern_decode(bytes + at, text.count - at)
      let part = model.characterIDs[scalar.value]
      if part == PairTable.none { return [] }
      parts.append(part)
      at += Int(scalar.length)
    }
    return parts
  }
}
