/// What can go wrong when vocabularies are counted, trained, loaded, saved or used.
public enum TokenizerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Word counts of different rules were to be added up; the file is the one that differs from those before it.
  case differentRules(file: String, expected: String, found: String)
  /// There are more groups of documents than words are counted apart for.
  case tooManyGroups
  /// The words were not cut as the vocabulary to go on from cuts text.
  case otherSplit(expected: String, found: String)
  /// There is nothing to train on.
  case noWords
  /// The distinct words have more than 2³² bytes.
  case tooManyWords
  /// The counts add up to more than there is room for: 63 bits, or 48 in a counter.
  case countsTooLarge
  /// Merging takes more memory, in bytes, than it may.
  case needsMemory(Int, limit: Int)
  /// The vocabulary has no room for the alphabet and the special tokens.
  case vocabularyTooSmall(asked: Int, minimum: Int)
  /// A special token is given twice.
  case duplicateSpecial(String)
  /// A special token has no characters.
  case emptySpecial
  /// The vocabulary file is not what its format says.
  case malformedVocabulary(String)
  /// The vocabulary file asks for something that is not done here.
  case unsupported(String)
  /// The format cannot say what the vocabulary does.
  case lossy(String)
  /// The engine gave up on a regular expression: it takes too many steps, or too much memory.
  case regexFailed(pattern: String, error: String)
  /// No token has this id.
  case unknownToken(UInt32)
  /// The vocabulary has no special token of this name.
  case unknownSpecial(String)
  /// A text has a special token that must not occur, at this offset in bytes.
  case disallowedSpecial(String, offset: Int)
  /// A text cannot be normalised.
  case text(String)
  /// The text is no UTF-8 at this byte.
  case malformedText(offset: Int)

  public var description: String {
    switch self {
    case .differentRules(let file, let expected, let found):
      "\(file): its word counts are for \(found), those of the other files for \(expected)"
    case .tooManyGroups: "words are counted apart for at most \(WordCounter.mostGroups) pairs of source and language"
    case .otherSplit(let expected, let found): "the vocabulary cuts text by \(expected), and the words by \(found)"
    case .noWords: "no words to train on: the input has no text"
    case .tooManyWords: "the distinct words have more than 4,294,967,295 bytes; leave out the rarest"
    case .countsTooLarge: "the counts of the words add up to more than there is room for"
    case .needsMemory(let need, let limit):
      "merging needs \(need) bytes of memory, and may take \(limit): allow more, or leave out the rarest words"
    case .vocabularyTooSmall(let asked, let minimum):
      "a vocabulary of \(asked) is too small: the alphabet and the special tokens need at least \(minimum)"
    case .duplicateSpecial(let token): "special token \(token) is given twice"
    case .emptySpecial: "a special token is empty"
    case .malformedVocabulary(let why): "malformed vocabulary: \(why)"
    case .unsupported(let what): "not supported: \(what)"
    case .lossy(let why): "cannot be written in this format without loss: \(why)"
    case .regexFailed(let pattern, let error): "regular expression \(pattern) gave up: \(error)"
    case .unknownToken(let id): "no token has id \(id)"
    case .unknownSpecial(let name): "the vocabulary has no special token \(name)"
    case .disallowedSpecial(let name, let offset): "special token \(name) at byte \(offset) is not allowed in text"
    case .text(let why): why
    case .malformedText(let offset): "the text is no UTF-8 at byte \(offset)"
    }
  }
}
