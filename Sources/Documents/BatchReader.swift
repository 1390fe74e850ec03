import QuernBytes
import QuernStreams

/// A file of documents as one run names it.
public struct SourceFile: Sendable {
  /// Its number in plan order.
  public var file: Int
  /// Where it lies.
  public var path: String
  /// How rows and substitute ids name it: as the user wrote it, so that they are the same wherever the work is done.
  public var name: String
  /// How messages name it: so that it can be opened.
  public var shown: String { name == "-" ? name : path }
  /// Its size as stored; nil for what is no ordinary file.
  public var storedSize: Int? {
    if path != "-", case .file(let size, _) = FileSystem.entry(at: path) { size } else { nil }
  }
  /// The source that the recipe gives it.
  public var source: String
  /// The field that holds the text.
  public var textField: String
  /// The field that holds the id.
  public var idField: String
  /// Other fields whose values are kept beside each document.
  public var notedFields: [String] = []
  /// For a file that a run wrote: the file with the identity of each line (u64, little-endian); else lines number
  /// themselves.
  public var identities: String?

  /// A file of documents; see the properties of the same names.
  public init(
    file: Int, path: String, name: String, source: String, textField: String = "text", idField: String = "id",
    identities: String? = nil
  ) {
    self.file = file
    self.path = path
    self.name = name
    self.source = source
    self.textField = textField
    self.idField = idField
    self.identities = identities
  }
}

/// Gives the blocks of one file as batches that still have to be parsed.
public final class BatchReader {
  private let file: SourceFile
  private let reader: LineBlockReader
  private let identities: RandomAccessFile?

  /// Opens `file`. Once `isStopped` says so, what comes from another process is cut where it is: whoever stops reading
  /// must not take the rest for the whole.
  public init(
    _ file: SourceFile, maxRecord: Int, isStopped: @escaping StopCheck = { false }
  ) throws(StreamError) {
    self.file = file
    reader = try LineBlockReader(path: file.path, maxLine: maxRecord, isStopped: isStopped)
    identities = if let path = file.identities { try RandomAccessFile(path: path) } else { nil }
  }

  /// Fills `batch` with the next lines; false at the end.
  /// - Throws: when the file of identities is shorter than the documents. Damage of the documents themselves does not
  ///   throw, it ends reading: see ``damage``.
  public func next(into batch: DocumentBatch) throws(StreamError) -> Bool {
    batch.file = file.file
    batch.identities.removeAll(keepingCapacity: true)
    guard reader.next(into: batch.block) else { return false }
    if let identities {
      var bytes = ByteBuffer()
      let first = batch.block.firstLine
      try identities.read(at: first * 8, count: (reader.lines - first) * 8, into: &bytes)
      for at in stride(from: 0, to: bytes.count, by: 8) {
        batch.identities.append(UInt64(littleEndian: bytes.bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
      }
    }
    return true
  }

  /// Damage that ended reading early, if any.
  public var damage: StreamError? {
    guard let damage = reader.damage else { return nil }
    return StreamError(
      damage.kind, path: file.shown, offset: damage.offset, message: damage.message,
      hint: "\(reader.lines) lines were read before; "
        + (file.identities == nil ? damage.hint ?? "fetch the file again" : "remove it and run the same command again"))
  }

  /// Bytes of an unfinished last line that were lost to ``damage``.
  public var bytesLost: Int { reader.bytesLost }
  /// Lines so far, blank and rejected ones included.
  public var lines: Int { reader.lines }
  /// Decompressed bytes so far.
  public var contentBytes: Int { reader.contentBytes }
  /// Stored bytes so far.
  public var storedBytes: Int { reader.sourceBytes }
  /// XXH3-128 of the stored file, complete at the end.
  public var hash: Hash128 { reader.sourceHash }
}
