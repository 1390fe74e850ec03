import QuernBytes

/// The features of words that a thread met before.
///
/// A table of one place per hash: a newer word takes the place of an older one. When the lists are full, all of them
/// are forgotten.
struct WordCache: ~Copyable {
  /// Words of more bytes are not kept.
  static let longestWord = 32
  /// As many features as such a word may have with n-grams of 64 letters.
  static let mostFeatures = (longestWord + 2) * (longestWord + 2)

  private struct Place {
    var hash: UInt32 = 0
    var length: UInt16 = 0
    var count: UInt16 = 0
    /// Where the word's bytes begin in `words`; its features begin at `start` in `lists`.
    var start: UInt32 = 0
  }

  private static let places = 1 << 14
  private static let listRoom = 1 << 18

  private let table: UnsafeMutablePointer<Place>
  private let words: UnsafeMutablePointer<UInt8>
  private let lists: UnsafeMutablePointer<Int32>
  private var used = 0

  init() {
    table = .allocate(capacity: WordCache.places)
    table.initialize(repeating: Place(), count: WordCache.places)
    words = .allocate(capacity: WordCache.places * WordCache.longestWord)
    lists = .allocate(capacity: WordCache.listRoom)
  }

  deinit {
    table.deallocate()
    words.deallocate()
    lists.deallocate()
  }

  @inline(__always)
  private func place(_ hash: UInt32) -> Int { Int((hash &* 0x9E37_79B1) &>> 18) }

  /// The features of the word, and after them 1, or 0 when it is no word of a line; nil when it is not known.
  @inline(__always)
  func find(_ word: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32) -> UnsafeBufferPointer<Int32>? {
    let index = place(hash)
    let found = table[index]
    guard found.hash == hash && Int(found.length) == length else { return nil }
    let known = words + index &* WordCache.longestWord
    var at = 0
    while at < length {
      if known[at] != word[at] { return nil }
      at &+= 1
    }
    return UnsafeBufferPointer(start: lists + Int(found.start), count: Int(found.count))
  }

  /// Keeps the features of a word of 1 to ``longestWord`` bytes.
  mutating func add(
    _ word: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ features: UnsafeBufferPointer<Int32>, isWord: Bool
  ) {
    if used &+ features.count &+ 1 > WordCache.listRoom {
      table.update(repeating: Place(), count: WordCache.places)
      used = 0
    }
    let index = place(hash)
    table[index] = Place(
      hash: hash, length: UInt16(truncatingIfNeeded: length), count: UInt16(truncatingIfNeeded: features.count &+ 1),
      start: UInt32(truncatingIfNeeded: used))
    (words + index &* WordCache.longestWord).update(from: word, count: length)
    if let start = features.baseAddress { (lists + used).update(from: start, count: features.count) }
    lists[used &+ features.count] = isWord ? 1 : 0
    used &+= features.count &+ 1
  }
}
