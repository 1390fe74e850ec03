extension Signal {
  /// Code points.
  public static let characters = Signal("characters", .characters, 0, .count)
  /// Runs of code points that are not White_Space.
  public static let words = Signal("words", .characters, 1, .count)
  /// Alphabetic code points / code points that are not White_Space; 0 for a text without the latter.
  public static let letterShare = Signal("letter_share", .characters, 2)
  /// Code points that are not White_Space / words; 0 for a text without words.
  public static let meanWordLength = Signal("mean_word_length", .characters, 3)
  /// The distinct stop words found of the language of which most were found.
  public static let stopWords = Signal("stop_words", .characters, 4, .count)
}

/// What ``CharacterPass`` counts.
struct CharacterCounts: Equatable, Sendable {
  var characters = 0
  /// Code points that are not White_Space.
  var visible = 0
  var alphabetic = 0
  /// Letters, marks and numbers of scripts written without spaces.
  var unspaced = 0
  var words = 0
  var stopWords = 0

  func write(to values: UnsafeMutableBufferPointer<Double>) {
    values[Signal.characters.slot] = Double(characters)
    values[Signal.words.slot] = Double(words)
    values[Signal.letterShare.slot] = share(alphabetic, visible)
    values[Signal.meanWordLength.slot] = share(visible, words)
    values[Signal.stopWords.slot] = Double(stopWords)
  }
}
