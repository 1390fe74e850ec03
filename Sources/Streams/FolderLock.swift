#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps other processes out of a folder as long as it lives; the system lets go of it when the process ends.
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Locks `folder`, which must exist.
  /// - Throws: `unwritable` when another process holds the lock.
  public init(folder: String) throws(StreamError) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open folder", path: folder) }
    // Some network file systems know no locks; there nothing keeps others out.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
      throw StreamError(
        .unwritable, path: folder, message: "another process is working in this folder",
        hint: "wait for it, or choose another --out")
    }
  }

  deinit { close(descriptor) }
}
