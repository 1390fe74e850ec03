import QuernBytes
import QuernDocuments
import QuernStreams
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct SubstringTests {
  private let folder = TemporaryFolder()

  private struct Text {
    var file: Int
    var line: Int
    var position: Int
    var bytes: [UInt8]
    var id: DocumentID { DocumentID(file: file, line: line) }
  }

  /// Texts one after the other, with the rest of a line between them.
  private func place(_ texts: [[UInt8]], files: Int = 1) -> [Text] {
    var position = 0
    var file = 0
    return texts.enumerated().map { index, bytes in
      let own = index * files / max(1, texts.count)
      if own != file {
        file = own
        position = 0
      }
      defer { position += bytes.count + 12 }
      return Text(file: file, line: index, position: position, bytes: bytes)
    }
  }

  /// What a dictionary of all windows says: for each text the parts that repeat, in whole characters.
  private func reference(_ texts: [Text], _ bytes: Int) -> [TextCut] {
    var first: [[UInt8]: DocumentID] = [:]
    var cuts: [TextCut] = []
    for text in texts where text.bytes.count >= bytes {
      var open: (start: Int, end: Int, kept: DocumentID)?
      func close() {
        guard let span = open else { return }
        func isBorder(_ at: Int) -> Bool { at == text.bytes.count || text.bytes[at] & 0xC0 != 0x80 }
        let start = (span.start...span.end).first(where: isBorder)!
        let end = (span.start...span.end).last(where: isBorder)!
        if start < end { cuts.append(TextCut(document: text.id, start: start, end: end, kept: span.kept)) }
      }
      for at in 0...(text.bytes.count - bytes) {
        let window = Array(text.bytes[at..<at + bytes])
        guard let kept = first[window] else {
          first[window] = text.id
          continue
        }
        if let span = open, at <= span.end {
          open = (span.start, at + bytes, span.kept)
        } else {
          close()
          open = (at, at + bytes, kept)
        }
      }
      close()
    }
    return cuts
  }

  /// What the passes over sorted files say.
  private func cuts(
    _ texts: [Text], _ bytes: Int, policy: SubstringCuts.Policy = .init(dropShare: 1, leastBytes: 0, cuts: true)
  ) throws -> (cuts: [TextCut], removals: [Removal], outcome: SubstringCuts.Outcome) {
    let rule = SubstringRule(bytes: bytes)
    let files = (texts.last?.file ?? 0) + 1
    let marks = try RunWriter(path: folder.file("marks"), limit: 1000)
    var marker = PieceMarker(rule)
    for text in texts {
      let start = TextPlace(file: text.file, position: text.position).packed
      var records: [SortRecord] = []
      text.bytes.withUnsafeBytes {
        marker.mark($0) { records.append(SortRecord(key: Hash128(high: $0, low: 0), value: start + UInt64($1))) }
      }
      for record in records { try marks.add(record) }
    }
    _ = try marks.finish()
    _ = try RepeatedSpans.listPieces(
      from: [folder.file("marks")], scratch: folder.file("scratch"), to: folder.file("places"), check: {})
    let windows = try RunWriter(path: folder.file("windows"), limit: 1000)
    for file in 0..<files {
      let cursor = try DocumentListCursor<ListedDocument>(path: folder.file("places"), input: file)
      let listed = try DocumentListWriter<ListedText>(path: folder.file("texts\(file)"))
      for text in texts where text.file == file {
        let start = TextPlace(file: file, position: text.position)
        let behind = DocumentID(packed: start.packed + UInt64(text.bytes.count))
        let pieces = try cursor.entries(before: behind).map { TextPlace(packed: $0.document.packed) }
        if pieces.isEmpty { continue }
        var records: [SortRecord] = []
        text.bytes.withUnsafeBytes { WindowLister(rule).list($0, at: start, pieces: pieces) { records.append($0) } }
        for record in records { try windows.add(record) }
        try listed.add(ListedText(start: start, id: text.id, bytes: text.bytes.count))
      }
      _ = try listed.finish()
    }
    _ = try windows.finish()
    _ = try RepeatedSpans.listWindows(
      from: [folder.file("windows")], scratch: folder.file("scratch"), to: folder.file("repeats"), check: {})
    let (outcome, _) = try SubstringCuts.write(
      windows: folder.file("repeats"), texts: (0..<files).map { folder.file("texts\($0)") }, policy: policy,
      scratch: folder.file("scratch"), removals: folder.file("removals"), cuts: folder.file("cuts"), check: {})
    var found: [TextCut] = []
    var removals: [Removal] = []
    for file in 0..<files {
      found += try CutCursor(path: folder.file("cuts"), input: file).entries(
        before: DocumentID(file: file + 1, line: 0))
      removals += try RemovalCursor(path: folder.file("removals"), input: file).entries(
        before: DocumentID(file: file + 1, line: 0))
    }
    return (found, removals, outcome)
  }

  private func check(_ texts: [Text], _ bytes: Int, _ what: String) throws {
    let (found, removals, outcome) = try cuts(texts, bytes)
    // Documents without anything left go as a whole; their cuts are not listed.
    let expected = reference(texts, bytes)
    let gone = Set(removals.map(\.document))
    #expect(found == expected.filter { !gone.contains($0.document) }, "\(what)")
    for text in texts {
      let cut = expected.filter { $0.document == text.id }.reduce(0) { $0 + $1.end - $1.start }
      #expect(gone.contains(text.id) == (cut == text.bytes.count && cut > 0), "\(what)")
    }
    #expect(outcome.spans == found.count && outcome.removed == removals.count)
  }

  @Test(arguments: [16, 17, 31, 100]) func allRepeatsOfRandomTexts(bytes: Int) throws {
    var random = RandomGenerator(seed: UInt64(bytes))
    for alphabet in [1, 2, 3, 26] {
      for _ in 0..<4 {
        var texts: [[UInt8]] = []
        for _ in 0..<12 {
          var text: [UInt8] = []
          while text.count < random.next(below: 600) {
            if !texts.isEmpty, random.next(below: 3) == 0, let other = texts.randomElement(using: &random),
              other.count > 5
            {
              let from = random.next(below: other.count)
              text += other[from..<min(other.count, from + random.next(below: 3 * bytes))]
            } else {
              text += (0..<random.next(below: 2 * bytes)).map { _ in UInt8(97 + random.next(below: alphabet)) }
            }
          }
          texts.append(text)
        }
        try check(place(texts, files: 1 + random.next(below: 4)), bytes, "\(alphabet) letters")
      }
    }
  }

  /// In a run, windows that are equal overlap, and one marked piece may serve all of them.
  @Test func runsAndPeriodsOfOneText() throws {
    let dashes = Array("begin ".utf8) + Array(repeating: 45, count: 110) + Array(" end".utf8)
    try check(place([dashes]), 100, "110 dashes")
    for bytes in [16, 17, 31, 40] {
      for period in 1...8 {
        for length in stride(from: bytes, through: 2 * bytes + 3, by: 1) {
          let run = (0..<length).map { UInt8(97 + $0 % period) }
          try check(place([run]), bytes, "period \(period), \(length) bytes")
        }
      }
    }
  }

  @Test func randomPeriods() throws {
    var random = RandomGenerator(seed: 10)
    for bytes in [16, 17, 31] {
      for round in 0..<60 {
        let texts = (0..<1 + random.next(below: 3)).map { _ in
          (0..<1 + random.next(below: 3)).flatMap { _ -> [UInt8] in
            let period = (0..<1 + random.next(below: 9)).map { _ in UInt8(97 + random.next(below: 3)) }
            return (0..<random.next(below: 3 * bytes)).map { period[$0 % period.count] }
          }
        }
        try check(place(texts), bytes, "\(bytes) bytes, round \(round)")
      }
    }
  }

  @Test func charactersStayWhole() throws {
    var random = RandomGenerator(seed: 9)
    let characters = ["é", "ß", "語", "€", "😀", "a", " "].map { Array($0.utf8) }
    for bytes in [16, 19, 40] {
      for _ in 0..<20 {
        let base = (0..<60).flatMap { _ in characters[random.next(below: characters.count)] }
        let texts = (0..<6).map { _ -> [UInt8] in
          var text = (0..<20).flatMap { _ in characters[random.next(below: characters.count)] }
          text += base.suffix(from: base.indices.first { $0 >= random.next(below: 30) && base[$0] & 0xC0 != 0x80 } ?? 0)
          return text
        }
        for text in texts { #expect(String(validating: text, as: UTF8.self) != nil) }
        try check(place(texts), bytes, "\(bytes) bytes")
      }
    }
  }

  @Test func edges() throws {
    let text = Array("The quick brown fox jumps over the lazy dog, twice.".utf8)
    try check([], 16, "nothing")
    try check(place([[], text, []]), 16, "empty texts")
    try check(place([text, text, text]), 16, "copies")
    try check(place([text, text + text]), 16, "a text twice in one")
    try check(place([Array(text.prefix(15)), Array(text.prefix(15))]), 16, "shorter than a window")
    try check(place([Array(text.prefix(16)), Array(text.prefix(16))]), 16, "as long as a window")
    try check(place([Array(repeating: 97, count: 5000)]), 100, "one letter")
    try check(place([text + Array(repeating: 32, count: 300), Array(repeating: 32, count: 400)]), 50, "spaces")
    try check(place([Array("ab".utf8), text], files: 2), 16, "files")
  }

  @Test func fewPiecesAreMarked() {
    var random = RandomGenerator(seed: 2)
    let rule = SubstringRule(bytes: 100)
    var marker = PieceMarker(rule)
    func marks(_ text: [UInt8]) -> Int {
      var count = 0
      text.withUnsafeBytes { marker.mark($0) { _, _ in count += 1 } }
      return count
    }
    let size = 100_000
    let dense = marks((0..<size).map { _ in UInt8(random.next(below: 256)) })
    #expect(dense < size * 5 / 100 && dense > size * 3 / 100)
    #expect(marks(Array(repeating: 120, count: size)) <= 2 * size / rule.pieces + 2)
    #expect(marks((0..<size).map { UInt8($0 % 3) }) <= 4 * size / rule.pieces + 4)
  }

  @Test func documentsThatMustGo() throws {
    let text = Array("The quick brown fox jumps over the lazy dog, twice.".utf8)
    let texts = place([text, text + Array(" And more of it.".utf8), Array("Else. ".utf8) + text])
    let drop = try cuts(texts, 20, policy: .init(dropShare: 0.8, leastBytes: 0, cuts: false))
    #expect(drop.cuts.isEmpty && drop.removals.map(\.document.line) == [2])
    #expect(drop.removals[0].kept == texts[0].id)
    let least = try cuts(texts, 20, policy: .init(dropShare: 1, leastBytes: 10, cuts: true))
    #expect(least.cuts.map(\.document.line) == [1] && least.removals.map(\.document.line) == [2])
  }
}
