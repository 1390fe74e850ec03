import Foundation
import Testing

/// Repeated lines, paragraphs, sentences and substrings through the command line.
@Suite struct DedupSpanTests {
  private let footer = "This page was printed by the mill museum, open from nine to five on all days."

  private func record(_ id: String, _ text: String, _ more: String = "") -> String {
    let escaped = text.replacingOccurrences(of: "\n", with: "\\n")
    return "{\"id\":\"\(id)\",\"text\":\"\(escaped)\"\(more)}"
  }

  private func texts(_ workspace: Workspace, _ out: String) throws -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: try workspace.rows(of: "\(out)/docs").map {
        ($0["id"] as? String ?? "", $0["text"] as? String ?? "")
      })
  }

  @Test func linesThatOccurTwice() throws {
    let workspace = try Workspace()
    try workspace.write(
      "a.jsonl",
      lines: [
        record("a", "Something of its own stands here.\n\(footer)\n"),
        record("b", "Another thing here.\n\(footer.uppercased())"),
        record("c", "\(footer)\nA third thing here.\n\(footer)"), record("only", footer), record("e", "}\n}\n}\n"),
      ])
    for jobs in ["1", "3"] {
      expect(
        try workspace.quern("dedup", "lines", "a.jsonl", "--out", "o\(jobs)", "--jobs", jobs), code: 0)
    }
    #expect(
      try texts(workspace, "o1") == [
        "a": "Something of its own stands here.\n\(footer)\n", "b": "Another thing here.\n",
        "c": "A third thing here.\n",
        "e": "}\n}\n}\n",
      ])
    for folder in ["docs", "removed", "verdicts", "report"] {
      #expect(try workspace.lines(of: "o1/\(folder)") == workspace.lines(of: "o3/\(folder)"))
    }
    let removed = try workspace.rows(of: "o1/removed")
    #expect(removed.compactMap { $0["id"] as? String } == ["b", "c", "c", "only"])
    #expect(removed.allSatisfy { $0["kept_id"] as? String == "a" && $0["reason"] as? String == "repeated_passage" })
    #expect(removed[0]["start"] as? Int == 20 && removed[3]["start"] == nil)

    expect(try workspace.quern("dedup", "lines", "a.jsonl", "--keep", "none", "--exact", "--out", "none"), code: 0)
    #expect(
      try texts(workspace, "none") == [
        "a": "Something of its own stands here.\n", "b": "Another thing here.\n\(footer.uppercased())",
        "c": "A third thing here.\n", "e": "}\n}\n}\n",
      ])
    expect(try workspace.quern("dedup", "lines", "a.jsonl", "--times", "6", "--out", "many"), code: 0)
    #expect(try workspace.rows(of: "many/removed").isEmpty)
    expect(
      try workspace.quern("dedup", "lines", "a.jsonl", "--min-left", "25", "--out", "left"), code: 0)
    #expect(try Set(texts(workspace, "left").keys) == ["a", "e"])
  }

  @Test func paragraphsAndSentences() throws {
    let workspace = try Workspace()
    let three = "The miller opened the gate. The water came in at once. The wheel began to turn."
    try workspace.write(
      "a.jsonl",
      lines: [
        record("a", "First words of a.\n\n\(three)\n\nLast words of a."), record("b", "\(three)\n\nOther words of b."),
        record("c", "It was early. \(three) And then it rained."),
      ])
    expect(try workspace.quern("dedup", "lines", "a.jsonl", "--unit", "paragraph", "--out", "p"), code: 0)
    #expect(try texts(workspace, "p")["b"] == "Other words of b.")
    #expect(try texts(workspace, "p")["c"]?.contains(three) == true)
    expect(try workspace.quern("dedup", "lines", "a.jsonl", "--unit", "sentences", "--out", "s"), code: 0)
    #expect(try texts(workspace, "s")["c"] == "It was early. And then it rained.")
    #expect(try texts(workspace, "s")["a"]?.contains(three) == true)
  }

  @Test func substringsInARecipe() throws {
    let workspace = try Workspace()
    let shared = (0..<12).map { "word\($0 * 37)" }.joined(separator: " ")
    try workspace.write(
      "a.jsonl",
      lines: [
        record("a", "Größe \(shared) und mehr als das."), record("gone", shared),
        record("b", "Maße – \(shared) – Ende"),
        record("twice", "Größe \(shared) und mehr als das."),
      ])
    try workspace.write(
      "r.yml",
      """
      quern: 1
      inputs: [{source: s, path: a.jsonl}]
      stages: [exact, substring]
      substring: {bytes: 40}
      """)
    for jobs in ["1", "2"] {
      expect(try workspace.quern("run", "r.yml", "--out", "o\(jobs)", "--jobs", jobs), code: 0)
    }
    #expect(
      try texts(workspace, "o1") == ["a": "Größe \(shared) und mehr als das.", "b": "Maße –– Ende"])
    let report = try workspace.report(of: "o1")
    #expect(report["balanced"] as? Bool == true)
    #expect(report["dropped"] as? [String: Int] == ["exact_duplicate": 1, "repeated_substring": 1])
    for folder in ["docs", "removed", "verdicts"] {
      #expect(try workspace.lines(of: "o1/\(folder)") == workspace.lines(of: "o2/\(folder)"))
    }
  }

  @Test(arguments: [
    (["lines", "--times", "1"], "--times must be"), (["lines", "--scope", "x"], "--scope x"),
    (["substring", "--bytes", "3"], "--bytes must be"), (["substring", "--drop-share", "2"], "--drop-share must be"),
    (["substring", "--action", "drop", "--min-left", "9"], "--min-left has no effect"),
  ])
  func mistakes(options: [String], message: String) throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: [record("a", "b")])
    expect(try Quern.run(["dedup"] + options + ["a.jsonl", "--out", "o"], in: workspace), code: 64, says: message)
  }
}
