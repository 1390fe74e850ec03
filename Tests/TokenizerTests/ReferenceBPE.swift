@testable import QuernTokenizer

/// BPE training as its definition says: count all pairs, merge the best one everywhere, begin again.
struct ReferenceTrainer {
  /// Words, cut where no merge may cross.
  var words: [(symbols: [UInt32], count: Int64)]
  var tokens: [UInt32: [UInt8]]
  var merges: [BPEModel.Merge] = []
  /// How often the pair of each merge occurred.
  var counts: [Int64] = []
  /// The most bytes of a token.
  var longestToken: Int?

  init(_ counts: [[UInt8]: Int64], byteIDs: [UInt8: UInt32]) {
    self.init(
      counts.map { word, count in (word.map { byteIDs[$0]! }, count) },
      tokens: Dictionary(uniqueKeysWithValues: byteIDs.map { ($0.value, [$0.key]) }))
  }

  /// - Parameter tokens: those that words start from, and others that products may be.
  init(_ words: [(symbols: [UInt32], count: Int64)], tokens: [UInt32: [UInt8]]) {
    self.words = words
    self.tokens = tokens
  }

  /// Learns until `nextID` reaches `end`; false when there are no more pairs.
  mutating func train(from nextID: UInt32, to end: UInt32, minimum: Int64 = 1) -> Bool {
    var id = nextID
    while id < end {
      var counts: [UInt64: Int64] = [:]
      for word in words {
        for at in word.symbols.indices.dropLast() {
          let (left, right) = (word.symbols[at], word.symbols[at + 1])
          counts[UInt64(left) << 32 | UInt64(right), default: 0] += word.count
        }
      }
      if let longestToken {
        counts = counts.filter {
          tokens[UInt32($0.key >> 32)]!.count + tokens[UInt32($0.key & 0xFFFF_FFFF)]!.count <= longestToken
        }
      }
      let best = counts.min { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      guard let best, best.value >= max(1, minimum) else { return false }
      let (left, right) = (UInt32(best.key >> 32), UInt32(best.key & 0xFFFF_FFFF))
      let bytes = tokens[left]! + tokens[right]!
      let known = tokens.first { $0.value == bytes }?.key
      let merge = BPEModel.Merge(left: left, right: right, result: known ?? id)
      merges.append(merge)
      self.counts.append(best.value)
      tokens[merge.result] = bytes
      for index in words.indices { words[index].symbols = merge.applied(to: words[index].symbols) }
      if known == nil { id += 1 }
    }
    return true
  }
}

extension BPEModel.Merge {
  func applied(to symbols: [UInt32]) -> [UInt32] {
    var out: [UInt32] = []
    for symbol in symbols {
      // `out` ends with a product where one was made, so products are not merged again in this pass.
      if let last = out.last, last == left, symbol == right { out[out.count - 1] = result } else { out.append(symbol) }
    }
    return out
  }
}

/// Encoding as its definition says: of all pairs that may merge the one of lowest rank, the leftmost, one at a time.
struct ReferenceEncoder {
  let model: BPEModel
  private var ranks: [UInt64: (rank: Int, result: UInt32)] = [:]
  private var ids: [[UInt8]: UInt32] = [:]

  init(_ model: BPEModel) {
    self.model = model
    for (rank, merge) in model.merges.enumerated() {
      ranks[UInt64(merge.left) << 32 | UInt64(merge.right)] = (rank, merge.result)
    }
    for id in model.wordIDs { ids[Array(model.store[id])] = id }
  }

  func encode(_ text: [UInt8]) -> [UInt32] { pieces(text, model.pretokenizer.pattern!).flatMap { encode(piece: $0) } }

  private func encode(piece: [UInt8]) -> [UInt32] {
    if model.semantics != .mergeList(ignoreMerges: false), let id = ids[piece] { return [id] }
    return merge(piece)
  }

  /// What merging alone gives.
  func merge(_ piece: [UInt8]) -> [UInt32] {
    var parts = piece.map { [$0] }
    while true {
      var best: (rank: Int, at: Int)?
      for at in parts.indices.dropLast() {
        let rank = rank(parts[at], parts[at + 1])
        if let rank, rank < best?.rank ?? .max { best = (rank, at) }
      }
      guard let best else { return parts.map { ids[$0]! } }
      parts[best.at] += parts.remove(at: best.at + 1)
    }
  }

  private func rank(_ left: [UInt8], _ right: [UInt8]) -> Int? {
    if model.semantics == .ranks { return ids[left + right].map { Int($0) } }
    return ranks[UInt64(ids[left]!) << 32 | UInt64(ids[right]!)]?.rank
  }
}
