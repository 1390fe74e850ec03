import Foundation
import Testing

/// The same input and recipe give the same bytes.
struct DeterminismTests {
  private static let recipe = """
    quern: 1
    inputs:
      - {source: web, path: "in/*.jsonl*"}
      - {source: other, path: other.jsonl}
    stages: [exact, clean]
    clean:
      - {when: {source: other}, profiles: [prose]}
      - {when: {source: "*"}, profiles: [basic]}
    keep_dropped: KEEP
    max_rejected: 0.5
    tokenizer: {train: {vocab_size: 400, pattern: cl100k}}
    shards: {length: 64, batch: 8}

    """

  @Test(arguments: ["sample", "all", "none"])
  func threadsDoNotMatter(_ keep: String) throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 11)
    // Some megabytes, so that there are more batches than threads.
    try workspace.write("in/a.jsonl", lines: corpus.records(6000) + ["broken"])
    try workspace.write(
      "in/b.jsonl.zst", zstd(Data(corpus.records(5000, prefix: "b").map { $0 + "\n" }.joined().utf8)))
    try workspace.write("other.jsonl", lines: ["{\"id\":1}"] + corpus.records(2000, prefix: "c"))
    try workspace.write("r.yml", DeterminismTests.recipe.replacingOccurrences(of: "KEEP", with: keep))
    for jobs in ["1", "2", "5"] {
      expect(try workspace.quern("run", "r.yml", "--out", "o" + jobs, "--jobs", jobs), code: 2)
    }
    let one = try workspace.results(of: "o1")
    for folder in ["docs", "verdicts", "rejected", "removed", "tokenizer", "shards", "report"] {
      #expect(one.keys.contains { $0.hasPrefix(folder + "/") }, "\(folder)")
    }
    #expect(one.keys.contains { $0.hasPrefix("dropped/") } == (keep != "none"))
    for jobs in ["2", "5"] {
      let other = try workspace.results(of: "o" + jobs)
      #expect(one.keys.sorted() == other.keys.sorted())
      for (file, content) in one { #expect(other[file] == content, "\(file) with \(jobs) jobs") }
    }
    try checkRows(workspace, "o1", keepsDropped: keep)
  }

  /// One verdict a document, with every member that is promised; nothing is lost between the folders.
  private func checkRows(_ workspace: Workspace, _ run: String, keepsDropped keep: String) throws {
    let verdicts = try workspace.rows(of: "\(run)/verdicts")
    let report = try workspace.report(of: run)
    let rejected = try workspace.lines(of: "\(run)/rejected").count
    #expect(rejected == 2)
    #expect(report["read"] as? Int == verdicts.count + rejected)
    #expect(Set(verdicts.compactMap { $0["doc"] as? UInt64 }).count == verdicts.count)
    for row in verdicts {
      let members = ["doc", "id", "keep", "reason", "source", "signals"]
      guard members.allSatisfy({ row[$0] != nil }), let kept = row["keep"] as? Bool else {
        Issue.record("a verdict lacks members: \(row)")
        continue
      }
      #expect(kept == (row["reason"] is NSNull))
    }
    let keptIDs = verdicts.filter { $0["keep"] as? Bool == true }.compactMap { $0["id"] as? String }
    #expect(try workspace.rows(of: "\(run)/docs").compactMap { $0["id"] as? String } == keptIDs)
    #expect(report["kept"] as? Int == keptIDs.count)
    let dropped = verdicts.count - keptIDs.count
    if keep == "all" { #expect(try workspace.lines(of: "\(run)/dropped").count == dropped) }
    #expect((report["dropped"] as? [String: Int])?.values.reduce(0, +) == dropped)
    let removed = try workspace.rows(of: "\(run)/removed")
    let duplicates = verdicts.filter { $0["reason"] as? String == "exact_duplicate" }
    #expect(removed.compactMap { $0["doc"] as? UInt64 } == duplicates.compactMap { $0["doc"] as? UInt64 })
  }

  @Test func orderOfStages() throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 12)
    // Equal texts, a short text twice, and texts that are equal only when they are composed.
    let lines =
      corpus.records(300) + [
        "{\"id\":\"x1\",\"text\":\"\(goodText) \u{E9}\"}", "{\"id\":\"x2\",\"text\":\"\(goodText) e\u{301}\"}",
      ]
    try workspace.write("a.jsonl", lines: lines)
    func run(_ stages: String) throws -> (ids: [String], dropped: [String: Int]) {
      let name = stages.filter { $0 != " " }
      let clean = stages.contains("clean") ? "clean: [{when: {source: a}, profiles: [basic]}]" : ""
      try workspace.write(
        "\(name).yml", "quern: 1\ninputs: [{source: a, path: a.jsonl}]\nstages: \(stages)\n\(clean)\n")
      expect(try workspace.quern("run", "\(name).yml", "--out", name), code: 0)
      let report = try workspace.report(of: name)
      return (
        try workspace.rows(of: name + "/docs").compactMap { $0["id"] as? String },
        try #require(report["dropped"] as? [String: Int])
      )
    }
    let texts = try lines.map { try #require(try parse($0)["text"] as? String) }
    let ids = try lines.map { try #require(try parse($0)["id"] as? String) }
    var seen: Set<[UInt8]> = []
    let first = zip(ids, texts).filter { seen.insert(Array($1.utf8)).inserted }

    let none = try run("[]")
    #expect(none.ids == ids && none.dropped.isEmpty)
    #expect(try workspace.content(of: "[]/docs/00000-a.jsonl.zst") == workspace.read("a.jsonl"))
    let exact = try run("[exact]")
    #expect(exact.ids == first.map(\.0))
    let clean = try run("[clean]")
    #expect(clean.ids == zip(ids, texts).filter { $1 != "short" }.map(\.0))
    let both = try run("[exact, clean]")
    #expect(both.ids == first.filter { $0.1 != "short" }.map(\.0))
    // Cleaning first composes the accent, so that the last two are equal.
    let reversed = try run("[clean, exact]")
    #expect(reversed.ids == both.ids.filter { $0 != "x2" })
    #expect(
      reversed.dropped["exact_duplicate"] == texts.count - Set(texts.map { $0 }).count
        - (texts.count { $0 == "short" } - 1))
  }

  @Test func standardInputIsLikeAFile() throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 13)
    try workspace.write("a.jsonl", lines: corpus.records(2000))
    try workspace.write("a.zst", zstd(try workspace.read("a.jsonl")))
    let train = ["--vocab-size", "350", "--pattern", "gpt2", "--special", "<eos>", "--out"]
    for (input, name, stored) in [("a.jsonl", "file", nil), ("-", "pipe", "a.jsonl"), ("-", "zst", "a.zst")] {
      func run(_ arguments: [String]) throws {
        expect(
          try Quern.run(arguments, in: workspace, input: stored.map(workspace.path) ?? "/dev/null"), code: 0)
      }
      try run(["clean", input, "--out", "clean-" + name])
      try run(["dedup", "exact", input, "--out", "dedup-" + name])
      try run(["train", input] + train + ["t-" + name])
      try run(["encode", input, "--tokenizer", "t-" + name, "--format", "ids", "--out", "ids-" + name])
      try run([
        "encode", input, "--tokenizer", "t-" + name, "--format", "batches", "--length", "32", "--out", "b-" + name,
      ])
    }
    for name in ["pipe", "zst"] {
      for folder in [
        "clean-%/docs", "clean-%/verdicts", "clean-%/dropped", "dedup-%/docs", "dedup-%/removed", "ids-%", "b-%",
      ] {
        let expected = try workspace.results(of: folder.replacingOccurrences(of: "%", with: "file"))
        let found = try workspace.results(of: folder.replacingOccurrences(of: "%", with: name))
        #expect(expected.count == found.count)
        #expect(Set(expected.values) == Set(found.values), "\(folder) from \(name)")
      }
      #expect(try workspace.read("t-file") == workspace.read("t-\(name)"))
    }
    // The same input again is nothing new, whenever it comes.
    sleep(1)
    let again = try workspace.quern("clean", "-", "--out", "clean-pipe", input: "a.jsonl")
    expect(again, code: 0, says: "0 tasks run")
    expect(try workspace.quern("clean", "-", "--out", "clean-pipe", input: "a.zst"), code: 64, says: "have changed")
  }

  /// Two inputs of the same size that differ only far from their ends are two inputs.
  @Test func standardInputIsKnownByAllItsBytes() throws {
    let workspace = try Workspace()
    func lines(_ middle: String) -> [String] {
      (0..<30_000).map { "{\"id\":\"\($0)\",\"text\":\"\(goodText) \($0 == 15_000 ? middle : "line")\"}" }
    }
    try workspace.write("a.jsonl", lines: lines("left"))
    try workspace.write("b.jsonl", lines: lines("LEFT"))
    expect(try workspace.quern("dedup", "exact", "-", "--out", "o", input: "a.jsonl"), code: 0)
    let other = try workspace.quern("dedup", "exact", "-", "--out", "o", input: "b.jsonl")
    expect(other, code: 64, says: "have changed")
  }

  @Test func orderOfFilesOnTheCommandLine() throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 14)
    for name in ["a", "b", "c"] { try workspace.write("in/\(name).jsonl", lines: corpus.records(200, prefix: name)) }
    // A folder and a glob are taken in order of path bytes; files as they are named.
    let forms = [
      ["in"], ["in/*.jsonl"], ["in/a.jsonl", "in/b.jsonl", "in/c.jsonl"], ["in/c.jsonl", "in/b.jsonl", "in/a.jsonl"],
    ]
    for (number, inputs) in forms.enumerated() {
      expect(try Quern.run(["clean"] + inputs + ["--out", "o\(number)"], in: workspace), code: 0)
      expect(
        try Quern.run(
          ["train"] + inputs + ["--vocab-size", "300", "--pattern", "gpt2", "--out", "t\(number)"], in: workspace),
        code: 0)
    }
    let first = try workspace.results(of: "o0/docs")
    #expect(try workspace.results(of: "o1/docs") == first && workspace.results(of: "o2/docs") == first)
    #expect(workspace.files(below: "o3/docs").first == "00000-c.ids")
    #expect(try Set(workspace.lines(of: "o3/docs")) == Set(workspace.lines(of: "o0/docs")))
    for number in 1...3 { #expect(try workspace.read("t\(number)") == workspace.read("t0")) }
  }
}
