import Foundation
import QuernBytes
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Processes that are killed, interrupted, or find no space: what is done stays, and the same command goes on.
@Suite(.serialized) struct CrashTests {
  private func prepare(_ workspace: Workspace) throws {
    var corpus = Corpus(seed: 21)
    for name in ["a", "b", "c"] {
      try workspace.write("in/\(name).jsonl", lines: corpus.records(3000, prefix: name) + ["{}"])
    }
    try workspace.write("r.yml", RunFolderTests.recipe(length: 64, vocabulary: 500))
  }

  /// Every file that a done-record names is there with its size and hash.
  private func checkRecords(_ workspace: Workspace, _ run: String, spillsToo: Bool) throws -> Int {
    var count = 0
    for name in workspace.files(below: "\(run)/done") where !name.contains(".attempt-") {
      let record = try parse(String(decoding: try workspace.read("\(run)/done/\(name)"), as: UTF8.self))
      count += 1
      for file in try #require(record["files"] as? [[String: Any]]) {
        let path = try #require(file["path"] as? String)
        // Spilled files go when their readers are done.
        if path.hasPrefix("spill/") && !workspace.exists("\(run)/\(path)") && !spillsToo { continue }
        let content = try workspace.read("\(run)/\(path)")
        #expect(content.count == file["bytes"] as? Int, "\(path)")
        #expect(content.withUnsafeBytes { XXH3.hash128($0).hex } == file["xxh3_128"] as? String, "\(path)")
      }
    }
    return count
  }

  @Test(arguments: ["exact, clean", "exact, passages, clean, near, substring, decontaminate"])
  func killedAtAnyMoment(stages: String) throws {
    let workspace = try Workspace()
    try prepare(workspace)
    var recipe = String(decoding: try workspace.read("r.yml"), as: UTF8.self)
    #expect(recipe.contains("stages: [exact, clean]"))
    recipe = recipe.replacingOccurrences(of: "stages: [exact, clean]", with: "stages: [\(stages)]")
    if stages.contains("near") {
      var corpus = Corpus(seed: 22)
      try workspace.write(
        "bench.jsonl", lines: (0..<20).map { _ in "{\"question\":\"\(corpus.sentence(20))\"}" })
      recipe += """

        near: {cluster: components, verify_jaccard: 0.5}
        passages: {unit: sentences, min_bytes: 1}
        substring: {bytes: 24}
        decontaminate: {against: [bench.jsonl], rule: overlap}

        """
    }
    try workspace.write("r.yml", recipe)
    let clock = ContinuousClock()
    let start = clock.now
    expect(try workspace.quern("run", "r.yml", "--out", "whole"), code: 2)
    let time = Int((clock.now - start) / .microseconds(1))
    let whole = try workspace.results(of: "whole")
    var random = RandomGenerator(seed: 5)
    var unfinished = 0
    for round in 0..<6 {
      let out = "killed\(round)"
      // Killed once or twice, at a moment that is spread over the time that the work takes.
      for kill in 0...round % 2 {
        let child = try Quern.start(["run", "r.yml", "--out", out], in: workspace)
        usleep(UInt32(time * (2 * round + 1) / 12 / (kill + 1) + random.next(below: time / 12 + 1)))
        child.signal(SIGKILL)
        if try child.wait().code == 128 + SIGKILL { unfinished += 1 }
        _ = try checkRecords(workspace, out, spillsToo: false)
      }
      expect(try workspace.quern("run", "r.yml", "--out", out), code: 2)
      _ = try checkRecords(workspace, out, spillsToo: false)
      let results = try workspace.results(of: out)
      #expect(results.keys.sorted() == whole.keys.sorted())
      for (file, content) in whole { #expect(results[file] == content, "\(file) in round \(round)") }
      try FileManager.default.removeItem(atPath: workspace.path(out))
    }
    #expect(unfinished > 0)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func interrupted(_ signal: Int32) throws {
    let workspace = try Workspace()
    try prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "whole"), code: 2)
    let child = try Quern.start(["run", "r.yml", "--out", "o"], in: workspace)
    while !workspace.exists("o/done/exact-hash/00000.json") { usleep(200) }
    child.signal(signal)
    expect(try child.wait(), code: 130, says: "interrupted; run the same command again")
    let done = try checkRecords(workspace, "o", spillsToo: false)
    #expect(done > 0)
    #expect(!workspace.files(below: "o").contains { $0.contains(".attempt-") })
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2, says: "reused")
    #expect(try workspace.results(of: "o") == workspace.results(of: "whole"))
  }

  /// An interrupt also ends a command that waits for input that does not come.
  @Test(arguments: [["clean"], ["train"], ["encode", "--jobs", "1"], ["encode", "--jobs", "3"]])
  func interruptedWhileWaiting(_ command: [String]) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    let train = ["train", "a.jsonl", "--vocab-size", "257", "--pattern", "gpt2", "--special", "<eos>", "--out", "t"]
    expect(try Quern.run(train, in: workspace), code: 0)
    let options = [
      "clean": ["--out", "o"], "train": ["--vocab-size", "300", "--pattern", "gpt2", "--out", "o"],
      "encode": ["--tokenizer", "t", "--format", "ids", "--out", "o"],
    ]
    // A named pipe that is open for writing, too, never ends.
    #expect(mkfifo(workspace.path("pipe"), 0o600) == 0)
    let writer = open(workspace.path("pipe"), O_RDWR | O_CLOEXEC)
    defer { close(writer) }
    let line = Array("{\"id\":\"a\",\"text\":\"\(goodText)\"}\n".utf8)
    #expect(write(writer, line, line.count) == line.count)
    let child = try Quern.start(
      [command[0], "-"] + command.dropFirst() + (options[command[0]] ?? []), in: workspace,
      input: workspace.path("pipe"))
    usleep(300_000)
    child.signal(SIGINT)
    expect(try child.wait(), code: 130, says: "interrupted")
    #expect(workspace.files(below: "o").isEmpty)
  }

  @Test func noSpaceLeft() throws {
    let workspace = try Workspace()
    try prepare(workspace)
    try FileManager.default.createDirectory(atPath: workspace.path("small"), withIntermediateDirectories: true)
    let mounted = mount("tmpfs", workspace.path("small"), "tmpfs", 0, "size=500k") == 0
    try #require(mounted || errno == EPERM)
    guard mounted else { return print("skipped: noSpaceLeft needs the right to mount a small file system") }
    defer { umount(workspace.path("small")) }
    let result = try workspace.quern("run", "r.yml", "--out", "small/o")
    expect(
      result, code: 1, says: "small/o/", "No space left on device", "free some space and run the same command again")
    #expect(!workspace.files(below: "small/o").contains { $0.contains(".attempt-") })
    _ = try checkRecords(workspace, "small/o", spillsToo: false)
    #expect(mount("tmpfs", workspace.path("small"), "tmpfs", UInt(MS_REMOUNT), "size=100m") == 0)
    expect(try workspace.quern("run", "r.yml", "--out", "small/o"), code: 2)
    expect(try workspace.quern("run", "r.yml", "--out", "whole"), code: 2)
    #expect(try workspace.results(of: "small/o") == workspace.results(of: "whole"))
  }
}
