import QuernBytes
import QuernStreams

/// Finds the files that the inputs of a recipe or a command line name.
public enum InputResolver {
  /// The endings of files that are taken from a folder.
  public static let endings = [
    ".jsonl", ".ndjson", ".jsonl.zst", ".ndjson.zst", ".jsonl.gz", ".ndjson.gz", ".jsonl.zstd",
  ]

  /// The files behind `path`, a file, a folder or a glob, in order of path bytes. In a folder, links to files are
  /// followed and links to folders are not, since they may lead back to where they stand.
  /// - Parameters:
  ///   - folder: the folder that `path` starts from, unless it is absolute; it is no part of a pattern.
  ///   - endings: those of the files that are taken from a folder.
  /// - Throws: ``JobError`` when there is none, `StreamError` when a folder cannot be read.
  public static func files(
    for path: String, in folder: String = ".", endings: [String] = InputResolver.endings
  ) throws -> [String] {
    let resolved = resolve(path, from: folder)
    switch FileSystem.entry(at: resolved) {
    case .folder:
      let files = try files(under: resolved, endings)
      guard !files.isEmpty else {
        throw JobError(
          "\(resolved): the folder holds no \(endings.joined(separator: ", ")) files; links to folders are not followed"
        )
      }
      return files.sorted(by: bytesPrecede)
    case .nothing:
      let isPattern = path.utf8.contains {
        $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
      }
      guard isPattern else { return [resolved] }
      let files = try FileSystem.matches(of: resolve(path, from: FileSystem.pattern(for: folder)))
      guard !files.isEmpty else { throw JobError("\(resolved): no file matches; check the pattern and its folder") }
      return files
    default: return [resolved]
    }
  }

  private static func files(under folder: String, _ endings: [String]) throws(StreamError) -> [String] {
    var found: [String] = []
    for name in try FileSystem.names(in: folder) where !name.hasPrefix(".") {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      switch FileSystem.entry(at: path) {
      case .folder where !FileSystem.isLink(path): found += try files(under: path, endings)
      case .file where endings.contains { name.hasSuffix($0) }: found.append(path)
      default: break
      }
    }
    return found
  }

  /// Refuses to write results to where they would be taken for input when the same command is given again, or in place
  /// of it: into a folder that is an input, or into one that holds input files. A file that was named by itself may
  /// stand beside the folders of results.
  /// - Parameters:
  ///   - out: the folder for results; it need not exist.
  ///   - input: the file, folder or glob as the user named it, resolved.
  ///   - files: the files behind `input`.
  public static func check(out: String, input: String, files: [String]) throws(JobError) {
    let place = FileSystem.realPath(out)
    if FileSystem.entry(at: input) == .folder, isInside(place, FileSystem.realPath(input)) {
      throw JobError(
        .usage,
        "--out \(out) lies in the input folder \(input): given again, the command would take its own results for input; "
          + "choose a folder elsewhere")
    }
    let isNamed = files == [input]
    let holds = { (file: String) in
      let real = FileSystem.realPath(file)
      if isNamed, splitPath(real).folder == place { return false }
      return real != place && isInside(real, place)
    }
    if let file = files.first(where: holds) {
      throw JobError(
        .usage,
        "--out \(out) holds the input \(file); choose a folder of its own, so that no result is taken for input")
    }
  }

  /// Whether `path` is `folder` or lies in it; both are real paths.
  private static func isInside(_ path: String, _ folder: String) -> Bool {
    let (path, folder) = (Array(path.utf8), Array((folder == "/" ? "" : folder).utf8))
    return path.starts(with: folder) && (path.count == folder.count || path[folder.count] == UInt8(ascii: "/"))
  }
}

/// `path` as seen from `folder`, unless it is absolute.
public func resolve(_ path: String, from folder: String) -> String {
  path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
}
