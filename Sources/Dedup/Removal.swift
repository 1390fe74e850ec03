import QuernDocuments

/// One document that goes.
public struct Removal: ListEntry, Sendable, Equatable {
  /// The document that goes.
  public var document: DocumentID
  /// The document that stays in its place; the document itself where none does.
  public var kept: DocumentID
  /// The group of documents that belong together, named by the one of them that stays.
  public var cluster: DocumentID
  /// How much the two have in common, 0 to 1.
  public var similarity: Double

  /// `document` goes because `kept` stays, which also names the cluster unless `cluster` does.
  public init(document: DocumentID, kept: DocumentID, cluster: DocumentID? = nil, similarity: Double = 1) {
    self.document = document
    self.kept = kept
    self.cluster = cluster ?? kept
    self.similarity = similarity
  }

  /// `document` goes, and nothing stays in its place.
  public init(document: DocumentID) { self.init(document: document, kept: document) }

  /// Whether another document stays in its place.
  public var hasKept: Bool { kept != document }

  public init(words: ListWords) {
    document = DocumentID(packed: words.0)
    kept = DocumentID(packed: words.1)
    cluster = DocumentID(packed: words.2)
    similarity = Double(bitPattern: words.3)
  }

  public var words: ListWords { (document.packed, kept.packed, cluster.packed, similarity.bitPattern) }
}

/// Writes removals in order of the document that goes, one at most for each.
public typealias RemovalListWriter = DocumentListWriter<Removal>

/// Reads the removals of one input file.
public typealias RemovalCursor = DocumentListCursor<Removal>
