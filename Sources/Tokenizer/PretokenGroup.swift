import CKernels

/// Up to 512 pretokens in a row that are looked up together, since most of the time goes by with waiting for memory.
///
/// The places of 64 at a time are fetched before the first of them is looked at, all that are unknown are merged
/// together, and nothing branches on whether a single one is known.
struct PretokenGroup: ~Copyable, Sendable {
  static var capacity: Int { 512 }
  private static var step: Int { 64 }

  private let words = TrivialVector<ShortWord>(capacity: PretokenGroup.capacity)
  /// Four ids for each pretoken, and their number; 0 where they are not known here.
  private let ids = TrivialVector<UInt32>(capacity: PretokenGroup.capacity * PretokenCache.mostIDs)
  private let counts = TrivialVector<UInt8>(capacity: PretokenGroup.capacity)
  /// A bit for each pretoken that is to be encoded apart from the others.
  private let apart = TrivialVector<UInt64>(repeating: 0, count: PretokenGroup.capacity / PretokenGroup.step)
  /// The unknown words: where they stand, their bytes, and 16 ids for each with their number.
  private let unknown = TrivialVector<UInt16>(capacity: PretokenGroup.capacity)
  private let unknownWords = TrivialVector<quern_word>(capacity: PretokenGroup.capacity)
  private let merged = TrivialVector<UInt32>(capacity: PretokenGroup.capacity * 16)
  private let mergedCounts = TrivialVector<UInt8>(capacity: PretokenGroup.capacity)
  /// By place, which of the unknown words has more ids than the cache holds.
  private let many = TrivialVector<Int16>(repeating: -1, count: PretokenGroup.capacity)

  /// Takes the pretokens that end at `ends[0..<size]`, of which the first begins at `first`, and looks them up.
  ///
  /// 16 bytes may be read from the start of each.
  @inline(__always)
  func look(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ ends: UnsafePointer<UInt32>, _ size: Int,
    _ cache: borrowing PretokenCache
  ) {
    var start = first
    var from = 0
    while from < size {
      let to = min(from &+ PretokenGroup.step, size)
      for place in from..<to {
        let end = Int(truncatingIfNeeded: ends[place])
        let word = ShortWord(bytes, start, length: end &- start)
        words[place] = word
        cache.prefetch(word.hash)
        start = end
      }
      var unknown: UInt64 = 0
      for place in from..<to {
        let word = words[place]
        let count = cache.look(word, word.hash, ids.base + place &* PretokenCache.mostIDs)
        counts[place] = UInt8(truncatingIfNeeded: count)
        unknown |= (count == 0 ? 1 : 0) &<< UInt64(truncatingIfNeeded: place &- from)
      }
      apart[from / PretokenGroup.step] = unknown
      from = to
    }
  }

  /// The first place at or after `place` that is to be encoded apart, or `size`.
  @inline(__always)
  func nextApart(_ place: Int, _ size: Int) -> Int {
    var place = place
    while place < size {
      let left = apart[place / PretokenGroup.step] &>> UInt64(truncatingIfNeeded: place % PretokenGroup.step)
      if left != 0 { return place &+ left.trailingZeroBitCount }
      place = (place / PretokenGroup.step &+ 1) &* PretokenGroup.step
    }
    return size
  }

  /// Merges the unknown words of ASCII among the `size` pretokens, and adds them to the cache.
  ///
  /// Only the others, and those that ``manyIDs(_:)`` has, are to be encoded apart after that.
  func mergeWords(_ size: Int, _ model: BPEModel, _ cache: borrowing PretokenCache) {
    var count = 0
    var place = nextApart(0, size)
    while place < size {
      let word = words[place]
      if word.length <= ShortWord.longest && word.isASCII {
        unknown[count] = UInt16(truncatingIfNeeded: place)
        unknownWords[count] = quern_word(low: word.low, high: word.high)
        count &+= 1
      }
      place = nextApart(place &+ 1, size)
    }
    if count == 0 { return }
    quern_merge_words(
      model.pairs.table, quern_byte_tables(ids: model.byteIDs, ranks: model.bytePairs), unknownWords.base, count,
      merged.base, mergedCounts.base)
    for index in 0..<count {
      let place = Int(unknown[index])
      let made = Int(mergedCounts[index])
      let from = merged.base + index &* 16
      if made <= PretokenCache.mostIDs {
        let word = words[place]
        cache.insert(word, word.hash, from, made)
        for at in 0..<made { ids[place &* PretokenCache.mostIDs &+ at] = from[at] }
        counts[place] = UInt8(truncatingIfNeeded: made)
        apart[place / PretokenGroup.step] &= ~(1 &<< UInt64(truncatingIfNeeded: place % PretokenGroup.step))
      } else {
        many[place] = Int16(truncatingIfNeeded: index)
      }
    }
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
