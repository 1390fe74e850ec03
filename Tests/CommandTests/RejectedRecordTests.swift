import Foundation
import Testing

/// Lines that are no documents are counted and named, and take nothing else with them.
struct RejectedRecordTests {
  /// A line and the reason it is rejected for; nil for one that is kept.
  private static let cases: [(line: [UInt8], reason: String?)] = [
    (Array("{\"id\":\"ok1\",\"text\":\"\(goodText)\"}".utf8), nil),
    (Array("{\"text\":\"a\", garbage}".utf8), "not_json"),
    (Array("tru".utf8), "not_json"),
    (Array("01.e".utf8), "not_json"),
    (Array("{\"id\":\"open\",\"text\":\"\(goodText)\"".utf8), "not_json"),
    (Array("{\"id\":\"ok2\",\"text\":\"\(goodText) 2\"}".utf8), nil),
    (Array("{\"text\":\"a\"}{\"text\":\"b\"}".utf8), "not_json"),
    (Array("{\"id\":\"ok3\",\"te\\u0078t\":\"\(goodText) 3\"}".utf8), nil),
    (Array("{\"id\":\"e\"}".utf8), "no_text"),
    (Array("{\"id\":\"e\",\"text\":5}".utf8), "text_not_string"),
    (Array("{\"id\":\"e\",\"text\":null}".utf8), "text_not_string"),
    (Array("{\"id\":\"e\",\"text\":\"".utf8) + [0xFF, 0xFE] + Array("\"}".utf8), "invalid_utf8"),
    (Array("{\"id\":\"e\",\"text\":\"\\ud800 abc\"}".utf8), "bad_escape"),
    (Array("{\"id\":\"dup\",\"text\":\"\(goodText) 4\"}".utf8), nil),
    (Array("{\"id\":\"dup\",\"text\":\"\(goodText) 5\"}".utf8), nil),
    (Array("[1]".utf8), "not_object"),
    (Array("{\"text\":\"a\",\"n\":01}".utf8), "not_json"),
    (Array("{\"text\":\"a\",\"n\":NaN}".utf8), "not_json"),
    (Array("{\"text\":\"tab\there\"}".utf8), "not_json"),
    (Array("{\"text\":\"first\",\"text\":\"\(goodText) 6\",\"id\":\"last wins\"}".utf8), nil),
    (Array("{\"x\":\(String(repeating: "[", count: 600))".utf8), "too_deep|not_json"),
    (Array("{\"text\":\"\(goodText) 7\"}".utf8), nil),
  ]

  /// A byte order mark, then the lines, a blank line after each third, no line end after the last.
  private func writeCases(_ workspace: Workspace) throws -> [Int: String] {
    var content = Data([0xEF, 0xBB, 0xBF])
    var reasons: [Int: String] = [:]
    var line = 0
    for (index, item) in RejectedRecordTests.cases.enumerated() {
      line += 1
      if let reason = item.reason { reasons[line] = reason }
      content.append(contentsOf: item.line)
      if index == RejectedRecordTests.cases.count - 1 { break }
      content.append(contentsOf: Array("\n".utf8))
      if index % 3 == 2 {
        content.append(contentsOf: Array(" \r\n".utf8))
        line += 1
      }
    }
    try workspace.write("bad.jsonl", content)
    return reasons
  }

  @Test func everyLineIsAccountedFor() throws {
    let workspace = try Workspace()
    let reasons = try writeCases(workspace)
    expect(try workspace.quern("clean", "bad.jsonl", "--out", "o"), code: 2, says: "not_json", "o/rejected")
    let rows = try workspace.rows(of: "o/rejected")
    #expect(rows.count == reasons.count)
    let content = try workspace.read("bad.jsonl")
    for row in rows {
      let line = try #require(row["line"] as? Int)
      let reason = try #require(row["reason"] as? String)
      #expect(reasons[line]?.split(separator: "|").contains(Substring(reason)) == true, "line \(line): \(reason)")
      #expect(row["file"] as? String == "bad.jsonl")
      // The offset leads to the line, so that it can be cut out.
      let (offset, length) = try (#require(row["offset"] as? Int), #require(row["length"] as? Int))
      #expect(offset == 0 || content[offset - 1] == 0x0A)
      #expect(offset + length == content.count || content[offset + length] == 0x0A)
    }
    let kept = RejectedRecordTests.cases.filter { $0.reason == nil }.map { String(decoding: $0.line, as: UTF8.self) }
    #expect(try workspace.lines(of: "o/docs") == kept)
    let report = try workspace.report(of: "o")
    let counts = try #require(report["documents"] as? [String: Any])
    #expect(report["read"] as? Int == RejectedRecordTests.cases.count)
    #expect(report["kept"] as? Int == kept.count)
    #expect(counts["blank_lines"] as? Int == 7)
    #expect(counts["repeated_keys"] as? Int == 1)
    #expect(counts["missing_ids"] as? Int == 1)
  }

  @Test func limitOfRejectedRecords() throws {
    let workspace = try Workspace()
    let rejected = try writeCases(workspace).count
    let share = "0.05"
    expect(
      try workspace.quern("clean", "bad.jsonl", "--out", "o", "--max-rejected", share), code: 1,
      says: "bad.jsonl: \(rejected) of 22", "line 2", "--max-rejected")
    #expect(workspace.files(below: "o").allSatisfy { ["plan.json", "recipe.yml"].contains($0) })
    expect(try workspace.quern("clean", "bad.jsonl", "--out", "o", "--max-rejected", "1", "--redo"), code: 2)
    let again = try workspace.quern("clean", "bad.jsonl", "--out", "o", "--max-rejected", share)
    expect(again, code: 1, says: "bad.jsonl: \(rejected) of 22")
    let train = ["train", "bad.jsonl", "--vocab-size", "300", "--pattern", "gpt2", "--out", "t"]
    expect(try Quern.run(train + ["--max-rejected", share], in: workspace), code: 1, says: "line 2")
    #expect(!workspace.exists("t"))
    expect(try Quern.run(train, in: workspace), code: 2, says: "bad.jsonl:2: rejected: not_json")
    let encode = ["encode", "bad.jsonl", "--tokenizer", "t", "--format", "ids", "--out", "ids"]
    expect(try Quern.run(encode + ["--max-rejected", "0"], in: workspace), code: 1)
    #expect(workspace.files(below: "ids").isEmpty)
    expect(try Quern.run(encode, in: workspace), code: 2)
    #expect(try workspace.lines(of: "ids/rejected.jsonl.zst").count == rejected)
  }

  /// Ten records may all be bad by chance; when more are, something else is wrong, most often the field's name.
  @Test func noRecordAtAll() throws {
    let workspace = try Workspace()
    for count in [10, 11] {
      try workspace.write("\(count).jsonl", lines: (0..<count).map { "{\"id\":\($0),\"body\":\"\(goodText)\"}" })
    }
    expect(try workspace.quern("clean", "10.jsonl", "--out", "10"), code: 2)
    let says = "11.jsonl: all 11 records were rejected (11 no_text), so none is left; the first is line 1, no_text;"
    expect(try workspace.quern("clean", "11.jsonl", "--out", "o"), code: 1, says: says, "--text")
    let train = ["train", "11.jsonl", "--vocab-size", "300", "--pattern", "gpt2", "--out", "t"]
    expect(try Quern.run(train, in: workspace), code: 1, says: says)
    expect(try workspace.quern("clean", "11.jsonl", "--out", "o", "--text", "body", "--redo"), code: 0)
    // Who allows all of them gets what was asked for.
    expect(try workspace.quern("clean", "11.jsonl", "--out", "11", "--max-rejected", "1"), code: 2)
  }

  /// A hundred megabytes in one line neither fill the memory nor hide what follows.
  @Test func enormousLine() throws {
    let workspace = try Workspace()
    // In many frames, so that this process does not hold it either.
    let piece = zstd(Data(repeating: UInt8(ascii: "x"), count: 1_000_000))
    var stored = zstd(Data("{\"id\":\"a\",\"text\":\"\(goodText)\"}\n{\"id\":\"big\",\"text\":\"".utf8))
    for _ in 0..<100 { stored += piece }
    stored += zstd(Data("\"}\n{\"id\":\"b\",\"text\":\"\(goodText) 2\"}\n".utf8))
    try workspace.write("long.jsonl.zst", stored)
    let clean = ["clean", "long.jsonl.zst", "--out", "o", "--max-record", "1MB", "--jobs", "2", "--max-rejected", "1"]
    let (result, peakMemory) = try Quern.start(clean, in: workspace).waitMeasuringMemory()
    expect(result, code: 2)
    #expect(peakMemory > 1_000_000 && peakMemory < 64_000_000)
    let row = try #require(try workspace.rows(of: "o/rejected").first)
    #expect(row["reason"] as? String == "too_long" && row["line"] as? Int == 2)
    #expect(row["length"] as? Int == 100_000_000 + "{'id':'big','text':''}".count)
    #expect(try workspace.rows(of: "o/docs").map { $0["id"] as? String } == ["a", "b"])
  }

  @Test func otherFieldsPassThroughByteForByte() throws {
    let workspace = try Workspace()
    let lines = [
      #"{"id" : "1","n":1e5, "big":123456789012345678901234567890,"e":"\u00e9\/" , "text":"T0", "a":[1, {"b":null}] }"#,
      #"{"text":"T1","id":17.50,"nested":{"text":"not this"},"\u0069d2":true}"#,
      "{\"x\":\"\u{1F600}\\ud83d\\ude00\",\"id\":null,\"text\":\"T2\"}",
    ]
    let records = lines.enumerated().map { $1.replacingOccurrences(of: "T\($0)", with: "\(goodText) e\u{301} \($0)") }
    try workspace.write("a.jsonl", lines: records)
    expect(try workspace.quern("clean", "a.jsonl", "--out", "none", "--normalize", "none"), code: 0)
    #expect(try workspace.content(of: "none/docs/00000-a.jsonl.zst") == workspace.read("a.jsonl"))
    expect(try workspace.quern("clean", "a.jsonl", "--out", "nfc", "--normalize", "nfc"), code: 0)
    let edited = records.map { $0.replacingOccurrences(of: "e\u{301}", with: "\u{E9}", options: .literal) + "\n" }
    #expect(try workspace.content(of: "nfc/docs/00000-a.jsonl.zst") == Data(edited.joined().utf8))
  }

  @Test(arguments: [3, 30])
  func anotherEncodingIsExplained(count: Int) throws {
    let workspace = try Workspace()
    var lines = Data()
    for _ in 0..<count { lines += Data(#"{"text":"caf"#.utf8) + [0xE9] + Data("\"}\n".utf8) }
    try workspace.write("a.jsonl", lines)
    expect(
      try workspace.quern("clean", "a.jsonl", "--out", "o"), code: count > 10 ? 1 : 2, says: "invalid_utf8",
      "convert the file to UTF-8", "quern import")
  }
}
