import QuernBytes

/// A run of whole lines, as read: what workers parse.
public final class LineBlock: @unchecked Sendable {
  /// The lines with their line ends; the last line of a file may lack one. 64 readable bytes follow.
  public internal(set) var buffer = ByteBuffer()
  /// Index of the first line in its file, from 0.
  public internal(set) var firstLine = 0
  /// Offset of the first byte in the decompressed content.
  public internal(set) var offset = 0
  /// A line that was longer than allowed and stands after the lines of this block; its bytes were skipped.
  public internal(set) var oversized: OversizedLine?

  /// An empty block, to be filled by a reader.
  public init() {}
}

/// A line that was skipped because of its length.
public struct OversizedLine: Sendable {
  /// Index of the line in its file, from 0.
  public var line: Int
  /// Offset of its first byte in the decompressed content.
  public var offset: Int
  /// Its length in bytes without the line end.
  public var length: Int
}
