import QuernText

/// What is wrong with a list of words.
public enum LexiconError: Error, CustomStringConvertible, Equatable, Sendable {
  /// A line (1 is the first) is not UTF-8.
  case notUTF8(line: Int)
  /// A line that begins with `%` is no directive.
  case unknownDirective(line: Int, String)
  /// A severity is no number from 1 to 3.
  case badSeverity(line: Int, String)
  /// The automaton would need more than its limit of memory.
  case tooLarge(bytes: Int, limit: Int)
  /// ICU failed.
  case text(TextError)

  public var description: String {
    switch self {
    case .notUTF8(let line): "line \(line) of the lexicon is not UTF-8"
    case .unknownDirective(let line, let text):
      "line \(line) of the lexicon: there is no directive “\(text)”; known are %severity N, %language CODE, "
        + "%exceptions and %entries"
    case .badSeverity(let line, let text): "line \(line) of the lexicon: the severity “\(text)” must be 1, 2 or 3"
    case .tooLarge(let bytes, let limit): "the lexicon needs an automaton of \(bytes) bytes; the limit is \(limit)"
    case .text(let error): error.description
    }
  }
}
