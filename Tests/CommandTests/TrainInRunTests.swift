import Foundation
import Testing

/// Training as a part of a run: samples, weights and sizes of the recipe, and what is redone when they change.
struct TrainInRunTests {
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 81)
    for (name, count) in [("web", 600), ("book", 120)] {
      try workspace.write(
        "\(name).jsonl",
        lines: (0..<count).map { index in
          let language = index % 9 == 0 ? "de" : "en"
          return
            #"{"id":"\#(name)\#(index)","text":"\#(corpus.sentence(25)) \#(name) \#(index % 40)","language":"\#(language)"}"#
        })
    }
    return workspace
  }

  private func write(
    _ workspace: Workspace, train: String, weights: (web: String, book: String) = ("", ""), seed: Int = 42
  ) throws {
    try workspace.write(
      "r.yml",
      """
      quern: 1
      seed: \(seed)
      inputs:
        - {source: web, path: web.jsonl\(weights.web)}
        - {source: book, path: book.jsonl\(weights.book)}
      stages: [exact]
      tokenizer: {train: {vocab_size: 400, pattern: gpt2\(train)}}
      shards: {length: 32, batch: 4}

      """)
  }

  /// Runs the recipe, and says which stages ran.
  private func run(_ workspace: Workspace, redo: Bool = true) throws -> Set<String> {
    let before = (try? workspace.read("o/events.jsonl").count) ?? 0
    expect(try Quern.run(["run", "r.yml", "--out", "o"] + (redo ? ["--redo"] : []), in: workspace), code: 0)
    let events = String(decoding: try workspace.read("o/events.jsonl").dropFirst(before), as: UTF8.self)
    return Set(try events.split(separator: "\n").compactMap { try parse(String($0))["stage"] as? String })
  }

  @Test func changesRedoWhatTheyMust() throws {
    let workspace = try prepare()
    try write(workspace, train: "")
    let all = try run(workspace)
    #expect(all.isSuperset(of: ["exact-hash", "write", "count-words", "train", "encode", "pack"]))
    #expect(!all.contains("measure-text"))
    #expect(try run(workspace, redo: false) == [])
    #expect(workspace.exists("o/tokenizer/report.json"))
    let tail: Set = ["train", "encode", "pack"]
    let counted = tail.union(["count-words"])
    let even = (", weight: 1", ", weight: 1")
    for (train, weights, seed, stages) in [
      (", nested: [300]", ("", ""), 42, tail), (", temperature: 4", ("", ""), 42, tail), ("", even, 42, tail),
      ("", (", weight: 3", ", weight: 1"), 42, tail), (", min_frequency: 3", ("", ""), 42, tail),
      (", min_word_count: 2", ("", ""), 42, tail), (", digits: individual", ("", ""), 42, counted),
      (", max_word_bytes: 8", ("", ""), 42, counted), (", sample: 0.5", ("", ""), 42, counted),
      (", sample: 9kB", ("", ""), 42, counted.union(["measure-text"])),
      // Weights of all sources alike make another sample than none.
      (", sample: 9kB", even, 42, counted.union(["measure-text"])),
      (", sample: 7kB", even, 42, counted),
    ] {
      try write(workspace, train: train, weights: weights, seed: seed)
      #expect(try run(workspace) == stages, "\(train) \(weights)")
      #expect(try run(workspace, redo: false) == [], "\(train) \(weights)")
    }
    // What is compared changes the report, and not what is encoded.
    try write(workspace, train: "")
    _ = try run(workspace)
    try FileManager.default.copyItem(
      atPath: workspace.path("o/tokenizer/tokenizer.json"), toPath: workspace.path("old.json"))
    try write(workspace, train: ", compare: [old.json]")
    #expect(try run(workspace) == ["train"])
    #expect(String(decoding: try workspace.read("o/tokenizer/report.json"), as: UTF8.self).contains("old.json"))
  }

  /// A run and the stand-alone command learn the same from the same documents.
  @Test func likeTheCommand() throws {
    let workspace = try prepare()
    let weights = (", weight: 1", ", weight: 2")
    try write(workspace, train: ", nested: [300], sample: 9kB", weights: weights)
    _ = try run(workspace)
    // The command takes the source of a document from its fields.
    for name in ["web", "book"] {
      let lines = try workspace.lines(of: "\(name).jsonl").map {
        $0.replacingOccurrences(of: "\"language\"", with: "\"source\":\"\(name)\",\"language\"")
      }
      try workspace.write("named/\(name).jsonl", lines: lines)
    }
    let options = [
      "--pattern", "gpt2", "--special", "<|endoftext|>", "--sample", "9kB", "--weight", "web=1", "--weight", "book=2",
    ]
    expect(
      try Quern.run(
        ["train", "named"] + options + ["--vocab-size", "300,400", "--out", "t-{size}.json"], in: workspace), code: 0)
    #expect(try workspace.read("t-400.json") == workspace.read("o/tokenizer/tokenizer.json"))
    #expect(try workspace.read("t-300.json") == workspace.read("o/tokenizer/tokenizer-300.json"))
    #expect(workspace.exists("o/tokenizer/vocab-300.tiktoken"))
    // The counts of a run train other vocabularies.
    expect(
      try Quern.run(
        ["train", "--from-counts", "o/tokenizer/counts", "--vocab-size", "400", "--special", "<|endoftext|>", "--out"]
          + ["f.json", "--weight", "web=1", "--weight", "book=2"], in: workspace), code: 0)
    #expect(try workspace.read("f.json") == workspace.read("t-400.json"))
  }

  @Test(arguments: ["", ", sample: 9kB, temperature: 3", ", min_word_count: 2"])
  func threadsAndMemoryDoNotMatter(train: String) throws {
    let workspace = try prepare()
    try write(workspace, train: train)
    for (jobs, memory) in [("1", "1GiB"), ("2", "32MiB"), ("7", "64MiB")] {
      expect(
        try workspace.quern("run", "r.yml", "--out", "o\(jobs)", "--jobs", jobs, "--memory", memory), code: 0)
      #expect(try workspace.results(of: "o\(jobs)") == workspace.results(of: "o1"))
      #expect(!workspace.exists("o\(jobs)/spill"))
    }
  }

  @Test func extendedInARun() throws {
    let workspace = try prepare()
    try write(workspace, train: "")
    _ = try run(workspace)
    try FileManager.default.createDirectory(atPath: workspace.path("in"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: workspace.path("o/tokenizer/tokenizer.json"), toPath: workspace.path("in/old.json"))
    let recipe = """
      quern: 1
      inputs: [{source: book, path: book.jsonl}]
      stages: []
      tokenizer: {train: {vocab_size: 420, extend: in/old.json}}
      shards: {length: 32, batch: 4}

      """
    try workspace.write("e.yml", recipe)
    expect(try workspace.quern("run", "e.yml", "--out", "e"), code: 0)
    func tokens(_ path: String) throws -> [String: Int] {
      let json = try parse(String(decoding: try workspace.read(path), as: UTF8.self))
      return try #require((json["model"] as? [String: Any])?["vocab"] as? [String: Int])
    }
    let (old, new) = (try tokens("in/old.json"), try tokens("e/tokenizer/tokenizer.json"))
    #expect(old.allSatisfy { new[$0.key] == $0.value } && new.count > old.count)
  }
}
