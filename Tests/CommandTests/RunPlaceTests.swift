import Foundation
import Testing

/// Where a run reads and writes: folders that hold each other, refused runs, and recipes that are run again.
struct RunPlaceTests {
  @Test func resultsAreNeverTakenForInput() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    let before = workspace.files(below: "in")
    for out in ["in", "in/cleaned", "in/new/cleaned"] {
      expect(
        try workspace.quern("clean", "in", "--out", out), code: 64, says: "--out \(out) lies in the input folder in")
    }
    expect(
      try workspace.quern("clean", "in/*.jsonl", "--out", "in"), code: 64, says: "--out in holds the input in/a.jsonl")
    expect(try workspace.quern("run", "r.yml", "--out", "in/o"), code: 64, says: "lies in the input folder")
    expect(try workspace.quern("dedup", "exact", "in/b.jsonl", "--out", "."), code: 64, says: "holds the input")
    expect(
      try workspace.quern("encode", "in", "--tokenizer", "t.json", "--format", "ids", "--out", "in/ids"), code: 64,
      says: "lies in the input folder in")
    #expect(workspace.files(below: "in") == before && !workspace.exists("in/new"))
    // Files that are named, beside which results come to stand, are the same files the next time.
    for _ in 0..<2 { expect(try workspace.quern("clean", "in/*.jsonl", "--out", "in/cleaned"), code: 2) }
    try workspace.write("alone/a.jsonl", "{\"text\":\"a\"}\n")
    for _ in 0..<2 { expect(try workspace.quern("clean", "alone/a.jsonl", "--out", "alone"), code: 0) }
    expect(
      try workspace.quern("clean", "alone/docs/00000-a.jsonl.zst", "--out", "alone"), code: 64, says: "holds the input")
  }

  /// What stands in the folder `name`, with the content of files.
  private func content(_ workspace: Workspace, _ name: String) throws -> [String: Data] {
    var content: [String: Data] = [:]
    for path in FileManager.default.enumerator(atPath: workspace.path(name))?.compactMap({ $0 as? String }) ?? [] {
      content[path] = workspace.isFolder("\(name)/\(path)") ? Data() : try workspace.read("\(name)/\(path)")
    }
    return content
  }

  @Test func refusedRunsLeaveNothingBehind() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"id\":\"a\",\"text\":\"\(goodText)\"}"])
    expect(try workspace.quern("clean", "-", "--out", "o", input: "a.jsonl"), code: 0)
    let before = try content(workspace, "o")
    #expect(before["plan.json"] != nil && before["spill"] == nil)
    let refused = try workspace.quern("clean", "-", "--profile", "prose", "--out", "o", input: "a.jsonl")
    expect(refused, code: 64, says: "o holds a run of another recipe")
    #expect(try content(workspace, "o") == before)
    // What standard input holds is known only after it was read to the folder.
    expect(try workspace.quern("clean", "-", "no.jsonl", "--out", "new/deep/o", input: "a.jsonl"), code: 1)
    #expect(!workspace.exists("new"))
    try workspace.write("other/kept.txt", "kept")
    expect(try workspace.quern("clean", "-", "no.jsonl", "--out", "other/o", input: "a.jsonl"), code: 1)
    #expect(try content(workspace, "other") == ["kept.txt": Data("kept".utf8)])
  }

  /// The recipe that a run keeps gives the same run from anywhere, and the one that was written is kept beside it.
  @Test func keptRecipesRunAgain() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    let text = "# why\n" + RunFolderTests.recipe(length: 32) + "toxicity: {lexicon: words.txt}\nkeep_dropped: all\n"
    try workspace.write("r.yml", text)
    try workspace.write("words.txt", "colour\n")
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    #expect(try workspace.read("o/recipe.original.yml") == Data(text.utf8))
    let before = try workspace.results(of: "o")
    let elsewhere = try Workspace()
    let again = try Quern.run(["run", workspace.path("o/recipe.yml"), "--out", workspace.path("o")], in: elsewhere)
    expect(again, code: 2, says: "\n0 tasks run")
    #expect(try workspace.results(of: "o") == before)
    expect(try Quern.run(["run", workspace.path("o/recipe.yml"), "--out", "copy"], in: elsewhere), code: 2)
    var copy = try elsewhere.results(of: "copy")
    #expect(copy["recipe.original.yml"] == before["recipe.yml"])
    copy["recipe.original.yml"] = before["recipe.original.yml"]
    #expect(copy == before)

    for command in [["clean", "in/a.jsonl", "--rule", "basic.min_characters.min=70"], ["dedup", "exact", "in"]] {
      expect(try Quern.run(command + ["--out", command[0]], in: workspace), code: 2)
      let recipe = workspace.path("\(command[0])/recipe.yml")
      expect(try Quern.run(["run", recipe, "--out", command[0]], in: elsewhere), code: 2)
      var copy = try elsewhere.results(of: command[0])
      copy["recipe.original.yml"] = nil
      #expect(try copy == workspace.results(of: command[0]))
    }
  }

  @Test func sampleOfDuplicates() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    for keep in ["none", "sample", "all"] {
      try workspace.write(
        "\(keep).yml", "{quern: 1, inputs: [{source: a, path: in}], stages: [exact], keep_dropped: \(keep)}")
      expect(try workspace.quern("run", "\(keep).yml", "--out", keep), code: 2)
    }
    #expect(!workspace.exists("none/dropped"))
    let removed = try workspace.lines(of: "all/removed").count
    #expect(try removed > 0 && workspace.lines(of: "all/dropped").count == removed)
    #expect(try workspace.lines(of: "sample/dropped").count == removed)
  }

  /// A recipe in a folder whose name looks like a pattern finds its files.
  @Test func recipesInFoldersWithPatternNames() throws {
    let workspace = try Workspace()
    try RunFolderTests.prepare(workspace)
    for name in ["in/a.jsonl", "in/b.jsonl"] { try workspace.write("d[1]*/\(name)", try workspace.read(name)) }
    try workspace.write(
      "d[1]*/r.yml",
      RunFolderTests.recipe(length: 32).replacingOccurrences(of: "path: in", with: "path: \"in/*.jsonl\""))
    expect(try workspace.quern("run", "d[1]*/r.yml", "--out", "o"), code: 2)
    #expect(try workspace.rows(of: "o/rejected").first?["file"] as? String == "in/a.jsonl")
  }
}
