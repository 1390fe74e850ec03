import QuernBytes
import QuernShards
import TestSupport
import Testing

/// Rows as a plain loop makes them from the whole stream.
struct ReferenceRows {
  var stream: [UInt32] = []
  /// Where each document starts in the stream.
  var starts: [UInt64] = []
  var rows: [[UInt32]] = []
  var padding = 0

  init(_ documents: [[UInt32]], _ format: RowFormat) {
    for ids in documents {
      starts.append(UInt64(stream.count))
      stream += (format.beginning.map { [$0] } ?? []) + ids + (format.end.map { [$0] } ?? [])
    }
    var start = 0
    // Another row only if it holds an id that no row has yet.
    while start + (rows.isEmpty ? 0 : 1) < stream.count {
      var row = Array(stream[start..<min(start + format.length + 1, stream.count)])
      padding += format.length + 1 - row.count
      row += [UInt32](repeating: format.end ?? 0, count: format.length + 1 - row.count)
      rows.append(row)
      start += format.length
    }
  }
}

/// Random documents, some of them empty.
func randomDocuments(_ random: inout RandomGenerator, count: Int, longest: Int, vocabulary: Int) -> [[UInt32]] {
  (0..<count).map { _ in
    (0..<random.next(below: longest + 1)).map { _ in
      UInt32(random.next(below: 8) == 0 ? vocabulary - 1 : random.next(below: vocabulary))
    }
  }
}

/// Stored ids.
func ids(_ bytes: [UInt8], _ type: TokenType) -> [UInt32] {
  type == .uint16 ? integers(bytes, as: UInt16.self).map(UInt32.init) : integers(bytes, as: UInt32.self)
}

@Suite struct RowPackerTests {
  @Test(arguments: [1, 2, 3, 7, 16])
  func rowsMatchAPlainLoop(length: Int) throws {
    var random = RandomGenerator(seed: UInt64(length))
    for round in 0..<60 {
      let vocabulary = random.pick([1, 300, 65_536, 65_537, 200_000])
      var format = RowFormat(length: length, batch: 2, vocabularySize: vocabulary)
      if random.next(below: 2) == 0 { format.beginning = 0 }
      if random.next(below: 2) == 0 { format.end = UInt32(vocabulary - 1) }
      let documents = randomDocuments(
        &random, count: random.next(below: 12), longest: round % 20, vocabulary: vocabulary)
      let expected = ReferenceRows(documents, format)
      var packer = RowPacker(format: format)
      var stored: [UInt8] = []
      for document in documents {
        try document.withUnsafeBufferPointer { ids throws(ShardError) in try packer.add(ids) }
        if random.next(below: 3) == 0 {
          stored += array(packer.rows)[..<packer.wholeRowBytes]
          packer.dropWholeRows()
        }
      }
      packer.finish()
      stored += array(packer.rows)
      #expect(ids(stored, format.type) == Array(expected.rows.joined()))
      #expect(packer.rowCount == expected.rows.count && packer.tokens == expected.stream.count)
      #expect(packer.padding == expected.padding && packer.overlap == max(0, expected.rows.count - 1))
      #expect(packer.tokens == packer.rowCount * (length + 1) - packer.overlap - packer.padding)
    }
  }

  @Test func idsOutsideTheVocabularyAreRefused() throws {
    for vocabulary in [10, 65_536, 65_537] {
      var packer = RowPacker(format: RowFormat(length: 4, batch: 1, vocabularySize: vocabulary, beginning: 1, end: 2))
      func add(_ ids: [UInt32], _ packer: inout RowPacker) throws(ShardError) {
        try ids.withUnsafeBufferPointer { ids throws(ShardError) in try packer.add(ids) }
      }
      try add([UInt32(vocabulary - 1)], &packer)
      for bad in [[UInt32(vocabulary)], [0, .max, 0]] {
        do {
          try add(bad, &packer)
          Issue.record("\(bad) was taken")
        } catch { #expect(error.message.contains("outside the vocabulary")) }
      }
      // The refused documents have left nothing behind.
      packer.finish()
      #expect(
        packer.tokens == 3 && ids(array(packer.rows), packer.format.type) == [1, UInt32(vocabulary - 1), 2, 2, 2])
    }
  }

  @Test func typeOfIDs() {
    #expect(TokenType(vocabularySize: 65_536) == .uint16 && TokenType(vocabularySize: 65_537) == .uint32)
    #expect(TokenType.uint16.size == 2 && TokenType.uint32.size == 4)
  }

  @Test(arguments: [
    RowFormat(length: 0, batch: 1, vocabularySize: 9), RowFormat(length: 1 << 24 + 1, batch: 1, vocabularySize: 9),
    RowFormat(length: 1, batch: 0, vocabularySize: 9), RowFormat(length: 1, batch: 1 << 20 + 1, vocabularySize: 9),
    RowFormat(length: 1, batch: 1, vocabularySize: 9, beginning: 9),
    RowFormat(length: 1, batch: 1, vocabularySize: 9, end: 10),
  ])
  func shapesThatMakeNoSense(format: RowFormat) {
    #expect(throws: ShardError.self) { try format.check() }
  }
}
