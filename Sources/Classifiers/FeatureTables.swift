import QuernBytes

/// Where the rows of a model's words and n-grams are.
///
/// Words are found by the hash that fastText gives them (FNV-1a over signed bytes), in a table of open addressing; the
/// n-grams that a pruned model kept by a bit per bucket, since most buckets were not kept.
final class FeatureTables: @unchecked Sendable {  // nothing changes after `init`
  /// The label that ends every line.
  static let lineEnd: StaticString = "</s>"
  /// Where FNV-1a starts, and what it multiplies by.
  static let hashStart: UInt32 = 2_166_136_261
  static let hashFactor: UInt32 = 16_777_619

  let wordNgrams: Int
  let shortestNgram: Int
  let longestNgram: Int
  let buckets: UInt64
  /// 2⁶⁴ / `buckets`, rounded up: a product with it gives the remainder of 32-bit numbers (Lemire, Kaser and Kurz 2019).
  let bucketInverse: UInt64
  /// The number of words, and the row of the first n-gram.
  let wordCount: Int
  /// The row of the token that ends every line; negative when the model has none.
  private(set) var lineEndWord: Int32 = -1

  private let wordBytes: UnsafeMutablePointer<UInt8>
  private let wordStarts: UnsafeMutablePointer<Int>
  /// Hash in the upper half, word or label in the lower; `emptySlot` where there is none.
  private let slots: UnsafeMutablePointer<UInt64>
  private let slotMask: Int
  private static let emptySlot = UInt64.max

  /// Whether every bucket has a row, in the order of the buckets.
  let keepsAllNgrams: Bool
  /// A bit per bucket, and the number of set bits before each 64 of them.
  private let keptBits: UnsafeMutablePointer<UInt64>
  private let keptBefore: UnsafeMutablePointer<UInt32>
  private let keptRows: UnsafeMutablePointer<Int32>

  init(_ file: borrowing ModelFile, _ bytes: UnsafeRawBufferPointer) {
    wordNgrams = file.wordNgrams
    shortestNgram = max(1, file.shortestNgram)
    longestNgram = file.longestNgram
    buckets = UInt64(max(1, file.buckets))
    bucketInverse = buckets == 1 ? 0 : UInt64.max / buckets + 1
    wordCount = file.words.count

    let entries = file.words + file.labels
    var slotCount = 16
    while slotCount < 2 * entries.count { slotCount *= 2 }
    slotMask = slotCount - 1
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: FeatureTables.emptySlot, count: slotCount)
    wordStarts = .allocate(capacity: entries.count + 1)
    wordBytes = .allocate(capacity: max(1, entries.reduce(0) { $0 + $1.count }))

    keepsAllNgrams = file.keptNgrams == nil
    let kept = file.keptNgrams ?? []
    let groups = keepsAllNgrams ? 0 : (file.buckets + 63) / 64
    keptBits = .allocate(capacity: max(1, groups))
    keptBits.initialize(repeating: 0, count: max(1, groups))
    keptBefore = .allocate(capacity: max(1, groups))
    keptBefore.initialize(repeating: 0, count: max(1, groups))
    keptRows = .allocate(capacity: max(1, kept.count))

    var end = 0
    for (index, entry) in entries.enumerated() {
      let word = bytes.slice(entry.lowerBound, entry.upperBound)
      (wordBytes + end).update(from: word.bindMemory(to: UInt8.self).baseAddress!, count: word.count)
      wordStarts[index] = end
      end += word.count
      add(word, Int32(index))
      if word.equals(FeatureTables.lineEnd) && index < wordCount { lineEndWord = Int32(index) }
    }
    wordStarts[entries.count] = end
    keep(kept, groups: groups)
  }

  deinit {
    slots.deallocate()
    wordStarts.deallocate()
    wordBytes.deallocate()
    keptBits.deallocate()
    keptBefore.deallocate()
    keptRows.deallocate()
  }

  private func add(_ word: UnsafeRawBufferPointer, _ index: Int32) {
    var hash = FeatureTables.hashStart
    for byte in word { hash = FeatureTables.extend(hash, byte) }
    var slot = Int(truncatingIfNeeded: mixBits(UInt64(hash))) & slotMask
    while slots[slot] != FeatureTables.emptySlot { slot = (slot + 1) & slotMask }
    slots[slot] = UInt64(hash) << 32 | UInt64(UInt32(bitPattern: index))
  }

  private func keep(_ kept: [(bucket: Int32, row: Int32)], groups: Int) {
    for entry in kept { keptBits[Int(entry.bucket) / 64] |= 1 << (UInt64(entry.bucket) % 64) }
    var before: UInt32 = 0
    for group in 0..<groups {
      keptBefore[group] = before
      before += UInt32(keptBits[group].nonzeroBitCount)
    }
    for entry in kept {
      let group = Int(entry.bucket) / 64
      let lower = keptBits[group] & ((1 << (UInt64(entry.bucket) % 64)) - 1)
      keptRows[Int(keptBefore[group]) + lower.nonzeroBitCount] = entry.row
    }
  }

  /// The hash of the bytes of `hash` and one more; fastText takes bytes as signed numbers.
  @inline(__always)
  static func extend(_ hash: UInt32, _ byte: UInt8) -> UInt32 {
    (hash ^ UInt32(truncatingIfNeeded: Int8(bitPattern: byte))) &* hashFactor
  }

  /// The word or, from `wordCount` on, the label with these bytes and this hash; -1 when there is none.
  @inline(__always)
  func word(_ bytes: UnsafePointer<UInt8>, _ count: Int, hash: UInt32) -> Int32 {
    var slot = Int(truncatingIfNeeded: mixBits(UInt64(hash))) & slotMask
    while slots[slot] != FeatureTables.emptySlot {
      let found = slots[slot]
      if UInt32(truncatingIfNeeded: found &>> 32) == hash {
        let index = Int(UInt32(truncatingIfNeeded: found))
        let start = wordStarts[index]
        let length = wordStarts[index &+ 1] &- start
        if length == count
          && UnsafeRawBufferPointer(start: wordBytes + start, count: length)
            .hasSameBytes(as: UnsafeRawBufferPointer(start: bytes, count: count))
        {
          return Int32(truncatingIfNeeded: index)
        }
      }
      slot = (slot &+ 1) & slotMask
    }
    return -1
  }

  /// The row of the n-gram with this hash; negative when the model did not keep it.
  @inline(__always)
  func ngram(hash: UInt32) -> Int32 {
    row(Int((bucketInverse &* UInt64(hash)).multipliedFullWidth(by: buckets).high))
  }

  /// The row of the run of words with this hash; negative when the model did not keep it.
  @inline(__always)
  func wordNgram(hash: UInt64) -> Int32 { row(Int(hash % buckets)) }

  @inline(__always)
  private func row(_ bucket: Int) -> Int32 {
    if keepsAllNgrams { return Int32(truncatingIfNeeded: wordCount &+ bucket) }
    let group = bucket &>> 6
    let bits = keptBits[group]
    let bit = UInt64(1) &<< UInt64(bucket & 63)
    if bits & bit == 0 { return -1 }
    let place = Int(keptBefore[group]) &+ (bits & (bit &- 1)).nonzeroBitCount
    return Int32(truncatingIfNeeded: wordCount) &+ keptRows[place]
  }
}
