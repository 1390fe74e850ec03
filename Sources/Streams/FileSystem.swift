import QuernBytes

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The folder and the last component of `path`; the folder is `.` when there is none.
public func splitPath(_ path: String) -> (folder: String, name: String) {
  let utf8 = path.utf8
  guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path) }
  let folder = String(path[..<slash])
  return (folder.isEmpty ? "/" : folder, String(path[utf8.index(after: slash)...]))
}

/// Small file system calls with named failures.
public enum FileSystem {
  /// What stands at a path.
  public enum Entry: Sendable, Equatable {
    /// An ordinary file: its size in bytes, and when it was last written, in nanoseconds since 1970.
    case file(size: Int, modifiedNanoseconds: Int)
    case folder
    case other
    case nothing
  }

  /// What stands at `path`, links followed.
  public static func entry(at path: String) -> Entry {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    switch status.st_mode & S_IFMT {
    case S_IFREG:
      // Files may claim any time; one that is centuries away wraps around.
      let nanoseconds = Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
      return .file(size: Int(status.st_size), modifiedNanoseconds: nanoseconds)
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// Whether a link stands at `path`, whatever it leads to.
  public static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The path without links, `.` and `..`, absolute; what does not exist at its end is taken as it is written.
  public static func realPath(_ path: String) -> String {
    if let resolved = realpath(path, nil) {
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let (folder, name) = splitPath(path)
    guard folder != path else { return path }
    let above = realPath(folder)
    switch name {
    case "", ".": return above
    case "..": return splitPath(above).folder
    default: return above == "/" ? "/\(name)" : "\(above)/\(name)"
    }
  }

  /// Creates a folder and those above it that are missing; what is created is there after a crash, too.
  public static func createFolder(_ path: String) throws(StreamError) {
    if entry(at: path) == .folder { return }
    let (above, _) = splitPath(path)
    if above != path && above != "." && above != "/" { try createFolder(above) }
    if mkdir(path, 0o755) != 0 && errno != EEXIST { throw .system("create folder", path: path, writing: true) }
    guard entry(at: path) == .folder else {
      throw StreamError(.unwritable, path: path, message: "exists and is no folder")
    }
    // Who may write into a folder need not be allowed to read it.
    do throws(StreamError) { try synchronize(folder: above) } catch { if error.kind != .unreadable { throw error } }
  }

  /// `path` and the folders above it that do not exist, the innermost first: what ``createFolder(_:)`` would make.
  public static func missingFolders(_ path: String) -> [String] {
    var missing: [String] = []
    var path = path
    while entry(at: path) == .nothing {
      missing.append(path)
      let above = splitPath(path).folder
      if above == path { break }
      path = above
    }
    return missing
  }

  /// The names in a folder, in byte order, without `.` and `..`.
  public static func names(in folder: String) throws(StreamError) -> [String] {
    guard let stream = opendir(folder) else { throw .system("read folder", path: folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted(by: bytesPrecede)
  }

  /// The files that match a shell pattern, in byte order. A backslash takes the meaning from the character after it.
  /// - Throws: when a folder that the pattern leads into cannot be read, so that there may be more.
  public static func matches(of pattern: String) throws(StreamError) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    // A folder that does not exist, or a file where the pattern has a folder, holds no matches.
    let status = glob(pattern, 0, { _, code in code == ENOENT || code == ENOTDIR ? 0 : 1 }, &result)
    switch status {
    case 0: break
    case GLOB_NOMATCH: return []
    default:
      throw StreamError(
        .unreadable, path: pattern, message: "a folder that the pattern leads into cannot be read",
        hint: "check the permissions of its folders")
    }
    return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
      .sorted(by: bytesPrecede)
  }

  /// A pattern that matches `path` alone.
  public static func pattern(for path: String) -> String {
    var pattern = ""
    for scalar in path.unicodeScalars {
      if "\\*?[".unicodeScalars.contains(scalar) { pattern.append("\\") }
      pattern.unicodeScalars.append(scalar)
    }
    return pattern
  }

  /// The whole content of a small file.
  public static func contents(of path: String, limit: Int = 1 << 30) throws(StreamError) -> ByteBuffer {
    let source = try FileSource(path: path)
    var content = ByteBuffer(capacity: 1 << 16)
    while true {
      let count = try content.appendFilling(atLeast: 1 << 16) { (room) throws(StreamError) in
        try source.read(into: room)
      }
      if count == 0 { return content }
      if content.count > limit {
        throw StreamError(.unreadable, path: path, message: "is larger than \(limit) bytes")
      }
    }
  }

  /// Size and hash of a file as it is now; reads all of it, with constant memory.
  public static func record(of path: String) throws(StreamError) -> FileRecord {
    let source = try FileSource(path: path)
    var piece = ByteBuffer(capacity: 1 << 20)
    while try piece.appendFilling(atLeast: 1 << 20, { (room) throws(StreamError) in try source.read(into: room) }) > 0 {
      piece.removeAll()
    }
    return FileRecord(path: path, size: source.offset, hash: source.hash)
  }

  /// Writes a small file at once: it appears complete or not at all.
  @discardableResult
  public static func write(_ bytes: UnsafeRawBufferPointer, to path: String) throws(StreamError) -> FileRecord {
    let file = try OutputFile(path: path)
    try file.write(bytes)
    try file.publish()
    try synchronize(folder: splitPath(path).folder)
    return file.record(path: path)
  }

  /// Writes a small file at once: it appears complete or not at all.
  @discardableResult
  public static func write(_ buffer: borrowing ByteBuffer, to path: String) throws(StreamError) -> FileRecord {
    try write(buffer.bytes, to: path)
  }

  /// Writes a small file that must not exist yet, by link(2): of several writers the first wins.
  /// - Returns: false when the file was there already; it is left as it is.
  public static func writeOnce(_ bytes: UnsafeRawBufferPointer, to path: String) throws(StreamError) -> Bool {
    let staged = OutputFile.attempt(at: path)
    try write(bytes, to: staged)
    defer { unlink(staged) }
    if link(staged, path) != 0 {
      if errno == EEXIST { return false }
      throw .system("publish", path: path, writing: true)
    }
    try synchronize(folder: splitPath(path).folder)
    return true
  }

  /// Adds `bytes` to the end of a log, in one write unless the system takes a part only.
  public static func append(_ bytes: UnsafeRawBufferPointer, to path: String) throws(StreamError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("open", path: path, writing: true) }
    defer { close(descriptor) }
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count < 0 && errno == EINTR { continue }
      // Only a call that fails says why; after a short one the next call does.
      if count < 0 { throw .system("write", path: path, writing: true) }
      written += count
    }
  }

  /// Makes renames in a folder durable.
  public static func synchronize(folder: String) throws(StreamError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open folder", path: folder) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 && errno != EINVAL { throw .system("flush folder", path: folder, writing: true) }
  }

  /// Removes a file; a missing one is fine.
  public static func remove(_ path: String) throws(StreamError) {
    if unlink(path) != 0 && errno != ENOENT { throw .system("remove", path: path, writing: true) }
  }

  /// Removes a folder that is empty; a missing one is fine.
  /// - Returns: false when there is something in it; it is left as it is.
  @discardableResult
  public static func removeEmptyFolder(_ path: String) throws(StreamError) -> Bool {
    if rmdir(path) == 0 || errno == ENOENT { return true }
    if errno == ENOTEMPTY || errno == EEXIST { return false }
    throw .system("remove folder", path: path, writing: true)
  }

  /// Removes a folder and everything in it; a missing one is fine.
  public static func removeFolder(_ path: String) throws(StreamError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { return try remove(path) }
    for name in try names(in: path) { try removeFolder("\(path)/\(name)") }
    if rmdir(path) != 0 && errno != ENOENT { throw .system("remove folder", path: path, writing: true) }
  }

  /// Removes what unfinished attempts left in a folder.
  public static func removeAttempts(in folder: String) throws(StreamError) {
    guard entry(at: folder) == .folder else { return }
    for name in try names(in: folder) where name.contains(OutputFile.attemptMark) {
      try remove("\(folder)/\(name)")
    }
  }
}
