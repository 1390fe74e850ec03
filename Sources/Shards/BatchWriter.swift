import QuernBytes
import QuernJSON
import QuernStreams

/// Writes the native format: batch files, the document map and `index.json` in one folder.
///
/// `batches-00000.bin` and so on hold rows of T + 1 ids without a header, so batch N is an offset in a file.
/// `documents.bin` holds, for each document in order, its identity (u64) and the offset of its first id in the stream
/// (u64). Nothing appears under its name before ``finish(tokenizer:seed:)``.
public final class BatchWriter {
  /// The name of the document map in its folder.
  public static let documentMap = "documents.bin"

  private let folder: String
  private var packer: RowPacker
  private var current: OutputFile?
  private var currentRows = 0
  private var files: [OutputFile] = []
  private let map: OutputFile
  private var mapRow = ByteBuffer(capacity: 16)
  private var documents = 0

  /// A writer into `folder`, which must exist.
  public init(folder: String, format: RowFormat) throws {
    try format.check()
    self.folder = folder
    packer = RowPacker(format: format)
    map = try OutputFile(path: "\(folder)/\(BatchWriter.documentMap)")
  }

  /// Adds the ids of one document.
  public func add(_ ids: UnsafeBufferPointer<UInt32>, document: UInt64) throws {
    mapRow.removeAll()
    mapRow.append(littleEndian: document)
    mapRow.append(littleEndian: UInt64(packer.tokens))
    try packer.add(ids)
    try map.write(mapRow.bytes)
    documents += 1
    if packer.wholeRowBytes >= 1 << 20 { try writeRows() }
  }

  private func writeRows() throws {
    let format = packer.format
    let rowsPerFile = format.batchesPerFile * format.batch
    let bytes = packer.rows.bytes.slice(0, packer.wholeRowBytes)
    var at = 0
    while at < bytes.count {
      if current == nil || currentRows == rowsPerFile {
        try closeFile()
        let number = String(files.count)
        let name = "batches-\(String(repeating: "0", count: max(0, 5 - number.count)))\(number).bin"
        current = try OutputFile(path: "\(folder)/\(name)")
      }
      let rows = min((bytes.count - at) / format.rowBytes, rowsPerFile - currentRows)
      try current?.write(bytes.slice(at, at + rows * format.rowBytes))
      currentRows += rows
      at += rows * format.rowBytes
    }
    packer.dropWholeRows()
  }

  private func closeFile() throws {
    guard let file = current else { return }
    try file.seal()
    files.append(file)
    current = nil
    currentRows = 0
  }

  /// Writes the last rows and the index, then gives every file its name, the index last.
  ///
  /// - Parameter beforePublishing: called when all is on disk and nothing has its name yet.
  /// - Returns: the index and the records of all files.
  public func finish(
    tokenizer: Hash128, seed: UInt64, beforePublishing: () throws -> Void = {}
  ) throws -> (index: ShardIndex, files: [FileRecord]) {
    packer.finish()
    try writeRows()
    try closeFile()
    try map.seal()
    let records = files.map { $0.record(path: splitPath($0.path).name) }
    let index = ShardIndex(
      format: packer.format, rows: packer.rowCount, tokens: packer.tokens, overlap: packer.overlap,
      padding: packer.padding, documents: documents, tokenizer: tokenizer, seed: seed, files: records,
      documentMap: map.record(path: splitPath(map.path).name))
    guard index.isBalanced else {
      throw ShardError("internal error: \(index.tokens) ids came in, but the rows hold another number")
    }
    var writer = JSONWriter(indented: true)
    index.write(into: &writer)
    let indexFile = try OutputFile(path: "\(folder)/\(ShardIndex.fileName)")
    try indexFile.write(writer.buffer.bytes)
    try indexFile.seal()
    try beforePublishing()
    for file in files { try file.publish() }
    try map.publish()
    try FileSystem.synchronize(folder: folder)
    try indexFile.publish()
    try FileSystem.synchronize(folder: folder)
    return (index, records + [index.documentMap, indexFile.record(path: ShardIndex.fileName)])
  }
}
