import Foundation
import Testing

/// No result is written over an input, over another result or in place of a device.
struct OutputPlaceTests {
  private let train = ["train", "a.jsonl", "--pattern", "gpt2", "--vocab-size", "260"]

  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: (0..<20).map { "{\"id\":\($0),\"text\":\"\(goodText)\"}" })
    return workspace
  }

  @Test func noInputIsReplaced() throws {
    let workspace = try prepare()
    let input = try workspace.read("a.jsonl")
    for output in [["--out", "a.jsonl"], ["--out", "t", "--report", "./a.jsonl"], ["--out", "t", "--tiktoken", "l"]] {
      if !workspace.exists("l") {
        try FileManager.default.createSymbolicLink(atPath: workspace.path("l"), withDestinationPath: "a.jsonl")
      }
      expect(try Quern.run(train + output, in: workspace), code: 64, says: "would replace a file that is read")
    }
    #expect(try workspace.read("a.jsonl") == input && !workspace.exists("t"))
    expect(try Quern.run(train + ["--out", "t", "--counts", "c"], in: workspace), code: 0)
    let count = try #require(workspace.files(below: "c").first { $0.hasSuffix(".words") })
    let path = count.hasPrefix("c/") ? count : "c/\(count)"
    let fromCounts = ["train", "--from-counts", "c", "--vocab-size", "260", "--out"]
    for arguments in [
      fromCounts + [path], fromCounts + ["t", "--extend", "t"],
      ["prune", "t", "--vocab-size", "258", "--out", "t"],
      ["prune", "t", "--vocab-size", "258", "--counts", "c", "--out", "p", "--id-map", path],
      ["convert", "t", "--to", "tiktoken", "--out", "t"],
    ] {
      expect(try Quern.run(arguments, in: workspace), code: 64, says: "would replace a file that is read")
    }
    #expect(!workspace.exists("p"))
  }

  @Test func resultsHaveTheirOwnFiles() throws {
    let workspace = try prepare()
    for other in [["--tiktoken", "t"], ["--report", "./t"]] {
      expect(try Quern.run(train + ["--out", "t"] + other, in: workspace), code: 64, says: "name the same file")
    }
    #expect(!workspace.exists("t"))
    expect(
      try Quern.run(train + ["--out", "t-{size}", "--report", "r-{size}"], in: workspace), code: 64,
      says: "one file for all sizes")
    expect(try Quern.run(train + ["--out", "t"], in: workspace), code: 0)
    let prune = ["prune", "t", "--vocab-size", "258", "--out", "new/p"]
    expect(try Quern.run(prune + ["--id-map", "new/p"], in: workspace), code: 64, says: "name the same file")
    expect(try Quern.run(prune + ["--id-map", "also/new/map.npy"], in: workspace), code: 0)
    #expect(workspace.exists("new/p") && workspace.exists("also/new/map.npy"))
    // What cannot be written is known before the work.
    try FileManager.default.removeItem(atPath: workspace.path("new/p"))
    expect(try Quern.run(prune + ["--id-map", "also"], in: workspace), code: 64, says: "also is a folder")
    #expect(!workspace.exists("new/p"))
  }

  @Test func noDeviceIsReplaced() throws {
    let workspace = try prepare()
    try #require(mkfifo(workspace.path("pipe"), 0o600) == 0)
    for output in ["pipe", "/dev/null", "-"] {
      let result = try Quern.run(train + ["--out", output], in: workspace)
      expect(result, code: 64, says: "--out \(output)")
    }
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
    #expect(kind == .typeCharacterSpecial && !workspace.exists("-"))
  }

  @Test func aLinkStaysOne() throws {
    let workspace = try prepare()
    try workspace.write("old", "old")
    try FileManager.default.createSymbolicLink(atPath: workspace.path("latest"), withDestinationPath: "old")
    expect(try Quern.run(train + ["--out", "latest"], in: workspace), code: 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: workspace.path("latest")) == "old")
    #expect(try workspace.read("old").first == UInt8(ascii: "{"))
  }

  /// The limit of `ulimit -f` is met like a full disk.
  @Test func aLimitOnTheSizeOfFilesIsSaid() throws {
    let workspace = try prepare()
    let command = "trap - XFSZ; ulimit -f 1; exec \(Quern.path) \(train.joined(separator: " ")) --out t"
    let child = try Child("/bin/sh", ["-c", command], in: workspace, input: "/dev/null")
    expect(try child.wait(), code: 1, says: "t: cannot write: File too large")
    #expect(!workspace.exists("t") && !workspace.files(below: ".").contains { $0.contains("attempt") })
  }
}
