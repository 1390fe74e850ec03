import QuernBytes
import QuernTokenizer

/// What a vocabulary makes of a corpus.
public struct CorpusAudit: Sendable {
  /// Sums over documents.
  public struct Figures: Sendable, Equatable {
    /// Documents.
    public var documents = 0
    /// Bytes of text.
    public var bytes = 0
    /// Words: runs of characters that are not white space.
    public var words = 0
    /// Tokens, none added.
    public var tokens = 0
    /// Tokens of one byte.
    public var singleByteTokens = 0
    /// Tokens that are not whole characters.
    public var brokenTokens = 0
    /// Tokens of the vocabulary that is compared.
    public var otherTokens = 0

    mutating func add(_ other: Figures) {
      documents += other.documents
      bytes += other.bytes
      words += other.words
      tokens += other.tokens
      singleByteTokens += other.singleByteTokens
      brokenTokens += other.brokenTokens
      otherTokens += other.otherTokens
    }
  }

  /// The figures of the documents that share a field's value.
  public struct Group: Sendable {
    /// The value; `(none)` for documents without one, `(others)` for what came after ``CorpusAudit/mostGroups``.
    public var name: String
    /// Their sums.
    public var figures: Figures
  }

  /// A long piece between two cuts of the split pattern.
  public struct LongPretoken: Sendable, Equatable {
    /// Its bytes.
    public var bytes: Int
    /// Its document, packed.
    public var document: UInt64
    /// The id of the document.
    public var id: String
    /// Where it starts in the text.
    public var offset: Int
    /// Its first bytes, at most ``CorpusAudit/excerpt``.
    public var start: [UInt8]
  }

  /// Where the ids of two vocabularies part for the first time.
  public struct Difference: Sendable, Equatable {
    /// The id of the document.
    public var id: String
    /// The number of ids that are the same before.
    public var position: Int
    /// The bytes of these.
    public var offset: Int
    /// The next id of the vocabulary; nil when it has no more.
    public var first: UInt32?
    /// The next id of the other one.
    public var second: UInt32?
  }

  /// How often each id occurs.
  public internal(set) var counts: [UInt64]
  /// Sums over all documents.
  public internal(set) var total = Figures()
  /// Sums by language, the most bytes first.
  public internal(set) var languages: [Group] = []
  /// Sums by source, the most bytes first.
  public internal(set) var sources: [Group] = []
  /// The longest pretokens, from long to short; nil where the text is not cut by one of our patterns.
  public internal(set) var longestPretokens: [LongPretoken]?
  /// Documents whose ids differ from those of the other vocabulary.
  public internal(set) var differing = 0
  /// The first of them.
  public internal(set) var firstDifference: Difference?

  /// How many values of a field are told apart.
  public static var mostGroups: Int { 1000 }
  /// How many pretokens are listed.
  public static var listedPretokens: Int { 10 }
  /// How much of a pretoken is kept.
  public static var excerpt: Int { 60 }
}

extension CorpusAudit.Figures {
  /// Bytes of text a token.
  public var bytesPerToken: Double { tokens > 0 ? Double(bytes) / Double(tokens) : 0 }
  /// Bytes of text a token of the other vocabulary.
  public var otherBytesPerToken: Double { otherTokens > 0 ? Double(bytes) / Double(otherTokens) : 0 }
  /// Tokens a word.
  public var tokensPerWord: Double { words > 0 ? Double(tokens) / Double(words) : 0 }
}
