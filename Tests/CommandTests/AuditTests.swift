import Foundation
import Testing

/// `quern audit` as its users meet it.
struct AuditTests {
  /// Two vocabularies, the larger one beginning like the smaller, and records in two languages.
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 4)
    let records = (0..<60).map { index in
      "{\"id\":\"d\(index)\",\"text\":\"\(corpus.sentence(40))\",\"lang\":\"\(index % 3 == 0 ? "de" : "en")\",\"source\":7}"
    }
    try workspace.write("a.jsonl", lines: records)
    for size in [280, 330] {
      expect(
        try workspace.quern(
          "train", "a.jsonl", "--vocab-size", "\(size)", "--pattern", "cl100k", "--special", "<|a|>", "--special",
          "x<|a|>", "--out", "t\(size).json"),
        code: 0)
    }
    return workspace
  }

  private func report(_ workspace: Workspace, _ arguments: String..., code: Int32 = 0) throws -> [String: Any] {
    let result = try Quern.run(["audit"] + arguments + ["--json"], in: workspace)
    expect(result, code: code)
    return try parse(result.output)
  }

  @Test func vocabularyAlone() throws {
    let workspace = try prepare()
    let all = try report(workspace, "t280.json")
    let vocabulary = try #require(all["vocabulary"] as? [String: Any])
    #expect(vocabulary["ids"] as? Int == 280)
    #expect(vocabulary["pattern"] as? String == "cl100k")
    #expect((vocabulary["added"] as? [Any])?.count == 2)
    let overlaps = try #require(vocabulary["overlapping_added"] as? [[String: Int]])
    #expect(overlaps == [["outer": 1, "inner": 0, "offset": 1]])
    let broken = try #require(vocabulary["not_whole_characters"] as? [String: [Any]])
    #expect(broken["never_valid"]?.count == 13)
    let unreachable = try #require(vocabulary["unreachable"] as? [String: [Any]])
    #expect(unreachable.values.reduce(0) { $0 + $1.count } == 0)
    #expect(all["corpus"] == nil)
    let text = try workspace.quern("audit", "t280.json", "--list", "3")
    expect(text, code: 0)
    #expect(text.output.contains("x<|a|> holds <|a|> at byte 1"))
  }

  @Test func corpusByLanguage() throws {
    let workspace = try prepare()
    let all = try report(workspace, "t280.json", "a.jsonl")
    let corpus = try #require(all["corpus"] as? [String: Any])
    #expect(corpus["documents"] as? Int == 60)
    let languages = try #require(corpus["languages"] as? [[String: Any]])
    #expect(languages.map { $0["name"] as? String } == ["en", "de"])
    #expect(languages.map { $0["documents"] as? Int } == [40, 20])
    let sources = try #require(corpus["sources"] as? [[String: Any]])
    #expect(sources.map { $0["name"] as? String } == ["7"])
    for key in ["bytes", "tokens", "words"] {
      let sum = languages.compactMap { $0[key] as? Int }.reduce(0, +)
      #expect(sum == corpus[key] as? Int)
    }
    // Each sentence has 40 words.
    #expect(corpus["words"] as? Int == 2400)
    let unused = try #require(corpus["never_used"] as? [Int])
    #expect(!unused.contains(0) && unused.contains(where: { $0 > 1 }))
    let counted = try workspace.quern(
      "encode", "a.jsonl", "--tokenizer", "t280.json", "--format", "ids", "--out", "ids")
    expect(counted, code: 0)
    let ids = try workspace.rows(of: "ids").flatMap { try #require($0["ids"] as? [Int]) }
    #expect(corpus["tokens"] as? Int == ids.count)
    #expect(Set(unused).isDisjoint(with: ids))
    let once = try #require(corpus["used_once"] as? [Int])
    #expect(once == Dictionary(grouping: ids) { $0 }.filter { $0.value.count == 1 }.keys.sorted())
    let shares = Dictionary(grouping: ids) { $0 }.values.map { Double($0.count) / Double(ids.count) }
    let entropy = shares.reduce(0) { $0 - $1 * log2($1) }
    #expect(abs(try #require(corpus["entropy_bits"] as? Double) - entropy) < 1e-9)
    let text = try workspace.quern("audit", "t280.json", "a.jsonl")
    #expect(text.output.contains("by language"))
  }

  @Test func differences() throws {
    let workspace = try prepare()
    let all = try report(workspace, "t280.json", "a.jsonl", "--against", "t330.json")
    let against = try #require(all["against"] as? [String: Any])
    #expect(against["same"] as? Int == 280)
    #expect((against["only_here"] as? [Any])?.isEmpty == true)
    #expect((against["only_there"] as? [Any])?.count == 50)
    #expect(against["differing_documents"] as? Int == 60)
    let first = try #require(against["first_difference"] as? [String: Any])
    #expect(first["id"] as? String == "d0")
    let same = try report(workspace, "t280.json", "a.jsonl", "--against", "t280.json")
    #expect((same["against"] as? [String: Any])?["differing_documents"] as? Int == 0)
    expect(try workspace.quern("audit", "t280.json", "--against", "t330.json"), code: 0)
  }

  @Test func threadsDoNotMatter() throws {
    let workspace = try prepare()
    var corpus = Corpus(seed: 9)
    try workspace.write("b.jsonl", lines: corpus.records(9000))
    let results = try ["1", "3"].map { jobs in
      try workspace.quern(
        "audit", "t280.json", "a.jsonl", "b.jsonl", "--against", "t330.json", "--jobs", jobs, "--json")
    }
    expect(results[0], code: 0)
    #expect(results[0].output == results[1].output)
    #expect(!results[0].output.isEmpty)
  }

  @Test func whatIsWrongWithTheCorpus() throws {
    let workspace = try prepare()
    try workspace.write("bad.jsonl", lines: ["{\"text\":\"a b\"}", "{\"text\":1}", ""])
    let rejected = try workspace.quern("audit", "t280.json", "bad.jsonl", "--json")
    expect(rejected, code: 2, says: "bad.jsonl:2: rejected: text_not_string")
    #expect((try parse(rejected.output)["corpus"] as? [String: Any])?["documents"] as? Int == 1)
    try workspace.write("empty.jsonl", "")
    let empty = try report(workspace, "t280.json", "empty.jsonl")
    #expect((empty["corpus"] as? [String: Any])?["tokens"] as? Int == 0)
    expect(try workspace.quern("audit", "t280.json", "empty.jsonl"), code: 0)
    expect(try workspace.quern("audit", "t280.json", "no.jsonl"), code: 1, says: "no.jsonl: cannot open")
    expect(try workspace.quern("audit", "a.jsonl"), code: 1, says: "a.jsonl: malformed vocabulary")
    expect(try workspace.quern("audit", "t280.json", "--list=-1"), code: 64, says: "--list")
  }
}
