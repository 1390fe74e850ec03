import Foundation
import Testing

/// Help, versions and requests that make no sense.
struct CommandLineTests {
  @Test(arguments: [
    [], ["run"], ["clean"], ["dedup"], ["dedup", "exact"], ["train"], ["encode"], ["tokens"], ["audit"],
    ["inspect"], ["bench"],
  ])
  func helpStartsWithPurposeAndExamples(_ command: [String]) throws {
    let result = try Quern.run(command + ["--help"], in: Workspace())
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("OVERVIEW: "))
    let examples = try #require(result.output.range(of: "EXAMPLES:\n  quern "))
    #expect(try examples.lowerBound < #require(result.output.range(of: "USAGE:")).lowerBound)
    // Terminals of 80 columns show examples as they are.
    for line in result.output[examples.lowerBound...].prefix(while: { $0 != "U" }).split(separator: "\n") {
      #expect(line.count <= 80)
    }
    #expect(result.messages.isEmpty)
  }

  @Test func version() throws {
    let result = try Workspace().quern("--version")
    #expect(result.code == 0)
    #expect(result.output.hasPrefix("quern "))
  }

  @Test func unknownCommandNamesTheNearest() throws {
    expect(try Workspace().quern("clan", "a.jsonl"), code: 64, says: "there is no command 'clan'", "'clean'")
  }

  /// Options that are unknown, out of range or at odds; nothing may be written.
  @Test(arguments: [
    (["clean", "a.jsonl", "--out", "o", "--jbos", "1"], "'--jobs'"),
    (["clean", "a.jsonl", "--out", "o", "--jobs", "0"], "between 1 and 1024"),
    (["clean", "a.jsonl", "--out", "o", "--jobs", "x"], "--jobs"),
    (["clean", "a.jsonl", "--out", "o", "--max-record", "0"], "--max-record"),
    (["clean", "a.jsonl", "--out", "o", "--max-record", "12q"], "64MiB"),
    (["clean", "a.jsonl", "--out", "o", "--max-rejected", "1.5"], "between 0 and 1"),
    (["clean", "a.jsonl", "--out", "o", "--seed=-1"], "--seed"),
    (["clean", "a.jsonl", "--out", "o", "--profile", "bsic"], "did you mean “basic”"),
    (["clean", "a.jsonl", "--out", "o", "--profile", ""], "empty name"),
    (["clean", "a.jsonl", "--out", "o", "--profile", "basic,basic"], "twice"),
    (["clean", "a.jsonl", "--out", "o", "--rule", "basic.min_charcters.min=2"], "basic.min_characters"),
    (["clean", "a.jsonl", "--out", "o", "--rule", "basic.min_characters.mn=2"], "did you mean “min”"),
    (["clean", "a.jsonl", "--out", "o", "--rule", "basic.min_characters.min=x"], "RULE.PARAMETER=VALUE"),
    (["clean", "a.jsonl", "--out", "o", "--normalize", "nfx"], "'nfc'"),
    (["clean", "a.jsonl", "--out", ""], "--out is empty"),
    (["clean", "a.jsonl"], "--out"),
    (["clean", "--out", "o"], "<inputs>"),
    (["clean", "a.jsonl", "./a.jsonl", "--out", "o"], "named twice"),
    (["clean", "-", "-", "--out", "o"], "named twice"),
    (["dedup", "exact", "a.jsonl", "--out", "o", "--key", "txt"], "normalized_text"),
    (["train", "a.jsonl", "--out", "o", "--pattern", "gpt2", "--vocab-size", "0"], "at least|between"),
    (["train", "a.jsonl", "--out", "o", "--pattern", "gpt2", "--vocab-size", "99999999999"], "between"),
    (["train", "a.jsonl", "--out", "o", "--pattern", "gpt", "--vocab-size", "300"], "did you mean gpt2"),
    (["train", "a.jsonl", "--out", "o", "--pattern", "gpt2", "--vocab-size", "256", "--special", "<x>"], "too small"),
    (
      [
        "train", "a.jsonl", "--out", "o", "--pattern", "gpt2", "--vocab-size", "300", "--special", "x", "--special",
        "x",
      ],
      "twice"
    ),
    (["train", "a.jsonl", "--out", "o", "--pattern", "gpt2", "--vocab-size", "300", "--ties", "hf"], "'huggingface'"),
    (["inspect", "a.jsonl", "--limit=-1"], "--limit"),
    (["inspect", "a.jsonl", "--kept", "--dropped"], "exclude"),
    (["inspect", "a.jsonl", "--kept"], "is a file"),
    (["bench", "rea", "a.jsonl"], "- read"),
  ])
  func usage(_ arguments: [String], _ part: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    let result = try Quern.run(arguments, in: workspace)
    #expect(result.code == 64, "\(result.messages)")
    #expect(part.split(separator: "|").contains { result.messages.contains($0) }, "\(result.messages)")
    #expect(result.output.isEmpty)
    #expect(!workspace.exists("o"))
  }

  @Test func closedPipeIsNoFailureForWhoOnlyLooks() throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 1)
    try workspace.write("a.jsonl", lines: corpus.records(2000))
    for command in ["inspect a.jsonl --limit 2000", "help run", "clean --help"] {
      let shell = try Child(
        "/bin/bash", ["-c", "'\(Quern.path)' \(command) | head -1; exit ${PIPESTATUS[0]}"], in: workspace,
        input: "/dev/null")
      let result = try shell.wait()
      #expect(result.code == 0)
      #expect(result.messages.isEmpty)
      #expect(result.output.split(separator: "\n").count == 1)
    }
  }
}
