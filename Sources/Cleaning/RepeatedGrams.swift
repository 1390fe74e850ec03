import QuernBytes
import QuernText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds the runs of 2 to 10 words that occur more than once in a text.
///
/// It climbs from short runs to long ones: a run of n + 1 words can only repeat where both runs of n words inside it
/// do. So all words are looked at once, for pairs, and after that only what repeats. Runs are told apart by the hashes
/// of their words. Memory: 28 to 44 bytes per word, given back after large texts.
struct RepeatedGrams: ~Copyable {
  /// What is known of the runs of one length.
  struct Level {
    /// How often the most frequent run occurs; 0 when the text has fewer words.
    var topCount = 0
    /// The first word of its first occurrence; of several such runs, the first one's.
    var topStart = 0
    /// The code points, without spaces, in runs that occurred before, none counted twice; 0 for pairs, of which no rule
    /// asks it.
    var duplicateCodePoints = 0
    /// The code points of all runs that occur more than once, every occurrence counted whole.
    var copiedCodePoints = 0
    /// The code points of the words that stand in a run that occurs more than once.
    var coveredCodePoints = 0
    /// The code points of the longest of the most frequent runs, if these occur more than once.
    var topCodePoints = 0

    /// Where the words that are counted in ``coveredCodePoints`` end.
    private var coveredEnd = 0

    /// Counts an occurrence, at the word `start`, of a run of `length` words that occurs `count` times.
    @inline(__always)
    mutating func add(_ count: Int, _ start: Int, _ length: Int, _ codePoints: UnsafePointer<UInt32>) {
      if count > 1 {
        var size = 0
        for word in start..<start &+ length { size &+= Int(codePoints[word]) }
        copiedCodePoints &+= size
        for word in max(start, coveredEnd)..<start &+ length { coveredCodePoints &+= Int(codePoints[word]) }
        coveredEnd = start &+ length
        if count > topCount { topCodePoints = 0 }
        if count >= topCount { topCodePoints = max(topCodePoints, size) }
      }
      if count > topCount {
        topCount = count
        topStart = start
      }
    }
  }

  /// The longest runs that are looked at.
  static let longest = 10

  private var levels: [Level] = []
  private var room = 0
  /// The starts of the runs of the last level that repeat, in order, and what tells their runs apart.
  private var starts: UnsafeMutablePointer<UInt32>
  private var groups: UnsafeMutablePointer<UInt32>
  private var found = 0
  private var slotRoom = 0
  private var keys: UnsafeMutablePointer<UInt64>
  private var counts: UnsafeMutablePointer<UInt32>

  private static let seen: UInt32 = 1 << 31
  /// Room for more words or slots than this is given back.
  private static let keptRoom = 1 << 17

  init() {
    starts = .allocate(capacity: 0)
    groups = .allocate(capacity: 0)
    keys = .allocate(capacity: 0)
    counts = .allocate(capacity: 0)
  }

  deinit {
    starts.deallocate()
    groups.deallocate()
    keys.deallocate()
    counts.deallocate()
  }

  /// Turns to another text.
  mutating func forget() {
    levels.removeAll(keepingCapacity: true)
    found = 0
    if room > RepeatedGrams.keptRoom { changeRoom(to: 0) }
    if slotRoom > 2 * RepeatedGrams.keptRoom { changeSlots(to: 0) }
  }

  /// What is known of the runs of `length` words, 2 to ``longest``, in `words`, which must stay the same until
  /// ``forget()``.
  /// - Complexity: O(words) once, and O(words in repeated runs) for each length.
  mutating func level(_ length: Int, _ words: borrowing WordList) -> Level {
    while levels.count < length - 1 {
      if levels.isEmpty { findPairs(words) } else { climb(to: levels.count + 2, words) }
    }
    return levels[length - 2]
  }

  private mutating func changeRoom(to needed: Int) {
    starts.deallocate()
    groups.deallocate()
    room = needed
    starts = .allocate(capacity: needed)
    groups = .allocate(capacity: needed)
  }

  private mutating func changeSlots(to needed: Int) {
    keys.deallocate()
    counts.deallocate()
    slotRoom = needed
    keys = .allocate(capacity: needed)
    counts = .allocate(capacity: needed)
  }

  /// Clears a table for at most `entries` runs; returns how far a hash is shifted to be a slot.
  private mutating func clearTable(_ entries: Int) -> UInt64 {
    let bits = max(4, Int.bitWidth - (entries &* 3 / 2).leadingZeroBitCount)
    let needed = 1 << bits
    if needed > slotRoom { changeSlots(to: needed) }
    memset(keys, 0, needed * 8)
    memset(counts, 0, needed * 4)
    return UInt64(64 - bits)
  }

  /// Counts a run and returns its slot.
  @inline(__always)
  private func count(_ key: UInt64, _ hash: UInt64, _ shift: UInt64, _ mask: Int) -> Int {
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while keys[slot] != key && keys[slot] != 0 { slot = (slot &+ 1) & mask }
    keys[slot] = key
    counts[slot] &+= 1
    return slot
  }

  private mutating func findPairs(_ words: borrowing WordList) {
    let total = words.count - 1
    guard total > 0 else {
      levels.append(Level())
      return
    }
    if total > room { changeRoom(to: total + total / 2) }
    let shift = clearTable(total)
    let mask = (1 << (64 - Int(shift))) - 1
    let hashes = words.hashes
    var before = hashes[0]
    for start in 0..<total {
      let word = hashes[start &+ 1]
      let key = WordList.combine(before, word) | 1  // 0 is a free slot
      groups[start] = UInt32(truncatingIfNeeded: count(key, key, shift, mask))
      before = word
    }
    var level = Level()
    var kept = 0
    for start in 0..<total {
      let slot = groups[start]
      let count = Int(counts[Int(slot)])
      level.add(count, start, 2, words.codePoints)
      starts[kept] = UInt32(truncatingIfNeeded: start)
      groups[kept] = slot
      kept &+= count > 1 ? 1 : 0
    }
    found = kept
    levels.append(level)
  }

  private mutating func climb(to length: Int, _ words: borrowing WordList) {
    var level = Level()
    if words.count >= length { level.topCount = 1 }
    let shift = clearTable(found)
    let mask = (1 << (64 - Int(shift))) - 1
    var kept = 0
    for place in 0..<max(0, found &- 1) where starts[place &+ 1] == starts[place] &+ 1 {
      let key = UInt64(groups[place]) &<< 32 | UInt64(groups[place &+ 1]) &+ 1
      starts[kept] = starts[place]
      groups[kept] = UInt32(truncatingIfNeeded: count(key, mixBits(key), shift, mask))
      kept &+= 1
    }
    found = 0
    var next = 0
    for place in 0..<kept {
      let slot = groups[place]
      let times = counts[Int(slot)]
      let count = Int(times & ~RepeatedGrams.seen)
      if count < 2 { continue }
      let start = Int(starts[place])
      level.add(count, start, length, words.codePoints)
      // As a reader who skips what he knows: a known run is passed over whole.
      if start >= next {
        if times & RepeatedGrams.seen != 0 {
          for word in start..<start &+ length { level.duplicateCodePoints &+= Int(words.codePoints[word]) }
          next = start &+ length
        } else {
          counts[Int(slot)] = times | RepeatedGrams.seen
        }
      }
      starts[found] = UInt32(truncatingIfNeeded: start)
      groups[found] = slot
      found &+= 1
    }
    levels.append(level)
  }
}

extension RepeatedGrams: @unchecked Sendable {}
