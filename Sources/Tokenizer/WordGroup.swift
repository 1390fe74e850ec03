/// Documents whose words are counted apart: those of one source in one language.
public struct WordGroup: Hashable, Sendable {
  /// The name of the source; empty for documents that come from nowhere in particular.
  public var source: String
  /// The language that the documents name; empty where they name none.
  public var language: String

  public init(source: String = "", language: String = "") {
    self.source = source
    self.language = language
  }
}

/// How much text of a group was counted.
public struct WordGroupTotals: Hashable, Sendable {
  /// Whose text it is.
  public var group: WordGroup
  /// The number of documents.
  public var documents: Int64 = 0
  /// The bytes of their text.
  public var bytes: Int64 = 0
  /// The words of the text, each as often as it occurs.
  public var words: Int64 = 0

  /// Nothing counted yet.
  public init(_ group: WordGroup) { self.group = group }

  /// Adds what was counted elsewhere.
  /// - Throws: ``TokenizerError/countsTooLarge`` past 63 bits.
  mutating func add(_ other: WordGroupTotals) throws(TokenizerError) {
    documents = try checkedSum(documents, other.documents)
    bytes = try checkedSum(bytes, other.bytes)
    words = try checkedSum(words, other.words)
  }
}

/// The sum of two counts.
/// - Throws: ``TokenizerError/countsTooLarge`` past 63 bits.
@inline(__always)
func checkedSum(_ left: Int64, _ right: Int64) throws(TokenizerError) -> Int64 {
  let (sum, overflow) = left.addingReportingOverflow(right)
  if overflow { throw .countsTooLarge }
  return sum
}
