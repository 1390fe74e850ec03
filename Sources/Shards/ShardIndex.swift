import QuernBytes
import QuernJSON
import QuernStreams

/// What `index.json` beside the batch files says.
public struct ShardIndex: Sendable {
  /// The shape of the rows.
  public var format: RowFormat
  /// Rows of all files.
  public var rows: Int
  /// Ids of the stream: those of documents and those put between them.
  public var tokens: Int
  /// Ids stored twice because rows overlap by one.
  public var overlap: Int
  /// Ids that fill the last row.
  public var padding: Int
  /// Documents in the stream.
  public var documents: Int
  /// Hash of everything that decides the ids.
  public var tokenizer: Hash128
  /// The seed of the run.
  public var seed: UInt64
  /// The batch files in order.
  public var files: [FileRecord]
  /// The map from documents to the stream.
  public var documentMap: FileRecord

  /// The name of the index in its folder.
  public static let fileName = "index.json"
  /// What the index says its format is.
  public static let format = "quern-batches"

  /// Batches, the last of which may be short.
  public var batches: Int { (rows + format.batch - 1) / format.batch }

  /// Whether the counts agree: every id of the stream stands in a row, once, plus the overlap.
  public var isBalanced: Bool { tokens == rows * format.rowIDs - overlap - padding }

  /// Writes the index as JSON.
  public func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("format", ShardIndex.format)
    writer.member("version", 1)
    writer.member("dtype", format.type.rawValue)
    writer.member("byte_order", "little")
    writer.key("shape")
    writer.beginArray()
    for size in [rows, format.rowIDs] { writer.number(size) }
    writer.endArray()
    writer.member("length", format.length)
    writer.member("batch", format.batch)
    writer.member("batches", batches)
    writer.member("last_batch_rows", rows == 0 ? 0 : rows - (batches - 1) * format.batch)
    writer.member("batches_per_file", format.batchesPerFile)
    writer.member("rows", rows)
    writer.member("tokens", tokens)
    writer.member("overlap", overlap)
    writer.member("padding", padding)
    writer.member("documents", documents)
    writer.member("vocabulary_size", format.vocabularySize)
    writer.member("pad_id", Int(format.padding))
    writer.key("bos_id")
    if let id = format.beginning { writer.number(Int(id)) } else { writer.null() }
    writer.key("eos_id")
    if let id = format.end { writer.number(Int(id)) } else { writer.null() }
    writer.member("tokenizer", tokenizer.hex)
    writer.member("seed", seed)
    writer.key("files")
    writer.beginArray()
    for (index, file) in files.enumerated() {
      let firstRow = index * format.batchesPerFile * format.batch
      write(file, rows: min(rows - firstRow, format.batchesPerFile * format.batch), into: &writer)
    }
    writer.endArray()
    writer.key("document_map")
    write(documentMap, rows: nil, into: &writer)
    writer.endObject()
    writer.endLine()
  }

  private func write(_ file: FileRecord, rows: Int?, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("path", file.path)
    if let rows {
      writer.member("rows", rows)
    }
    writer.member("bytes", file.size)
    writer.member("xxh3_128", file.hash.hex)
    writer.endObject()
  }
}
