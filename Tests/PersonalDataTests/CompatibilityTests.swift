import QuernBytes
import QuernJSON
import QuernStreams
import QuernText
import TestSupport
import Testing

@testable import QuernPersonalData

/// The rules of other tools against plain matchers of their expressions, and against what they gave.
@Suite struct CompatibilityTests {
  /// Pieces of which texts are made that come close to what the expressions look for.
  private static let pieces = [
    "@", "@", ".", "a", "b-", "-", "_", "x.y", "9", "25", "256", "1.1.1.1", "8.8.8.8", "0.0", "[", "]", ":", "(", ")",
    " ", " ", "\n", ",", "\u{A0}", "\u{1C}", "é", "漢", "?", "a@b.co ", "@@", "555", "1234", "\u{660}\u{661}\u{662}",
    "555-1234", ".@. ", "[1.2.3.4]", "'", "{", "(@", "..",
  ]

  private static func random(_ random: inout RandomGenerator) -> String {
    var text = ""
    for _ in 0..<random.next(below: 14) { text += random.pick(pieces) }
    return text
  }

  private static func offsets(_ text: String) -> [Int] {
    var offsets: [Int] = []
    var at = 0
    for scalar in text.unicodeScalars {
      offsets.append(at)
      at += UTF8.width(scalar)
    }
    return offsets + [at]
  }

  private func spans(
    _ regex: ReferenceRegex, _ text: String, _ kind: PersonalDataKind
  ) -> [PersonalDataSpan] {
    let offsets = CompatibilityTests.offsets(text)
    return regex.matches(in: Array(text.unicodeScalars)).map {
      PersonalDataSpan(start: offsets[$0.start], end: offsets[$0.end], kind: kind)
    }
  }

  @Test func datatroveFindsWhatItsExpressionsFind() {
    var random = RandomGenerator(seed: 501)
    var scanner = DatatroveScanner(CharacterClasses())
    for round in 0..<30_000 {
      let text = CompatibilityTests.random(&random)
      var buffer = ByteBuffer()
      buffer.append(string: text)
      scanner.scanEmails(buffer.bytes)
      #expect(scanner.spans == spans(.datatroveEmail, text, .email), "round \(round): \(text.debugDescription)")
      var found: [PersonalDataSpan] = []
      DatatroveScanner.addresses(.over(buffer.bytes, CharacterClasses()), 0, buffer.count) { _, start, end in
        found.append(PersonalDataSpan(start: start, end: end, kind: .ipv4))
      }
      #expect(found == spans(.address, text, .ipv4), "round \(round): \(text.debugDescription)")
    }
  }

  @Test func dolmaFindsWhatItsExpressionsFind() {
    var random = RandomGenerator(seed: 502)
    var scanner = DolmaScanner(CharacterClasses())
    for round in 0..<30_000 {
      let text = CompatibilityTests.random(&random)
      var buffer = ByteBuffer()
      buffer.append(string: text)
      for kind in [PersonalDataKind.email, .phone] {
        scanner.scan(buffer.bytes, kinds: PersonalDataKinds(kind))
        #expect(scanner.spans == referenceDolma(text, kind), "round \(round): \(text.debugDescription)")
      }
    }
  }

  private func referenceDolma(_ text: String, _ kind: PersonalDataKind) -> [PersonalDataSpan] {
    var found: [PersonalDataSpan] = []
    var base = 0
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map({ String($0) }) {
      // Every line but the last has its end.
      let isLast = base + line.utf8.count == text.utf8.count
      let paragraph = line + (isLast ? "" : "\n")
      let scalars = Array(paragraph.unicodeScalars)
      let offsets = CompatibilityTests.offsets(paragraph)
      for match in (kind == .email ? ReferenceRegex.dolmaEmail : .dolmaPhone).matches(in: scalars) {
        if kind == .email, let group = match.group {
          let parts = scalars[group].split(separator: "@", maxSplits: 1)
          if parts[0].elementsEqual(["("]) || !parts[1].contains(".") { continue }
        }
        found.append(
          PersonalDataSpan(start: base + offsets[match.start], end: base + offsets[match.end], kind: kind))
      }
      base += paragraph.utf8.count
    }
    return found
  }

  /// The documents of a golden file by id.
  private func golden(_ name: String) throws -> [String: JSONNode]? {
    guard let path = SharedData.path("golden/cleaning/\(name)") else { return nil }
    let decoder = try Decoder(path: path)
    var content = ByteBuffer()
    while true {
      var got = 0
      try content.appendFilling(atLeast: 1 << 20) { room throws(StreamError) in
        try decoder.read(into: room, delivered: &got)
        return got
      }
      if got == 0 { break }
    }
    var documents: [String: JSONNode] = [:]
    var at = 0
    while let end = content.bytes.firstOffset(of: UInt8(ascii: "\n"), from: at) {
      let row = try JSONDocument(content.bytes.slice(at, end)).root
      documents[try #require(row["id"]?.string)] = row
      at = end + 1
    }
    return documents
  }

  @Test func datatroveGivesItsGoldenTexts() throws {
    guard let documents = try golden("datatrove.jsonl.zst") else { return }
    var editor = PersonalDataEditor(PersonalDataPolicy(.datatrove))
    #expect(documents.count > 400)
    for (id, row) in documents {
      let text = try #require(row["text"]?.string)
      var buffer = ByteBuffer()
      buffer.append(string: text)
      var out = ByteBuffer()
      let changed = editor.edit(buffer.bytes, into: &out)
      #expect((changed ? out.bytes.text : nil) == row["pii_text"]?.string, "\(id)")
    }
  }

  @Test func dolmaGivesItsGoldenSpans() throws {
    guard let texts = try golden("datatrove.jsonl.zst"), let documents = try golden("dolma.jsonl.zst") else { return }
    var scanner = DolmaScanner(CharacterClasses())
    for (id, row) in documents {
      let text = try #require(texts[id]?["text"]?.string)
      let attributes = try #require(row["attributes"]?["pii_regex_with_counts_fast_v2"])
      let offsets = CompatibilityTests.offsets(text)
      var expected: [PersonalDataSpan] = []
      for (name, kind) in [("EMAIL_ADDRESS", PersonalDataKind.email), ("PHONE_NUMBER", .phone), ("IP_ADDRESS", .ipv4)] {
        for span in attributes.member(named: name)?.elements ?? .none {
          let places = span.elements.map { Int($0.double ?? 0) }
          expected.append(PersonalDataSpan(start: offsets[places[0]], end: offsets[places[1]], kind: kind))
        }
      }
      var buffer = ByteBuffer()
      buffer.append(string: text)
      scanner.scan(buffer.bytes, kinds: .all)
      let order: (PersonalDataSpan, PersonalDataSpan) -> Bool = {
        ($0.start, $0.kind.rawValue) < ($1.start, $1.kind.rawValue)
      }
      #expect(scanner.spans.sorted(by: order) == expected.sorted(by: order), "\(id)")
    }
  }
}
