import CJSON
import QuernBytes
import QuernStreams

/// Turns blocks of JSON Lines into batches of documents; one per worker.
///
/// Each line is parsed on its own by simdjson (on demand) in place: about 2 GB/s. Every key and value is checked
/// against the JSON grammar; fields other than text and id are not copied, they stay in the line.
public struct RecordParser: ~Copyable {
  private let parser: OpaquePointer
  /// Text, id, then the fields that are only noted.
  private let wanted: UnsafeMutableBufferPointer<cjson_field>
  /// The names of the fields; two of ``wanted`` that ask for the same one come back with the same name.
  private let names: [UnsafeMutablePointer<CChar>]
  private let maxRecord: Int

  /// A parser of records with their text in field `text` and their id in field `id`.
  /// - Parameters:
  ///   - noted: other fields whose values, where they are strings or numbers, are kept: see ``DocumentBatch/noted(_:of:)``.
  ///   - maxRecord: longer lines are rejected.
  ///   - portable: use no vector code.
  public init(
    text: String = "text", id: String = "id", noted: [String] = [], maxRecord: Int, portable: Bool = false
  ) {
    parser = cjson_record_parser_create(portable)
    let fields = [text, id] + noted
    names = fields.map(RecordParser.copy)
    wanted = .allocate(capacity: fields.count)
    for index in fields.indices {
      var field = cjson_field()
      field.name = UnsafePointer(names[index])
      field.name_size = fields[index].utf8.count
      wanted.initializeElement(at: index, to: field)
    }
    self.maxRecord = maxRecord
  }

  private static func copy(_ name: String) -> UnsafeMutablePointer<CChar> {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: name.utf8.count + 1)
    for (at, byte) in name.utf8.enumerated() { copy[at] = CChar(bitPattern: byte) }
    copy[name.utf8.count] = 0
    return copy
  }

  deinit {
    cjson_record_parser_free(parser)
    for name in names { name.deallocate() }
    wanted.deallocate()
  }

  /// Parses the block of `batch` and fills its other parts; O(bytes).
  public mutating func parse(_ batch: DocumentBatch) {
    let lines = batch.block.buffer.bytes
    batch.documents.removeAll(keepingCapacity: true)
    batch.rejections.removeAll(keepingCapacity: true)
    batch.blankLines = 0
    batch.repeatedKeys = 0
    batch.missingIDs = 0
    batch.notedFields = wanted.count - 2
    batch.notedRanges.removeAll(keepingCapacity: true)
    batch.arena.removeAll()
    batch.arena.shrink(to: 4 << 20)
    // What a line holds unescaped is never longer than the line, so the arena does not grow below.
    batch.arena.reserve(lines.count)

    var line = batch.block.firstLine
    var start = 0
    while start < lines.count {
      let end = lines.firstOffset(of: 0x0A, from: start) ?? lines.count
      parse(batch, lines: lines, line: line, start: start, end: end)
      line += 1
      start = end + 1
    }
    if let oversized = batch.block.oversized {
      batch.rejections.append(
        Rejection(line: oversized.line, offset: oversized.offset, length: oversized.length, reason: .tooLong))
    }
  }

  private mutating func parse(
    _ batch: DocumentBatch, lines: UnsafeRawBufferPointer, line: Int, start: Int, end: Int
  ) {
    var last = end
    while last > start, isSpace(lines[last - 1]) { last -= 1 }
    guard last > start else {
      batch.blankLines += 1
      return
    }
    func reject(_ reason: RejectionReason) {
      batch.rejections.append(
        Rejection(line: line, offset: batch.block.offset + start, length: end - start, reason: reason))
    }
    guard end - start <= maxRecord else { return reject(.tooLong) }

    let arenaStart = batch.arena.count
    var repeated: UInt32 = 0
    var status = CJSON_OK
    batch.arena.appendFilling(atLeast: end - start) { room in
      var written = 0
      let into = room.baseAddress!.assumingMemoryBound(to: CChar.self)
      let from = (lines.baseAddress! + start).assumingMemoryBound(to: CChar.self)
      status = cjson_record_parse(
        parser, from, last - start, wanted.baseAddress!, wanted.count, into, &written, &repeated)
      return written
    }
    batch.repeatedKeys += Int(repeated)
    let text = wanted[0]
    if let reason = RecordParser.reason(for: status, text: text) {
      batch.arena.truncate(to: arenaStart)
      return reject(reason)
    }

    var idStart = 0
    var idCount = -1
    let id = wanted[1]
    if id.found {
      switch cjson_kind(rawValue: id.kind) {
      case CJSON_STRING:
        // An empty id tells documents apart no better than none.
        idStart = arenaStart + id.data
        idCount = id.size > 0 ? id.size : -1
      case CJSON_DOUBLE, CJSON_TRUE, CJSON_FALSE:
        idStart = batch.arena.count
        idCount = id.end - id.start
        batch.arena.append(lines.slice(start + id.start, start + id.end))
      default: break
      }
    }
    if idCount < 0 { batch.missingIDs += 1 }
    for field in wanted[2...] {
      batch.notedRanges.append(note(field, batch, line: lines.slice(start, end), arenaStart: arenaStart))
    }
    batch.documents.append(
      Document(
        line: line, lineStart: start, lineEnd: last, valueStart: text.start, valueEnd: text.end,
        textStart: arenaStart + text.data, textCount: text.size, idStart: idStart, idCount: idCount))
  }

  /// Where in the arena the value of a noted field lies: a string unescaped, a number as it is written; else nowhere.
  private func note(
    _ field: cjson_field, _ batch: DocumentBatch, line: UnsafeRawBufferPointer, arenaStart: Int
  ) -> Range<Int> {
    guard field.found else { return 0..<0 }
    switch cjson_kind(rawValue: field.kind) {
    case CJSON_STRING: return arenaStart + field.data..<arenaStart + field.data + field.size
    case CJSON_DOUBLE:
      let place = batch.arena.count
      batch.arena.append(line.slice(field.start, field.end))
      return place..<batch.arena.count
    default: return 0..<0
    }
  }

  private static func reason(for status: cjson_status, text: cjson_field) -> RejectionReason? {
    switch status {
    case CJSON_OK:
      if !text.found { return .noText }
      return cjson_kind(rawValue: text.kind) == CJSON_STRING ? nil : .textNotString
    case CJSON_NOT_OBJECT: return .notObject
    case CJSON_INVALID_UTF8: return .invalidUTF8
    case CJSON_BAD_ESCAPE: return .badEscape
    case CJSON_TOO_DEEP: return .tooDeep
    default: return .notJSON
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
}
