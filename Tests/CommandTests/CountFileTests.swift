import Foundation
import QuernBytes
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `quern train` in two steps: count files, and vocabularies from them.
struct CountFileTests {
  private static let counting = ["--pattern", "gpt2"]

  /// Three files of documents in several languages and sources.
  private func prepare(records: Int = 600) throws -> Workspace {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 61)
    var random = RandomGenerator(seed: 62)
    for name in ["a", "b", "c"] {
      try workspace.write(
        "in/\(name).jsonl",
        lines: (0..<records).map { index in
          let language = ["en", "en", "en", "de", "sw"][random.next(below: 5)]
          let source = ["web", "book"][random.next(below: 2)]
          let text = "\(corpus.sentence(20)) \(language)\(random.next(below: 50)) \(source)"
          return #"{"id":"\#(name)\#(index)","text":"\#(text)","lang":"\#(language)","source":"\#(source)"}"#
        })
    }
    return workspace
  }

  private func run(_ workspace: Workspace, _ arguments: [String]) throws -> Quern.Result {
    try Quern.run(["train"] + arguments, in: workspace)
  }

  private func counts(_ workspace: Workspace, _ folder: String) throws -> [String: Data] {
    try workspace.results(of: folder)
  }

  @Test func everyWayGivesTheSame() throws {
    let workspace = try prepare()
    let size = ["--vocab-size", "600", "--special", "<eos>"]
    expect(try run(workspace, ["in"] + CountFileTests.counting + size + ["--out", "whole.json"]), code: 0)
    let whole = try workspace.read("whole.json")
    for (number, jobs) in ["1", "2", "7"].enumerated() {
      let order = [["in"], ["in/c.jsonl", "in/a.jsonl", "in/b.jsonl"], ["in/b.jsonl", "in/[ca].jsonl"]][number]
      let options = order + CountFileTests.counting + ["--jobs", jobs]
      let small = options + ["--memory", "32MiB"]
      expect(try run(workspace, small + size + ["--out", "\(jobs).json"]), code: 0)
      expect(try run(workspace, options + size + ["--counts", "counts\(jobs)", "--out", "c\(jobs).json"]), code: 0)
      expect(try run(workspace, small + ["--counts-only", "--out", "only\(jobs)"]), code: 0, says: "3 count files")
      expect(try run(workspace, ["--from-counts", "only\(jobs)"] + size + ["--out", "f\(jobs).json"]), code: 0)
      for name in ["\(jobs)", "c\(jobs)", "f\(jobs)"] {
        #expect(try workspace.read("\(name).json") == whole, "\(name)")
      }
      #expect(try counts(workspace, "only\(jobs)") == counts(workspace, "only1"))
      #expect(try counts(workspace, "counts\(jobs)") == counts(workspace, "only1"))
    }
    // Files one by one, in another order.
    let files = workspace.files(below: "only1").map { "only1/\($0)" }
    expect(try run(workspace, ["--from-counts"] + files.reversed() + size + ["--out", "r.json"]), code: 0)
    #expect(try workspace.read("r.json") == whole)
  }

  @Test func finishedFilesAreKept() throws {
    let workspace = try prepare(records: 50)
    let command = ["in"] + CountFileTests.counting + ["--counts-only", "--out", "counts"]
    expect(try run(workspace, command), code: 0)
    let before = try counts(workspace, "counts")
    expect(try run(workspace, command), code: 0, says: "3 of 3 files were counted before")
    // What is gone, damaged, or of another input is counted again.
    let names = workspace.files(below: "counts")
    try FileManager.default.removeItem(atPath: workspace.path("counts/\(names[0])"))
    try workspace.write("counts/\(names[1])", Data("no counts".utf8))
    expect(try run(workspace, command), code: 0, says: "1 of 3 files were counted before", "cannot be read", names[1])
    #expect(try counts(workspace, "counts") == before)
    try workspace.write("in/b.jsonl", lines: [#"{"text":"something else"}"#])
    expect(
      try run(workspace, command), code: 0, says: "2 of 3 files were counted before", "in/b.jsonl: the file, the rule")
    // Another rule is another count.
    expect(
      try run(workspace, ["in", "--pattern", "gpt2", "--by-line", "--counts-only", "--out", "counts"]), code: 0,
      says: "it was counted again")
    // What a crash leaves is removed.
    try workspace.write("counts/.scratch-words-3.words", "left")
    try workspace.write("counts/.a.words.attempt-1-2", "left")
    try workspace.write("counts/.mine", "stays")
    expect(try run(workspace, command), code: 0)
    #expect(workspace.files(below: "counts").filter { $0.hasPrefix(".") } == [".mine"])
  }

  @Test func killedWhileCounting() throws {
    let workspace = try prepare(records: 20_000)
    let command = ["in"] + CountFileTests.counting + ["--vocab-size", "500", "--counts", "counts", "--out", "t.json"]
    expect(
      try run(workspace, ["in"] + CountFileTests.counting + ["--vocab-size", "500", "--out", "whole.json"]), code: 0)
    for signal in [SIGKILL, SIGINT] {
      try? FileManager.default.removeItem(atPath: workspace.path("counts"))
      try? FileManager.default.removeItem(atPath: workspace.path("t.json"))
      let child = try Quern.start(["train"] + command, in: workspace)
      while workspace.files(below: "counts").filter({ !$0.hasPrefix(".") }).isEmpty { usleep(500) }
      child.signal(signal)
      let result = try child.wait()
      if signal == SIGINT {
        expect(result, code: 130, says: "interrupted; the counts of finished files are kept in counts")
        #expect(!workspace.files(below: "counts").contains { $0.hasPrefix(".") })
      }
      #expect(!workspace.exists("t.json"))
      expect(try run(workspace, command), code: 0, says: "of 3 files were counted before")
      #expect(try workspace.read("t.json") == workspace.read("whole.json"))
      #expect(workspace.files(below: "counts").count == 3)
    }
  }

  @Test func filesThatDoNotBelongTogether() throws {
    let workspace = try prepare(records: 30)
    func count(_ file: String, _ options: String..., out: String) throws {
      expect(try run(workspace, ["in/\(file).jsonl"] + options + ["--counts-only", "--out", out]), code: 0)
    }
    try count("a", "--pattern", "gpt2", out: "a")
    try count("b", "--pattern", "cl100k", out: "b")
    try count("b", "--pattern", "gpt2", "--sample", "0.5", out: "sample")
    try count("a", "--pattern", "gpt2", out: "again")
    let b = try #require(workspace.files(below: "b").first)
    let again = try #require(workspace.files(below: "again").first)
    func train(_ files: String...) throws -> Quern.Result {
      try run(workspace, ["--from-counts"] + files + ["--vocab-size", "300", "--out", "t.json"])
    }
    expect(try train("a", "b"), code: 1, says: "b/\(b)", "cl100k", "gpt2")
    expect(try train("a", "sample"), code: 1, says: "sample/\(b)", "another sample")
    expect(try train("a", "again"), code: 64, says: "again/\(again)", "count the same input")
    expect(try train("a", "a/\(again)"), code: 64, says: "named twice")
    expect(try train("in"), code: 1, says: "no count files")
    expect(try train("in/a.jsonl"), code: 1, says: "in/a.jsonl: is no file of word counts")
    expect(try train("nowhere"), code: 1, says: "nowhere")
    // Damage is found, and nothing is written.
    let path = "a/\(try #require(workspace.files(below: "a").first))"
    var content = try workspace.read(path)
    content[content.count / 2] ^= 4
    try workspace.write(path, content)
    expect(try train("a"), code: 1, says: path)
    #expect(!workspace.exists("t.json"))
  }

  /// Lost records are told of also when the counts are reused.
  @Test func lossesAreRemembered() throws {
    let workspace = try prepare(records: 30)
    try workspace.write("in/d.jsonl", lines: ["broken", #"{"text":"a text with words"}"#])
    let command = ["in"] + CountFileTests.counting + ["--counts-only", "--out", "counts"]
    for _ in 0..<2 { expect(try run(workspace, command), code: 2) }
    expect(
      try run(workspace, ["--from-counts", "counts", "--vocab-size", "300", "--out", "t.json"]), code: 2)
    expect(try run(workspace, command + ["--max-rejected", "0"]), code: 1, says: "in/d.jsonl")
    // Damage that was survived is survived again only when that is asked for.
    var cut = zstd(try workspace.read("in/a.jsonl"))
    cut.removeLast(cut.count / 3)
    try workspace.write("in/e.jsonl.zst", cut)
    expect(try run(workspace, command), code: 1, says: "in/e.jsonl.zst")
    for _ in 0..<2 { expect(try run(workspace, command + ["--keep-going"]), code: 2, says: "in/e.jsonl.zst") }
    expect(try run(workspace, command), code: 1, says: "in/e.jsonl.zst")
  }

  @Test func onlyOneWorksInAFolder() throws {
    let workspace = try prepare(records: 30)
    try #require(mkfifo(workspace.path("pipe"), 0o600) == 0)
    let writer = open(workspace.path("pipe"), O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    let command = ["pipe"] + CountFileTests.counting + ["--counts-only", "--out", "counts"]
    let child = try Quern.start(["train"] + command, in: workspace)
    while !workspace.exists("counts") { usleep(1000) }
    usleep(100_000)
    expect(try run(workspace, command), code: 1, says: "another process is working in this folder")
    child.signal(SIGINT)
    expect(try child.wait(), code: 130, says: "kept in counts")
  }

  /// Counts that do not fit into the memory lie in the folder that TMPDIR names, and go with the process or, after a
  /// kill, with the next one.
  @Test func scratchFiles() throws {
    let workspace = try prepare(records: 20_000)
    try FileManager.default.createDirectory(atPath: workspace.path("tmp"), withIntermediateDirectories: true)
    var random = RandomGenerator(seed: 63)
    let lines = (0..<300_000).map { _ in #"{"text":"\#(random.next()) \#(random.next()) \#(random.next())"}"# }
    try workspace.write("numbers.jsonl", lines: lines)
    func arguments(_ input: String) -> [String] {
      [
        "TMPDIR=tmp", Quern.path, "train", input, "--pattern", "gpt2", "--memory", "32MiB", "--vocab-size", "300",
        "--out", "t.json",
      ]
    }
    func left() -> [String] { workspace.files(below: "tmp") }
    // A pipe that is open for writing, too, never ends.
    try #require(mkfifo(workspace.path("pipe"), 0o600) == 0)
    let writer = open(workspace.path("pipe"), O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    let child = try Child("/usr/bin/env", arguments("pipe"), in: workspace, input: "/dev/null")
    expect(
      try Child("/bin/sh", ["-c", "cat numbers.jsonl > pipe"], in: workspace, input: "/dev/null").wait(), code: 0)
    for _ in 0..<3000 where !left().contains(where: { !$0.contains(".attempt-") }) { usleep(10_000) }
    child.signal(SIGKILL)
    #expect(try child.wait().code == 128 + SIGKILL)
    #expect(!left().isEmpty)
    // The same name of a process that lives.
    let name = try #require(left().first { !$0.contains(".attempt-") })
    let other = name.replacingOccurrences(of: "+\(child.process)-", with: "+\(getpid())-")
    try workspace.write("tmp/\(other)", "in use")
    // Merging so many words needs more memory than counting them, and that is said.
    let refused = try Child("/usr/bin/env", arguments("numbers.jsonl"), in: workspace, input: "/dev/null").wait()
    expect(refused, code: 1, says: "merging needs", "may take 32 MiB", "--memory", "--min-word-count")
    #expect(left() == [other])
  }
}
