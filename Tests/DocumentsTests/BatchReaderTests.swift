import QuernBytes
import QuernJSON
import QuernStreams
import TestSupport
import Testing

@testable import QuernDocuments

@Suite struct BatchReaderTests {
  private let folder = TemporaryFolder()

  @Test func identitiesOfAFileThatARunWrote() throws {
    let lines = (0..<9000).map { "{\"text\":\"some text of document \($0) \(String(repeating: "x", count: 60))\"}\n" }
    let path = folder.write(Array(lines.joined().utf8), to: "docs")
    let identities = (0..<9000).map { UInt64($0 * 3 + 7) << 20 }
    let sidecar = folder.write(identities.flatMap { littleEndian($0) as [UInt8] }, to: "identities")
    let file = SourceFile(file: 4, path: path, name: "docs", source: "s", identities: sidecar)
    var parser = RecordParser(maxRecord: 1000)
    let batch = DocumentBatch()
    var found: [UInt64] = []
    let reader = try BatchReader(file, maxRecord: 1000)
    while try reader.next(into: batch) {
      parser.parse(batch)
      for document in batch.documents { found.append(batch.id(of: document).packed) }
    }
    #expect(found == identities && reader.lines == 9000 && reader.damage == nil)
    #expect(reader.contentBytes == lines.joined().utf8.count && reader.storedBytes == reader.contentBytes)

    folder.write(Array(try #require(readFile(sidecar)).dropLast()), to: "identities")
    let short = try BatchReader(file, maxRecord: 1000)
    #expect(throws: StreamError.self) { while try short.next(into: batch) {} }
  }

  @Test func linesNumberThemselves() throws {
    let path = folder.write(Array("\n{\"text\":\"a\",\"id\":\"x\"}\n{\"text\":\"b\"}".utf8), to: "f")
    let reader = try BatchReader(SourceFile(file: 5, path: path, name: "given/name", source: "s"), maxRecord: 100)
    var parser = RecordParser(maxRecord: 100)
    let batch = DocumentBatch()
    #expect(try reader.next(into: batch))
    parser.parse(batch)
    #expect(batch.documents.map { batch.id(of: $0) } == [DocumentID(file: 5, line: 1), DocumentID(file: 5, line: 2)])
    let ids = batch.documents.map { document in
      var id = ByteBuffer()
      batch.appendID(of: document, path: "given/name", to: &id)
      return id.bytes.text
    }
    #expect(ids == ["x", "given/name:2"])
    var copy = ByteBuffer()
    batch.appendRecord(of: batch.documents[0], replacingTextWith: nil, to: &copy)
    #expect(copy.bytes.text == "{\"text\":\"a\",\"id\":\"x\"}\n")
  }

  @Test func notedFields() throws {
    let lines = """
      {"text":"a","lang":"e\\u006e","source":"s"}
      {"lang":"x","lang":"","text":"b","source":{"lang":"no"}}
      {"text":1,"lang":"rejected"}
      {"source":null,"lang":"zh","text":"c","id":"i"}
      """
    let path = folder.write(Array(lines.utf8), to: "n")
    let reader = try BatchReader(SourceFile(file: 0, path: path, name: "n", source: "s"), maxRecord: 100)
    var parser = RecordParser(noted: ["lang", "source"], maxRecord: 100)
    let batch = DocumentBatch()
    #expect(try reader.next(into: batch))
    parser.parse(batch)
    let found = (0..<batch.documents.count).map { index in (0..<2).map { batch.noted($0, of: index).text } }
    #expect(found == [["en", "s"], ["", ""], ["zh", ""]])
    #expect(batch.documents.map { batch.text(of: $0).text } == ["a", "b", "c"])
    #expect(batch.userID(of: batch.documents[2])?.text == "i")
    // Two names for one field.
    var twice = RecordParser(noted: ["text", "lang", "lang"], maxRecord: 100)
    twice.parse(batch)
    #expect((0..<3).map { batch.noted($0, of: 0).text } == ["a", "en", "en"])
  }

  @Test func damageNamesTheFileAndWhatWasRead() throws {
    let path = folder.write(Compression.zstd(Array("{\"text\":\"a\"}\n{\"te".utf8)) + [1, 2, 3, 4, 5, 6], to: "f.zst")
    let reader = try BatchReader(SourceFile(file: 0, path: path, name: "given.zst", source: "s"), maxRecord: 100)
    let batch = DocumentBatch()
    while try reader.next(into: batch) {}
    #expect(reader.damage?.path == path && reader.damage?.kind == .damaged)
    #expect(reader.damage?.hint?.contains("1 lines were read before") == true)
    #expect(reader.lines == 1 && reader.bytesLost == 4)
  }

  @Test func packedIdentities() {
    for (file, line) in [(0, 0), (1, 0), (0, 1), (DocumentID.maxFiles - 1, 1 << 40 - 1), (77, 123_456_789)] {
      let id = DocumentID(file: file, line: line)
      #expect(id.file == file && id.line == line && DocumentID(packed: id.packed) == id)
    }
    #expect(DocumentID(file: 1, line: 0) > DocumentID(file: 0, line: 1 << 40 - 1))
  }

  @Test func rowsOfRejections() throws {
    var writer = JSONWriter()
    Rejection(line: 6, offset: 70, length: 8, reason: .tooLong).write(
      into: &writer, file: 2, path: "a\"b", source: "web")
    let row = try JSONDocument(writer.buffer).root
    #expect(
      row["doc"]?.uint == DocumentID(file: 2, line: 6).packed && row["line"]?.int == 7 && row["offset"]?.int == 70)
    #expect(row["length"]?.int == 8 && row["reason"]?.string == "too_long" && row["file"]?.string == "a\"b")
    for reason in RejectionReason.allCases { #expect(!reason.hint.isEmpty) }
  }
}
