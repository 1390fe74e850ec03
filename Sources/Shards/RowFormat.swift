/// The shape of fixed-size training batches, and what stands between documents.
public struct RowFormat: Sendable, Equatable {
  /// T: the training length. A row stores T + 1 ids: T inputs and, moved by one, T targets.
  public var length: Int
  /// B: rows of one batch.
  public var batch: Int
  /// Ids of the vocabulary: every id is below.
  public var vocabularySize: Int
  /// Put before every document, if any.
  public var beginning: UInt32?
  /// Put after every document, if any.
  public var end: UInt32?
  /// The most bytes of one file (but a batch at least): 1 GiB, so that a file is copied and hashed in seconds.
  public var fileBytes = 1 << 30

  /// The shape; ``check()`` says whether it makes sense.
  public init(length: Int, batch: Int, vocabularySize: Int, beginning: UInt32? = nil, end: UInt32? = nil) {
    self.length = length
    self.batch = batch
    self.vocabularySize = vocabularySize
    self.beginning = beginning
    self.end = end
  }

  /// Ids stored in one row: T + 1.
  public var rowIDs: Int { length + 1 }
  /// How an id is stored.
  public var type: TokenType { TokenType(vocabularySize: vocabularySize) }
  /// Bytes of one row.
  public var rowBytes: Int { rowIDs * type.size }
  /// What fills the last row: the end-of-text id, or 0 where there is none.
  public var padding: UInt32 { end ?? 0 }

  /// Batches of one file.
  public var batchesPerFile: Int { max(1, fileBytes / (batch * rowBytes)) }

  /// Throws when the shape makes no sense.
  public func check() throws(ShardError) {
    guard length >= 1, length <= 1 << 24 else {
      throw ShardError("length must be between 1 and 16777216, not \(length)")
    }
    guard batch >= 1, batch <= 1 << 20 else { throw ShardError("batch must be between 1 and 1048576, not \(batch)") }
    for id in [beginning, end].compactMap({ $0 }) where Int(id) >= vocabularySize {
      throw ShardError("id \(id) does not exist in a vocabulary of \(vocabularySize)")
    }
  }
}
