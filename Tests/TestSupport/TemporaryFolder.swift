#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A fresh folder that is removed, with all it holds, when nobody holds this object any more.
public final class TemporaryFolder: Sendable {
  /// The path of the folder, without a slash at its end.
  public let path: String

  public init() {
    let root = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(root)/quern-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("cannot create a folder in \(root)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { runTool("rm -rf '\(path)'") }

  /// The path of `name` in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Creates or replaces the file `name`.
  /// - Returns: its path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) -> String {
    writeFile(bytes, to: file(name))
    return file(name)
  }

  /// Every name in the folder, hidden ones included, in no order.
  public var names: [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }
}

/// Creates or replaces the file at `path`, with plain stdio.
public func writeFile(_ bytes: [UInt8], to path: String) {
  guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { fatalError("cannot write \(path)") }
}

/// The content of the file at `path`, with plain stdio; nil when it cannot be opened.
public func readFile(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  return readAll(file)
}

/// What is left to read of `file`.
func readAll(_ file: UnsafeMutablePointer<FILE>) -> [UInt8] {
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

/// Runs a shell command, which must succeed.
/// - Returns: what it wrote to standard output.
@discardableResult
public func runTool(_ command: String) -> [UInt8] {
  guard let pipe = popen(command, "r") else { fatalError("cannot run \(command)") }
  let output = readAll(pipe)
  guard pclose(pipe) == 0 else { fatalError("failed: \(command)") }
  return output
}

/// How many files below `folder` this process has open.
public func openFiles(below folder: String) -> Int {
  (0..<1024).count { descriptor in
    var target = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/fd/\(descriptor)", &target, target.count)
    let path = target.prefix(max(0, length)).map { UInt8(bitPattern: $0) }
    return String(decoding: path, as: UTF8.self).hasPrefix("\(folder)/")
  }
}
