import Foundation
import Testing

/// Near duplicates through the command line.
@Suite struct NearRunTests {
  /// `count` sentences that no other seed has.
  private func sentences(_ seed: Int, _ count: Int = 60) -> [String] {
    (0..<count).map {
      "Sentence \($0 * 7 + seed) of story \(seed) tells about place \(seed * 31 + $0) and time \($0 + seed)."
    }
  }

  private func record(_ id: String, _ text: [String], _ more: String = "") -> String {
    "{\"id\":\"\(id)\",\"text\":\"\(text.joined(separator: " "))\"\(more)}"
  }

  /// `text` with sentence `at` replaced.
  private func edited(_ text: [String], _ at: Int...) -> [String] {
    var text = text
    for at in at { text[at] = "Here somebody wrote something else, number \(at)." }
    return text
  }

  private func rows(_ workspace: Workspace, _ folder: String) throws -> [String: [String: Any]] {
    Dictionary(
      uniqueKeysWithValues: try workspace.rows(of: folder).map { ($0["id"] as? String ?? "", $0) })
  }

  @Test func theCopyThatStaysIsNamed() throws {
    let workspace = try Workspace()
    let one = sentences(1)
    try workspace.write(
      "a.jsonl",
      lines: [
        record("a", one), record("b", sentences(2)), record("a2", edited(one, 5)),
        record("short", ["three words only"]),
        record("short2", ["three words only"]), record("empty", [""]), record("c", sentences(3)),
      ])
    try workspace.write(
      "b.jsonl", lines: [record("a3", edited(one, 50)), record("a4", one), record("d", sentences(4))])
    for jobs in ["1", "2", "5"] {
      expect(
        try workspace.quern("dedup", "near", "a.jsonl", "b.jsonl", "--out", "o\(jobs)", "--jobs", jobs), code: 0)
      let removed = try rows(workspace, "o\(jobs)/removed")
      #expect(Set(removed.keys) == ["a2", "a3", "a4"])
      #expect(
        removed.values.allSatisfy { $0["kept_id"] as? String == "a" && $0["reason"] as? String == "near_duplicate" })
      #expect(removed["a4"]?["similarity"] as? Double == 1)
      let similarity = try #require(removed["a2"]?["similarity"] as? Double)
      #expect(similarity >= 0.8 && similarity < 1)
      let kept = try workspace.rows(of: "o\(jobs)/docs").compactMap { $0["id"] as? String }
      #expect(kept == ["a", "b", "short", "short2", "empty", "c", "d"])
      for folder in ["docs", "removed", "clusters", "verdicts", "report"] {
        #expect(try workspace.lines(of: "o\(jobs)/\(folder)") == workspace.lines(of: "o1/\(folder)"))
      }
    }
    let clusters = try workspace.rows(of: "o1/clusters")
    #expect(clusters.count == 1 && clusters[0]["size"] as? Int == 4 && clusters[0]["kept_id"] as? String == "a")
  }

  @Test func whichCopyStays() throws {
    let workspace = try Workspace()
    let text = sentences(5)
    try workspace.write(
      "a.jsonl",
      lines: [
        record("old", text, ",\"date\":\"2020-01-01\",\"score\":0.5"),
        record("best", edited(text, 3), ",\"date\":\"2021-01-01\",\"score\":2"),
        record("new", edited(text, 8), ",\"date\":\"2024-06-01\""),
        record("long", text + ["And one more sentence."], ",\"date\":\"2019-01-01\",\"score\":-3"),
      ])
    for (keep, id) in [("first", "old"), ("longest", "long"), ("best:score", "best"), ("newest:date", "new")] {
      for cluster in ["star", "components"] {
        let out = "\(keep.prefix(4))-\(cluster)"
        expect(
          try workspace.quern(
            "dedup", "near", "a.jsonl", "--keep", keep, "--cluster", cluster, "--threshold", "0.7", "--out", out),
          code: 0)
        #expect(try workspace.rows(of: "\(out)/docs").compactMap { $0["id"] as? String } == [id], "\(out)")
        #expect(try workspace.rows(of: "\(out)/removed").allSatisfy { $0["kept_id"] as? String == id })
      }
      let out = "exact-\(keep.prefix(4))"
      expect(
        try workspace.quern("dedup", "exact", "a.jsonl", "--key", "field:source", "--keep", keep, "--out", out), code: 0
      )
      #expect(try workspace.rows(of: "\(out)/docs").count == 4, "what has no value is no duplicate")
    }
    #expect(try !workspace.rows(of: "firs-components/clusters").isEmpty)
  }

  @Test func scopesAndReferences() throws {
    let workspace = try Workspace()
    let text = sentences(6)
    try workspace.write(
      "new.jsonl",
      lines: [
        record("n1", text, ",\"dump\":\"A\""), record("n2", edited(text, 2), ",\"dump\":\"B\""),
        record("n3", edited(text, 9), ",\"dump\":\"A\""), record("n4", sentences(7), ",\"dump\":\"A\""),
      ])
    try workspace.write("old/x.jsonl", lines: [record("x1", sentences(7)), record("x2", sentences(8))])
    expect(try workspace.quern("dedup", "near", "new.jsonl", "--scope", "field:dump", "--out", "scoped"), code: 0)
    #expect(try workspace.rows(of: "scoped/docs").compactMap { $0["id"] as? String } == ["n1", "n2", "n4"])
    expect(try workspace.quern("dedup", "near", "new.jsonl", "--against", "old", "--out", "against"), code: 0)
    #expect(try workspace.rows(of: "against/docs").compactMap { $0["id"] as? String } == ["n1", "n2", "n3"])
    let removed = try workspace.rows(of: "against/removed")
    #expect(removed.count == 1 && removed[0]["kept_id"] as? String == "x1")
    expect(
      try workspace.quern("dedup", "near", "new.jsonl", "--against", "new.jsonl", "--out", "self"), code: 64,
      says: "named twice")
  }

  @Test func afterCleaning() throws {
    let workspace = try Workspace()
    let text = sentences(9)
    try workspace.write(
      "a.jsonl",
      lines: [
        record("a", text), record("tiny", ["x"]), record("b", edited(text, 1)), record("a", text),
        record("c", sentences(10)), "{\"id\":\"bad\"", record("d", edited(text, 4)),
      ])
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: s, path: a.jsonl}]
      stages: [exact, clean, near]
      clean: [{when: {source: s}, profiles: [basic]}]
      near: {weights: {1: 1, 3: 2.5}}
      keep_dropped: all
      """)
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2)
    let report = try workspace.report(of: "o")
    #expect(report["balanced"] as? Bool == true && report["read"] as? Int == 7 && report["kept"] as? Int == 2)
    let dropped = try #require(report["dropped"] as? [String: Int])
    #expect(dropped["near_duplicate"] == 2 && dropped["exact_duplicate"] == 1)
    let verdicts = try workspace.rows(of: "o/verdicts")
    #expect(verdicts.compactMap { $0["doc"] as? Int } == [0, 1, 2, 3, 4, 6])
    #expect(
      verdicts.map { $0["reason"] as? String ?? "kept" }
        == ["kept", "min_words", "near_duplicate", "exact_duplicate", "kept", "near_duplicate"].map {
          $0 == "min_words" ? verdicts[1]["reason"] as? String ?? "" : $0
        })
    #expect(verdicts[2]["kept_doc"] as? Int == 0 && verdicts[2]["keep"] as? Bool == false)
    #expect(verdicts[2]["signals"] as? [String: Any] != nil)
    #expect(try workspace.rows(of: "o/removed").compactMap { $0["doc"] as? Int } == [3, 2, 6])
    #expect(try workspace.rows(of: "o/dropped").count == 4)
    #expect(try workspace.rows(of: "o/clusters").compactMap { $0["weight"] as? Double } == [2.5])
    #expect(try workspace.rows(of: "o/docs").compactMap { $0["id"] as? String } == ["a", "c"])
    #expect(!workspace.exists("o/spill"))
    // Nothing is done twice, and everything is done again where it must be.
    expect(try workspace.quern("run", "r.yml", "--out", "o"), code: 2, says: "0 tasks run")
  }

  @Test(arguments: [
    (["--threshold", "0"], "--threshold must be"), (["--profile", "datatrov"], "did you mean 'datatrove'"),
    (["--keep", "best"], "--keep best"), (["--scope", "fields:x"], "--scope fields:x"), (["--bands", "0"], "bands"),
  ])
  func mistakes(options: [String], message: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: [record("a", ["b"])])
    expect(try Quern.run(["dedup", "near", "a.jsonl", "--out", "o"] + options, in: workspace), code: 64, says: message)
  }
}
