import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether nobody wants what a reader reads any more; looked at only while it waits for another process.
public typealias StopCheck = @Sendable () -> Bool

/// The stored bytes of one file or of standard input, read in order and hashed on the way.
final class FileSource {
  let path: String
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  /// Whether reading may wait for another process, as it does for a pipe or a terminal.
  private let mayWait: Bool
  private let isStopped: StopCheck
  private var hasher = StreamHasher()
  /// Bytes read so far.
  private(set) var offset = 0

  /// Opens `path`; `-` is standard input.
  ///
  /// What comes from another process, from a pipe or a terminal, ends where it is once `isStopped` says so.
  init(path: String, isStopped: @escaping StopCheck = { false }) throws(StreamError) {
    self.path = path
    self.isStopped = isStopped
    ownsDescriptor = path != "-"
    var status = stat()
    // Opening a pipe would wait for its writer.
    let flags = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO ? O_NONBLOCK : 0
    descriptor = ownsDescriptor ? open(path, O_RDONLY | O_CLOEXEC | flags) : STDIN_FILENO
    mayWait = descriptor >= 0 && fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    guard descriptor >= 0 else { throw .system("open", path: path) }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw StreamError(.unreadable, path: path, message: "is a folder, not a file")
    }
    if ownsDescriptor { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  deinit {
    if ownsDescriptor { close(descriptor) }
  }

  /// Reads up to `room.count` bytes; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(StreamError) -> Int {
    while true {
      if mayWait && !waitForInput() { return 0 }
      let count = Glibc.read(descriptor, room.baseAddress, room.count)
      if count >= 0 {
        hasher.update(UnsafeRawBufferPointer(start: room.baseAddress, count: count))
        offset += count
        return count
      }
      if errno == EINTR || errno == EAGAIN { continue }
      let why = String(cString: strerror(errno))
      throw StreamError(
        .damaged, path: path, offset: offset, message: "read error (\(why))",
        hint: "check the disk, or fetch the file again")
    }
  }

  /// Waits until there is something to read, or the end; false when the reader is to stop. It looks again ten times a
  /// second, also because an interrupt puts an empty file in the place of standard input, and a read that waits already
  /// would not see it.
  private func waitForInput() -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while !isStopped() {
      if poll(&request, 1, 100) != 0 { return true }
    }
    return false
  }

  /// XXH3-128 of the bytes read so far.
  var hash: Hash128 { hasher.digest() }
}
