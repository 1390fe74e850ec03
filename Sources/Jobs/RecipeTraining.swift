/// How a vocabulary is trained.
public struct RecipeTraining: Equatable, Sendable {
  /// Which of two equally frequent pairs is merged first: the choice of the trainer that is named.
  public enum Ties: String, CaseIterable, Sendable {
    case huggingface, rustbpe
  }

  /// Where special tokens stand among the ids.
  public enum Place: String, CaseIterable, Sendable {
    case first, last
  }

  /// What documents must share to be weighted as one by a temperature.
  public enum Balance: String, CaseIterable, Sendable {
    case language, source
  }

  /// What a vocabulary of bytes starts from.
  public enum Alphabet: String, CaseIterable, Sendable {
    /// All 256 bytes.
    case all
    /// The bytes that occur, and those of ``RecipeTraining/initialAlphabet``.
    case seen
  }

  /// How characters of one kind are cut.
  public enum Pieces: String, CaseIterable, Sendable {
    /// As the pattern has it.
    case pattern
    /// Each is a piece of its own.
    case individual
  }

  /// The number of ids, special tokens included.
  public var vocabularySize: Int
  /// Smaller sizes that are written, too: ascending, all below ``vocabularySize``.
  public var nested: [Int] = []
  /// The name of the split pattern, or `regex=` and an expression; nil where a vocabulary is extended.
  public var pattern: String? = "cl100k"
  /// Which of two equally frequent pairs is merged first.
  public var ties = Ties.huggingface
  /// Tokens that are never split, in the order of their ids.
  public var special = ["<|endoftext|>"]
  /// Where their ids are; nil for first with ties of `huggingface` and last with those of `rustbpe`.
  public var specialPlace: Place?
  /// How many reserved tokens follow the special ones.
  public var reserved = 0
  /// Whether lines are split apart before the pattern is applied.
  public var byLine = false
  /// Pairs that are rarer are not merged.
  public var minFrequency = 0
  /// Words that are rarer are left out.
  public var minWordCount = 1
  /// The part of the documents that is counted; nil for all.
  public var sample: RecipeSample?
  /// How far languages or sources are levelled: their shares are taken to the power 1 / temperature.
  public var temperature: Double?
  /// What ``temperature`` acts on.
  public var balance = Balance.language
  /// What a vocabulary of bytes starts from.
  public var alphabet = Alphabet.all
  /// Whether the vocabulary is one of characters, where those that are left out become bytes.
  public var byteFallback = false
  /// Characters that are in the alphabet whether they occur or not.
  public var initialAlphabet = ""
  /// The share of all characters that must have a token, where there are characters.
  public var coverage: Double?
  /// The most characters, where there are characters.
  public var limitAlphabet: Int?
  /// The most bytes of a learned token.
  public var maxTokenLength: Int?
  /// The most bytes of a word; longer ones are cut.
  public var maxWordBytes: Int?
  /// How digits are cut.
  public var digits = Pieces.pattern
  /// How white space is cut.
  public var spaces = Pieces.pattern
  /// Whether a space is put before a text that does not begin with one.
  public var prefixSpace = false
  /// The vocabulary file to go on from, with `:` and its pattern where it does not name its own; its ids all stay, and
  /// text is split as it splits.
  public var extend: String?
  /// Vocabulary files, named likewise, that the report compares with.
  public var compare: [String] = []

  /// The defaults, for a vocabulary of this many ids.
  public init(vocabularySize: Int) { self.vocabularySize = vocabularySize }

  /// What stands before an expression of the user's own in the place of a pattern's name.
  public static let regexMark = "regex="
}

/// A part of all documents: chosen by the hash of their text, so that it is the same in whatever order they come.
public enum RecipeSample: Hashable, Sendable {
  /// As many documents as have no more bytes of text than these together.
  case bytes(Int)
  /// This share of the documents, above 0 and at most 1.
  case share(Double)

  /// Reads `20GB`, or `0.05`: a number up to 1 is a share, one above it bytes. Nil for what is neither.
  public init?(_ text: String) {
    if let share = Double(text), share <= 1 {
      guard share > 0 else { return nil }
      self = .share(share)
    } else if let bytes = byteCount(of: text), bytes > 0 {
      self = .bytes(bytes)
    } else {
      return nil
    }
  }
}
