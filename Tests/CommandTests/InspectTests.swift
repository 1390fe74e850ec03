import Testing

/// `quern inspect` on runs and files.
struct InspectTests {
  @Test func runs() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let all = try workspace.quern("inspect", "o", "--limit", "3")
    #expect(all.code == 0)
    #expect(all.output.hasPrefix("read") && all.output.contains("  rejected: no_text") && all.output.contains("── a0"))

    let verdicts = try workspace.rows(of: "o/verdicts")
    func rows(_ options: String...) throws -> [[String: Any]] {
      let result = try Quern.run(["inspect", "o", "--json", "--limit", "100000"] + options, in: workspace)
      #expect(result.code == 0)
      return try result.output.split(separator: "\n").map { try parse(String($0)) }
    }
    func ids(_ rows: [[String: Any]]) -> [String] { rows.compactMap { $0["id"] as? String } }
    #expect(try ids(rows()) == ids(verdicts))
    #expect(try ids(rows("--kept")) == ids(verdicts.filter { $0["keep"] as? Bool == true }))
    #expect(try ids(rows("--dropped")) == ids(verdicts.filter { $0["keep"] as? Bool == false }))
    let reason = "exact_duplicate"
    #expect(try ids(rows("--reason", reason)) == ids(verdicts.filter { $0["reason"] as? String == reason }))
    #expect(try rows("--source", "a").count == verdicts.count)

    let dropped = try workspace.quern("inspect", "o", "--reason", "basic.min_characters", "--limit", "1")
    #expect(dropped.output.contains("dropped: basic.min_characters") && dropped.output.contains("short"))
    let unseen = try workspace.quern("inspect", "o", "--limit", "0")
    #expect(unseen.code == 0 && unseen.output.hasPrefix("read") && !unseen.output.contains("──"))
    let none = try workspace.quern("inspect", "o", "--source", "nowhere")
    expect(none, code: 0, says: "no document matches")
    #expect(none.output.isEmpty)
  }

  @Test func files() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.jsonl",
      lines: [
        "{\"id\":\"x\",\"text\":\"colour \\u001b[31m and é\"}", "nothing", "{\"id\":\"y\",\"body\":\"other field\"}",
      ])
    let shown = try workspace.quern("inspect", "a.jsonl")
    expect(shown, code: 0, says: "1 lines that are not JSON were passed over")
    #expect(shown.output.contains("── x\ncolour \u{FFFD}[31m and é"))
    #expect(shown.output.contains("no text in field 'text'; name another with --text"))
    #expect(try workspace.quern("inspect", "a.jsonl", "--text", "body").output.contains("other field"))
    #expect(try workspace.quern("inspect", "a.jsonl", "--limit", "1", "--json").output.hasPrefix("{\"id\":\"x\""))
    #expect(try workspace.quern("inspect", "a.jsonl", "--limit", "0").output.isEmpty)
    try workspace.write("b.jsonl", lines: ["{\"id\":1,\"text\":\"a\",\"signals\":{\"huge\":1e300,\"third\":0.33333}}"])
    #expect(try workspace.quern("inspect", "b.jsonl").output.hasPrefix("── 1  huge=1e+300  third=0.333\n"))
    expect(try workspace.quern("inspect", "no"), code: 1, says: "no: cannot open")
    try workspace.write("folder/readme.txt", "")
    expect(try workspace.quern("inspect", "folder"), code: 1, says: "folder holds no verdicts")
    try workspace.write("empty.jsonl", "")
    expect(try workspace.quern("inspect", "empty.jsonl"), code: 0, says: "holds no documents")
  }

  /// The plan says which field of which input holds the text.
  @Test func fieldsOfTheRun() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.jsonl", lines: ["{\"id\":\"a\",\"body\":\"\(goodText) A\"}", "{\"id\":\"s\",\"body\":\"few\"}"])
    try workspace.write("b.jsonl", lines: ["{\"id\":\"b\",\"text\":\"\(goodText) B\",\"note\":\"N\"}"])
    try workspace.write(
      "r.yml",
      """
      {quern: 1, inputs: [{source: a, path: a.jsonl, text: body}, {source: b, path: b.jsonl}], stages: [clean],
      clean: [{when: {source: "*"}, profiles: [basic]}]}
      """)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 0)
    let shown = try workspace.quern("inspect", "o")
    #expect(shown.code == 0 && !shown.output.contains("no text") && !shown.output.contains("not kept"))
    for text in ["\n\(goodText) A\n", "\nfew\n", "\n\(goodText) B\n"] { #expect(shown.output.contains(text)) }
    let notes = try workspace.quern("inspect", "o", "--text", "note").output
    #expect(notes.contains("\nN\n") && notes.contains("no text in field 'note'; name another with --text"))
  }

  /// Of the texts that a run has kept of dropped documents only those that are shown are held.
  @Test func memoryDoesNotGrowWithWhatWasDropped() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: (0..<10_000).map { "{\"id\":\($0),\"text\":\"few \($0)\"}" })
    expect(try workspace.quern("clean", "a.jsonl", "--out", "o", "--keep-dropped", "all"), code: 0)
    let options = ["inspect", "o", "--dropped", "--limit", "9000"]
    let (result, peakMemory) = try Quern.start(options, in: workspace).waitMeasuringMemory()
    #expect(result.code == 0 && result.output.hasSuffix("few 8999\n\n") && !result.output.contains("not kept"))
    #expect(peakMemory > 1_000_000 && peakMemory < 100_000_000, "\(peakMemory)")
  }
}
