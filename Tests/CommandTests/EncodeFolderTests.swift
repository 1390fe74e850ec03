import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What `quern encode` leaves alone in its folder, and what it replaces when.
struct EncodeFolderTests {
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 41)
    try workspace.write("a.jsonl", lines: corpus.records(300) + ["no record"])
    try workspace.write("b.jsonl", lines: corpus.records(20))
    let train = ["train", "a.jsonl", "--vocab-size", "300", "--pattern", "gpt2", "--special", "<eos>", "--out", "t"]
    expect(try Quern.run(train, in: workspace), code: 2)
    return workspace
  }

  private func encode(_ workspace: Workspace, _ format: String, _ inputs: String...) throws -> Quern.Result {
    try Quern.run(
      ["encode"] + inputs + ["--tokenizer", "t", "--format", format, "--length", "16", "--out", "o"], in: workspace)
  }

  /// The files in `o`, by name.
  private func content(_ workspace: Workspace) throws -> [String: Data] {
    try Dictionary(uniqueKeysWithValues: workspace.files(below: "o").map { ($0, try workspace.read("o/\($0)")) })
  }

  @Test(arguments: ["ids", "batches"])
  func failuresLeaveEverythingAsItWas(_ format: String) throws {
    let workspace = try prepare()
    expect(try encode(workspace, format, "a.jsonl"), code: 2)
    for name in ["notes.txt", "batches-of-mine.bin", "ids-1.jsonl.zst"] { try workspace.write("o/\(name)", "mine") }
    let before = try content(workspace)
    #expect(before.keys.contains("rejected.jsonl.zst"))
    expect(try encode(workspace, format, "a.jsonl", "missing.jsonl"), code: 1, says: "missing.jsonl: cannot open")
    try workspace.write("cut.jsonl.zst", zstd(try workspace.read("a.jsonl")).dropLast(100))
    expect(try encode(workspace, format, "b.jsonl", "cut.jsonl.zst"), code: 1, says: "truncated")
    #expect(try content(workspace) == before)
  }

  /// Results of either format make room for those of the other, and for fewer; files of others stay.
  @Test func successReplacesWhatEncodeWrote() throws {
    let workspace = try prepare()
    let others = ["notes.txt", "batches-of-mine.bin", "batches-00009.bin", "ids-1.jsonl.zst", ".ids-x"]
    for name in others { try workspace.write("o/\(name)", "mine") }
    func own() -> [String] { workspace.files(below: "o").filter { !others.contains($0) } }
    expect(try encode(workspace, "ids", "a.jsonl", "b.jsonl"), code: 2)
    #expect(own() == ["ids-00000.jsonl.zst", "ids-00001.jsonl.zst", "rejected.jsonl.zst"])
    expect(try encode(workspace, "ids", "b.jsonl"), code: 0)
    #expect(own() == ["ids-00000.jsonl.zst"])
    expect(try encode(workspace, "batches", "a.jsonl"), code: 2)
    #expect(own() == ["batches-00000.bin", "documents.bin", "index.json", "rejected.jsonl.zst"])
    try workspace.write("o/.ids-00000.jsonl.zst.attempt-1-1", "left by a crash")
    expect(try encode(workspace, "ids", "b.jsonl"), code: 0)
    #expect(own() == ["ids-00000.jsonl.zst"])
    for name in others { #expect(try workspace.read("o/\(name)") == Data("mine".utf8)) }
  }

  @Test func filesOfOthersAreNoResults() throws {
    let workspace = try prepare()
    let others = ["index.json", "documents.bin", "rejected.jsonl.zst"]
    for name in others { try workspace.write("o/\(name)", "{\"format\":\"mine\"}") }
    let before = try content(workspace)
    expect(try encode(workspace, "batches", "b.jsonl"), code: 64, says: "o/index.json is no index of batches")
    #expect(try content(workspace) == before)
    expect(try encode(workspace, "ids", "b.jsonl"), code: 0)
    for name in others { #expect(try workspace.read("o/\(name)") == before[name]) }
  }

  @Test func oneEncodeAtATime() throws {
    let workspace = try prepare()
    expect(try encode(workspace, "ids", "b.jsonl"), code: 0)
    let before = try content(workspace)
    let folder = open(workspace.path("o"), O_RDONLY | O_CLOEXEC)
    defer { close(folder) }
    try #require(flock(folder, LOCK_EX | LOCK_NB) == 0)
    expect(try encode(workspace, "ids", "a.jsonl"), code: 1, says: "another process is working in this folder")
    #expect(try content(workspace) == before)
  }

  @Test func fewOpenFilesForManyInputs() throws {
    let workspace = try prepare()
    let line = "{\"id\":\"a\",\"text\":\"\(goodText)\"}"
    for file in 0..<60 { try workspace.write("many/\(file).jsonl", lines: [line]) }
    let command = "ulimit -n 40; exec '\(Quern.path)' encode many --tokenizer t --format ids --out o"
    expect(try Child("/bin/bash", ["-c", command], in: workspace, input: "/dev/null").wait(), code: 0)
    #expect(try workspace.lines(of: "o").count == 60)
  }

  /// Half a million rejected records are not held in memory.
  @Test func memoryDoesNotGrowWithRejectedRecords() throws {
    let workspace = try prepare()
    let bad = 500_000
    try workspace.write("bad.jsonl", Data(repeating: UInt8(ascii: "x"), count: 2 * bad))
    var content = try workspace.read("bad.jsonl")
    for at in stride(from: 1, to: content.count, by: 2) { content[at] = 0x0A }
    try workspace.write("bad.jsonl", content)
    let arguments = ["encode", "bad.jsonl", "--tokenizer", "t", "--format", "ids", "--max-rejected", "1", "--out", "o"]
    let (result, peakMemory) = try Quern.start(arguments, in: workspace).waitMeasuringMemory()
    expect(result, code: 2)
    #expect(peakMemory > 1_000_000 && peakMemory < 64_000_000)
    #expect(try workspace.lines(of: "o/rejected.jsonl.zst").count == bad)
  }
}
