import Foundation
import Testing

/// `quern tokens` as its users meet it.
struct TokensTests {
  /// A vocabulary with a special token (id 0).
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end\"}"])
    expect(
      try workspace.quern(
        "train", "a.jsonl", "--vocab-size", "262", "--pattern", "gpt2", "--special", "<|endoftext|>", "--out", "t.json"),
      code: 0)
    return workspace
  }

  private func tokens(_ workspace: Workspace, _ options: [String], input: Data = Data()) throws -> Quern.Result {
    try workspace.write("input", input)
    return try Quern.run(["tokens", "--tokenizer", "t.json"] + options, in: workspace, input: workspace.path("input"))
  }

  @Test func linesBothWays() throws {
    let workspace = try prepare()
    for text in ["the river\nand\n", "the end\n\n\nx\r\ny\n", "\n", ""] {
      let ids = try tokens(workspace, [], input: Data(text.utf8))
      expect(ids, code: 0)
      #expect(ids.output.filter { $0 == "\n" }.count == text.utf8.filter { $0 == 0x0A }.count)
      let back = try tokens(workspace, ["--decode"], input: Data(ids.output.utf8))
      #expect(Array(back.output.utf8) == Array(text.utf8))
    }
    // A last line without an end is a line.
    #expect(try tokens(workspace, [], input: Data("a\nb".utf8)).output.split(separator: "\n").count == 2)
    #expect(try tokens(workspace, ["--count"], input: Data("a\n\n".utf8)).output == "1\n0\n")
  }

  @Test func textsOfSeveralLines() throws {
    let workspace = try prepare()
    let input = Data("the\nriver\0\0\nend".utf8)
    let ids = try tokens(workspace, ["--null"], input: input)
    #expect(ids.output.split(separator: "\n", omittingEmptySubsequences: false).count == 4)
    let back = try tokens(workspace, ["--null", "--decode"], input: Data(ids.output.utf8))
    #expect(Data(back.output.utf8) == input + [0])
    expect(
      try tokens(workspace, ["-0"], input: Data([0x61, 0, 0xFF, 0])), code: 1, says: "text 2: the text is no UTF-8")
    expect(try tokens(workspace, ["--null", "--whole"]), code: 64, says: "--null")
  }

  @Test func oneText() throws {
    let workspace = try prepare()
    let line = try tokens(workspace, ["the end"])
    #expect(line.output == (try tokens(workspace, ["--whole"], input: Data("the end".utf8)).output))
    #expect(try tokens(workspace, ["--decode", line.output]).output == "the end\n")
    #expect(
      try tokens(workspace, ["--decode", "[1, 2,3]"]).output == "!\"#\n")
    #expect(try tokens(workspace, ["--whole"]).output == "\n")
    #expect(try tokens(workspace, [""]).output == "\n")
  }

  @Test func anyBytesComeBack() throws {
    let workspace = try prepare()
    let bytes = Data((0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 3) })
    let ids = try tokens(workspace, ["--whole", "--invalid", "keep"], input: bytes)
    expect(ids, code: 0)
    try workspace.write("ids", ids.output)
    let shell = try Child(
      "/bin/bash",
      ["-c", "'\(Quern.path)' tokens --tokenizer t.json --decode --whole < ids > back"], in: workspace,
      input: "/dev/null")
    expect(try shell.wait(), code: 0)
    #expect(try workspace.read("back") == bytes)
  }

  @Test func malformedText() throws {
    let workspace = try prepare()
    let input = Data([0x61, 0x0A, 0x62, 0xFF, 0x63, 0x0A])
    let refused = try tokens(workspace, [], input: input)
    expect(refused, code: 1, says: "line 2: the text is no UTF-8 at byte 1; see --invalid")
    // What came before is printed.
    #expect(refused.output == (try tokens(workspace, ["a"]).output))
    func ids(_ treatment: String) throws -> String {
      String(try tokens(workspace, ["--invalid", treatment], input: input).output.split(separator: "\n")[1])
    }
    #expect(try ids("drop") == (try tokens(workspace, ["bc"]).output.dropLast()))
    #expect(try ids("replace") == (try tokens(workspace, ["b\u{FFFD}c"]).output.dropLast()))
    #expect(try ids("keep").split(separator: " ").count == 3)
  }

  @Test func specialTokens() throws {
    let workspace = try prepare()
    let text = "the <|endoftext|>"
    #expect(!(try tokens(workspace, [text]).output.split(separator: " ").contains("0\n")))
    #expect(try tokens(workspace, ["--special", "allow", text]).output.hasSuffix(" 0\n"))
    let refused = try tokens(workspace, ["--special", "error"], input: Data("a\n\(text)\n".utf8))
    expect(
      refused, code: 1, says: "line 2: special token <|endoftext|> at byte 4 is not allowed in text; see --special")
    expect(try tokens(workspace, ["--template", "a"]), code: 0, says: "warning: the vocabulary puts nothing")
  }

  @Test func shownTokens() throws {
    let workspace = try prepare()
    let shown = try tokens(
      workspace, ["--show", "--invalid", "keep"], input: Data([0x20, 0x61, 0xE4, 0x1B, 0x7C, 0x0A]))
    expect(shown, code: 0)
    let lines = shown.output.split(separator: "\n").map(String.init)
    #expect(lines[0].hasSuffix("\\xe4│\\x1b│|"))
    #expect(!shown.output.contains("\u{1B}"))
    #expect(lines[1].split(separator: " ").count == lines[0].split(separator: "│").count)
    #expect(try tokens(workspace, ["--show", "│\\"]).output.hasPrefix("\\xe2│\\x94│\\x82│\\\\\n"))
  }

  /// Colours on a terminal, and none where NO_COLOR says so.
  @Test func colours() throws {
    let workspace = try prepare()
    for (setting, coloured) in [("NO_COLOR=", true), ("NO_COLOR=1", false)] {
      let script = try Child(
        "/usr/bin/script",
        [
          "-qec", "\(setting) '\(Quern.path)' tokens --tokenizer t.json --show 'a<|endoftext|>' --special allow",
          "typed",
        ],
        in: workspace, input: "/dev/null")
      let result = try script.wait()
      expect(result, code: 0)
      #expect(
        result.output.contains("\u{1B}[30;45m<|endoftext|>\u{1B}[0m") == coloured, "\(result.output.debugDescription)")
    }
  }

  @Test func json() throws {
    let workspace = try prepare()
    let result = try tokens(
      workspace, ["--json", "--invalid", "keep"], input: Data("the é\n".utf8) + Data([0x61, 0xFF]))
    let rows = try result.output.split(separator: "\n").map { try parse(String($0)) }
    #expect(rows.count == 2)
    let parts = try #require(rows[0]["tokens"] as? [[String: Any]])
    #expect(rows[0]["text"] as? String == "the é")
    #expect(rows[0]["count"] as? Int == parts.count)
    #expect(rows[0]["ids"] as? [Int] == parts.compactMap { $0["id"] as? Int })
    #expect(parts.first?["start"] as? Int == 0)
    #expect(parts.last?["end"] as? Int == 6)
    #expect(parts.last?["hex"] as? String == "a9")
    #expect(rows[1]["hex"] as? String == "61ff")
    let back = try parse(try tokens(workspace, ["--decode", "--json", "65 66"]).output)
    #expect(back["text"] as? String == "ab")
  }

  @Test(arguments: [
    (["--decode", "1 x 3"], Int32(1), "'x' is no token id"), (["--decode", "1 -2"], 1, "'-2' is no token id"),
    (["--decode", "4294967296"], 1, "'4294967296' is no token id"), (["--decode", "9999"], 1, "no token has id 9999"),
    (["--decode", "18446744073709551617"], 1, "is no token id"),
    (["--count", "--json", "a"], 64, "exclude each other"),
    (["--decode", "--template", "1"], 64, "--decode takes ids"),
    (["--special", "all", "a"], 64, "'allow'"), (["--invalid", "ignore", "a"], 64, "'drop'"),
  ])
  func refused(_ options: [String], _ code: Int32, _ message: String) throws {
    expect(try tokens(prepare(), options), code: code, says: message)
  }

  @Test func badLinesAreNamed() throws {
    let workspace = try prepare()
    let result = try tokens(workspace, ["--decode"], input: Data("65\n66 777\n".utf8))
    expect(result, code: 1, says: "line 2: no token has id 777")
    #expect(result.output == "a\n")
    expect(
      try workspace.quern("tokens", "--tokenizer", "no.json", "a"), code: 1, says: "no.json: cannot open")
  }

  @Test func aVeryLongLineAndAClosedPipe() throws {
    let workspace = try prepare()
    let long = Data(repeating: 0x61, count: 3_000_000) + Data("\nb\n".utf8)
    #expect(try tokens(workspace, ["--count"], input: long).output == "3000000\n1\n")
    try workspace.write("long", long)
    let shell = try Child(
      "/bin/bash",
      ["-c", "'\(Quern.path)' tokens --tokenizer t.json < long | head -c 10 > part; exit ${PIPESTATUS[0]}"],
      in: workspace, input: "/dev/null")
    #expect(try shell.wait().code == 141)
  }
}
