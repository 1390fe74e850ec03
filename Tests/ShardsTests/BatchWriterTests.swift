import QuernBytes
import QuernJSON
import QuernShards
import QuernStreams
import TestSupport
import Testing

@Suite struct BatchWriterTests {
  private let folder = TemporaryFolder()
  private let tokenizer = Hash128(high: 1, low: 0xABC)

  private func write(_ documents: [[UInt32]], _ format: RowFormat) throws -> (index: ShardIndex, files: [FileRecord]) {
    let writer = try BatchWriter(folder: folder.path, format: format)
    for (number, ids) in documents.enumerated() {
      try ids.withUnsafeBufferPointer { try writer.add($0, document: UInt64(number) << 40 | 5) }
    }
    #expect(folder.names.allSatisfy { $0.hasPrefix(".") })
    return try writer.finish(tokenizer: tokenizer, seed: .max)
  }

  /// Compares everything in the folder with what a plain loop makes.
  private func check(_ documents: [[UInt32]], _ format: RowFormat) throws {
    let expected = ReferenceRows(documents, format)
    let (index, records) = try write(documents, format)
    #expect(index.isBalanced)
    #expect(Set(records.map(\.path)) == Set(folder.names) && records.last?.path == "index.json")
    for record in records {
      let content = try #require(readFile(folder.file(record.path)))
      #expect(record.size == content.count && record.hash == withBytes(content) { XXH3.hash128($0) })
    }
    let map = integers(try #require(readFile(folder.file("documents.bin"))), as: UInt64.self)
    #expect(map.count == 2 * documents.count)
    for (number, start) in expected.starts.enumerated() {
      #expect(map[2 * number] == UInt64(number) << 40 | 5 && map[2 * number + 1] == start)
    }

    let root = try JSONDocument(String(decoding: try #require(readFile(folder.file("index.json"))), as: UTF8.self)).root
    let rows = expected.rows.count
    let batches = (rows + format.batch - 1) / format.batch
    let rowsPerFile = format.batchesPerFile * format.batch
    let numbers = [
      "version": 1, "length": format.length, "batch": format.batch, "batches": batches, "rows": rows,
      "last_batch_rows": rows == 0 ? 0 : rows - (batches - 1) * format.batch, "tokens": expected.stream.count,
      "overlap": max(0, rows - 1), "padding": expected.padding, "documents": documents.count,
      "batches_per_file": format.batchesPerFile, "vocabulary_size": format.vocabularySize,
      "pad_id": Int(format.end ?? 0),
    ]
    for (name, number) in numbers { #expect(root.member(named: name)?.int == number, "\(name)") }
    #expect(root["format"]?.string == "quern-batches" && root["byte_order"]?.string == "little")
    #expect(root["dtype"]?.string == (format.vocabularySize > 65_536 ? "uint32" : "uint16"))
    #expect(root["shape"]?.elements.map(\.int) == [rows, format.length + 1])
    #expect(root["bos_id"]?.int == format.beginning.map(Int.init) && root["eos_id"]?.int == format.end.map(Int.init))
    #expect(root["seed"]?.uint == .max && root["tokenizer"]?.string == tokenizer.hex)

    var stored: [UInt32] = []
    let files = try #require(root["files"]).elements.map { $0 }
    #expect(files.count == (rows + rowsPerFile - 1) / rowsPerFile)
    for (number, file) in files.enumerated() {
      let record = records[number]
      #expect(file["path"]?.string == record.path && file["bytes"]?.int == record.size)
      #expect(file["xxh3_128"]?.string == record.hash.hex)
      #expect(record.path == "batches-0000\(number).bin")
      #expect(file["rows"]?.int == min(rowsPerFile, rows - number * rowsPerFile))
      #expect(record.size == (file["rows"]?.int ?? 0) * format.rowBytes)
      stored += ids(try #require(readFile(folder.file(record.path))), format.type)
    }
    #expect(stored == Array(expected.rows.joined()))
    #expect(root["document_map"]?["path"]?.string == "documents.bin")
    runTool("rm '\(folder.path)'/*")
  }

  @Test func randomDocumentsAndShapes() throws {
    var random = RandomGenerator(seed: 41)
    for round in 0..<30 {
      let vocabulary = random.pick([300, 65_536, 65_537])
      var format = RowFormat(
        length: 1 + random.next(below: 9), batch: 1 + random.next(below: 4), vocabularySize: vocabulary)
      format.fileBytes =
        (1 + random.next(below: 4)) * format.batch * format.rowBytes + random.next(below: format.rowBytes)
      if random.next(below: 2) == 0 { format.beginning = 1 }
      if random.next(below: 2) == 0 { format.end = UInt32(vocabulary - 1) }
      // Fewer than ten files, so that names are easy to foretell.
      let count = random.next(below: format.batchesPerFile * format.batch + 1)
      try check(
        randomDocuments(&random, count: count, longest: round % 12, vocabulary: vocabulary).map { Array($0.prefix(6)) },
        format)
    }
  }

  @Test func oddCorpora() throws {
    let format = RowFormat(length: 4, batch: 2, vocabularySize: 300)
    for documents in [[], [[]], [[], [], []], [[7]], [[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5, 6]], [[], [9], []]]
      as [[[UInt32]]]
    {
      try check(documents, format)
      try check(documents, RowFormat(length: 4, batch: 2, vocabularySize: 300, end: 0))
    }
  }

  /// More than the 1 MiB after which rows are written.
  @Test func rowsAreWrittenOnTheWay() throws {
    var random = RandomGenerator(seed: 42)
    let long = (0..<700_000).map { UInt32(truncatingIfNeeded: $0 &* 31 % 300) }
    let documents = [long] + randomDocuments(&random, count: 5, longest: 2000, vocabulary: 300)
    var format = RowFormat(length: 100, batch: 100, vocabularySize: 300, end: 1)
    try check(documents, format)
    format.fileBytes = 600_000
    try check(documents, format)
  }

  @Test func filesOfAboutAGibibyte() {
    #expect(RowFormat(length: 1023, batch: 512, vocabularySize: 300).batchesPerFile == 1024)
    #expect(RowFormat(length: 1 << 24, batch: 1 << 20, vocabularySize: 300_000).batchesPerFile == 1)
  }

  @Test func refusedDocumentsAndGivenUpWritersLeaveNothing() throws {
    do {
      let writer = try BatchWriter(folder: folder.path, format: RowFormat(length: 2, batch: 1, vocabularySize: 3))
      #expect(throws: ShardError.self) { try [3 as UInt32].withUnsafeBufferPointer { try writer.add($0, document: 0) } }
    }
    #expect(folder.names.isEmpty)
    #expect(throws: ShardError.self) {
      try BatchWriter(folder: folder.path, format: RowFormat(length: 0, batch: 1, vocabularySize: 3))
    }
    #expect(throws: StreamError.self) {
      try BatchWriter(folder: folder.file("missing"), format: RowFormat(length: 1, batch: 1, vocabularySize: 3))
    }
  }
}
