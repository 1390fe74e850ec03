import QuernBytes
import QuernDocuments
import QuernJobs
import QuernStreams
import QuernTokenizer

/// The folder in which a stand-alone `train` keeps a file of word counts for each input file.
///
/// Others are kept out of it as long as this object lives. Files appear when they are complete and are replaced only by
/// counts of the same path.
final class CountFolder {
  static let ending = ".words"
  private static let scratchMark = ".scratch-"

  let path: String
  private let lock: FolderLock

  /// - Throws: `StreamError` when another process works in the folder.
  init(_ path: String) throws {
    self.path = path
    try FileSystem.createFolder(path)
    lock = try FolderLock(folder: path)
    for name in try FileSystem.names(in: path) where CountFolder.isLeft(name) {
      try FileSystem.remove("\(path)/\(name)")
    }
  }

  /// Whether `name` is of a file that an interrupted process did not need any more or did not finish.
  private static func isLeft(_ name: String) -> Bool {
    guard name.hasPrefix("."), name.contains(ending) || name.hasPrefix(scratchMark) else { return false }
    return name.hasPrefix(scratchMark) || name.contains(OutputFile.attemptMark)
  }

  /// What the names of files start with that nobody needs afterwards.
  var scratch: String { "\(path)/\(CountFolder.scratchMark)words" }

  /// The count file for an input file called `name`: its base name and a hash of all of it.
  func file(for name: String) -> String {
    var name = name
    let hash = name.withUTF8 { XXH3.hash128(UnsafeRawBufferPointer($0)).hex }
    var base = InputFile.baseName(of: name)
    // Names of files end at 255 bytes.
    while base.utf8.count > 150 { base.removeLast() }
    return "\(path)/\(base)-\(hash.prefix(16))\(CountFolder.ending)"
  }

  /// What to know about count files that are not among `paths`, as those of inputs that were renamed; nil where there
  /// are none.
  func note(ofOthersThan paths: [String]) throws -> String? {
    let known = Set(paths)
    let others = try FileSystem.names(in: path).filter { name in
      name.hasSuffix(CountFolder.ending) && !name.hasPrefix(".") && !known.contains("\(path)/\(name)")
    }
    guard let first = others.first else { return nil }
    return "\(path) has \(others.count) more count file\(others.count == 1 ? "" : "s"), of other inputs, as \(first): "
      + "`--from-counts \(path)` counts them too; remove those of inputs that were renamed"
  }

  /// What a finished count file says of its origin; nil when there is none that can be read.
  static func origin(of path: String) -> CountOrigin? {
    guard case .file = FileSystem.entry(at: path), let header = try? WordCountFile.header(of: path) else { return nil }
    return CountOrigin(text: header.origin)
  }

  /// The count files that `paths` name, those of folders in order of their names.
  /// - Throws: ``JobError`` when a folder has none, or when a file is named twice.
  static func files(for paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      guard FileSystem.entry(at: path) == .folder else {
        files.append(path)
        continue
      }
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      let names = try FileSystem.names(in: path).filter { $0.hasSuffix(ending) && !$0.hasPrefix(".") }
      guard !names.isEmpty else { throw JobError("\(path): the folder holds no count files (\(ending))") }
      files += names.map { "\(folder)/\($0)" }
    }
    var seen: Set<String> = []
    for file in files where !seen.insert(FileSystem.realPath(file)).inserted {
      throw JobError(.usage, "\(file): the count file is named twice; its words would count twice")
    }
    return files
  }
}
