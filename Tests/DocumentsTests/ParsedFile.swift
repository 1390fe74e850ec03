import QuernBytes
import QuernDocuments
import TestSupport

/// What parsing made of one line.
struct ParsedLine: Equatable {
  var text: [UInt8]?
  var id: [UInt8]?
  /// The text's value in the line, quotation marks included.
  var value: Range<Int>?
  var reason: RejectionReason?
  var offset: Int?
  var length: Int?
  /// The record written again with its own text in place of its text.
  var rewritten: [UInt8]?
}

/// A file of records, read and parsed.
struct ParsedFile: Equatable {
  /// The lines that are no blank lines.
  var lines: [Int: ParsedLine] = [:]
  var blank = 0
  var repeated = 0
  var missingIDs = 0

  /// Parses `content` as a file.
  init(_ content: [UInt8], portable: Bool = false, maxRecord: Int = 1 << 24, text: String = "text", id: String = "id")
    throws
  {
    let folder = TemporaryFolder()
    let file = SourceFile(file: 3, path: folder.write(content, to: "f"), name: "f", source: "s")
    let reader = try BatchReader(file, maxRecord: maxRecord)
    var parser = RecordParser(text: text, id: id, maxRecord: maxRecord, portable: portable)
    let batch = DocumentBatch()
    while try reader.next(into: batch) {
      parser.parse(batch)
      for document in batch.documents {
        var line = ParsedLine()
        line.text = Array(batch.text(of: document))
        line.id = batch.userID(of: document).map { Array($0) }
        line.value = document.valueStart..<document.valueEnd
        var output = ByteBuffer()
        batch.appendRecord(of: document, replacingTextWith: batch.text(of: document), to: &output)
        line.rewritten = array(output)
        precondition(lines.updateValue(line, forKey: document.line) == nil)
      }
      for rejection in batch.rejections {
        let line = ParsedLine(reason: rejection.reason, offset: rejection.offset, length: rejection.length)
        precondition(lines.updateValue(line, forKey: rejection.line) == nil)
      }
      blank += batch.blankLines
      repeated += batch.repeatedKeys
      missingIDs += batch.missingIDs
    }
  }

  /// Parses one line.
  static func line(_ line: String, maxRecord: Int = 1 << 24, text: String = "text", id: String = "id") throws
    -> ParsedLine?
  {
    try ParsedFile(Array(line.utf8) + [0x0A], maxRecord: maxRecord, text: text, id: id).lines[0]
  }

  var documents: Int { lines.values.filter { $0.text != nil }.count }
}
