import CKernels
import QuernBytes

/// Finds, for each token, the merge that makes it when any pair whose bytes are a token may merge, the lowest rank
/// first and the leftmost of equals.
///
/// While a text is merged, a token can only appear after its first and last byte have been borders all along, so what
/// happens between them is what happens to its bytes alone. The last step of that is one pair, the same everywhere.
/// Tokens that their own bytes do not lead to have none.
///
/// Tokens are taken in the order of their ranks. The merges found so far then do nearly everything: where they alone
/// bring a token down to two parts, no later merge had a turn, and the two parts are its pair. Only where they stop
/// sooner are all tokens looked at.
struct MergeFinder: ~Copyable {
  private let ids: [UInt32]
  /// The rank of each token by id; the id itself where it is nil.
  private let ranks: [UInt32]?
  private let known: GrowingPairTable
  private var parts = TrivialVector<UInt32>(capacity: 64)
  private var pairs = TrivialVector<UInt64>(capacity: 64)
  private var starts = TrivialVector<Int>(capacity: 64)

  /// A finder for the tokens `ids`, in ascending order.
  init(_ ids: [UInt32], ranks: [UInt32]?) {
    self.ranks = ranks
    self.ids = ranks.map { ranks in ids.sorted { (ranks[Int($0)], $0) < (ranks[Int($1)], $1) } } ?? ids
    known = GrowingPairTable(room: ids.count)
  }

  /// One merge for every token that has one, in the order of their ranks.
  mutating func merges(
    of alphabet: BPEModel.Alphabet, _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> [BPEModel.Merge] {
    if alphabet == .bytes && ranks == nil, let merges = mergesOfBytes(words, store) { return merges }
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(ids.count)
    var byteIDs = [UInt32](repeating: .max, count: 256)
    if alphabet == .bytes {
      for id in ids where store[id].count == 1 { byteIDs[Int(store[id][0])] = id }
    }
    for id in ids {
      let token = store[id]
      guard token.count > 1, split(token, alphabet, byteIDs, words, store) else { continue }
      let rank = rank(id)
      if !mergeKnown(below: rank) {
        _ = split(token, alphabet, byteIDs, words, store)
        mergeAny(token, words, store)
      }
      guard parts.count == 2 else { continue }
      merges.append(BPEModel.Merge(left: parts[0], right: parts[1], result: id))
      known.insert(parts[0], parts[1], UInt64(rank) << 32 | UInt64(id))
    }
    return merges
  }

  /// The same for bytes whose ranks are the ids, by the kernel that also encodes; nil when its table has no place.
  private mutating func mergesOfBytes(
    _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> [BPEModel.Merge]? {
    let table = PairTable(room: ids.count, size: store.count)
    var merges: [BPEModel.Merge] = []
    merges.reserveCapacity(ids.count)
    var byteIDs = [UInt32](repeating: .max, count: 256)
    for id in ids where store[id].count == 1 { byteIDs[Int(store[id][0])] = id }
    parts.resize(to: Merger.longestShort)
    let pairRanks = TrivialVector<UInt32>(capacity: Merger.longestShort)
    for id in ids {
      let token = store[id]
      let count = token.count
      guard count > 1, split(token, .bytes, byteIDs, words, store) else { continue }
      if count <= Merger.longestShort {
        if count > 2 {
          for at in 0..<(count - 1) { pairRanks[at] = table.rank(parts[at], parts[at + 1]) }
          for at in (count - 1)..<((count + 15) & ~15) { pairRanks[at] = PairTable.none }
          parts.resize(to: quern_merge(table.table, parts.base, pairRanks.base, count))
        }
        if parts.count > 2 { _ = split(token, .bytes, byteIDs, words, store) }
      }
      if parts.count > 2 { mergeAny(token, words, store) }
      guard parts.count == 2 else { continue }
      let merge = BPEModel.Merge(left: parts[0], right: parts[1], result: id)
      merges.append(merge)
      guard table.insert(merge) else { return nil }
    }
    return merges
  }

  @inline(__always)
  private func rank(_ id: UInt32) -> UInt32 {
    guard let ranks else { return id }
    return ranks[Int(id)]
  }

  /// Makes ``parts`` the tokens of the bytes or characters of `token`; false when one has none or there is only one.
  private mutating func split(
    _ token: UnsafeRawBufferPointer, _ alphabet: BPEModel.Alphabet, _ byteIDs: [UInt32],
    _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> Bool {
    parts.removeAll()
    starts.removeAll()
    var at = 0
    if alphabet == .bytes {
      parts.resize(to: max(token.count, Merger.longestShort))
      starts.resize(to: token.count + 1)
      while at < token.count {
        let id = byteIDs[Int(token[at])]
        if id == .max { return false }
        parts[at] = id
        starts[at] = at
        at += 1
      }
      starts[at] = at
      parts.resize(to: at)
      return at > 1
    }
    while at < token.count {
      starts.append(at)
      var end = at + 1
      while end < token.count, token[end] & 0xC0 == 0x80 { end += 1 }
      guard let id = words.find(token.slice(at, end), in: store) else { return false }
      parts.append(id)
      at = end
    }
    starts.append(at)
    return parts.count > 1
  }

  /// Merges ``parts`` by the merges known so far whose rank is below `rank`; whether two are left in the end.
  private mutating func mergeKnown(below rank: UInt32) -> Bool {
    let limit = UInt64(rank) << 32
    let parts = self.parts.base
    var left = self.parts.count
    pairs.resize(to: left)
    let pairs = self.pairs.base
    if left > 2 {
      for at in 0..<(left - 1) { pairs[at] = known.find(parts[at], parts[at + 1]) }
    }
    while left > 2 {
      var best = 0
      for at in 1..<(left - 1) where pairs[at] &>> 32 < pairs[best] &>> 32 { best = at }
      if pairs[best] >= limit { return false }
      left -= 1
      parts[best] = UInt32(truncatingIfNeeded: pairs[best])
      var at = best + 1
      while at < left {
        parts[at] = parts[at + 1]
        pairs[at] = pairs[at + 1]
        at += 1
      }
      if best + 1 < left { pairs[best] = known.find(parts[best], parts[best + 1]) }
      if best > 0 { pairs[best - 1] = known.find(parts[best - 1], parts[best]) }
    }
    self.parts.resize(to: left)
    return true
  }

  /// Merges ``parts`` by all tokens, until two are left or nothing merges.
  private mutating func mergeAny(
    _ token: UnsafeRawBufferPointer, _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) {
    var left = parts.count
    pairs.resize(to: left)
    for at in 0..<(left - 1) { pairs[at] = mergeOfAny(at, token, words, store) }
    while left > 2 {
      var best = 0
      for at in 1..<(left - 1) where pairs[at] &>> 32 < pairs[best] &>> 32 { best = at }
      if pairs[best] == .max { break }
      left -= 1
      parts[best] = UInt32(truncatingIfNeeded: pairs[best])
      var at = best + 1
      while at < left {
        parts[at] = parts[at + 1]
        pairs[at] = pairs[at + 1]
        starts[at] = starts[at + 1]
        at += 1
      }
      starts[left] = token.count
      if best + 1 < left { pairs[best] = mergeOfAny(best, token, words, store) }
      if best > 0 { pairs[best - 1] = mergeOfAny(best - 1, token, words, store) }
    }
    parts.resize(to: left)
  }

  /// Rank and product of merging part `at` and the next one.
  private func mergeOfAny(
    _ at: Int, _ token: UnsafeRawBufferPointer, _ words: borrowing TokenTable, _ store: borrowing TokenStore
  ) -> UInt64 {
    guard let id = words.find(token.slice(starts[at], starts[at + 2]), in: store) else { return .max }
    return UInt64(rank(id)) << 32 | UInt64(id)
  }
}

/// Merges by their two ids while they are found: open addressing, at most half full.
///
/// Most pairs that are looked up do not merge. A bit for the hash of a pair says so of nearly all of them, out of a table
/// that is small enough to stay near.
private struct GrowingPairTable: ~Copyable {
  private struct Slot: BitwiseCopyable {
    var pair: UInt64
    var merge: UInt64
  }

  private let slots: UnsafeMutablePointer<Slot>
  private let filter: UnsafeMutablePointer<UInt64>
  private let shift: UInt64
  private let filterShift: UInt64
  private let mask: Int

  /// A table for at most `room` pairs.
  init(room: Int) {
    var bits: UInt64 = 8
    while (1 << bits) < room * 2 { bits += 1 }
    mask = (1 << Int(bits)) - 1
    shift = 64 - bits
    filterShift = 64 - (bits + 3)
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: Slot(pair: .max, merge: .max), count: mask + 1)
    filter = .allocate(capacity: (mask + 1) / 8)
    filter.initialize(repeating: 0, count: (mask + 1) / 8)
  }

  deinit {
    slots.deallocate()
    filter.deallocate()
  }

  @inline(__always)
  private static func mix(_ pair: UInt64) -> UInt64 { (pair ^ (pair &>> 29)) &* 0x9E37_79B9_7F4A_7C15 }

  /// Rank and product of merging the two; `UInt64.max` where nothing is known.
  @inline(__always)
  func find(_ left: UInt32, _ right: UInt32) -> UInt64 {
    let pair = UInt64(left) &<< 32 | UInt64(right)
    let hash = GrowingPairTable.mix(pair)
    let bit = hash &>> filterShift
    if filter[Int(truncatingIfNeeded: bit &>> 6)] &>> (bit & 63) & 1 == 0 { return .max }
    return slots[place(pair, hash)].merge
  }

  func insert(_ left: UInt32, _ right: UInt32, _ merge: UInt64) {
    let pair = UInt64(left) << 32 | UInt64(right)
    let hash = GrowingPairTable.mix(pair)
    let at = place(pair, hash)
    guard slots[at].merge == .max else { return }
    slots[at] = Slot(pair: pair, merge: merge)
    let bit = hash >> filterShift
    filter[Int(bit >> 6)] |= 1 << (bit & 63)
  }

  @inline(__always)
  private func place(_ pair: UInt64, _ hash: UInt64) -> Int {
    var at = Int(truncatingIfNeeded: hash &>> shift)
    while slots[at].pair != .max && slots[at].pair != pair { at = (at &+ 1) & mask }
    return at
  }
}
