import QuernBytes
import QuernDedup
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams

/// A file of JSON rows that is compressed piece by piece.
struct CompressedRows: ~Copyable {
  private static let frameSize = 1 << 20

  private let file: OutputFile
  private var frames = ZstdFrameWriter()
  var rows = JSONWriter()

  init(path: String) throws(StreamError) { file = try OutputFile(path: path) }

  /// Ends a row.
  mutating func endRow() throws(StreamError) {
    rows.endLine()
    if rows.buffer.count > CompressedRows.frameSize { try flush() }
  }

  private mutating func flush() throws(StreamError) {
    var frame = ByteBuffer()
    frames.append(rows.buffer.bytes, to: &frame)
    try file.write(frame)
    rows.removeAll()
  }

  /// Publishes the file; one without rows holds an empty frame.
  mutating func finish() throws(StreamError) -> OutputFile {
    if rows.buffer.count > 0 || file.size == 0 { try flush() }
    try file.publish()
    return file
  }
}

/// Writes `clusters.jsonl.zst`: of each cluster of two and more the document that stays, and how many there were.
final class ClusterRows {
  private var output: CompressedRows
  private let weights: [RecipeNear.Weight]
  private let kept: KeptIDs
  private var id = ByteBuffer()

  init(path: String, weights: [RecipeNear.Weight], kept: KeptIDs) throws(StreamError) {
    output = try CompressedRows(path: path)
    self.weights = weights
    self.kept = kept
  }

  /// Adds the cluster of `document`, which stays, and `size - 1` others.
  func add(_ document: DocumentID, size: Int) throws {
    id.removeAll()
    try kept.append(document, to: &id)
    output.rows.beginObject()
    output.rows.member("cluster", document.packed)
    output.rows.member("kept_id", id.bytes)
    output.rows.member("size", size)
    if let weight = weights.last(where: { $0.size <= size }) { output.rows.member("weight", weight.weight) }
    output.rows.endObject()
    try output.endRow()
  }

  func finish() throws -> OutputFile { try output.finish() }
}

/// Writes `pairs.jsonl.zst`: the pairs of alike documents by which components hang together.
final class ConnectionRows {
  private var output: CompressedRows

  init(path: String) throws(StreamError) { output = try CompressedRows(path: path) }

  func add(_ pair: AlikePair) throws {
    output.rows.beginObject()
    output.rows.member("doc", pair.document.packed)
    output.rows.member("other_doc", pair.other.packed)
    if let similarity = pair.similarity { output.rows.member("similarity", similarity) }
    output.rows.endObject()
    try output.endRow()
  }

  func finish() throws -> OutputFile { try output.finish() }
}
