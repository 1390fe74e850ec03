import QuernBytes
import QuernDocuments
import TestSupport
import Testing

@Suite struct RecordParserTests {
  /// Compares both builds with the plain parser on every line.
  /// - Returns: how many lines are documents.
  @discardableResult
  private func check(_ lines: [[UInt8]]) throws -> Int {
    let content = Array(lines.joined(separator: [0x0A])) + [0x0A]
    let parsed = try ParsedFile(content)
    #expect(parsed == (try ParsedFile(content, portable: true)))
    var offset = 0
    var blank = 0
    for (number, line) in lines.enumerated() {
      defer { offset += line.count + 1 }
      if line.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
        blank += 1
        if parsed.lines[number] != nil { Issue.record("line \(number) is blank") }
        continue
      }
      let found = parsed.lines[number]
      if let problem = difference(found, line, offset) {
        Issue.record(
          "\(problem): \(String(decoding: line, as: UTF8.self).debugDescription), \(String(describing: found))")
      }
    }
    #expect(parsed.blank == blank)
    return parsed.documents
  }

  /// What `found` has that `line` does not ask for.
  private func difference(_ found: ParsedLine?, _ line: [UInt8], _ offset: Int) -> String? {
    guard let found else { return "a line without a result" }
    let expected = ReferenceRecord(line)
    let text = expected?.last("text")
    guard let expected, let text, let string = text.string else {
      if found.text != nil { return "accepted" }
      if found.offset != offset || found.length != line.count { return "wrong place" }
      let belongsToText = found.reason == .noText || found.reason == .textNotString
      if expected == nil {
        // Where half pairs are all that is wrong, that is the reason.
        let isBadEscape = ReferenceRecord(line, takesHalfPairs: true) != nil
        if isBadEscape && found.reason != .badEscape { return "a half pair is not named" }
        return belongsToText ? "taken for JSON" : nil
      }
      return found.reason == (text == nil ? .noText : .textNotString) ? nil : "wrong reason"
    }
    if found.text != string { return "wrong text" }
    if found.value != text.range { return "wrong place of the text" }
    var id: [UInt8]?
    if let value = expected.last("id") { id = value.string ?? (value.isNumberOrBool ? Array(line[value.range]) : nil) }
    if id?.isEmpty == true { id = nil }
    if found.id != id { return "wrong id" }
    var end = line.count
    while [0x20, 0x09, 0x0D].contains(line[end - 1]) { end -= 1 }
    let rewritten = found.rewritten ?? []
    let tail = Array(line[text.range.upperBound..<end]) + [0x0A]
    if !rewritten.starts(with: line[..<text.range.lowerBound]) || rewritten.suffix(tail.count) != tail[...] {
      return "other fields changed"
    }
    guard let again = ReferenceRecord(Array(rewritten.dropLast())), again.last("text")?.string == string else {
      return "the record does not survive writing"
    }
    return again.members.map(\.key) == expected.members.map(\.key) ? nil : "other keys"
  }

  @Test(arguments: [1, 2, 3])
  func randomRecords(seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    let documents = try check((0..<1000).map { _ in Array(random.record().utf8).filter { $0 != 0x0A } })
    #expect(documents > 600)
  }

  @Test(arguments: [4, 5, 6])
  func mutatedRecords(seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    let documents = try check((0..<2500).map { _ in random.mutated(Array(random.record().utf8).filter { $0 != 0x0A }) })
    #expect(documents > 200)
  }

  @Test func recordsCutAnywhere() throws {
    var random = RandomGenerator(seed: 7)
    let line = Array(#"{"a":{"b":[1,2,{"c":"é\u00e9"}]},"id":"x","text":"te\"xt \ud83d\ude00 漢","z":-1.5e3}"#.utf8)
    try check((0...line.count).map { Array(line[..<$0]) })
    try check((0...line.count).map { Array(line[$0...]) })
    try check(
      line.indices.map { at in
        Array(line[..<at]) + [random.pick([0x00, 0x22, 0x5C, 0x80, 0xFF, 0x20])] + line[(at + 1)...]
      })
  }

  @Test func stringsOfEveryLengthAndAlignment() throws {
    var lines: [[UInt8]] = []
    for before in [0, 1, 30, 61] {
      for length in 0..<140 {
        let filler = String(repeating: " ", count: before)
        lines.append(Array("\(filler){\"text\":\"\(String(repeating: "x", count: length))\\n\"}".utf8))
        lines.append(Array("\(filler){\"text\":\"\(String(repeating: "\\\\", count: length))\"}".utf8))
      }
    }
    try check(lines)
  }

  @Test(
    arguments: [
      (#"{"text":"a"}"#, nil), (#"  {"text":"a"}  "#, nil), ("{\"text\":\"a\"}\r", nil), (#"{"te\u0078t":"a"}"#, nil),
      (#"{"\u0074\u0065\u0078\u0074":"a","Text":1}"#, nil), (#"{"text":null,"text":"a"}"#, nil),
      (#"{"text":1}"#, .textNotString), (#"{"text":null}"#, .textNotString), (#"{"text":["a"]}"#, .textNotString),
      (#"{"text":{"text":"a"}}"#, .textNotString), (#"{"text":"a","text":null}"#, .textNotString), (#"{}"#, .noText),
      (#"{"a":{"text":"a"}}"#, .noText), (#"{"texts":"a","tex":"b","":"c"}"#, .noText), ("[]", .notObject),
      ("1", .notObject),
      ("null", .notObject), (#""text""#, .notObject), (#"[{"text":"a"}]"#, .notObject), ("nul", .notJSON),
      ("[1", .notJSON),
      ("hello", .notJSON), (#"{"text":"a"}{"text":"b"}"#, .notJSON), (#"{"text":"a"},"#, .notJSON),
      (#"{"text":"a"} x"#, .notJSON),
      (#"{"text":"a"}]"#, .notJSON), (#"{"text":"a",}"#, .notJSON), (#"{"text":"a""b":1}"#, .notJSON),
      (#"{"text" "a"}"#, .notJSON), (#"{text:"a"}"#, .notJSON), (#"{'text':'a'}"#, .notJSON),
      (#"{"text":"a","n":01}"#, .notJSON),
      (#"{"text":"a","n":1.}"#, .notJSON), (#"{"text":"a","n":.5}"#, .notJSON), (#"{"text":"a","n":+1}"#, .notJSON),
      (#"{"text":"a","n":1e}"#, .notJSON), (#"{"text":"a","n":-}"#, .notJSON), (#"{"text":"a","n":NaN}"#, .notJSON),
      (#"{"text":"a","n":1 2}"#, .notJSON), (#"{"text":"a","n":truex}"#, .notJSON),
      (#"{"text":"a","n":"x"y}"#, .notJSON),
      ("{\"text\":\"a\tb\"}", .notJSON), ("{\"text\":\"a\0b\"}", .notJSON), ("{\"text\":\"a\"}\0", .notJSON),
      ("\u{FEFF} {\"text\":\"a\"}", nil), (#"{"text":"\ud800"}"#, .badEscape), (#"{"text":"\udc00"}"#, .badEscape),
      (#"{"text":"\ud800\ud800"}"#, .badEscape), (#"{"text":"\ud800x"}"#, .badEscape),
      (#"{"text":"\udc00\ud800"}"#, .badEscape),
      (#"{"text":"a","x":"\ud800"}"#, .badEscape), (#"{"text":"a","x":["\udfff"]}"#, .badEscape),
      (#"{"text":"a","\ud800":1}"#, .badEscape), (#"{"text":"a","x":{"\udfff":1}}"#, .badEscape),
      (#"{"text":"\x"}"#, .notJSON), (#"{"text":"\u12"}"#, .notJSON), (#"{"text":"a","x":"\u12g4"}"#, .notJSON),
      (#"{"text":"a","\x":1}"#, .notJSON), (#"{"text":"a","x":{"\u12":1}}"#, .notJSON),
      (#"{"text":"\ud800\x"}"#, .notJSON), (#"{"text":"\ud800\u12"}"#, .notJSON), (#"{"text":"\"\U0041"}"#, .notJSON),
      (#"{"text":"a","\ud800\x":1}"#, .notJSON), (#"{"text":"\"\\\/\b\f\n\r\t\uDbFf"}"#, .badEscape),
    ] as [(String, RejectionReason?)])
  func reasons(line: String, reason: RejectionReason?) throws {
    let parsed = try #require(try ParsedFile.line(line))
    #expect(parsed.reason == reason)
    if reason == nil { #expect(parsed.text == [0x61]) }
  }

  @Test func invalidUTF8() throws {
    let bad: [[UInt8]] = [
      [0x80], [0xFF], [0xC0, 0x80], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF0, 0x80, 0x80, 0x80],
    ]
    for bytes in bad {
      for line in [
        Array("{\"text\":\"".utf8) + bytes + Array("\"}".utf8),
        Array("{\"text\":\"a\",\"".utf8) + bytes + Array("\":1}".utf8),
        Array("{\"text\":\"a\"}".utf8) + bytes, bytes, Array("{\"text\":\"a".utf8) + bytes,
      ] { #expect(try ParsedFile(line).lines[0]?.reason == .invalidUTF8) }
    }
  }

  @Test func depth() throws {
    func nested(_ levels: Int) -> String {
      #"{"text":"a","v":"# + String(repeating: "[", count: levels) + String(repeating: "]", count: levels) + "}"
    }
    #expect(try ParsedFile.line(nested(500))?.text == [0x61])
    #expect(try ParsedFile.line(nested(512))?.text == [0x61])
    #expect(try ParsedFile.line(nested(513))?.reason == .tooDeep)
    for levels in [1020, 1030, 5000, 200_000] { #expect(try ParsedFile.line(nested(levels))?.text == nil) }
    #expect(try ParsedFile.line(String(repeating: "{\"a\":", count: 100_000))?.reason != nil)
    #expect(try ParsedFile.line(String(repeating: "[", count: 100_000))?.reason != nil)
  }

  @Test func identifiers() throws {
    func id(_ value: String) throws -> String? {
      try ParsedFile.line("{\"id\":\(value),\"text\":\"a\"}")?.id.map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(
      try id("\"x\\u0041\"") == "xA" && id("\"\"") == nil && id("12345678901234567890123") == "12345678901234567890123")
    #expect(try id("-1.50e+3 ") == "-1.50e+3" && id("true") == "true" && id("false") == "false")
    #expect(try id("null") == nil && id("[1]") == nil && id("{\"id\":1}") == nil)
    #expect(
      try ParsedFile(Array("{\"text\":\"a\"}\n{\"text\":\"a\",\"id\":null}\n{\"text\":\"a\",\"id\":1}".utf8)).missingIDs
        == 2)
    let other = try ParsedFile.line(#"{"body":"b","key":7,"text":"a","id":"x"}"#, text: "body", id: "key")
    #expect(other?.text == [0x62] && other?.id == [0x37])
    let both = try ParsedFile.line(#"{"a":1,"text":"b"}"#, text: "text", id: "text")
    #expect(both?.text == [0x62] && both?.id == [0x62])
  }

  @Test func repeatedKeysAreCounted() throws {
    let lines = [
      #"{"text":"a","text":"b"}"#, #"{"x":1,"\u0078":2,"x":3,"text":"a"}"#, #"{"text":"a","y":{"z":1,"z":2}}"#,
    ]
    let parsed = try ParsedFile(Array(lines.joined(separator: "\n").utf8))
    #expect(parsed.repeated == 3 && parsed.lines[0]?.text == [0x62])
    // However many distinct keys there are.
    for count in [63, 64, 65, 2000] {
      let keys = (0..<count).map { "\"k\($0)\":1" } + [#""text":"a""#]
      #expect(try ParsedFile(Array("{\((keys + keys).joined(separator: ","))}".utf8)).repeated == count + 1)
    }
  }

  @Test func placesOfRejections() throws {
    let content = "{\"text\":\"a\"}\n\n  bad \n\r\n{}\n{\"text\":\"b\"}"
    let parsed = try ParsedFile(Array(content.utf8))
    #expect(parsed.blank == 2 && parsed.documents == 2 && parsed.lines.count == 4)
    #expect(parsed.lines[2] == ParsedLine(reason: .notJSON, offset: 14, length: 6))
    #expect(parsed.lines[4] == ParsedLine(reason: .noText, offset: 23, length: 2))
    #expect(parsed.lines[5]?.text == [0x62])
  }

  @Test func longLines() throws {
    let fits = "{\"text\":\"" + String(repeating: "x", count: 89) + "\"}"
    #expect(fits.utf8.count == 100)
    for length in [99, 100, 101, 99_999] {
      let content = "{\"text\":\"a\"}\n" + fits + String(repeating: " ", count: length - 99) + "\n{\"text\":\"b\"}\n"
      let parsed = try ParsedFile(Array(content.utf8), maxRecord: 100)
      #expect(parsed.documents == (length == 99 ? 3 : 2) && parsed.lines[2]?.text == [0x62])
      if length > 99 { #expect(parsed.lines[1] == ParsedLine(reason: .tooLong, offset: 13, length: length + 1)) }
    }
  }

  /// More than one block, so that lines and offsets run on from block to block.
  @Test func manyBlocks() throws {
    var lines: [[UInt8]] = []
    for number in 0..<30_000 {
      lines.append(
        Array(
          (number % 7 == 3 ? "broken" : "{\"text\":\"number \(number) with some more text\",\"id\":\(number)}").utf8))
    }
    let parsed = try ParsedFile(Array(lines.joined(separator: [0x0A])))
    #expect(parsed.lines.count == lines.count)
    var offset = 0
    for (number, line) in lines.enumerated() {
      let found = parsed.lines[number]
      let isRight =
        number % 7 == 3
        ? found == ParsedLine(reason: .notJSON, offset: offset, length: 6) : found?.id == Array(String(number).utf8)
      if !isRight { Issue.record("line \(number)") }
      offset += line.count + 1
    }
  }
}
