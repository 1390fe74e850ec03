/// One number measured on a document.
///
/// The raw value is its name in verdicts.
public enum Signal: String, CaseIterable, Sendable {
  /// Code points.
  case characters
  /// Runs of code points that are not White_Space.
  case words
  /// Alphabetic code points / code points that are not White_Space; 0 for a text without the latter.
  case letterShare = "letter_share"
  /// Code points that are not White_Space / words; 0 for a text without words.
  case meanWordLength = "mean_word_length"
  /// The distinct stop words found of the language of which most were found.
  case stopWords = "stop_words"
  /// Lines, cut at U+000A, that hold more than White_Space.
  case lines
  /// Lines that end in terminal punctuation / lines; 0 for a text without lines.
  case terminalPunctuationShare = "terminal_punctuation_share"
  /// Lines that repeat an earlier one / lines; 0 for a text without lines.
  case repeatedLineShare = "repeated_line_share"
  /// Code points of the lines that repeat an earlier one / characters; 0 for an empty text.
  case repeatedCharacterShare = "repeated_character_share"
  /// The code points of the longest line.
  case longestLine = "longest_line"
  /// Lexicon entries found that do not overlap.
  case lexiconHits = "lexicon_hits"
  /// 1000 · lexicon hits / words, or / letters of scripts written without spaces where those are more; 0 without
  /// either.
  case lexiconHitsPerThousand = "lexicon_hits_per_1000"

  /// The pass over the text that measures it.
  var pass: MeasuringPass {
    switch self {
    case .characters, .words, .letterShare, .meanWordLength, .stopWords: .characters
    case .lines, .terminalPunctuationShare, .repeatedLineShare, .repeatedCharacterShare, .longestLine: .lines
    case .lexiconHits, .lexiconHitsPerThousand: .lexicon
    }
  }

  /// Whether the value is a whole number and is written as one.
  var isCount: Bool {
    switch self {
    case .characters, .words, .stopWords, .lines, .longestLine, .lexiconHits: true
    default: false
    }
  }
}

/// The passes that measure signals.
///
/// Later ones use the numbers of earlier ones.
struct MeasuringPass: OptionSet, Sendable {
  let rawValue: UInt8

  static let characters = MeasuringPass(rawValue: 1)
  static let lines = MeasuringPass(rawValue: 2)
  static let lexicon = MeasuringPass(rawValue: 4)

  /// The pass itself and those whose numbers it uses.
  var withPrerequisites: MeasuringPass {
    isDisjoint(with: [.lines, .lexicon]) ? self : union(.characters)
  }
}

/// What was counted in a document, from which every ``Signal`` follows.
///
/// Nothing here is ever NaN.
public struct SignalCounts: Sendable, Equatable {
  var measured: MeasuringPass = []

  var characters = 0
  var visible = 0  // code points that are not White_Space
  var alphabetic = 0
  var unspaced = 0  // letters, marks and numbers of scripts written without spaces
  var words = 0
  var stopWords = 0

  var lines = 0
  var terminatedLines = 0
  var repeatedLines = 0
  var repeatedCharacters = 0
  var longestLine = 0

  var lexiconHits = 0

  /// Whether `signal` was measured.
  public func has(_ signal: Signal) -> Bool { measured.contains(signal.pass) }

  /// The value of `signal`; only meaningful where ``has(_:)`` is true.
  public func value(of signal: Signal) -> Double {
    switch signal {
    case .characters: Double(characters)
    case .words: Double(words)
    case .letterShare: share(alphabetic, visible)
    case .meanWordLength: share(visible, words)
    case .stopWords: Double(stopWords)
    case .lines: Double(lines)
    case .terminalPunctuationShare: share(terminatedLines, lines)
    case .repeatedLineShare: share(repeatedLines, lines)
    case .repeatedCharacterShare: share(repeatedCharacters, characters)
    case .longestLine: Double(longestLine)
    case .lexiconHits: Double(lexiconHits)
    case .lexiconHitsPerThousand: share(1000 * lexiconHits, max(words, unspaced))
    }
  }

  private func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
}
