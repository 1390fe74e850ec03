import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Input from another process that stays open while nothing comes.
struct WaitingInputTests {
  /// A workspace with a vocabulary `t` and a named pipe.
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    let train = ["train", "a.jsonl", "--vocab-size", "257", "--pattern", "gpt2", "--special", "<eos>", "--out", "t"]
    expect(try Quern.run(train, in: workspace), code: 0)
    try #require(mkfifo(workspace.path("pipe"), 0o600) == 0)
    return workspace
  }

  /// The output fails once everything has been read that came; the command must not wait for more.
  @Test(arguments: ["pipe", "-"])
  func aFailureDoesNotWaitForInput(_ input: String) throws {
    let workspace = try prepare()
    var corpus = Corpus(seed: 31)
    try workspace.write("big.jsonl", lines: corpus.records(12_000))
    let writer = open(workspace.path("pipe"), O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    let feeder = try Child("/bin/sh", ["-c", "exec cat big.jsonl > pipe"], in: workspace, input: "/dev/null")
    // Files end at 64 KiB; 124 is what `timeout` gives.
    let command =
      "trap '' XFSZ; ulimit -f 64; exec timeout 60 '\(Quern.path)' encode \(input) --tokenizer t --format batches "
      + "--length 64 --jobs 2 --out o < pipe"
    let child = try Child("/bin/bash", ["-c", command], in: workspace, input: "/dev/null")
    expect(try child.wait(), code: 1, says: "o/batches-00000.bin: cannot write")
    #expect(workspace.files(below: "o").isEmpty)
    feeder.signal(SIGKILL)
    _ = try feeder.wait()
  }

  @Test(arguments: ["train", "encode"], ["1", "3"])
  func interruptedAtANamedPipe(_ command: String, jobs: String) throws {
    let workspace = try prepare()
    let options = [
      "train": ["--vocab-size", "300", "--pattern", "gpt2"], "encode": ["--tokenizer", "t", "--format", "ids"],
    ]
    let arguments = [command, "pipe", "--jobs", jobs, "--out", "o"] + (options[command] ?? [])
    // Before anyone has opened it for writing, then with some input but no end.
    for hasWriter in [false, true] {
      let writer = hasWriter ? open(workspace.path("pipe"), O_RDWR | O_CLOEXEC) : -1
      defer { close(writer) }
      let line = Array("{\"id\":\"a\",\"text\":\"\(goodText)\"}\n".utf8)
      if hasWriter { #expect(write(writer, line, line.count) == line.count) }
      let child = try Quern.start(arguments, in: workspace)
      usleep(300_000)
      child.signal(SIGINT)
      expect(try child.wait(), code: 130, says: "interrupted")
      #expect(workspace.files(below: "o").isEmpty)
    }
  }
}
