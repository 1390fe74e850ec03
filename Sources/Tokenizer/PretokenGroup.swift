import CKernels

/// Up to 64 pretokens in a row that are looked up together, since most of the time goes by with waiting for memory.
///
/// The places of all of them are fetched before the first is looked at, those that are unknown are merged several at a
/// time, and nothing branches on whether a single one is known.
struct PretokenGroup: ~Copyable, Sendable {
  static var capacity: Int { 64 }

  private let words = TrivialVector<ShortWord>(capacity: PretokenGroup.capacity)
  /// Four ids for each pretoken, and their number; 0 where they are not known here.
  private let ids = TrivialVector<UInt32>(capacity: PretokenGroup.capacity * PretokenCache.mostIDs)
  private let counts = TrivialVector<UInt8>(capacity: PretokenGroup.capacity)
  /// The unknown words: where they stand, their bytes, and 16 ids for each with their number.
  private let unknown = TrivialVector<UInt8>(capacity: PretokenGroup.capacity)
  private let unknownWords = TrivialVector<quern_word>(capacity: PretokenGroup.capacity)
  private let merged = TrivialVector<UInt32>(capacity: PretokenGroup.capacity * 16)
  private let mergedCounts = TrivialVector<UInt8>(capacity: PretokenGroup.capacity)
  /// By place, which of the unknown words has more ids than the cache holds.
  private let many = TrivialVector<Int8>(repeating: -1, count: PretokenGroup.capacity)

  /// Takes the pretokens that end at `ends[0..<size]`, of which the first begins at `first`, and fetches their places.
  ///
  /// 16 bytes may be read from the start of each.
  @inline(__always)
  func collect(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ ends: UnsafePointer<UInt32>, _ size: Int,
    _ cache: borrowing PretokenCache
  ) {
    var start = first
    for place in 0..<size {
      let end = Int(truncatingIfNeeded: ends[place])
      let word = ShortWord(bytes, start, length: end &- start)
      words[place] = word
      cache.prefetch(word.hash)
      start = end
    }
  }

  /// Looks all of them up; gives a bit for each that is unknown.
  @inline(__always)
  func look(_ size: Int, _ cache: borrowing PretokenCache) -> UInt64 {
    var unknown: UInt64 = 0
    for place in 0..<size {
      let word = words[place]
      let count = cache.look(word, word.hash, ids.base + place &* PretokenCache.mostIDs)
      counts[place] = UInt8(truncatingIfNeeded: count)
      unknown |= (count == 0 ? 1 : 0) &<< UInt64(truncatingIfNeeded: place)
    }
    return unknown
  }

  /// Merges the words of ASCII among the `unknown`, and adds them to the cache; gives a bit for each of the others, and
  /// for each that ``manyIDs(_:)`` has.
  func merge(_ unknown: UInt64, _ model: BPEModel, _ cache: borrowing PretokenCache) -> UInt64 {
    var apart: UInt64 = 0
    var count = 0
    var left = unknown
    while left != 0 {
      let place = left.trailingZeroBitCount
      left &= left &- 1
      let word = words[place]
      if word.length <= ShortWord.longest && word.isASCII {
        self.unknown[count] = UInt8(truncatingIfNeeded: place)
        unknownWords[count] = quern_word(low: word.low, high: word.high)
        count &+= 1
      } else {
        apart |= 1 &<< UInt64(truncatingIfNeeded: place)
      }
    }
    if count == 0 { return apart }
    quern_merge_words(
      model.pairs.table, quern_byte_tables(ids: model.byteIDs, ranks: model.bytePairs), unknownWords.base, count,
      merged.base, mergedCounts.base)
    for index in 0..<count {
      let place = Int(self.unknown[index])
      let made = Int(mergedCounts[index])
      let from = merged.base + index &* 16
      if made <= PretokenCache.mostIDs {
        let word = words[place]
        cache.insert(word, word.hash, from, made)
        for at in 0..<made { ids[place &* PretokenCache.mostIDs &+ at] = from[at] }
        counts[place] = UInt8(truncatingIfNeeded: made)
      } else {
        many[place] = Int8(truncatingIfNeeded: index)
        apart |= 1 &<< UInt64(truncatingIfNeeded: place)
      }
    }
    return apart
  }

  /// Copies the ids of the pretokens `from..<to` to `out`, which has room for four each; gives their number.
  @inline(__always)
  func copy(_ from: Int, _ to: Int, to out: UnsafeMutablePointer<UInt32>) -> Int {
    var made = 0
    var place = from
    while place < to {
      let four = UnsafeRawPointer(ids.base + place &* PretokenCache.mostIDs).loadUnaligned(as: SIMD4<UInt32>.self)
      UnsafeMutableRawPointer(out + made).storeBytes(of: four, as: SIMD4<UInt32>.self)
      made &+= Int(counts[place])
      place &+= 1
    }
    return made
  }

  /// The ids of the pretoken at `place` if it was merged to more than the cache holds; once.
  @inline(__always)
  func manyIDs(_ place: Int) -> (base: UnsafeMutablePointer<UInt32>, count: Int)? {
    let index = Int(many[place])
    if index < 0 { return nil }
    many[place] = -1
    return (merged.base + index &* 16, Int(mergedCounts[index]))
  }
}
