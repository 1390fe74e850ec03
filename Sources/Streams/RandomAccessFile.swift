import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that is read at any offset; safe to use from several threads.
public final class RandomAccessFile: @unchecked Sendable {
  /// The path as it was given.
  public let path: String
  private let descriptor: Int32
  /// The size in bytes when the file was opened.
  public let size: Int

  /// Opens the file at `path`.
  /// - Throws: ``StreamError`` when it cannot be opened.
  public init(path: String) throws(StreamError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path: path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .system("open", path: path) }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `room` with the bytes from `offset` on.
  /// - Throws: `damaged` when the file ends before.
  public func read(at offset: Int, into room: UnsafeMutableRawBufferPointer) throws(StreamError) {
    var done = 0
    while done < room.count {
      let count = pread(descriptor, room.baseAddress! + done, room.count - done, off_t(offset + done))
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", path: path)
      }
      if count == 0 { throw damaged("ends before byte \(offset + room.count)", at: offset + done) }
      done += count
    }
  }

  /// Appends `count` bytes from `offset` to `buffer`.
  public func read(at offset: Int, count: Int, into buffer: inout ByteBuffer) throws(StreamError) {
    try buffer.appendFilling(atLeast: count) { (room) throws(StreamError) in
      try read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
      return count
    }
  }

  /// The little-endian number at `offset`.
  public func integer(at offset: Int) throws(StreamError) -> UInt64 {
    var value: UInt64 = 0
    var failure: StreamError?
    withUnsafeMutableBytes(of: &value) { room in
      do throws(StreamError) { try read(at: offset, into: room) } catch { failure = error }
    }
    if let failure { throw failure }
    return UInt64(littleEndian: value)
  }

  /// The content is not what was written.
  public func damaged(_ message: String, at offset: Int) -> StreamError {
    StreamError(
      .damaged, path: path, offset: offset, message: message,
      hint: "remove the file and run the same command again; the task that wrote it is redone")
  }
}
