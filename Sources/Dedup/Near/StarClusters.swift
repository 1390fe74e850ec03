import QuernDocuments

/// A verified pair: two documents and the Jaccard similarity of their shingles.
public struct AlikePair: Sendable, Equatable {
  /// The document that may go.
  public var document: DocumentID
  /// The document that may stay.
  public var other: DocumentID
  /// 0 to 1; nil where nothing was verified.
  public var similarity: Double?

  /// A pair.
  public init(document: DocumentID, other: DocumentID, similarity: Double?) {
    self.document = document
    self.other = other
    self.similarity = similarity
  }
}

/// Decides which documents go so that each of them is alike to a document that stays.
///
/// Documents come in the order of their ranks. A document goes when it is alike to one before it that stays; of several
/// the most similar is named, and of equally similar ones the first in plan order. Memory: one bit for each document of
/// the inputs, in pages that are made when a document of theirs goes.
public struct StarClusters: Sendable {
  private static let pageBits = 1 << 15

  private var gone: [UInt64: [UInt64]] = [:]

  /// Nothing is decided yet.
  public init() {}

  /// Whether `document` was decided to go.
  public func goes(_ document: DocumentID) -> Bool {
    let bit = Int(document.packed % UInt64(StarClusters.pageBits))
    guard let page = gone[document.packed / UInt64(StarClusters.pageBits)] else { return false }
    return page[bit / 64] >> UInt64(bit % 64) & 1 == 1
  }

  /// Decides on the document of `pairs`, which are all of its pairs with documents before it.
  /// - Returns: the pair for which it goes; nil when it stays.
  public mutating func decide(_ pairs: [AlikePair]) -> AlikePair? {
    var best: AlikePair?
    for pair in pairs where !goes(pair.other) {
      if let found = best, (pair.similarity ?? 0) <= (found.similarity ?? 0) { continue }
      best = pair
    }
    if let best {
      let bit = Int(best.document.packed % UInt64(StarClusters.pageBits))
      gone[best.document.packed / UInt64(StarClusters.pageBits), default: Array(repeating: 0, count: 512)][bit / 64] |=
        1 << UInt64(bit % 64)
    }
    return best
  }
}
