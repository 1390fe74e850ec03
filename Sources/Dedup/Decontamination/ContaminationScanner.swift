import QuernBytes
import QuernText

/// Searches documents for the items of an index; one per thread.
///
/// Words are hashed as they are read, runs of words by a hash that rolls over them; nearly all places are settled by one
/// look at a set of bits.
public struct ContaminationScanner: ~Copyable {
  private let index: ContaminationIndex
  /// Runs that count for nothing because many documents hold them.
  private let common: Set<UInt32>
  private var words: GramWords
  private var simplified = SimplifiedWords()
  private var hits: [GramHit] = []

  /// A scanner of `index`.
  /// - Parameter common: the runs that count for nothing.
  public init(_ index: ContaminationIndex, common: Set<UInt32> = []) {
    self.index = index
    self.common = common
    words = GramWords(index.rule == .gpt3 ? .vanishes : .parts)
  }

  /// The different runs of the index that `text` holds, in rising order.
  ///
  /// Not for ``ContaminationRule/overlap``, which looks for no whole runs.
  public mutating func grams(in text: UnsafeRawBufferPointer) -> [UInt32] {
    findHits(in: text)
    return Set(hits.map { UInt32($0.gram) }).sorted()
  }

  /// What `text` (UTF-8, below 4 GiB) shares with the items of the index; nil for most documents.
  /// - Complexity: O(n) when nothing is found; then the size of the index is added at most.
  public mutating func find(in text: UnsafeRawBufferPointer) -> ContaminationFinding? {
    if index.rule == .overlap {
      words.scan(text)
      return OverlapSearch(index, words).find()
    }
    findHits(in: text)
    if !common.isEmpty { hits.removeAll { common.contains(UInt32($0.gram)) } }
    guard !hits.isEmpty else { return nil }
    if index.rule == .datatrove { simplified.locate(hits, in: text) }
    var collector = MatchCollector(index)
    var spans: [Range<Int>] = []
    for hit in hits {
      let range = range(of: hit)
      collector.add(hit.gram, start: range.lowerBound, end: range.upperBound)
      if let last = spans.last, range.lowerBound <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        spans.append(range)
      }
    }
    return ContaminationFinding(matches: collector.matches(), spans: spans)
  }

  /// Where a hit stands in the text.
  private func range(of hit: GramHit) -> Range<Int> {
    if index.rule == .datatrove { return simplified.range(of: hit) }
    return Int(words.starts[hit.word])..<Int(words.ends[hit.word + hit.count - 1])
  }

  private mutating func findHits(in text: UnsafeRawBufferPointer) {
    hits.removeAll(keepingCapacity: hits.capacity < 1 << 20)
    switch index.rule {
    case .gpt3:
      words.scan(text)
      findRuns(words.hashes, length: ContaminationSettings.gpt3Words)
      if index.shortHeads.count > 0 {
        findShortTexts(words.hashes)
        hits.sort { ($0.word, $0.count) < ($1.word, $1.count) }
      }
    case .datatrove:
      simplified.scan(text)
      findRuns(simplified.hashes, length: ContaminationSettings.datatroveWords)
    case .paragraph:
      words.scanLines(text)
      for line in words.lines.indices {
        let found = words.line(line)
        guard !found.isEmpty else { continue }
        let key = words.hashes.withUnsafeBufferPointer { RollingHash.key(of: $0[found]) }
        guard index.table.mayHold(key) else { continue }
        let gram = index.table.number(of: key)
        if gram >= 0 { hits.append(GramHit(gram: gram, word: found.lowerBound, count: found.count)) }
      }
    case .overlap: break
    }
  }

  private mutating func findRuns(_ hashes: [UInt64], length: Int) {
    guard hashes.count >= length, index.table.count > 0 else { return }
    let table = index.table
    hashes.withUnsafeBufferPointer { words in
      var hash = RollingHash(length: length)
      for at in 0..<length { hash.add(words[at]) }
      var at = length
      while true {
        let key = hash.key
        if table.mayHold(key) {
          let gram = table.number(of: key)
          if gram >= 0 { hits.append(GramHit(gram: gram, word: at &- length, count: length)) }
        }
        if at == words.count { return }
        hash.move(from: words[at &- length], to: words[at])
        at &+= 1
      }
    }
  }

  /// The texts of 8 to 12 words, found by their first 8.
  private mutating func findShortTexts(_ hashes: [UInt64]) {
    let length = ContaminationSettings.gpt3ShortWords
    guard hashes.count >= length else { return }
    let heads = index.shortHeads
    hashes.withUnsafeBufferPointer { words in
      var hash = RollingHash(length: length)
      for at in 0..<length { hash.add(words[at]) }
      var at = length
      while true {
        let key = hash.key
        if heads.mayHold(key) {
          let head = heads.number(of: key)
          if head >= 0 { addShortTexts(index.shortLengths[head], at: at &- length, words) }
        }
        if at == words.count { return }
        hash.move(from: words[at &- length], to: words[at])
        at &+= 1
      }
    }
  }

  private mutating func addShortTexts(_ lengths: UInt16, at start: Int, _ words: UnsafeBufferPointer<UInt64>) {
    for length in ContaminationSettings.gpt3ShortWords..<ContaminationSettings.gpt3Words
    where lengths >> UInt16(length) & 1 != 0 && start + length <= words.count {
      let gram = index.table.number(of: ContaminationIndex.shortKey(words[start..<start + length]))
      if gram >= 0 { hits.append(GramHit(gram: gram, word: start, count: length)) }
    }
  }
}
