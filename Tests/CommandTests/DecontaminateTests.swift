import Foundation
import Testing

/// `quern decontaminate` and the stage of the same name.
@Suite struct DecontaminateTests {
  private let workspace: Workspace

  init() throws { workspace = try Workspace() }

  /// `count` different words from number `first` on.
  private func words(_ count: Int, from first: Int = 0) -> String {
    (first..<first + count).map { "word\($0)" }.joined(separator: " ")
  }

  private func line(_ members: [String: String]) -> String {
    "{" + members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",") + "}"
  }

  private func rows(_ name: String) throws -> [[String: Any]] {
    let text = try run("zstd -dc '\(workspace.path(name))'")
    return try text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  private func run(_ command: String) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }

  private func write() throws {
    try workspace.write(
      "in.jsonl",
      lines: [
        line(["id": "clean", "text": words(300, from: 5000)]),
        line(["id": "whole", "text": words(20)]),
        line(["id": "part", "text": words(200, from: 1000) + " " + words(20) + " " + words(200, from: 2000)]),
      ])
    try workspace.write(
      "bench.jsonl",
      lines: [
        line(["id": "q1", "question": words(20)]), line(["id": "q2", "question": words(20, from: 100)]),
        line(["id": "q3", "question": "short"]),
      ])
  }

  @Test func runsAreCutAndReported() throws {
    try write()
    let result = try workspace.quern("decontaminate", "in.jsonl", "--against", "bench.jsonl", "--out", "out")
    #expect(result.code == 0, "\(result.messages)")
    #expect(result.messages.contains("bench: 1 of 3 items found in 2 documents; 1 are too short"))
    let docs = try rows("out/docs/00000-in.jsonl.zst")
    #expect(docs.map { $0["id"] as? String } == ["clean", "part"])
    let text = try #require(docs[1]["text"] as? String)
    #expect(!text.contains("word0 ") && !text.contains("word19 "))
    #expect(text.hasPrefix("word1000 ") && text.hasSuffix(" word2199"))
    let found = try rows("out/contamination/00000-in.jsonl.zst")
    #expect(found.map { $0["id"] as? String } == ["whole", "part"])
    #expect(found.map { $0["item_id"] as? String } == ["q1", "q1"])
    #expect(found.map { $0["action"] as? String } == ["drop", "cut"])
    #expect(found[1]["text"] as? String == words(20))
    let start = words(200, from: 1000).utf8.count + 1
    #expect(found[1]["start"] as? Int == start && found[1]["end"] as? Int == start + words(20).utf8.count)
    let removed = try rows("out/removed/00000-in.jsonl.zst")
    #expect(removed.map { $0["reason"] as? String } == ["contaminated", "contaminated"])
    #expect(removed[0]["kept_id"] as? String == "bench.jsonl:0")
  }

  @Test(arguments: ["gpt3-13gram", "datatrove-12gram", "paragraph", "overlap"])
  func theResultDoesNotDependOnThreads(rule: String) throws {
    var lines: [String] = []
    for number in 0..<3000 {
      let item = number % 7 == 0 ? words(30, from: 100 * (number % 20)) : ""
      lines.append(line(["id": "\(number)", "text": words(150, from: 90_000 + number) + "\\n" + item]))
    }
    try workspace.write("in.jsonl", lines: lines)
    try workspace.write("bench.jsonl", lines: (0..<20).map { line(["question": words(30, from: 100 * $0)]) })
    for jobs in ["1", "7"] {
      let result = try workspace.quern(
        "decontaminate", "in.jsonl", "--against", "bench.jsonl", "--rule", rule, "--out", "out\(jobs)", "--jobs", jobs,
        "--quiet")
      #expect(result.code == 0, "\(result.messages)")
    }
    for name in ["docs", "contamination", "removed", "verdicts"] {
      let files = workspace.files(below: "out1/\(name)")
      #expect(!files.isEmpty && files == workspace.files(below: "out7/\(name)"))
      for file in files {
        #expect(try workspace.read("out1/\(name)/\(file)") == workspace.read("out7/\(name)/\(file)"))
      }
    }
  }

  /// GPT-3's rule takes what more than ten documents hold for a phrase; over all files, and no matter how many.
  @Test func commonPhrasesStay() throws {
    try workspace.write("bench.jsonl", lines: [line(["question": words(20)])])
    for (copies, isKept) in [(10, false), (11, true), (3000, true)] {
      for file in 0..<2 {
        let own = (0..<copies).filter { $0 % 2 == file }
        try workspace.write("in\(copies)/\(file).jsonl", lines: own.map { line(["id": "\($0)", "text": words(20)]) })
      }
      let result = try workspace.quern(
        "decontaminate", "in\(copies)", "--against", "bench.jsonl", "--out", "out\(copies)")
      #expect(result.code == 0, "\(result.messages)")
      #expect(result.messages.contains("\(isKept ? 0 : copies) of \(copies) documents hold items"))
      #expect(result.messages.contains("8 runs count for nothing") == isKept)
    }
  }

  @Test func aDryRunWritesNoDocuments() throws {
    try write()
    let dry = try workspace.quern(
      "decontaminate", "in.jsonl", "--against", "bench.jsonl", "--out", "out", "--dry-run", "--json")
    #expect(dry.code == 0, "\(dry.messages)")
    #expect(dry.messages.contains("2 of 3 documents hold items; 1 would go, 1 passages would be cut"))
    #expect(dry.output.contains("\"contaminated\": 2"))
    #expect(!workspace.exists("out/docs"))
    let real = try workspace.quern("decontaminate", "in.jsonl", "--against", "bench.jsonl", "--out", "out")
    #expect(real.code == 0, "\(real.messages)")
    #expect(workspace.exists("out/docs") && !workspace.exists("out/spill"))
  }

  @Test func brokenBenchmarksAreNoSilentLoss() throws {
    try write()
    try workspace.write("broken.jsonl", lines: [line(["question": words(20)]), "{\"question\": "])
    let refused = try workspace.quern("decontaminate", "in.jsonl", "--against", "broken.jsonl", "--out", "a")
    #expect(refused.code == 1)
    #expect(refused.messages.contains("broken.jsonl: line 2 is no item of the benchmark"))
    #expect(!workspace.exists("a/docs"))
    let survived = try workspace.quern(
      "decontaminate", "in.jsonl", "--against", "broken.jsonl", "--out", "b", "--keep-going")
    #expect(survived.code == 2)
    #expect(survived.messages.contains("broken: 1 of 1 items found in 2 documents"))
    try workspace.write("empty.jsonl", "")
    let empty = try workspace.quern("decontaminate", "in.jsonl", "--against", "empty.jsonl", "--out", "c")
    #expect(empty.code == 0)
    #expect(empty.messages.contains("the benchmark empty has no items"))
    let fields = try workspace.quern(
      "decontaminate", "in.jsonl", "--against", "bench.jsonl", "--fields", "prompt", "--out", "d")
    #expect(fields.code == 1)
    #expect(fields.messages.contains("none of its fields prompt holds text; it has id, question"))
  }

  /// After cleaning, texts are searched as they are then; two benchmarks with the same item are both named.
  @Test func aRecipeDecontaminatesCleanedTexts() throws {
    try write()
    try workspace.write("other.jsonl", lines: [line(["prompt": words(20)])])
    try workspace.write(
      "recipe.yml",
      """
      quern: 1
      inputs: [{source: web, path: in.jsonl}]
      stages: [exact, clean, decontaminate]
      clean: [{when: {source: "*"}, profiles: [repair]}]
      decontaminate:
        against: [{path: bench.jsonl, name: first}, other.jsonl]
        rule: gpt3-13gram
        action: drop
      """)
    let result = try workspace.quern("run", "recipe.yml", "--out", "out")
    #expect(result.code == 0, "\(result.messages)")
    let found = try rows("out/contamination/00000-in.jsonl.zst")
    #expect(found.map { $0["benchmark"] as? String } == ["first", "other", "first", "other"])
  }

  @Test func mistakesInRecipesAreNamed() throws {
    try write()
    for (section, message) in [
      ("decontaminate: {rule: overlap}", "decontaminate names no benchmark"),
      ("decontaminate: {against: bench.jsonl, rule: overlop}", "did you mean 'overlap'?"),
      ("decontaminate: {against: [{fields: [a]}]}", "a benchmark needs a path"),
      ("seed: 1", "the stage 'decontaminate' runs, but the key 'decontaminate' is missing"),
    ] {
      try workspace.write(
        "recipe.yml",
        "quern: 1\ninputs: [{source: web, path: in.jsonl}]\nstages: [decontaminate]\n\(section)\n")
      let result = try workspace.quern("run", "recipe.yml", "--out", "out")
      #expect(result.code == 64 && result.messages.contains(message), "\(section): \(result.messages)")
    }
  }
}
