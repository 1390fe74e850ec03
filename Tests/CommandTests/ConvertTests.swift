import Foundation
import Testing

/// `quern convert` as its users meet it.
struct ConvertTests {
  @Test func thereAndBack() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end\"}"])
    expect(
      try workspace.quern(
        "train", "a.jsonl", "--vocab-size", "262", "--pattern", "cl100k", "--ties", "rustbpe", "--special", "<|end|>",
        "--out", "t.json"),
      code: 0)
    expect(
      try workspace.quern("convert", "t.json", "--to", "tiktoken", "--out", "t.tiktoken"), code: 0,
      says: "<|end|>, id 261")
    expect(
      try workspace.quern("convert", "t.tiktoken:cl100k", "--to", "json", "--out", "back.json"), code: 0,
      says: "vocabulary of 261")
    let ids = try workspace.quern("tokens", "--tokenizer", "t.json", "the river's end")
    #expect(try workspace.quern("tokens", "--tokenizer", "back.json", "the river's end").output == ids.output)
    #expect(try workspace.quern("tokens", "--tokenizer", "t.tiktoken:cl100k", "the river's end").output == ids.output)
  }

  @Test func whatWouldBeLostIsNamed() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end\"}"])
    expect(
      try workspace.quern("train", "a.jsonl", "--vocab-size", "262", "--pattern", "gpt2", "--out", "t.json"), code: 0)
    let json = try String(contentsOfFile: workspace.path("t.json"), encoding: .utf8)
    try workspace.write(
      "n.json",
      Data(json.replacingOccurrences(of: "\"normalizer\":null", with: "\"normalizer\":{\"type\":\"NFC\"}").utf8))
    expect(
      try workspace.quern("convert", "n.json", "--to", "tiktoken", "--out", "t.tiktoken"), code: 1,
      says: "texts are normalised")
    #expect(!FileManager.default.fileExists(atPath: workspace.path("t.tiktoken")))
    expect(try workspace.quern("convert", "missing.json", "--to", "json", "--out", "x"), code: 1, says: "missing.json")
    expect(try workspace.quern("convert", "t.json", "--to", "yaml", "--out", "x"), code: 64)
  }

  @Test func rankFilesTakeExpressions() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: ["{\"text\":\"the river and the window, the end\"}"])
    expect(
      try workspace.quern(
        "train", "a.jsonl", "--vocab-size", "260", "--pattern", "gpt2", "--out", "t.json", "--tiktoken", "t.tiktoken"),
      code: 0)
    func tokens(_ split: String) throws -> Quern.Result {
      try workspace.quern("tokens", "--tokenizer", "t.tiktoken:\(split)", "the end")
    }
    // Between the matches text is dropped, as in tiktoken.
    let words = try tokens(#"regex=(?:the|\w)+"#)
    expect(words, code: 0)
    #expect(words.output.split(separator: " ").count < (try tokens("regex=.").output.split(separator: " ").count))
    #expect(try tokens("regex=.").output.split(separator: " ").count == 7)
    expect(try tokens(#"regex=(a)\1"#), code: 1, says: "not supported")
    expect(try tokens("gpt3"), code: 64, says: "did you mean gpt2")
  }
}
