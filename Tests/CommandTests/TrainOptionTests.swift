import Foundation
import QuernBytes
import Testing

/// The options of `quern train`: what they do, and that none is without effect.
struct TrainOptionTests {
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 71)
    let lines = (0..<400).map { index in
      let language = index % 20 == 0 ? "de" : "en"
      let words = language == "de" ? "der Fluss und das Fenster \(index)" : corpus.sentence(12)
      return
        #"{"id":\#(index),"text":"\#(words)","lang":"\#(language)","source":"\#(index % 3 == 0 ? "web" : "book")"}"#
    }
    try workspace.write("a.jsonl", lines: lines)
    return workspace
  }

  private func vocabulary(_ workspace: Workspace, _ path: String) throws -> [String: Int] {
    let json = try parse(String(decoding: try workspace.read(path), as: UTF8.self))
    let model = try #require(json["model"] as? [String: Any])
    return try #require(model["vocab"] as? [String: Int])
  }

  private func train(_ workspace: Workspace, _ options: [String], out: String = "t.json") throws -> Quern.Result {
    try Quern.run(["train", "a.jsonl", "--pattern", "gpt2"] + options + ["--out", out], in: workspace)
  }

  @Test func severalSizesAreThoseOfSeveralTrainings() throws {
    let workspace = try prepare()
    for place in ["first", "last"] {
      let options = ["--special", "<eos>", "--special-place", place, "--reserved", "2"]
      let sizes = ["--vocab-size", "500,300,400", "--tiktoken", "n{size}.tiktoken"]
      expect(try train(workspace, options + sizes, out: "n-{size}.json"), code: 0)
      for size in ["300", "400", "500"] {
        expect(try train(workspace, options + ["--vocab-size", size]), code: 0)
        #expect(try workspace.read("n-\(size).json") == workspace.read("t.json"))
        #expect(workspace.exists("n\(size).tiktoken"))
      }
      let json = String(decoding: try workspace.read("n-300.json"), as: UTF8.self)
      #expect(json.contains("<|reserved_1|>"))
    }
  }

  @Test func lengthsAndAlphabets() throws {
    let workspace = try prepare()
    expect(try train(workspace, ["--vocab-size", "400", "--max-token-length", "3"]), code: 0)
    #expect(try vocabulary(workspace, "t.json").keys.map(\.unicodeScalars.count).max() == 3)
    expect(try train(workspace, ["--vocab-size", "90", "--alphabet", "seen", "--initial-alphabet", "~"]), code: 0)
    let seen = try vocabulary(workspace, "t.json")
    #expect(seen["~"] != nil && seen["^"] == nil && seen.count == 90)
    expect(try train(workspace, ["--vocab-size", "500", "--byte-fallback", "--limit-alphabet", "5"]), code: 0)
    #expect(try vocabulary(workspace, "t.json")["<0xFF>"] != nil)
    // A word of 4 bytes at most has no token of more.
    expect(try train(workspace, ["--vocab-size", "400", "--max-word-bytes", "4"]), code: 0)
    #expect(try vocabulary(workspace, "t.json").keys.map(\.unicodeScalars.count).max() == 4)
  }

  @Test func digitsAndSpaces() throws {
    let workspace = try prepare()
    try workspace.write("a.jsonl", lines: (0..<50).map { _ in #"{"text":"year 2024  and 2024  again"}"# })
    expect(try train(workspace, ["--vocab-size", "280"]), code: 0)
    let plain = try vocabulary(workspace, "t.json")
    #expect(plain.keys.contains("Ġ2024"))
    expect(try train(workspace, ["--vocab-size", "280", "--digits", "individual"]), code: 0)
    #expect(try !vocabulary(workspace, "t.json").keys.contains { $0.hasSuffix("20") })
    expect(try train(workspace, ["--vocab-size", "280", "--spaces", "individual"]), code: 0)
    #expect(try !vocabulary(workspace, "t.json").keys.contains { $0.hasPrefix("Ġ") && $0.count > 1 })
    let expression = ["train", "a.jsonl", "--vocab-size", "262", "--out", "t.json", "--pattern"]
    expect(try Quern.run(expression + ["regex=[0-9]"], in: workspace), code: 0)
    expect(try Quern.run(expression + ["regex=(["], in: workspace), code: 64)
    expect(try Quern.run(expression + ["cl100"], in: workspace), code: 64, says: "cl100k")
  }

  @Test func extendedVocabulariesKeepTheirIDs() throws {
    let workspace = try prepare()
    expect(try train(workspace, ["--vocab-size", "300", "--special", "<eos>"], out: "old.json"), code: 0)
    let extend = ["train", "a.jsonl", "--extend", "old.json", "--out", "new.json", "--vocab-size"]
    expect(try Quern.run(extend + ["350"], in: workspace), code: 0)
    let old = try vocabulary(workspace, "old.json")
    let new = try vocabulary(workspace, "new.json")
    #expect(old.allSatisfy { new[$0.key] == $0.value } && new.count > old.count)
    expect(try Quern.run(extend + ["280"], in: workspace), code: 64, says: "cannot train")
    for option in [["--pattern", "gpt2"], ["--ties", "rustbpe"], ["--byte-fallback"], ["--digits", "individual"]] {
      expect(try Quern.run(extend + ["350"] + option, in: workspace), code: 64, says: option[0], "no effect")
    }
  }

  @Test func rareWordsAreLeftOutAndToldOf() throws {
    let workspace = try prepare()
    expect(
      try train(workspace, ["--vocab-size", "300", "--min-word-count", "3"]), code: 0, says: "left out", "no pair")
    let json = try train(workspace, ["--vocab-size", "300", "--min-word-count", "3", "--json", "--quiet"])
    let counts = try #require(try parse(json.output)["counts"] as? [String: Int])
    #expect(counts["left_out.words"]! > 0 && counts["left_out.pair_bound"]! > 0)
    expect(try train(workspace, ["--vocab-size", "300", "--min-word-count", "1000000"]), code: 1, says: "no words")
  }

  @Test func weightsChangeTheVocabulary() throws {
    let workspace = try prepare()
    let size = ["--vocab-size", "330"]
    expect(try train(workspace, size, out: "plain.json"), code: 0)
    expect(
      try train(workspace, size + ["--weight", "web=1", "--weight", "book=1"], out: "even.json"), code: 0,
      says: "words count times", "book")
    expect(try train(workspace, size + ["--temperature", "5"], out: "warm.json"), code: 0, says: ", de", ", en")
    expect(try train(workspace, size + ["--temperature", "1", "--balance", "source"], out: "cold.json"), code: 0)
    let plain = try workspace.read("plain.json")
    #expect(try workspace.read("warm.json") != plain)
    #expect(try workspace.read("cold.json") == plain)
    // From counts, without the text.
    let counting = ["train", "a.jsonl", "--pattern", "gpt2", "--counts-only", "--out", "c"]
    expect(try Quern.run(counting, in: workspace), code: 0)
    let from = ["train", "--from-counts", "c", "--out", "f.json"] + size
    expect(try Quern.run(from + ["--temperature", "5"], in: workspace), code: 0)
    #expect(try workspace.read("f.json") == workspace.read("warm.json"))
    expect(try Quern.run(from + ["--weight", "web=1"], in: workspace), code: 64, says: "'book' has no weight")
    // A source without a weight is found as soon as it is met.
    expect(try train(workspace, size + ["--weight", "web=1"]), code: 64, says: "'book' has no weight")
  }

  @Test func samplesAreTheSameForAnyOrder() throws {
    let workspace = try prepare()
    let lines = try workspace.lines(of: "a.jsonl")
    try workspace.write("p1.jsonl", lines: lines[200...].reversed())
    try workspace.write("p2.jsonl", lines: Array(lines[..<200]))
    for sample in [["--sample", "0.3"], ["--sample", "8kB"], ["--sample", "8kB", "--temperature", "3"]] {
      let options = ["--pattern", "gpt2", "--vocab-size", "300"] + sample
      func run(_ inputs: String..., more: [String] = [], out: String) throws -> [String: Int] {
        let result = try Quern.run(["train"] + inputs + options + more + ["--json", "--out", out], in: workspace)
        expect(result, code: 0)
        return try #require(try parse(result.output)["counts"] as? [String: Int])
      }
      let counts = try run("a.jsonl", out: "s1.json")
      #expect(counts["unsampled"]! > 0 && counts["documents"]! > 0)
      if sample[1] == "8kB" { #expect((4000...8000).contains(counts["bytes.text"]!)) }
      let parts = try run("p1.jsonl", "p2.jsonl", more: ["--jobs", "3"], out: "s2.json")
      for name in ["documents", "unsampled", "bytes.text"] { #expect(parts[name] == counts[name]) }
      _ = try run("p2.jsonl", "p1.jsonl", more: ["--counts", "k\(sample.count)\(sample[1])"], out: "s3.json")
      _ = try run("p2.jsonl", "p1.jsonl", more: ["--counts", "k\(sample.count)\(sample[1])"], out: "s4.json")
      for name in ["s2", "s3", "s4"] {
        #expect(try workspace.read("\(name).json") == workspace.read("s1.json"), "\(sample) \(name)")
      }
      _ = try run("a.jsonl", more: ["--seed", "7"], out: "s5.json")
      #expect(try workspace.read("s5.json") != workspace.read("s1.json"))
    }
    let pipe = try Quern.run(
      ["train", "-", "--pattern", "gpt2", "--vocab-size", "300", "--sample", "8kB", "--out", "t.json"], in: workspace,
      input: workspace.path("a.jsonl"))
    expect(pipe, code: 64, says: "--sample as a share")
    expect(try train(workspace, ["--vocab-size", "300", "--sample", "1"]), code: 0)
    expect(try train(workspace, ["--vocab-size", "300", "--sample", "3B"]), code: 1, says: "no words")
  }

  /// Options that would do nothing, make no sense, or are out of range are refused.
  @Test(arguments: [
    ["--counts-only", "--vocab-size", "300"], ["--counts-only", "--report", "r"], ["--counts-only", "--weight", "a=1"],
    ["--counts-only", "--counts", "c"], ["--from-counts", "c", "--vocab-size", "300"], ["--vocab-size", "255"],
    ["--vocab-size", "300,300"], ["--vocab-size", "300,"], ["--vocab-size", "300,400"], ["--vocab-size", "x"], [],
    ["--vocab-size", "300", "--weight", "a"], ["--vocab-size", "300", "--weight", "a=0"],
    ["--vocab-size", "300", "--weight", "a=nan"], ["--vocab-size", "300", "--weight", "a=1", "--weight", "a=2"],
    ["--vocab-size", "300", "--weight", "a=1", "--temperature", "2"], ["--vocab-size", "300", "--temperature", "0.5"],
    ["--vocab-size", "300", "--balance", "source"], ["--vocab-size", "300", "--seed", "1"],
    ["--vocab-size", "300", "--sample", "0"], ["--vocab-size", "300", "--sample", "-1"],
    ["--vocab-size", "300", "--sample", "many"], ["--vocab-size", "300", "--memory", "1kB"],
    ["--vocab-size", "300", "--memory", "lots"], ["--vocab-size", "300", "--max-token-length", "1"],
    ["--vocab-size", "300", "--max-word-bytes", "3"], ["--vocab-size", "300", "--min-word-count", "0"],
    ["--vocab-size", "300", "--min-frequency", "-1"], ["--vocab-size", "300", "--reserved", "-1"],
    ["--vocab-size", "300", "--reserved", "100"], ["--vocab-size", "300", "--coverage", "0.5"],
    ["--vocab-size", "300", "--byte-fallback", "--coverage", "0"], ["--vocab-size", "300", "--initial-alphabet", "a"],
    ["--vocab-size", "300", "--byte-fallback", "--alphabet", "seen"], ["--vocab-size", "300", "--limit-alphabet", "9"],
    ["--vocab-size", "300", "--compare", "x.json", "--compare", "x.json"],
    ["--vocab-size", "300", "--reserved", "1", "--special", "<|reserved_0|>"],
  ])
  func refused(options: [String]) throws {
    let workspace = try prepare()
    let result = try train(workspace, options)
    #expect(result.code == 64, "\(options): \(result.messages)")
    #expect(!workspace.exists("t.json"))
  }

  @Test func reports() throws {
    let workspace = try prepare()
    expect(try train(workspace, ["--vocab-size", "300"], out: "other.json"), code: 0)
    let cl100k = ["train", "a.jsonl", "--pattern", "cl100k", "--vocab-size", "300", "--out", "cut.json"]
    expect(try Quern.run(cl100k, in: workspace), code: 0)
    let options = ["--vocab-size", "400", "--report", "r.json", "--compare", "other.json", "--compare", "cut.json"]
    expect(try train(workspace, options), code: 0, says: "bytes per token", "cut.json cuts otherwise; on 400 documents")
    let report = try parse(String(decoding: try workspace.read("r.json"), as: UTF8.self))
    #expect(report["vocabulary_size"] as? Int == 400)
    let compared = try #require(report["compared"] as? [[String: Any]])
    let sampled = try #require(report["compared_on_sample"] as? [[String: Any]])
    #expect(compared.map { $0["name"] as? String } == ["other.json"])
    #expect(sampled.map { $0["documents"] as? Int } == [400])
    let pipe = try Quern.run(
      ["train", "-", "--pattern", "gpt2", "--out", "t.json"] + options, in: workspace, input: workspace.path("a.jsonl"))
    expect(pipe, code: 64, says: "cut.json")
    expect(try train(workspace, ["--vocab-size", "300", "--compare", "a.jsonl"]), code: 1, says: "a.jsonl")
  }

  /// Counts know nothing of what will be made of them: bytes or characters.
  @Test(arguments: [
    ["gpt2"], ["cl100k"], ["gpt2", "--digits", "individual"], ["cl100k", "--digits", "individual"],
    ["gpt2", "--prefix-space"], ["cl100k", "--prefix-space", "--spaces", "individual"], ["regex=[a-z]+|[^a-z]"],
  ])
  func countsServeBytesAndCharacters(pattern: [String]) throws {
    let workspace = try prepare()
    let split = ["train", "a.jsonl", "--pattern"] + pattern
    expect(try Quern.run(split + ["--counts-only", "--out", "counts"], in: workspace), code: 0)
    for kind in [[], ["--byte-fallback"]] {
      let options = kind + ["--vocab-size", "500", "--out"]
      expect(try Quern.run(split + options + ["whole.json"], in: workspace), code: 0)
      expect(try Quern.run(["train", "--from-counts", "counts"] + options + ["parts.json"], in: workspace), code: 0)
      #expect(try workspace.read("parts.json") == workspace.read("whole.json"), "\(kind)")
    }
  }
}
