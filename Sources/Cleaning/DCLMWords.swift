import CText
import QuernBytes
import QuernText

extension Signal {
  /// Words, cut at ASCII white space and NUL as fastText does, that begin with a letter or number.
  public static let dclmWords = Signal("dclm.word_count", .dclmWords, 0, .count)
  /// Code points that are not white space / words between white space (Python's); 0 without words.
  public static let dclmMeanWord = Signal("dclm.mean_word_length", .dclmWords, 1)
  /// `#`, `...`, `. . .` and `…` / words between white space; 1 without words.
  public static let dclmSymbols = Signal("dclm.symbol_to_word_ratio", .dclmWords, 2)
  /// Words between white space without a letter / words; 1 without words.
  public static let dclmUnalphabetic = Signal("dclm.non_alphabetic_word_ratio", .dclmWords, 3)
  /// Occurrences of the, be, to, of, and, that, have, with, in any case.
  public static let dclmStopWords = Signal("dclm.stop_word_count", .dclmWords, 4, .count)

  /// The code points of all copies of the longest of the most frequent runs of 2, 3 and 4 words (UAX #29, those that
  /// begin with a letter or number) / those of all words; 0 where no run occurs twice.
  public static let dclmTopRuns = (2...4).map { Signal("dclm.most_common_\($0)gram", .dclmRuns, $0 - 2) }
  /// The code points of the words that stand in a run of 5 to 10 words that occurs more than once / those of all words.
  public static let dclmCoveredRuns = (5...10).map { Signal("dclm.repeated_\($0)gram", .dclmRuns, $0 - 2) }
}

/// The words of DCLM's filters.
enum DCLMWords {
  /// - Parameter view: the words between white space.
  static func measure(
    _ text: UnsafeRawBufferPointer, _ view: borrowing WordView, into values: UnsafeMutableBufferPointer<Double>
  ) {
    let count = view.words.count
    var unalphabetic = 0
    var stops = 0
    for word in 0..<count {
      if !view.words.traits[word].contains(.alphabetic) { unalphabetic &+= 1 }
      if view.words.codePoints[word] <= 4 && isStopWord(text, view.words, word) { stops &+= 1 }
    }
    let symbols =
      text.occurrences(of: 0x23) &+ text.occurrences(ofAll: "...") &+ text.occurrences(ofAll: ". . .")
      &+ text.occurrences(ofAll: "…")
    values[Signal.dclmWords.slot] = Double(wordsOfFastText(text))
    values[Signal.dclmMeanWord.slot] = share(view.codePoints, count)
    values[Signal.dclmSymbols.slot] = count == 0 ? 1 : share(symbols, count)
    values[Signal.dclmUnalphabetic.slot] = count == 0 ? 1 : share(unalphabetic, count)
    values[Signal.dclmStopWords.slot] = Double(stops)
  }

  /// - Parameter view: the words of ``keepWords(_:of:into:)``.
  static func measureRuns(_ view: inout WordView, into values: UnsafeMutableBufferPointer<Double>) {
    for length in 2...10 {
      let level = view.level(length)
      let part = length < 5 ? (level.topCount > 1 ? level.topCount * level.topCodePoints : 0) : level.coveredCodePoints
      values[length - 2] = share(part, view.codePoints)
    }
  }

  /// The words that fastText's tokenizer finds and that begin with a letter or number.
  static func wordsOfFastText(_ text: UnsafeRawBufferPointer) -> Int {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let traits = quern_word_traits()!
    var found = 0
    var isInside = false
    var at = 0
    while at < text.count {
      let byte = base[at]
      if byte == 0x20 || byte &- 9 < 5 || byte == 0 {
        isInside = false
      } else if !isInside {
        isInside = true
        var end = at
        let codePoint = base.decode(&end, text.count)
        if codePoint < 0x110000 && Int32(traits[Int(codePoint)]) & alphanumeric != 0 { found &+= 1 }
      }
      at &+= 1
    }
    return found
  }

  /// Letters and numbers in the table of word traits.
  static var alphanumeric: Int32 { Int32(QUERN_WORD_LETTER | QUERN_WORD_NUMBER) }

  /// Keeps those of `all` that begin with a letter or number.
  static func keepWords(
    _ text: UnsafeRawBufferPointer, of all: borrowing WordList, into words: inout WordList
  ) {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let traits = quern_word_traits()!
    for word in 0..<all.count {
      var at = Int(all.starts[word])
      let codePoint = base.decode(&at, text.count)
      guard codePoint < 0x110000 && Int32(traits[Int(codePoint)]) & alphanumeric != 0 else { continue }
      words.append(
        start: Int(all.starts[word]), end: Int(all.ends[word]), hash: all.hashes[word],
        codePoints: Int(all.codePoints[word]), traits: all.traits[word])
    }
  }

  private static func isStopWord(_ text: UnsafeRawBufferPointer, _ words: borrowing WordList, _ word: Int) -> Bool {
    let start = Int(words.starts[word])
    let length = Int(words.ends[word]) &- start
    if length > 4 { return false }
    var key: UInt32 = 0
    for at in 0..<length { key |= UInt32(text[start &+ at].lowercasedASCII) &<< UInt32(8 &* at) }
    return StopWordHashes.shared.contains(key: key)
  }
}

extension UnsafeRawBufferPointer {
  /// How often `literal` occurs, without overlaps, from left to right.
  func occurrences(ofAll literal: StaticString) -> Int {
    let wanted = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    var found = 0
    var at = 0
    while let place = firstOffset(of: wanted[0], from: at), place &+ wanted.count <= count {
      var same = 1
      while same < wanted.count && self[place &+ same] == wanted[same] { same &+= 1 }
      if same == wanted.count {
        found &+= 1
        at = place &+ same
      } else {
        at = place &+ 1
      }
    }
    return found
  }
}
