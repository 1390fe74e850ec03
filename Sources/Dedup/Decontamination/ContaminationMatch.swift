/// An item of a benchmark in a document.
public struct ContaminationMatch: Sendable, Equatable {
  /// The item's number in the index.
  public var item: Int
  /// The share of the item that was found: of its different runs or paragraphs, or the rule's own score.
  public var score: Double
  /// Where the longest stretch that matches starts, in bytes of the text.
  public var start: Int
  /// Where it ends, exclusive.
  public var end: Int
  /// The share of the item's answer that was found behind it; nil where the rule looks for none.
  public var answer: Double?
}

/// What a document shares with benchmarks.
public struct ContaminationFinding: Sendable, Equatable {
  /// One match an item, by item; of items that share a run, the first ones only (``ContaminationSettings/namedItems``).
  public var matches: [ContaminationMatch]
  /// The stretches of the text that belong to any item, in order and apart, in bytes.
  public var spans: [Range<Int>]
}

/// A run (or paragraph) of the index at a place of a document.
struct GramHit {
  /// Its number.
  var gram: Int
  /// Its first word.
  var word: Int
  /// Its words.
  var count: Int
}

/// Collects the matches of one document from hits in the order of the text.
struct MatchCollector {
  private struct Entry {
    var found = 0
    /// Of the present stretch.
    var start: Int
    var end: Int
    /// The longest stretch.
    var longest: Range<Int>
  }

  private let index: ContaminationIndex
  private var entries: [UInt32: Entry] = [:]
  private var seen: Set<Int> = []

  init(_ index: ContaminationIndex) { self.index = index }

  /// Adds a hit that reaches from byte `start` to `end`; O(items named).
  ///
  /// Only the first of equal runs counts, so the work is bounded by the index, however often a document repeats them.
  mutating func add(_ gram: Int, start: Int, end: Int) {
    guard seen.insert(gram).inserted else { return }
    for item in index.postings.items(of: gram).prefix(ContaminationSettings.namedItems) {
      var entry = entries[item] ?? Entry(start: start, end: end, longest: start..<end)
      entry.found += 1
      if start > entry.end { entry.start = start }
      entry.end = max(entry.end, end)
      if entry.end - entry.start > entry.longest.count { entry.longest = entry.start..<entry.end }
      entries[item] = entry
    }
  }

  /// The matches by item.
  func matches() -> [ContaminationMatch] {
    entries.sorted { $0.key < $1.key }.map { item, entry in
      ContaminationMatch(
        item: Int(item), score: Double(entry.found) / Double(index.items[Int(item)].grams),
        start: entry.longest.lowerBound, end: entry.longest.upperBound)
    }
  }
}
