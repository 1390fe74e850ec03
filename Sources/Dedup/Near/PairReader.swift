import QuernBytes
import QuernDocuments
import QuernStreams

/// One document and those that may stay in its place.
public struct Candidates: Sendable {
  /// The rank of the document.
  public var rank: KeepRank
  /// The document that may go.
  public var document: DocumentID
  /// Documents before it, by rank and plan order, that agree with it in a band; in plan order, each once.
  public var others: [DocumentID]
}

/// Reads pairs in the order in which documents are decided on: by rank, then plan order of the one that may go.
public final class PairReader {
  private let merger: RunMerger
  private var next: SortRecord?

  /// Reads the sorted runs that ``CandidatePairs`` wrote.
  public init(path: String, scratch: String) throws(StreamError) {
    merger = try RunMerger(paths: [path], scratch: scratch)
    next = try merger.next()
  }

  /// The candidates of the next document; nil at the end.
  public func nextDocument() throws(StreamError) -> Candidates? {
    guard let first = next else { return nil }
    var found = Candidates(
      rank: first.key.high, document: DocumentID(packed: first.key.low), others: [DocumentID(packed: first.value)])
    while let record = try merger.next() {
      guard record.key == first.key else {
        next = record
        return found
      }
      let other = DocumentID(packed: record.value)
      if found.others.last != other { found.others.append(other) }
    }
    next = nil
    return found
  }
}
