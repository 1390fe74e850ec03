extension Signal {
  /// Lines, cut at U+000A, that hold more than White_Space.
  public static let lines = Signal("lines", .lines, 0, .count)
  /// Lines that end in terminal punctuation / lines; 0 for a text without lines.
  public static let terminalPunctuationShare = Signal("terminal_punctuation_share", .lines, 1)
  /// Lines that repeat an earlier one / lines; 0 for a text without lines.
  public static let repeatedLineShare = Signal("repeated_line_share", .lines, 2)
  /// Code points of the lines that repeat an earlier one / characters; 0 for an empty text.
  public static let repeatedCharacterShare = Signal("repeated_character_share", .lines, 3)
  /// The code points of the longest line, with the white space around it but without its end (U+000A, or U+000D U+000A).
  public static let longestLine = Signal("longest_line", .lines, 4, .count)
}

/// What ``LinePass`` counts.
struct LineCounts: Equatable, Sendable {
  var lines = 0
  var terminated = 0
  var repeated = 0
  var repeatedCharacters = 0
  var longest = 0

  /// - Parameter characters: the code points of the whole text.
  func write(to values: UnsafeMutableBufferPointer<Double>, characters: Int) {
    values[Signal.lines.slot] = Double(lines)
    values[Signal.terminalPunctuationShare.slot] = share(terminated, lines)
    values[Signal.repeatedLineShare.slot] = share(repeated, lines)
    values[Signal.repeatedCharacterShare.slot] = share(repeatedCharacters, characters)
    values[Signal.longestLine.slot] = Double(longest)
  }
}
