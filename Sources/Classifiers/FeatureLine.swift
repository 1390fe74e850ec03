import QuernBytes

/// Finds the features of texts for one thread: the rows of the words, of the letters inside them and of runs of words,
/// in the order in which fastText's own reader gives them.
///
/// Features come in portions of some thousands, so that a huge text needs no more memory than a small one (runs of words
/// excepted, which take four bytes a word). Common words are found in a cache that the thread keeps.
struct FeatureLine: ~Copyable {
  private let tables: FeatureTables
  /// The features of the portion.
  private let room: UnsafeMutablePointer<Int32>
  private var count = 0
  /// The hashes of the words so far, where runs of words are features.
  private var hashes = ByteBuffer()
  /// The word in brackets, as its letters are read.
  private var bracketed = ByteBuffer()
  private var cache = WordCache()

  /// The room of a portion; what one word of ``WordCache/longestWord`` bytes yields fits many times.
  static let portion = 1 << 14

  init(_ tables: FeatureTables) {
    self.tables = tables
    room = .allocate(capacity: FeatureLine.portion)
  }

  deinit { room.deallocate() }

  /// The features found and not yet flushed.
  private var features: UnsafeBufferPointer<Int32> { UnsafeBufferPointer(start: room, count: count) }

  /// Finds the features of the line that `text` makes when its line feeds are spaces and one more ends it; `deliver`
  /// gets them, portion by portion.
  /// - Complexity: O(n × longest n-gram).
  mutating func read(_ text: UnsafeRawBufferPointer, _ deliver: (UnsafeBufferPointer<Int32>) -> Void) {
    count = 0
    hashes.removeAll()
    let bytes = text.bindMemory(to: UInt8.self)
    var at = 0
    var isEnded = false
    if let start = bytes.baseAddress {
      while true {
        while at < bytes.count && FeatureLine.isSpace(start[at]) { at &+= 1 }
        if at == bytes.count { break }
        let from = at
        var hash = FeatureTables.hashStart
        while at < bytes.count && !FeatureLine.isSpace(start[at]) {
          hash = FeatureTables.extend(hash, start[at])
          at &+= 1
        }
        add(start + from, at &- from, hash, deliver)
        // A token that reads like the end of a line ends it.
        if at &- from == 4 && UnsafeRawBufferPointer(start: start + from, count: 4).equals(FeatureTables.lineEnd) {
          isEnded = true
          break
        }
      }
    }
    if !isEnded { addLineEnd(deliver) }
    if tables.wordNgrams > 1 { addWordNgrams(deliver) }
    flush(deliver)
    hashes.shrink(to: 1 << 20)
  }

  /// Whether fastText cuts words at this byte.
  @inline(__always)
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 <= 4 || byte == 0 }

  private mutating func flush(_ deliver: (UnsafeBufferPointer<Int32>) -> Void) {
    if count > 0 { deliver(features) }
    count = 0
  }

  @inline(__always)
  private mutating func push(_ row: Int32, _ deliver: (UnsafeBufferPointer<Int32>) -> Void) {
    if count == FeatureLine.portion { flush(deliver) }
    room[count] = row
    count &+= 1
  }

  private mutating func addLineEnd(_ deliver: (UnsafeBufferPointer<Int32>) -> Void) {
    var hash = FeatureTables.hashStart
    for index in 0..<FeatureTables.lineEnd.utf8CodeUnitCount {
      hash = FeatureTables.extend(hash, FeatureTables.lineEnd.utf8Start[index])
    }
    if tables.lineEndWord >= 0 { push(tables.lineEndWord, deliver) }
    if tables.wordNgrams > 1 { hashes.append(littleEndian: hash) }
  }

  private mutating func add(
    _ word: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ deliver: (UnsafeBufferPointer<Int32>) -> Void
  ) {
    if length <= WordCache.longestWord {
      if count &+ WordCache.mostFeatures > FeatureLine.portion { flush(deliver) }
      if let found = cache.find(word, length, hash) {
        (room + count).update(from: found.baseAddress!, count: found.count &- 1)
        count &+= found.count &- 1
        // The last number says whether the token is a word of the line.
        if tables.wordNgrams > 1 && found[found.count &- 1] != 0 { hashes.append(littleEndian: hash) }
        return
      }
      let start = count
      let isWord = find(word, length, hash, deliver)
      cache.add(word, length, hash, UnsafeBufferPointer(start: room + start, count: count &- start), isWord: isWord)
    } else {
      _ = find(word, length, hash, deliver)
    }
  }

  /// Adds the features of one token.
  /// - Returns: whether it is a word, not a label.
  private mutating func find(
    _ word: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ deliver: (UnsafeBufferPointer<Int32>) -> Void
  ) -> Bool {
    let index = tables.word(word, length, hash: hash)
    if index >= Int32(truncatingIfNeeded: tables.wordCount) { return false }
    if index < 0 && FeatureLine.isLabel(word, length) { return false }
    if index >= 0 { push(index, deliver) }
    if tables.wordNgrams > 1 { hashes.append(littleEndian: hash) }
    let isLineEnd = length == 4 && UnsafeRawBufferPointer(start: word, count: 4).equals(FeatureTables.lineEnd)
    if tables.longestNgram > 0 && !isLineEnd { addNgrams(word, length, deliver) }
    return true
  }

  private static func isLabel(_ word: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let prefix = ModelFile.labelPrefix
    guard length >= prefix.utf8CodeUnitCount, word[0] == prefix.utf8Start[0] else { return false }
    return UnsafeRawBufferPointer(start: word, count: prefix.utf8CodeUnitCount).equals(prefix)
  }

  /// Adds the runs of letters in `<word>`, from each letter on the shortest first.
  private mutating func addNgrams(
    _ word: UnsafePointer<UInt8>, _ length: Int, _ deliver: (UnsafeBufferPointer<Int32>) -> Void
  ) {
    bracketed.removeAll()
    bracketed.append("<")
    bracketed.append(UnsafeRawBufferPointer(start: word, count: length))
    bracketed.append(">")
    let bytes = UnsafePointer(bracketed.base.assumingMemoryBound(to: UInt8.self))
    let end = bracketed.count
    let shortest = tables.shortestNgram
    let longest = tables.longestNgram
    var start = 0
    while start < end {
      if bytes[start] & 0xC0 == 0x80 {
        start &+= 1
        continue
      }
      var hash = FeatureTables.hashStart
      var at = start
      var letters = 1
      while at < end && letters <= longest {
        hash = FeatureTables.extend(hash, bytes[at])
        at &+= 1
        while at < end && bytes[at] & 0xC0 == 0x80 {
          hash = FeatureTables.extend(hash, bytes[at])
          at &+= 1
        }
        // A bracket by itself says nothing.
        if letters >= shortest && !(letters == 1 && (start == 0 || at == end)) {
          let row = tables.ngram(hash: hash)
          if row >= 0 { push(row, deliver) }
        }
        letters &+= 1
      }
      start &+= 1
    }
    bracketed.removeAll()
    bracketed.shrink(to: 1 << 16)
  }

  /// Adds the runs of two and more words, from each word on the shortest first.
  private mutating func addWordNgrams(_ deliver: (UnsafeBufferPointer<Int32>) -> Void) {
    let words = hashes.count / 4
    let all = UnsafeRawPointer(hashes.base)
    for first in 0..<words {
      // fastText keeps hashes as signed numbers.
      var hash = UInt64(bitPattern: Int64(all.loadUnaligned(fromByteOffset: 4 &* first, as: Int32.self)))
      for next in (first &+ 1)..<max(first &+ 1, min(words, first &+ tables.wordNgrams)) {
        let other = Int64(all.loadUnaligned(fromByteOffset: 4 &* next, as: Int32.self))
        hash = hash &* 116_049_371 &+ UInt64(bitPattern: other)
        let row = tables.wordNgram(hash: hash)
        if row >= 0 { push(row, deliver) }
      }
    }
    hashes.removeAll()
  }
}
