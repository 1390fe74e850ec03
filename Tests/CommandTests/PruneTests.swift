import Foundation
import Testing

/// `quern prune` as its users meet it.
struct PruneTests {
  @Test func byCountsAndWithout() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end of the river\"}"])
    expect(
      try workspace.quern(
        "train", "a.jsonl", "--vocab-size", "275", "--pattern", "gpt2", "--special", "<|end|>", "--special", "<|x|>",
        "--counts", "counts", "--out", "t.json"),
      code: 0)
    expect(
      try workspace.quern(
        "prune", "t.json", "--vocab-size", "265", "--counts", "counts", "--drop-special", "<|x|>", "--out", "p.json",
        "--id-map", "map.json", "--id-map", "map.npy"),
      code: 0, says: "vocabulary of 265")
    let map = try #require(
      try JSONSerialization.jsonObject(with: try workspace.read("map.json")) as? [String: Any])
    let ids = try #require(map["map"] as? [Int])
    #expect(ids.count == 275 && ids.filter { $0 >= 0 } == Array(0..<265) && ids[0] == 0 && ids[1] == -1)
    #expect((map["dropped"] as? [[String: Any]])?.count == 10)
    #expect(try workspace.read("map.npy").count == 128 + 4 * 275)
    let shown = try workspace.quern("tokens", "--tokenizer", "p.json", "--decode", "0")
    #expect(shown.output == "<|end|>\n")
    expect(try workspace.quern("prune", "t.json", "--vocab-size", "260", "--out", "q.json"), code: 0)
    let smaller = try workspace.quern("tokens", "--tokenizer", "q.json", "the river")
    expect(smaller, code: 0)
    #expect(smaller.output.split(separator: " ").allSatisfy { Int($0.filter(\.isNumber))! < 260 })
  }

  @Test func whatCannotBeIsSaid() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end\"}"])
    for pattern in ["gpt2", "cl100k"] {
      expect(
        try workspace.quern(
          "train", "a.jsonl", "--vocab-size", "262", "--pattern", pattern, "--counts", "counts-\(pattern)", "--out",
          "\(pattern).json"),
        code: 0)
    }
    expect(
      try workspace.quern("prune", "gpt2.json", "--vocab-size", "100", "--out", "p.json"), code: 1, says: "too small")
    expect(
      try workspace.quern(
        "prune", "gpt2.json", "--vocab-size", "260", "--counts", "counts-cl100k", "--out", "p.json"),
      code: 1, says: "cl100k")
    expect(
      try workspace.quern(
        "prune", "gpt2.json", "--vocab-size", "260", "--drop-special", "<|x|>", "--out", "p.json"),
      code: 1, says: "no special token <|x|>")
    expect(try workspace.quern("prune", "gpt2.json", "--vocab-size", "0", "--out", "p.json"), code: 64)
    #expect(!FileManager.default.fileExists(atPath: workspace.path("p.json")))
  }
}
