import Foundation
import Testing

@Suite struct ImportTests {
  @Test func filesOfSeveralEncodingsBecomeDocuments() throws {
    let workspace = try Workspace()
    let text = "Le meunier s'est levé très tôt, à la fraîche, parce que l'eau était montée."
    try workspace.write("in/a.txt", Data(text.utf8))
    try workspace.write("in/b.txt", try #require(text.data(using: .isoLatin1)))
    try workspace.write("in/c.md", try #require(text.data(using: .utf16)))
    try workspace.write("in/skipped.bin", Data([0]))
    let result = try workspace.quern("import", "in", "--out", "out.jsonl", "--json")
    #expect(result.code == 0, "\(result)")
    #expect(result.output.contains("\"windows-1252\": 1"))
    let rows = String(decoding: try workspace.read("out.jsonl"), as: UTF8.self).split(separator: "\n")
    #expect(rows.count == 3)
    #expect(rows.allSatisfy { $0.contains("levé très tôt, à la fraîche") })
    #expect(rows[0].hasPrefix("{\"id\":\"in/a.txt\""))
    // What is written can be read.
    let cleaned = try workspace.quern("clean", "out.jsonl", "--profile", "repair", "--out", "cleaned")
    #expect(cleaned.code == 0, "\(cleaned)")
  }

  @Test func nonsenseIsToldAndNamesAreChecked() throws {
    let workspace = try Workspace()
    try workspace.write("a.txt", Data([0x61, 0xFF, 0x62]))
    expect(
      try workspace.quern("import", "a.txt", "--charset", "utf-8", "--out", "o.jsonl.zst"), code: 2, says: "1 places")
    #expect(workspace.exists("o.jsonl.zst"))
    expect(try workspace.quern("import", "a.txt", "--charset", "klingon", "--out", "o"), code: 64, says: "klingon")
    expect(try workspace.quern("import", "no.txt", "--out", "o"), code: 1, says: "no.txt")
    expect(try workspace.quern("import", "a.txt", "--out", "a.txt"), code: 64, says: "would replace")
  }

  @Test func repairOptionsOfClean() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: [#"{"id":"a","text":"cafÃ© &amp; “tea”"}"#])
    let first = try workspace.quern(
      "clean", "a.jsonl", "--profile", "repair", "--repair", "standard,quotes,no-entities", "--out", "o",
      "--keep-dropped", "none")
    #expect(first.code == 0, "\(first)")
    expect(
      try workspace.quern("clean", "a.jsonl", "--repair", "mojibakes", "--out", "p"), code: 64, says: "mojibake")
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: a, path: a.jsonl}]
      stages: [clean]
      repair: [standard, no-entities]
      clean: [{when: {source: "*"}, profiles: [repair]}]
      toxicity: {lexicon: default}

      """)
    let run = try workspace.quern("run", "r.yml", "--out", "q")
    #expect(run.code == 0, "\(run)")
  }
}
