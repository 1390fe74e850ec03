import QuernBytes
import QuernText

extension Signal {
  /// Words, punctuation marks included.
  public static let gopherWords = Signal("gopher.words", .gopherWords, 0, .count)
  /// Words with at least one code point that is no symbol.
  public static let gopherPlainWords = Signal("gopher.nonsymbol_words", .gopherWords, 1, .count)
  /// Code points of the words that are no symbols / such words.
  public static let gopherMeanWordLength = Signal("gopher.mean_word_length", .gopherWords, 2)
  /// Words with at least one letter / words.
  public static let gopherAlphabeticWords = Signal("gopher.alpha_ratio", .gopherWords, 3)
  /// U+0023 / words.
  public static let gopherHashes = Signal("gopher.hash_ratio", .gopherSymbols, 0)
  /// "..." and U+2026 / words.
  public static let gopherEllipses = Signal("gopher.ellipsis_ratio", .gopherSymbols, 1)
  /// Lines (of any kind) that start with U+2022 or "-" behind white space / lines.
  public static let gopherBullets = Signal("gopher.bullet_ratio", .gopherMarks, 0)
  /// Lines that end with an ellipsis before white space / lines.
  public static let gopherEndEllipses = Signal("gopher.end_ellipsis_ratio", .gopherMarks, 1)
  /// The different stop words found; capitals tell words apart.
  public static let gopherStopWords = Signal("gopher.stop_words", .gopherStopWords, 0, .count)
}

/// The measurements of datatrove's `GopherQualityFilter`.
extension TextView {
  mutating func gopherWords(_ values: UnsafeMutableBufferPointer<Double>) throws(CleaningError) {
    try datatrove.findWords(bytes)
    let count = datatrove.words.count
    let traits = datatrove.words.traits
    let codePoints = datatrove.words.codePoints
    var plain = 0
    var length = 0
    var alphabetic = 0
    for word in 0..<count {
      let bits = traits[word].rawValue
      let isPlain = Int(bits & WordTraits.nonSymbol.rawValue) / Int(WordTraits.nonSymbol.rawValue)
      plain &+= isPlain
      length &+= isPlain &* Int(codePoints[word])
      alphabetic &+= Int(bits & WordTraits.alphabetic.rawValue) / Int(WordTraits.alphabetic.rawValue)
    }
    values[Signal.gopherWords.slot] = Double(count)
    values[Signal.gopherPlainWords.slot] = Double(plain)
    values[Signal.gopherMeanWordLength.slot] = share(length, plain)
    values[Signal.gopherAlphabeticWords.slot] = share(alphabetic, count)
  }

  mutating func gopherSymbols(_ values: UnsafeMutableBufferPointer<Double>) throws(CleaningError) {
    try datatrove.findWords(bytes)
    var ellipses = 0
    var at = 0
    while let dot = bytes.firstOffset(of: UInt8(ascii: "."), from: at) {
      at = dot + 1
      while at < bytes.count && bytes[at] == UInt8(ascii: ".") { at += 1 }
      ellipses += (at - dot) / 3
    }
    at = 0
    while let last = bytes.firstOffset(of: 0xA6, from: at) {
      if last > 1 && bytes[last - 1] == 0x80 && bytes[last - 2] == 0xE2 { ellipses += 1 }
      at = last + 1
    }
    let words = datatrove.words.count
    values[Signal.gopherHashes.slot] = share(bytes.occurrences(of: UInt8(ascii: "#")), words)
    values[Signal.gopherEllipses.slot] = share(ellipses, words)
  }

  mutating func gopherMarks(_ values: UnsafeMutableBufferPointer<Double>) {
    datatrove.findLines(bytes)
    var bullets = 0
    var ellipses = 0
    if let text = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) {
      for place in 0..<datatrove.lines.count {
        let line = datatrove.lines[place]
        let start = text.skipPythonSpaces(line.lowerBound, line.upperBound)
        let end = text.skipPythonSpacesBackwards(start, line.upperBound)
        let rest = bytes.slice(start, end)
        if rest.count > 0 && rest[0] == UInt8(ascii: "-") || rest.starts(with: [0xE2, 0x80, 0xA2]) { bullets += 1 }
        if rest.count >= 3 {
          let tail = rest.slice(rest.count - 3, rest.count)
          if tail.equals("...") || tail.equals("\u{2026}") { ellipses += 1 }
        }
      }
    }
    values[Signal.gopherBullets.slot] = share(bullets, datatrove.lines.count)
    values[Signal.gopherEndEllipses.slot] = share(ellipses, datatrove.lines.count)
  }

  mutating func gopherStopWords(_ values: UnsafeMutableBufferPointer<Double>) throws(CleaningError) {
    try datatrove.findWords(bytes)
    let found = datatrove.stopWords.count(in: datatrove.words)
    values[Signal.gopherStopWords.slot] = Double(found)
  }
}

/// A list of stop words as the hashes of a ``WordList``.
final class GopherStopWords: Sendable {
  /// Rae et al. 2021 (Gopher), section A1.1.
  static let english = GopherStopWords(["the", "be", "to", "of", "and", "that", "have", "with"])

  /// Sorted; all different.
  private let hashes: [UInt64]
  /// Bit i: a word's hash has i as its six lowest bits.
  private let filter: UInt64

  init(_ words: [String]) {
    var found: Set<UInt64> = []
    var bits: UInt64 = 0
    for word in words {
      var word = word
      let hash = word.withUTF8 { bytes in
        bytes.baseAddress.map { WordList.hash($0, length: bytes.count, readable: bytes.count) }
      }
      guard let hash else { continue }
      found.insert(hash)
      bits |= 1 << (hash & 63)
    }
    hashes = found.sorted()
    filter = bits
  }

  /// How many of the list's words are among `words`.
  func count(in words: borrowing WordList) -> Int {
    var found = [Bool](repeating: false, count: hashes.count)
    var distinct = 0
    let hashes = words.hashes
    for word in 0..<words.count {
      let hash = hashes[word]
      if filter &>> (hash & 63) & 1 == 0 { continue }
      guard let place = place(of: hash), !found[place] else { continue }
      found[place] = true
      distinct += 1
      if distinct == found.count { break }
    }
    return distinct
  }

  private func place(of hash: UInt64) -> Int? {
    var low = 0
    var high = hashes.count
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash ? low : nil
  }
}
