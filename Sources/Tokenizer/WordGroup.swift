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
