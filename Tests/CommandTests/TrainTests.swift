import Foundation
import QuernBytes
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Where `quern train` writes, and when it stops.
struct TrainTests {
  private let train = ["train", "a.jsonl", "--pattern", "gpt2"]

  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: (0..<20).map { "{\"id\":\($0),\"text\":\"\(goodText)\"}" })
    return workspace
  }

  @Test func foldersAreMadeForBothFiles() throws {
    let workspace = try prepare()
    let options = ["--vocab-size", "270", "--out", "new/t.json", "--tiktoken", "other/new/t.tiktoken"]
    expect(try Quern.run(train + options, in: workspace), code: 0)
    #expect(workspace.exists("new/t.json") && workspace.exists("other/new/t.tiktoken"))
    // What cannot be written is known before the work.
    try workspace.write("file", "no folder")
    for name in ["new", "file/t.json"] {
      for target in [["--out", name], ["--out", "t", "--tiktoken", name]] {
        let result = try Quern.run(train + ["--vocab-size", "270"] + target, in: workspace)
        #expect(result.code == (name == "new" ? 64 : 1))
        #expect(result.messages.contains("folder"))
        #expect(!workspace.exists("t"))
      }
    }
  }

  /// A special token that is spelt like a learned one is one token with it, which ranks cannot say.
  @Test func aRankFileThatWouldLieIsLeftOut() throws {
    let workspace = try prepare()
    let options = ["--vocab-size", "280", "--special", "in", "--out", "t.json", "--tiktoken", "t.tiktoken"]
    expect(try Quern.run(train + options, in: workspace), code: 0, says: "warning: t.tiktoken is not written")
    #expect(workspace.exists("t.json") && !workspace.exists("t.tiktoken"))
  }

  @Test func interruptedWhileMerging() throws {
    let workspace = try prepare()
    var random = RandomGenerator(seed: 51)
    let words = (0..<60_000).map { _ in
      String(decoding: (0..<16).map { _ in UInt8(ascii: "a") + UInt8(random.next(below: 16)) }, as: UTF8.self)
    }
    let lines = stride(from: 0, to: words.count, by: 100).map { start in
      "{\"text\":\"\(words[start..<start + 100].joined(separator: " "))\"}"
    }
    try #require(mkfifo(workspace.path("pipe"), 0o600) == 0)
    try workspace.write("big.jsonl", lines: lines)
    let child = try Quern.start(
      ["train", "pipe", "--pattern", "gpt2", "--vocab-size", "200000", "--out", "t"], in: workspace)
    // When the pipe has been read to its end, little but merging is left.
    expect(try Child("/bin/sh", ["-c", "cat big.jsonl > pipe"], in: workspace, input: "/dev/null").wait(), code: 0)
    usleep(500_000)
    child.signal(SIGINT)
    expect(try child.wait(), code: 130, says: "interrupted", "nothing was written")
    #expect(!workspace.exists("t"))
  }
}
