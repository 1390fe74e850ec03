import QuernBytes
import QuernText

extension Signal {
  /// Words between white space (Python's).
  public static let dolmaWords = Signal("dolma.word_count", .dolmaWords, 0, .count)
  /// The median of their code points; between two words, the mean of theirs.
  public static let dolmaMedianWord = Signal("dolma.median_word_length", .dolmaWords, 1)
  /// Words that hold `#` or `…` / words.
  public static let dolmaSymbols = Signal("dolma.symbol_to_word_ratio", .dolmaWords, 2)
  /// Words with a letter / words.
  public static let dolmaAlphabetic = Signal("dolma.fraction_of_words_with_alpha_character", .dolmaWords, 3)
  /// Occurrences of the, be, to, of, and, that, have, with.
  public static let dolmaRequired = Signal("dolma.required_word_count", .dolmaWords, 4, .count)

  /// The code points of all copies of the most frequent run of 2, 3 and 4 words / those of all words.
  public static let dolmaTopRuns = (2...4).map {
    Signal("dolma.fraction_of_characters_in_most_common_\($0)grams", .dolmaTopRuns, $0 - 2)
  }
  /// The code points of the runs of 5 to 10 words that occur more than once / those of all such runs.
  public static let dolmaCopiedRuns = (5...10).map {
    Signal("dolma.fraction_of_characters_in_duplicate_\($0)grams", .dolmaCopiedRuns, $0 - 5)
  }
}

/// The word counts of dolma's taggers `gopher_v1` and `gopher_v2`.
enum DolmaGopher {
  static func measureWords(
    _ text: UnsafeRawBufferPointer, _ view: borrowing WordView, into values: UnsafeMutableBufferPointer<Double>
  ) {
    let count = view.words.count
    let traits = view.words.traits
    var alphabetic = 0
    var required = 0
    let stops = StopWordHashes.shared
    for word in 0..<count {
      if traits[word].contains(.alphabetic) { alphabetic &+= 1 }
      if view.words.codePoints[word] <= 4 && stops.contains(view.words.hashes[word]) { required &+= 1 }
    }
    values[Signal.dolmaWords.slot] = Double(count)
    values[Signal.dolmaMedianWord.slot] = median(view.words)
    values[Signal.dolmaSymbols.slot] = share(wordsWithSymbols(text, view.words), count)
    values[Signal.dolmaAlphabetic.slot] = share(alphabetic, count)
    values[Signal.dolmaRequired.slot] = Double(required)
  }

  static func measureTopRuns(_ view: inout WordView, into values: UnsafeMutableBufferPointer<Double>) {
    for length in 2...4 {
      let level = view.level(length)
      var size = 0
      if level.topCount > 0 {
        for word in level.topStart..<level.topStart + length { size += Int(view.words.codePoints[word]) }
      }
      values[length - 2] = share(level.topCount * size, view.codePoints)
    }
  }

  static func measureCopiedRuns(_ view: inout WordView, into values: UnsafeMutableBufferPointer<Double>) {
    for length in 5...10 {
      values[length - 5] = share(view.level(length).copiedCodePoints, allRuns(length, view.words))
    }
  }

  /// The code points of all runs of `length` words.
  private static func allRuns(_ length: Int, _ words: borrowing WordList) -> Int {
    let count = words.count
    guard count >= length else { return 0 }
    let runs = count - length + 1
    var sum = 0
    for word in 0..<count {
      // A word stands in as many runs as begin at it or before, and end at it or behind.
      let first = max(0, word &- length &+ 1)
      let last = min(word, runs &- 1)
      sum &+= Int(words.codePoints[word]) &* (last &- first &+ 1)
    }
    return sum
  }

  /// The median of the words' code points; 0 without words.
  private static func median(_ words: borrowing WordList) -> Double {
    let count = words.count
    if count == 0 { return 0 }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: 64) { short in
      short.initialize(repeating: 0)
      var long: [UInt32] = []
      for word in 0..<count {
        let size = words.codePoints[word]
        if size < 64 { short[Int(size)] &+= 1 } else { long.append(size) }
      }
      long.sort()
      func size(at place: Int) -> Int {
        var before = 0
        for size in 0..<64 {
          before += short[size]
          if place < before { return size }
        }
        return Int(long[place - before])
      }
      return Double(size(at: (count - 1) / 2) + size(at: count / 2)) / 2
    }
  }

  /// The words that hold `#` or `…`.
  private static func wordsWithSymbols(_ text: UnsafeRawBufferPointer, _ words: borrowing WordList) -> Int {
    var found = 0
    var word = 0
    var at = 0
    // The next of each; both only ever move on, so that the whole costs two scans.
    var hash = text.firstOffset(of: 0x23)
    var ellipsis = text.firstEllipsis(from: 0)
    while hash != nil || ellipsis != nil {
      if let place = hash, place < at { hash = text.firstOffset(of: 0x23, from: at) }
      if let place = ellipsis, place < at { ellipsis = text.firstEllipsis(from: at) }
      guard let place = hash.map({ min($0, ellipsis ?? $0) }) ?? ellipsis else { break }
      while Int(words.ends[word]) <= place { word &+= 1 }
      found &+= 1
      at = Int(words.ends[word])
    }
    return found
  }
}

extension UnsafeRawBufferPointer {
  /// The offset of the first U+2026 at or after `start`, or nil.
  func firstEllipsis(from start: Int) -> Int? {
    var at = start
    while let lead = firstOffset(of: 0xE2, from: at) {
      if lead &+ 2 < count && self[lead &+ 1] == 0x80 && self[lead &+ 2] == 0xA6 { return lead }
      at = lead &+ 1
    }
    return nil
  }
}

/// The words that Gopher's stop word rule asks for.
struct StopWordHashes: Sendable {
  static let shared = StopWordHashes()

  private let hashes: [UInt64]
  private let keys: [UInt32]

  private init() {
    let words = ["the", "be", "to", "of", "and", "that", "have", "with"].map { Array($0.utf8) }
    hashes = words.map { WordList.hash($0, length: $0.count, readable: $0.count) }
    keys = words.map { word in word.reversed().reduce(0) { $0 << 8 | UInt32($1) } }
  }

  /// Whether a word with this ``WordList/hash(_:length:readable:)`` is one of them.
  func contains(_ hash: UInt64) -> Bool { hashes.contains(hash) }

  /// Whether the word whose at most four bytes are these, the first one lowest, is one of them.
  func contains(key: UInt32) -> Bool { keys.contains(key) }
}
