import QuernBytes

/// The stored bytes of a file through a buffer, as decompressors take them.
final class StoredInput {
  private static let bufferSize = 256 << 10
  private let source: FileSource
  private var buffer = ByteBuffer(capacity: StoredInput.bufferSize)
  private var position = 0
  private var hasEnded = false

  /// Opens `path` (`-` is standard input) and reads its first bytes, at least 4 if there are so many.
  init(path: String, isStopped: @escaping StopCheck) throws(StreamError) {
    source = try FileSource(path: path, isStopped: isStopped)
    while buffer.count < 4, try fill() {}
  }

  var path: String { source.path }
  var hash: Hash128 { source.hash }
  /// Stored bytes read from the file so far.
  var bytesRead: Int { source.offset }
  /// The offset in the file of the first byte of ``available``.
  var offset: Int { source.offset - buffer.count + position }
  /// The bytes that are in the buffer and have not been consumed.
  var available: UnsafeRawBufferPointer { buffer.bytes.slice(position, buffer.count) }

  /// Marks the first `count` available bytes as used.
  func consume(_ count: Int) {
    precondition(count <= buffer.count - position)
    position += count
  }

  /// Makes at least one byte available; false at the end of the file.
  func refill() throws(StreamError) -> Bool {
    if position < buffer.count { return true }
    buffer.removeAll()
    position = 0
    return try fill()
  }

  private func fill() throws(StreamError) -> Bool {
    if hasEnded { return false }
    let source = self.source
    let count = try buffer.appendFilling(atLeast: 1) { (room) throws(StreamError) in try source.read(into: room) }
    hasEnded = count == 0
    return !hasEnded
  }

  /// Copies available bytes, or reads straight into `room` when there are none; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    if available.isEmpty && !hasEnded {
      let count = try source.read(into: room)
      hasEnded = count == 0
      buffer.removeAll()
      position = 0
      return count
    }
    let count = min(room.count, available.count)
    room.copyMemory(from: available.slice(0, count))
    consume(count)
    return count
  }

  /// The content is damaged at the present position.
  func damaged(_ message: String) -> StreamError {
    StreamError(
      .damaged, path: path, offset: offset, message: message,
      hint: "fetch the file again, or keep what can be read with --keep-going")
  }
}
