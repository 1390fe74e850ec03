import QuernBytes

/// The bytes of standard input as they come, not decompressed.
public struct StandardInput {
  private let source: FileSource

  /// Takes standard input, of which nothing may have been read.
  public init() throws(StreamError) { source = try FileSource(path: "-") }

  /// Fills `buffer` anew; false at the end.
  public func read(into buffer: inout ByteBuffer) throws(StreamError) -> Bool {
    buffer.removeAll()
    let source = self.source
    return try buffer.appendFilling(atLeast: 1 << 16) { (room) throws(StreamError) in try source.read(into: room) } > 0
  }
}
