import QuernBytes
import QuernDocuments
import QuernJSON
import QuernStreams

/// A sample of dropped documents: of each source and rule those whose keys are smallest. The keys are hashes of seed
/// and document, so the sample is the same for any order of work.
struct DroppedSample {
  /// Rows kept of each source and rule.
  static let size = 200
  /// Longer texts are cut in samples.
  static let textLimit = 32 << 10

  /// One dropped document.
  struct Row: Sendable {
    var group: String
    var key: UInt64
    var bytes: [UInt8]
  }

  private var groups: [String: [Row]] = [:]

  /// Adds a row, unless its group is full of smaller keys.
  mutating func add(_ row: Row) {
    var rows = groups[row.group] ?? []
    groups[row.group] = nil
    if rows.count < DroppedSample.size {
      rows.append(row)
    } else if let largest = rows.indices.max(by: { rows[$0].key < rows[$1].key }), row.key < rows[largest].key {
      rows[largest] = row
    }
    groups[row.group] = rows
  }

  /// The rows by group, then by key.
  var rows: [Row] {
    groups.sorted { bytesPrecede($0.key, $1.key) }.flatMap { $0.value.sorted { $0.key < $1.key } }
  }

  /// Writes the row that the dropped file keeps of a document.
  static func write(
    document: DocumentID, id: UnsafeRawBufferPointer, source: String, reason: String,
    text: UnsafeRawBufferPointer, limit: Int?, into writer: inout JSONWriter
  ) {
    let cut = limit.map { prefixLength(of: text, atMost: $0) } ?? text.count
    writer.beginObject()
    writer.member("doc", document.packed)
    writer.member("id", id)
    writer.member("source", source)
    writer.member("reason", reason)
    writer.member("text", text.slice(0, cut))
    if cut < text.count {
      writer.member("text_bytes", text.count)
    }
    writer.endObject()
    writer.endLine()
  }

  /// The length of the longest prefix of at most `limit` bytes that cuts no character.
  private static func prefixLength(of text: UnsafeRawBufferPointer, atMost limit: Int) -> Int {
    guard text.count > limit else { return text.count }
    var end = limit
    while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }

  /// Writes rows to a spill: key (u64), lengths of group and row (u32 each), group, row.
  static func serialize(_ rows: [Row]) -> ByteBuffer {
    var bytes = ByteBuffer()
    for row in rows {
      bytes.append(littleEndian: row.key)
      bytes.append(littleEndian: UInt32(row.group.utf8.count))
      bytes.append(littleEndian: UInt32(row.bytes.count))
      bytes.append(string: row.group)
      row.bytes.withUnsafeBytes { bytes.append($0) }
    }
    return bytes
  }

  /// Adds the rows that ``serialize(_:)`` wrote. The caller has checked the hash of the bytes.
  mutating func add(serialized bytes: UnsafeRawBufferPointer) {
    var at = 0
    while at < bytes.count {
      let key = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      let groupCount = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt32.self)))
      let rowCount = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 12, as: UInt32.self)))
      let group = bytes.slice(at + 16, at + 16 + groupCount).text
      at += 16 + groupCount
      add(Row(group: group, key: key, bytes: Array(bytes.slice(at, at + rowCount))))
      at += rowCount
    }
  }
}
