import QuernBytes

/// What two vocabularies do not share.
public struct VocabularyDifference: Sendable {
  /// Ids of the first whose bytes the second has no token for.
  public private(set) var onlyInFirst: [UInt32] = []
  /// Ids of the second whose bytes the first has no token for.
  public private(set) var onlyInSecond: [UInt32] = []
  /// Ids of the first whose bytes have another id in the second, and that id.
  public private(set) var moved: [(first: UInt32, second: UInt32)] = []
  /// Tokens with the same bytes and the same id.
  public private(set) var same = 0

  /// Compares tokens by their bytes, added ones too; of repeated ones the first counts. O(bytes of all tokens).
  public init(_ first: BPEModel, _ second: BPEModel) {
    let inFirst = VocabularyDifference.ids(first)
    let inSecond = VocabularyDifference.ids(second)
    for id in 0..<UInt32(first.store.count) where !first.store[id].isEmpty {
      let hash = XXH3.hash128(first.store[id])
      guard inFirst[hash] == id else { continue }
      switch inSecond[hash] {
      case nil: onlyInFirst.append(id)
      case id: same += 1
      case let other?: moved.append((id, other))
      }
    }
    for id in 0..<UInt32(second.store.count) where !second.store[id].isEmpty {
      let hash = XXH3.hash128(second.store[id])
      if inSecond[hash] == id && inFirst[hash] == nil { onlyInSecond.append(id) }
    }
  }

  /// The first id of each token by the hash of its bytes.
  private static func ids(_ model: BPEModel) -> [Hash128: UInt32] {
    var ids: [Hash128: UInt32] = [:]
    ids.reserveCapacity(model.store.count)
    for id in 0..<UInt32(model.store.count) where !model.store[id].isEmpty {
      let hash = XXH3.hash128(model.store[id])
      if ids[hash] == nil { ids[hash] = id }
    }
    return ids
  }
}
