import Foundation
import Testing

/// `quern classify` and `quern models` as their users meet them.
struct ClassifyTests {
  /// Records of two kinds, and one without a label.
  private func writeRows(_ workspace: Workspace) throws {
    let rows = (0..<300).map { index in
      index % 2 == 0
        ? #"{"id":"g\#(index)","text":"the river turns the wheel of mill \#(index)","quality":"good","n":1}"#
        : #"{"id":"b\#(index)","text":"buy cheap watches now offer \#(index)","quality":"bad","n":0}"#
    }
    try workspace.write("rows.jsonl", lines: rows + [#"{"id":"x","text":"no label"}"#])
  }

  @Test func trainsTestsAndScores() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    let train = [
      "classify", "train", "rows.jsonl", "--label", "quality", "--positive", "good", "--threshold", "0.5", "--buckets",
      "2000",
    ]
    expect(
      try Quern.run(train + ["--out", "q.bin"], in: workspace, input: "/dev/null"), code: 0, says: "good: 150 records")
    expect(try Quern.run(train + ["--out", "r.bin", "--jobs", "1"], in: workspace, input: "/dev/null"), code: 0)
    #expect(try workspace.read("q.bin") == workspace.read("r.bin"))
    let left = try FileManager.default.contentsOfDirectory(atPath: workspace.folder).filter { $0.hasPrefix("q.bin") }
    #expect(left == ["q.bin"])

    let test = try workspace.quern("classify", "test", "rows.jsonl", "--label", "quality", "--model", "q.bin", "--json")
    expect(test, code: 0)
    let figures = try #require(try JSONSerialization.jsonObject(with: Data(test.output.utf8)) as? [String: Any])
    #expect(figures["examples"] as? Int == 300 && figures["unlabelled"] as? Int == 1)
    #expect(figures["auc"] as? Double == 1 && figures["accuracy"] as? Double == 1)
    #expect((figures["thresholds"] as? [[String: Any]])?.first?["reason"] as? String == "best F1")

    let score = try workspace.quern("classify", "score", "rows.jsonl", "--model", "q.bin", "--field", "q")
    expect(score, code: 0)
    let lines = score.output.split(separator: "\n")
    #expect(lines.count == 301)
    let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
    let added = try #require(first["q"] as? [String: Any])
    #expect(first["id"] as? String == "g0" && added["label"] as? String == "good" && added["score"] as! Double > 0.5)
    expect(try workspace.quern("classify", "score", "rows.jsonl", "--model", "q.bin", "--out", "s.jsonl.zst"), code: 0)
    #expect(try workspace.lines(of: "s.jsonl.zst").count == 301)
  }

  @Test func numbersAreLabelsToo() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    expect(
      try workspace.quern(
        "classify", "train", "rows.jsonl", "--label", "n", "--positive", "1", "--buckets", "2000", "--dimension", "4",
        "--quantize", "--code-width", "2", "--out", "n.ftz"),
      code: 0, says: "left out: 1 records")
    expect(
      try workspace.quern("classify", "test", "rows.jsonl", "--label", "n", "--model", "n.ftz"), code: 0)
  }

  @Test func numbersOfAnySizeAreLabels() throws {
    let workspace = try Workspace()
    let rows = (0..<40).map { index in
      #"{"text":"the river turns wheel \#(index)","label":\#(["1e300", "-2.5", "1e2", "9.3e18"][index % 4])}"#
    }
    try workspace.write("rows.jsonl", lines: rows)
    expect(
      try workspace.quern("classify", "train", "rows.jsonl", "--buckets", "2000", "--out", "n.bin"), code: 0,
      says: "1e+300: 10 records", "-2.5: 10 records", "100: 10 records", "9.3e+18: 10 records")
  }

  @Test func namesMeanModelsOfTheAskedKind() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    let models = try workspace.quern("models", "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(models.output.utf8)) as? [String: Any])
    let names = try #require(object["models"] as? [[String: Any]]).compactMap { $0["name"] as? String }
    #expect(Set(names).count == names.count && names.contains("toxicity") && names.contains("lexicon"))
    for name in ["ut1", "lexicon.txt", "lexicon", "public-suffixes"] {
      expect(
        try workspace.quern("classify", "score", "rows.jsonl", "--model", name), code: 64,
        says: "no model of that name; known is toxicity, lid.176")
    }
    for name in ["toxicity", "toxicity.ftz"] {
      expect(
        try workspace.quern("clean", "rows.jsonl", "--language-model", name, "--out", "o"), code: 64,
        says: "no model of that name; known is lid.176")
    }
    expect(try workspace.quern("classify", "score", "rows.jsonl", "--model", "default"), code: 0)
    expect(try workspace.quern("classify", "score", "rows.jsonl", "--model", "toxicity"), code: 0)
  }

  @Test func fileNamesMeanThatFileOnly() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    expect(
      try workspace.quern(
        "classify", "train", "rows.jsonl", "--label", "quality", "--buckets", "2000", "--out", "m/lid.176.bin"), code: 0
    )
    try workspace.write("n/lid.176.ftz", try workspace.read("m/lid.176.bin"))
    try workspace.write("n/lid.176.bin", "not a model")
    let env = ["QUERN_MODELS=\(workspace.path("n"))", Quern.path]
    let clean = ["clean", "rows.jsonl", "--profile", "basic", "--language-model"]
    func run(_ name: String, _ out: String) throws -> Quern.Result {
      try Child("/usr/bin/env", env + clean + [name, "--out", out], in: workspace, input: "/dev/null").wait()
    }
    expect(try run("lid.176.ftz", "o"), code: 0)
    expect(try run("lid.176", "p"), code: 1, says: "n/lid.176.bin: the file is not a fastText model")
    expect(try run("default", "p"), code: 1, says: "n/lid.176.bin: the file is not a fastText model")
  }

  @Test func filesBesideTheModelStay() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    for name in ["q.bin.examples", "q.bin.trained"] { try workspace.write(name, "mine") }
    expect(
      try workspace.quern(
        "classify", "train", "rows.jsonl", "--label", "quality", "--buckets", "2000", "--out", "q.bin"), code: 0)
    for name in ["q.bin.examples", "q.bin.trained"] { #expect(try workspace.read(name) == Data("mine".utf8)) }
    let left = try FileManager.default.contentsOfDirectory(atPath: workspace.folder).filter { $0.contains("q.bin") }
    #expect(left.sorted() == ["q.bin", "q.bin.examples", "q.bin.trained"])
  }

  @Test func mistakesAreNamed() throws {
    let workspace = try Workspace()
    try writeRows(workspace)
    for (options, words) in [
      (["--field", ""], "--field is empty"), (["--field", "text"], "would hide the field"),
      (["--field", "id"], "would hide the field"), (["--field", "body", "--text", "body"], "would hide the field"),
    ] {
      let score = ["classify", "score", "rows.jsonl", "--model", "default"]
      expect(try Quern.run(score + options, in: workspace), code: 64, says: words)
    }
    expect(
      try workspace.quern("classify", "train", "rows.jsonl", "--label", "kind", "--out", "q.bin"), code: 64,
      says: "the field 'kind' holds 0 labels")
    expect(
      try workspace.quern("classify", "train", "rows.jsonl", "--label", "n", "--positive", "yes", "--out", "q.bin"),
      code: 64, says: "no record has the label 'yes'; there are 0, 1")
    expect(
      try workspace.quern("classify", "train", "rows.jsonl", "--label", "n", "--keep", "9", "--out", "q.bin"), code: 64,
      says: "--keep needs --quantize")
    expect(
      try workspace.quern("classify", "score", "rows.jsonl", "--model", "none.bin"), code: 64,
      says: "there is no model file none.bin")
    try workspace.write("bad.bin", "not a model")
    expect(
      try workspace.quern("classify", "score", "rows.jsonl", "--model", "bad.bin"), code: 1,
      says: "bad.bin: the file is not a fastText model")
    #expect(!workspace.exists("q.bin"))
  }

  @Test func modelsAreListed() throws {
    let workspace = try Workspace()
    let list = try workspace.quern("models")
    expect(list, code: 0)
    #expect(list.output.contains("lid.176: languages") && list.output.contains("toxicity.ftz"))
    let json = try workspace.quern("models", "--json")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let models = try #require(object["models"] as? [[String: Any]])
    let found = models.first { ($0["files"] as? [String]) == ["toxicity.ftz"] }
    #expect((found?["path"] as? String)?.hasSuffix("/toxicity.ftz") == true)
  }

  @Test func theDefaultModelTagsDropsAndCuts() throws {
    let workspace = try Workspace()
    let clean = "The miller rose before the sun and opened the gate."
    let rude = "You fucking idiots should all shut the fuck up."
    try workspace.write(
      "a.jsonl",
      lines: [
        #"{"text":"\#(clean)"}"#, #"{"text":"\#(rude)"}"#, #"{"text":"\#(clean) \#(rude) \#(clean)"}"#,
      ])
    expect(try workspace.quern("clean", "a.jsonl", "--profile", "toxicity", "--out", "tag"), code: 0)
    #expect(try workspace.lines(of: "tag/docs").count == 3)
    #expect(try workspace.lines(of: "tag/verdicts").allSatisfy { $0.contains(#""toxicity_share":"#) })
    expect(
      try workspace.quern("clean", "a.jsonl", "--profile", "toxicity", "--drop-toxicity", "0.6", "--out", "drop"),
      code: 0)
    #expect(try workspace.lines(of: "drop/docs").count == 2)
    expect(try workspace.quern("clean", "a.jsonl", "--profile", "toxicity-cut", "--out", "cut"), code: 0)
    let cut = try workspace.lines(of: "cut/docs")
    #expect(cut == [#"{"text":"\#(clean)"}"#, #"{"text":"\#(clean) \#(clean)"}"#])
    #expect(try workspace.lines(of: "cut/verdicts")[2].contains(#""toxicity.sentences":1"#))
  }
}
