/// The tokens that a vocabulary can go without, the most dispensable first: never one before those that are made of it.
struct TokenLeaves {
  private struct Entry {
    /// The lowest goes first, of equals the higher id.
    var cost: Int64
    var id: UInt32

    func precedes(_ other: Entry) -> Bool { cost != other.cost ? cost < other.cost : id > other.id }
  }

  private let pairs: FinalPairs
  private var uses: [Int64]?
  /// By id, in how many pairs of tokens that are left it is a part.
  private var wholes: [Int]
  private var isPinned: [Bool]
  /// What words become that merging does not lead to, by id.
  private var apart: [UInt32: [UInt32]] = [:]
  /// The same words, by id, what they cost without uses.
  private var apartCosts: [UInt32: Int64] = [:]
  private var heap: [Entry] = []

  init(_ model: BPEModel, _ pairs: FinalPairs, leaving: Set<UInt32>, kept: Set<UInt32>, uses: [Int64]?) {
    self.pairs = pairs
    self.uses = uses
    wholes = Array(repeating: 0, count: model.store.count)
    isPinned = Array(repeating: false, count: model.store.count)
    for id in kept { isPinned[Int(id)] = true }
    for id in model.startingIDs { isPinned[Int(id)] = true }
    for merge in pairs.merges {
      guard let merge else { continue }
      wholes[Int(merge.left)] += 1
      wholes[Int(merge.right)] += 1
    }
    findWordsApart(model)
    for id in 0..<UInt32(model.store.count) where !model.store[id].isEmpty && !leaving.contains(id) { push(id) }
  }

  private mutating func findWordsApart(_ model: BPEModel) {
    let results = model.merges.map(\.result).sorted()
    var merger = Merger()
    for id in model.wordIDs where pairs.merges[Int(id)] == nil && !isPinned[Int(id)] {
      let bytes = model.store[id]
      merger.merge(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count, model)
      apart[id] = (0..<merger.ids.count).map { merger.ids[$0] }
      if !model.keepsWholeWords { continue }
      // As if it came with the merges of its time.
      var (low, high) = (0, results.count)
      while low < high {
        let middle = (low + high) / 2
        if results[middle] < id { low = middle + 1 } else { high = middle }
      }
      apartCosts[id] = -Int64(low)
    }
  }

  /// The next token to go.
  mutating func next() -> UInt32? {
    guard let entry = pop() else { return nil }
    var parts = apart[entry.id] ?? []
    if let merge = pairs.merges[Int(entry.id)] {
      parts = [merge.left, merge.right]
      for part in parts { wholes[Int(part)] -= 1 }
    }
    if uses != nil {
      for part in parts { uses![Int(part)] = uses![Int(part)].addingReportingOverflow(entry.cost).partialValue }
    }
    if pairs.merges[Int(entry.id)] != nil {
      for part in Set(parts) { push(part) }
    }
    return entry.id
  }

  /// Puts `id` in if it is a leaf.
  private mutating func push(_ id: UInt32) {
    guard wholes[Int(id)] == 0 && !isPinned[Int(id)] else { return }
    heap.append(Entry(cost: cost(id), id: id))
    var child = heap.count - 1
    while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private func cost(_ id: UInt32) -> Int64 {
    if let uses { return uses[Int(id)] }
    if pairs.merges[Int(id)] != nil { return -Int64(pairs.ranks[Int(id)]) - 1 }
    // What nothing becomes goes first of all.
    return apartCosts[id] ?? .min
  }

  private mutating func pop() -> Entry? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if heap.isEmpty { return first }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
        if heap[child].precedes(heap[best]) { best = child }
      }
      if best == parent { return first }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}

extension BPEModel {
  /// The tokens that merging starts from: bytes, or characters and what stands for those that have none.
  var startingIDs: [UInt32] {
    guard case .characters(let rule) = alphabet else { return (0..<256).map { byteIDs[$0] } }
    let characters = wordIDs.filter { id in store[id].count { $0 & 0xC0 != 0x80 } == 1 }
    let others = rule.byteTokens.filter { $0 != UnknownCharacters.noToken }
    return characters + others + (rule.unknown.map { [$0] } ?? [])
  }
}
