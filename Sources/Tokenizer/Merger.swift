import CKernels
import QuernBytes

/// Merges one pretoken: of all adjacent pairs the one of lowest rank, the leftmost of equals, until none is left.
///
/// Keeps its scratch memory between pretokens.
struct Merger: ~Copyable, Sendable {
  /// The longest run of symbols that the kernel takes.
  static var longestShort: Int { Int(QUERN_MERGE_LIMIT) }
  /// Elements of scratch memory that are kept after a long pretoken.
  private static var keptScratch: Int { 1 << 14 }

  /// The ids after merging.
  var ids = TrivialVector<UInt32>(capacity: 256)
  private var ranks = TrivialVector<UInt32>(capacity: 256)
  private var heap = MergeHeap()
  private var windows = MergeWindows()

  /// Makes ``ids`` those of the `count` bytes at `bytes`.
  ///
  /// O(n) for what real vocabularies hold (see ``MergeWindows``).
  /// - Precondition: `0 < count < 2³²`.
  mutating func merge(_ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, isASCII: Bool = false) {
    if case .characters(let unknown) = model.alphabet {
      startFromCharacters(bytes, count, model, unknown: unknown)
      mergeSymbols(model)
      // The kernel takes one merge of a rank after another, not the leftmost of them all.
      if let ties = model.ties, ties.areIn(ids.base, ids.count) {
        startFromCharacters(bytes, count, model, unknown: unknown)
        heap.merge(&ids, model)
        heap.shrink(to: Merger.keptScratch)
      }
      return
    }
    if !isASCII && count <= Merger.longestShort * 3 && model.hasSafeCharacters {
      Merger.startFromCharacters(bytes, count, model, into: &ids)
      if ids.count <= Merger.longestShort { return Merger.mergeShort(&ids, ranks.base, model) }
    }
    if count <= Merger.longestShort {
      ids.resize(to: Merger.longestShort)
      ids.resize(to: Merger.merge(bytes, count, model, ids.base, ranks.base))
    } else {
      windows.merge(bytes, count, model, into: &ids, &heap)
      heap.shrink(to: Merger.keptScratch)
    }
  }

  /// Merges 1 to ``longestShort`` bytes into `ids`, which has room for as many; gives their number.
  @inline(__always)
  static func merge(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ model: BPEModel, _ ids: UnsafeMutablePointer<UInt32>,
    _ ranks: UnsafeMutablePointer<UInt32>
  ) -> Int {
    let last = count &- 1
    for at in 0..<last {
      ids[at] = model.byteIDs[Int(bytes[at])]
      ranks[at] = model.bytePairs[Int(bytes[at]) &<< 8 | Int(bytes[at &+ 1])]
    }
    ids[last] = model.byteIDs[Int(bytes[last])]
    for at in last..<((count &+ 15) & ~15) { ranks[at] = PairTable.none }
    return quern_merge(model.pairs.table, ids, ranks, count)
  }

  /// Merges the symbols in ``ids``.
  private mutating func mergeSymbols(_ model: BPEModel) {
    let count = ids.count
    guard count > 1 else { return }
    guard count <= Merger.longestShort else {
      heap.merge(&ids, model)
      return heap.shrink(to: Merger.keptScratch)
    }
    Merger.mergeShort(&ids, ranks.base, model)
  }

  /// Merges up to ``longestShort`` symbols in place.
  static func mergeShort(
    _ ids: inout TrivialVector<UInt32>, _ ranks: UnsafeMutablePointer<UInt32>, _ model: BPEModel
  ) {
    let count = ids.count
    ids.resize(to: Merger.longestShort)
    for at in 0..<(count &- 1) { ranks[at] = model.pairs.rank(ids[at], ids[at &+ 1]) }
    for at in (count &- 1)..<((count &+ 15) & ~15) { ranks[at] = PairTable.none }
    ids.resize(to: quern_merge(model.pairs.table, ids.base, ranks, count))
  }

  /// Gives the block of a long pretoken's ids back.
  mutating func shrinkIDs() { ids.shrink(to: Merger.keptScratch) }
}
