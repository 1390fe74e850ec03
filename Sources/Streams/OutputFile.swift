import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file with its size and hash, as done-records name it.
public struct FileRecord: Sendable, Equatable {
  /// The path, relative to the folder that the record belongs to.
  public var path: String
  /// The size in bytes.
  public var size: Int
  /// XXH3-128 of the content.
  public var hash: Hash128

  /// The record of a file.
  public init(path: String, size: Int, hash: Hash128) {
    self.path = path
    self.size = size
    self.hash = hash
  }
}

/// A file that appears under its name only when it is complete.
///
/// The bytes go to a hidden attempt file beside it. ``seal()`` flushes them to disk, ``publish()`` renames the file;
/// without these, the attempt file is removed.
public final class OutputFile {
  /// The name under which the file will appear.
  public let path: String
  /// Where a link at `path` leads, or `path`.
  private let place: String
  private let attemptPath: String
  private var descriptor: Int32
  private var hasher = StreamHasher()
  private var pending = ByteBuffer(capacity: 1 << 20)
  private var isPublished = false
  /// Bytes written so far.
  public private(set) var size = 0

  /// The mark in the names of files that an attempt left unfinished.
  public static let attemptMark = ".attempt-"

  /// A hidden name beside `path` that no other attempt has.
  public static func attempt(at path: String) -> String {
    let (folder, name) = splitPath(path)
    return "\(folder)/.\(name)\(attemptMark)\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
  }

  /// Creates the attempt file for `path`, whose folder must exist. What a link leads to is replaced, not the link.
  /// - Throws: also when a device, pipe or socket stands there, which a file would replace.
  public init(path: String) throws(StreamError) {
    self.path = path
    place = FileSystem.isLink(path) ? FileSystem.realPath(path) : path
    attemptPath = OutputFile.attempt(at: place)
    if FileSystem.entry(at: path) == .other {
      throw StreamError(.unwritable, path: path, message: "is no ordinary file, and would be replaced by one")
    }
    descriptor = open(attemptPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("create", path: path, writing: true) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isPublished { unlink(attemptPath) }
  }

  /// Adds `bytes` to the file.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
    hasher.update(bytes)
    size += bytes.count
    if pending.count + bytes.count > 1 << 20 { try flush() }
    if bytes.count >= 1 << 20 {
      try writeThrough(bytes)
    } else {
      pending.append(bytes)
    }
  }

  /// Adds the bytes of `buffer` to the file.
  public func write(_ buffer: borrowing ByteBuffer) throws(StreamError) { try write(buffer.bytes) }

  private func flush() throws(StreamError) {
    try writeThrough(pending.bytes)
    pending.removeAll()
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(StreamError) {
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("write", path: path, writing: true)
      }
      written += count
    }
  }

  /// Flushes everything to disk; nothing more can be written.
  /// - Parameter durable: false for what nobody needs after a crash, and need not wait for the disk.
  public func seal(durable: Bool = true) throws(StreamError) {
    guard descriptor >= 0 else { return }
    try flush()
    // Many files may wait under their attempt names at a time.
    pending = ByteBuffer()
    if durable && fsync(descriptor) != 0 { throw .system("flush", path: path, writing: true) }
    let status = close(descriptor)
    descriptor = -1
    if status != 0 { throw .system("close", path: path, writing: true) }
  }

  /// Seals the file and gives it its name, replacing what was there.
  /// - Parameter durable: as for ``seal(durable:)``.
  public func publish(durable: Bool = true) throws(StreamError) {
    try seal(durable: durable)
    if rename(attemptPath, place) != 0 { throw .system("rename to", path: path, writing: true) }
    isPublished = true
  }

  /// Size and hash of what was written, under the name `path`.
  public func record(path: String) -> FileRecord { FileRecord(path: path, size: size, hash: hasher.digest()) }
}
