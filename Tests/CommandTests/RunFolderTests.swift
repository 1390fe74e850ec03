import Foundation
import Testing

/// What a second command does in a folder that holds results.
struct RunFolderTests {
  /// A recipe with every stage, over two files.
  static func prepare(_ workspace: Workspace, records: Int = 400) throws {
    var corpus = Corpus(seed: 7)
    try workspace.write("in/a.jsonl", lines: corpus.records(records) + ["{\"id\":\"broken\"}"])
    try workspace.write("in/b.jsonl", lines: corpus.records(records / 2, prefix: "b"))
    try workspace.write("r.yml", RunFolderTests.recipe(length: 32))
  }

  static func recipe(length: Int, profile: String = "basic", vocabulary: Int = 300) -> String {
    """
    quern: 1
    inputs: [{source: a, path: in}]
    stages: [exact, clean]
    clean: [{when: {source: "*"}, profiles: [\(profile)]}]
    tokenizer: {train: {vocab_size: \(vocabulary), pattern: gpt2}}
    shards: {length: \(length), batch: 4}

    """
  }

  private func identities(_ workspace: Workspace, _ run: String) throws -> [String: NSObject] {
    var identities: [String: NSObject] = [:]
    for file in workspace.files(below: run) {
      let attributes = try FileManager.default.attributesOfItem(atPath: workspace.path("\(run)/\(file)"))
      identities[file] = attributes[.systemFileNumber] as? NSObject
    }
    return identities
  }

  @Test func rerunDoesNothing() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2, says: " tasks run, 0 reused")
    let before = try workspace.results(of: "o")
    let files = try identities(workspace, "o")
    expect(try workspace.quern("run", "r.yml", "--out", "o/"), code: 2, says: "\n0 tasks run")
    #expect(try workspace.results(of: "o") == before)
    let same = try identities(workspace, "o")
    let small = ["plan.json", "recipe.yml", "recipe.original.yml", "report/report.json", "report/labels.json"]
    #expect(files.filter { !small.contains($0.key) } == same.filter { !small.contains($0.key) })
    #expect(!workspace.exists("o/spill"))
    // The work is the same, wherever the command is given.
    let elsewhere = try Quern.run(["run", workspace.path("r.yml"), "--out", workspace.path("o")], in: Workspace())
    expect(elsewhere, code: 2, says: "\n0 tasks run")
  }

  @Test func deletedFilesAreMadeAgain() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let before = try workspace.results(of: "o")
    // The tasks that write each file again, with those whose spilled files are gone.
    for (file, ran) in [
      ("shards/batches-00000.bin", 3), ("tokenizer/tokenizer.json", 1), ("tokenizer/counts/00000-a.words", 1),
      ("docs/00001-b.jsonl.zst", 4), ("dropped/sample.jsonl.zst", 6), ("done/train/00000.json", 1),
      ("verdicts/00000-a.jsonl.zst", 4), ("report/report.json", 0),
    ] {
      try FileManager.default.removeItem(atPath: workspace.path("o/\(file)"))
      expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2, says: "\n\(ran) tasks run")
      #expect(try workspace.results(of: "o") == before, "\(file)")
    }
    // A file of the wrong size is no result either.
    try workspace.write("o/docs/00000-a.jsonl.zst", "cut")
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    #expect(try workspace.results(of: "o") == before)
  }

  /// A file that has its size but not its bytes is named; without it, the same command makes it again.
  @Test func changedFilesAreNotUsed() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let before = try workspace.results(of: "o")
    for (file, gone) in [
      ("docs/00000-a.ids", "shards/index.json"), ("docs/00001-b.jsonl.zst", "shards/index.json"),
      ("tokenizer/tokenizer.json", "shards/index.json"), ("docs/00000-a.ids", "tokenizer/counts/00000-a.words"),
    ] {
      var bytes = try workspace.read("o/\(file)")
      bytes[bytes.count / 2] ^= 1
      try workspace.write("o/\(file)", bytes)
      try FileManager.default.removeItem(atPath: workspace.path("o/\(gone)"))
      let result = try workspace.quern("run", "r.yml", "--out", "o")
      expect(result, code: 1, says: "o/\(file)", "and run the same command again")
      try FileManager.default.removeItem(atPath: workspace.path("o/\(file)"))
      expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
      #expect(try workspace.results(of: "o") == before, "\(file)")
    }
  }

  /// What a crash leaves of a record is no record, and goes.
  @Test func attemptsAtRecords() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    try workspace.write("o/done/clean/.00000.json.attempt-1-2", "{")
    try workspace.write("o/done/old/.00000.json.attempt-1-2", "{")
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2, says: "\n0 tasks run")
    #expect(!workspace.files(below: "o").contains { $0.contains(".attempt-") })
  }

  @Test func changedRecipe() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let before = try workspace.results(of: "o")

    // Only the last stage changes; the spill that it reads is gone, so encode is redone, too.
    try workspace.write("r.yml", RunFolderTests.recipe(length: 16))
    expect(
      try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "o holds a run of another recipe",
      "pack would be redone", "exact-hash, exact-pick, clean", "would be kept", "--redo")
    var now = try workspace.results(of: "o")
    #expect(now == before)
    expect(try workspace.quern("run", "r.yml", "--out", "o", "--redo"), code: 2, says: "\n3 tasks run")

    try workspace.write("r.yml", RunFolderTests.recipe(length: 16, profile: "prose"))
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "clean", "encode, pack would be redone")
    expect(try workspace.quern("run", "r.yml", "--out", "o", "--redo"), code: 2)
    expect(try workspace.quern("run", "r.yml", "--out", "fresh"), code: 2)
    now = try workspace.results(of: "o")
    #expect(try now == workspace.results(of: "fresh"))

    // Results that the new recipe does not make are not removed without being asked.
    let short = RunFolderTests.recipe(length: 16, profile: "prose").split(separator: "\n").dropLast()
    try workspace.write("r.yml", short.joined(separator: "\n"))
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "encode, pack would be removed")
    #expect(workspace.exists("o/shards/index.json"))
    expect(try workspace.quern("run", "r.yml", "--out", "o", "--redo"), code: 2, says: "\n0 tasks run")
    #expect(!workspace.exists("o/shards/index.json"))
  }

  @Test func changedInput() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let content = try workspace.read("in/b.jsonl")
    try workspace.write("in/b.jsonl", content + Data("{\"id\":\"new\",\"text\":\"\(goodText)\"}\n".utf8))
    expect(
      try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "inputs that have changed", "exact-hash",
      "--redo")
    expect(try workspace.quern("run", "r.yml", "--out", "o", "--redo"), code: 2)
    #expect(try workspace.report(of: "o")["read"] as? Int == 602)
    try workspace.write("in/c.jsonl", lines: ["{\"id\":\"c\",\"text\":\"\(goodText)\"}"])
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 64, says: "inputs that have changed")
  }

  @Test func oneProcessAtATime() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace, records: 20_000)
    let first = try Quern.start(["run", "r.yml", "--out", "o"], in: workspace)
    while !workspace.exists("o/plan.json") { usleep(1000) }
    let second = try workspace.quern("run", "r.yml", "--out", "o")
    expect(second, code: 1, says: "another process is working in this folder")
    #expect(try first.wait().code == 2)
  }

  @Test func encodeReplacesWhatItWroteBefore() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    expect(
      try workspace.quern(
        "train", "in", "--vocab-size", "300", "--pattern", "gpt2", "--out", "t", "--special", "<eos>"),
      code: 2)
    let encode = ["--tokenizer", "t", "--out", "e", "--format"]
    expect(try Quern.run(["encode", "in"] + encode + ["ids"], in: workspace), code: 2)
    #expect(workspace.files(below: "e") == ["ids-00000.jsonl.zst", "ids-00001.jsonl.zst", "rejected.jsonl.zst"])
    expect(try Quern.run(["encode", "in/b.jsonl"] + encode + ["ids"], in: workspace), code: 0)
    #expect(workspace.files(below: "e") == ["ids-00000.jsonl.zst"])
    expect(try Quern.run(["encode", "in/b.jsonl"] + encode + ["batches", "--length", "16"], in: workspace), code: 0)
    #expect(workspace.files(below: "e") == ["batches-00000.bin", "documents.bin", "index.json"])
  }
}
