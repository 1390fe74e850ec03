/// What a training gave: how well the vocabulary compresses whom, and what is left.
///
/// Words are independent, so the figures come from their counts and are exact, without a look at the text.
public struct TrainingReport: Sendable {
  /// How much text became how many tokens.
  public struct Figures: Hashable, Sendable {
    /// Bytes of text.
    public var bytes: Int64 = 0
    /// Tokens, none added.
    public var tokens: Int64 = 0

    public init(bytes: Int64 = 0, tokens: Int64 = 0) {
      self.bytes = bytes
      self.tokens = tokens
    }

    /// Bytes of text a token.
    public var bytesPerToken: Double { tokens > 0 ? Double(bytes) / Double(tokens) : 0 }

    mutating func add(_ other: Figures) {
      bytes += other.bytes
      tokens += other.tokens
    }
  }

  /// A vocabulary and its figures.
  public struct Vocabulary: Sendable {
    /// What the report calls it.
    public var name: String
    /// Its ids.
    public var size: Int
    /// By the places of ``TrainingReport/groups``.
    public var figures: [Figures]

    /// The figures of all groups together.
    public var total: Figures { figures.reduce(into: Figures()) { $0.add($1) } }
  }

  /// A point of the curve from small to large vocabularies.
  public struct Point: Hashable, Sendable {
    /// The ids of the vocabulary, special tokens included.
    public var size: Int
    /// How often the pair of its last merge occurred; 0 without merges. Weighted as for training.
    public var lastCount: Double
    /// The figures of all words.
    public var figures: Figures
  }

  /// What the text has of an alphabet, and what the vocabulary has of that.
  public struct Coverage: Hashable, Sendable {
    /// Different byte values of the words.
    public var bytes = 0
    /// Different characters of the words.
    public var characters = 0
    /// Those that are one token.
    public var charactersWithToken = 0
    /// All characters of the words.
    public var occurrences: Int64 = 0
    /// Those of characters that are one token.
    public var occurrencesWithToken: Int64 = 0
  }

  /// Two tokens that stand side by side.
  public struct Pair: Hashable, Sendable {
    public var left: UInt32
    public var right: UInt32
    /// How often they do, weighted as for training.
    public var count: Double
  }

  /// What was counted.
  public let groups: [WordGroupTotals]
  /// By group, how much its words counted; nil when all counted the same.
  public let multipliers: [Double]?
  /// What was left out as too rare; nil when nothing was.
  public let leftOut: WeightedWords.LeftOut?
  /// Words that occur less often were left out.
  public let minimumWordCount: Int64
  /// Whether encoding whole texts gives the same: not where words were cut for being long, or line by line.
  public let isExact: Bool
  /// The vocabulary that was trained.
  public let trained: Vocabulary
  /// Vocabularies that cut text the same way.
  public let compared: [Vocabulary]
  /// Vocabularies that cut it otherwise, measured on some documents.
  public var samples: [VocabularySample.Result] = []
  /// How many merges were learned.
  public let merges: Int
  /// Why training ended.
  public let end: BPETrainer.End
  /// From small to large; sizes double, and the last is that of the vocabulary.
  public let curve: [Point]
  /// The most frequent pairs that are left.
  public let pairsLeft: [Pair]
  /// What there is of the alphabet.
  public let coverage: Coverage
  /// Learned tokens that no word needs any more, in ascending order.
  public let unused: [UInt32]
  /// Other tokens that no word needs: of the alphabet, or of the vocabulary that was extended.
  public let unusedOthers: Int
  /// The spellings of tokens that the report names.
  let model: BPEModel
}
