import QuernBytes
import QuernJSON
import QuernJobs
import QuernShards
import QuernStreams

/// The folder that a stand-alone `encode` writes to.
///
/// Others are kept out of it as long as this object lives. What an earlier `encode` left there stays until the new
/// results are complete, and nothing else is ever removed.
final class EncodedFolder {
  static let rejected = "rejected.jsonl.zst"

  private let path: String
  private let lock: FolderLock

  /// - Parameter needsIndex: whether an index will be written.
  /// - Throws: ``JobError`` when another process works in the folder, or when the place of the index is taken by a file
  ///   of another kind.
  init(_ path: String, needsIndex: Bool) throws {
    self.path = path
    try FileSystem.createFolder(path)
    lock = try FolderLock(folder: path)
    for name in try FileSystem.names(in: path) where EncodedFolder.isAttempt(name) {
      try FileSystem.remove("\(path)/\(name)")
    }
    let index = "\(path)/\(ShardIndex.fileName)"
    if needsIndex && FileSystem.entry(at: index) != .nothing && namesInIndex == nil {
      throw JobError(.usage, "\(index) is no index of batches; choose another --out, or move the file away")
    }
  }

  static func ids(_ number: Int) -> String { "ids-\(paddedNumber(number)).jsonl.zst" }

  /// Removes what an earlier `encode` left, so that nothing old stands among the new: the files that its index names,
  /// the index, numbered files of ids, and the rejected records beside them.
  func removeOldResults() throws {
    let names = try FileSystem.names(in: path)
    var old = names.filter { EncodedFolder.isNumbered($0, "ids-", ".jsonl.zst") }
    if let named = namesInIndex {
      // The index last: with it, what is left is still known for what it is.
      old += named + [ShardIndex.fileName]
    }
    guard !old.isEmpty else { return }
    for name in [EncodedFolder.rejected] + old { try FileSystem.remove("\(path)/\(name)") }
    try FileSystem.synchronize(folder: path)
  }

  /// The files that the index of an earlier `encode` names; nil when there is none, or a file of another kind.
  private var namesInIndex: [String]? {
    guard let content = try? FileSystem.contents(of: "\(path)/\(ShardIndex.fileName)"),
      let index = try? JSONDocument(content.bytes).root, index["format"]?.string == ShardIndex.format
    else { return nil }
    let files = (index["files"]?.elements ?? .none).compactMap { $0["path"]?.string } + [BatchWriter.documentMap]
    return files.filter { $0 == BatchWriter.documentMap || EncodedFolder.isNumbered($0, "batches-", ".bin") }
  }

  /// Whether `name` is of a file that an interrupted `encode` did not finish.
  private static func isAttempt(_ name: String) -> Bool {
    name.contains(OutputFile.attemptMark)
      && [".ids-", ".batches-", ".\(BatchWriter.documentMap)", ".\(ShardIndex.fileName)", ".\(rejected)"].contains {
        name.hasPrefix($0)
      }
  }

  private static func isNumbered(_ name: String, _ start: String, _ end: String) -> Bool {
    guard name.hasPrefix(start), name.hasSuffix(end) else { return false }
    let number = name.utf8.dropFirst(start.utf8.count).dropLast(end.utf8.count)
    return number.count >= 5 && number.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
