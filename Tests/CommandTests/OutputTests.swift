import Foundation
import Testing

/// What goes to standard output and standard error.
struct OutputTests {
  /// Every command that takes `--json`, in an order in which each finds what it needs.
  private static let commands: [[String]] = [
    ["run", "r.yml", "--out", "run"],
    ["clean", "in", "--out", "clean"],
    ["dedup", "exact", "in", "--out", "dedup"],
    ["train", "in", "--vocab-size", "300", "--pattern", "gpt2", "--special", "<eos>", "--out", "t"],
    ["encode", "in", "--tokenizer", "t", "--format", "ids", "--out", "ids"],
    ["encode", "in", "--tokenizer", "t", "--format", "batches", "--length", "32", "--out", "batches"],
  ]

  @Test func jsonIsOneObjectAndNothingElse() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    for command in OutputTests.commands {
      let result = try Quern.run(command + ["--json"], in: workspace)
      #expect(result.code == 2, "\(result.messages)")
      let object = try parse(result.output)
      let counts = try #require((object["counts"] ?? object["documents"]) as? [String: Any])
      #expect(counts["read"] as? Int == 601, "\(command)")
      #expect(counts["rejected.no_text"] as? Int == 1)
      let plain = try Quern.run(command, in: workspace)
      #expect(plain.output.isEmpty)
      // No terminal, no progress.
      #expect(!plain.messages.contains("\r") && !plain.messages.contains("\u{1B}"))
      #expect(!plain.messages.isEmpty)
    }
  }

  @Test func benchInJSON() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    let plain = try workspace.quern("bench", "clean", "in")
    #expect(plain.code == 0 && plain.output.hasPrefix("clean: ") && plain.output.contains(" MB/s, "))
    try workspace.write("pii.jsonl", lines: [#"{"text":"Write to a@mill.example.org or b@mill.example.org."}"#])
    let pii = try parse(try workspace.quern("bench", "pii", "pii.jsonl", "--json").output)
    #expect(pii["made"] as? Int == 2 && pii["made_what"] as? String == "finds")
    let result = try workspace.quern("bench", "clean", "in", "--json", "--jobs", "2")
    #expect(result.code == 0 && result.messages.isEmpty)
    let object = try parse(result.output)
    #expect(object["stage"] as? String == "clean" && object["made_what"] as? String == "kept")
    #expect(object["documents"] as? Int == 600 && object["jobs"] as? Int == 2)
    let (bytes, seconds) = try (#require(object["bytes"] as? Int), #require(object["seconds"] as? Double))
    let rate = try #require(object["megabytes_per_second"] as? Double)
    #expect(abs(rate * seconds * 1e6 - Double(bytes)) < 1)
  }

  /// What documents that were dropped have in common with those that stayed does not stand under "kept".
  @Test func theFunnelSaysOfWhatItCounts() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.jsonl",
      lines: [
        "{\"id\":\"a\",\"text\":\"e\u{301}\"}", "{\"id\":\"a\",\"text\":\"\(goodText)\"}",
        "{\"text\":\"few\",\"text\":\"few words\"}",
      ])
    let result = try workspace.quern("clean", "a.jsonl", "--out", "o")
    let lines = result.messages.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines.prefix(8).dropFirst() == [
        "dropped: basic.min_characters 2 66.7 % of read", "kept 1 33.3 % of read",
        "among all that were read, kept or not:", "edited: nfc 1", "without an id 1", "with the id of an earlier one 1",
        "repeated keys, the last one used 1",
      ])
  }

  @Test func quietSaysNothingWhenAllIsWell() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    let lines = try workspace.lines(of: "in/a.jsonl").dropLast()
    try workspace.write("in/a.jsonl", lines: Array(lines))
    for command in OutputTests.commands {
      let result = try Quern.run(command + ["--quiet"], in: workspace)
      #expect(result.code == 0)
      #expect(result.output.isEmpty && result.messages.isEmpty, "\(command): \(result.messages)")
    }
    // Errors are said all the same.
    expect(try workspace.quern("clean", "no.jsonl", "--out", "x", "--quiet"), code: 1, says: "no.jsonl")
  }

  @Test func dataThatCannotBeWrittenIsAFailure() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    for command in OutputTests.commands.map({ $0 + ["--json"] }) + [["inspect", "in/a.jsonl", "--limit", "500"]] {
      let words = command.map { "'\($0)'" }.joined(separator: " ")
      let full = try Child(
        "/bin/sh", ["-c", "'\(Quern.path)' \(words) > /dev/full"], in: workspace, input: "/dev/null"
      ).wait()
      expect(full, code: 1, says: "cannot write to standard output: No space left on device")
      // Nobody reads: whoever looks is done, whoever takes data must learn of it.
      for ignoring in ["", "trap '' PIPE;"] {
        let closed = try Child(
          "/bin/bash",
          ["-c", "\(ignoring) { sleep 0.2; exec '\(Quern.path)' \(words); } | true; exit ${PIPESTATUS[0]}"],
          in: workspace, input: "/dev/null"
        ).wait()
        #expect(closed.code == (command[0] == "inspect" ? 0 : 141), "\(command): \(closed.messages)")
      }
    }
  }

  @Test func terminalsShowProgressFiveTimesASecond() throws {
    let workspace = try Workspace()
    let probe =
      FileManager.default.isExecutableFile(atPath: "/usr/bin/script")
      ? try Child("/usr/bin/script", ["-qec", "true", "log"], in: workspace, input: "/dev/null").wait().code : 1
    guard probe == 0 else {
      return print("skipped: terminalsShowProgressFiveTimesASecond needs 'script' and pseudo-terminals")
    }
    try RunFolderTests.prepare(workspace, records: 20_000)
    let clock = ContinuousClock()
    for (option, isShown) in [("", true), (" --quiet", false)] {
      let start = clock.now
      let command = "'\(Quern.path)' run r.yml --out 'o\(option)'\(option)"
      let result = try Child("/usr/bin/script", ["-qec", command, "log"], in: workspace, input: "/dev/null").wait()
      let seconds = (clock.now - start) / .seconds(1)
      #expect(result.code == 2)
      let updates = result.output.components(separatedBy: "\r\u{1B}[K").count - 1
      if isShown {
        #expect(updates >= 2)
        #expect(Double(updates) <= 6 * seconds + 3)
        #expect(result.output.contains("MB/s") && result.output.contains(" %  "))
        // Nothing of it is left.
        #expect(result.output.components(separatedBy: "\r\u{1B}[K").last?.contains("MB/s") == false)
      } else {
        #expect(result.output.isEmpty)
      }
    }
  }
}
