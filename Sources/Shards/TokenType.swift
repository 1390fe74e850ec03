/// How one token id is stored. Ids are little-endian.
public enum TokenType: String, Sendable {
  case uint16, uint32

  /// The smallest type that holds every id of a vocabulary: 16 bits up to 65,536 ids.
  public init(vocabularySize: Int) { self = vocabularySize <= 1 << 16 ? .uint16 : .uint32 }

  /// Bytes per id.
  public var size: Int { self == .uint16 ? 2 : 4 }
}
