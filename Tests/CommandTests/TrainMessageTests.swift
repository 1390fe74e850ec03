import Foundation
import Testing

/// What `quern train` says when there is less to train on than was thought, or more.
struct TrainMessageTests {
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    for name in ["a", "b"] {
      let lines = (0..<20).map { "{\"source\":\"\(name)\",\"text\":\"\(goodText) \(name) \($0)\"}" }
      try workspace.write("\(name).jsonl", lines: lines)
    }
    return workspace
  }

  @Test func whyThereAreNoWords() throws {
    let workspace = try prepare()
    let train = ["train", "a.jsonl", "--pattern", "gpt2", "--vocab-size", "260", "--out", "t"]
    expect(
      try Quern.run(train + ["--min-word-count", "100000"], in: workspace), code: 1,
      says: "no words to train on: none occurs 100000 times; lower --min-word-count")
    expect(
      try Quern.run(train + ["--sample", "0.0000001"], in: workspace), code: 1, says: "none of it is in the sample")
    try workspace.write("a.jsonl", "")
    expect(try Quern.run(train, in: workspace), code: 1, says: "the input has no text")
  }

  @Test func tooManyCharacters() throws {
    let workspace = try prepare()
    let train = ["train", "a.jsonl", "--pattern", "gpt2", "--vocab-size", "257", "--byte-fallback", "--out", "t"]
    expect(try Quern.run(train, in: workspace), code: 1, says: "too small", "--limit-alphabet")
  }

  @Test func aWeightOfNoSourceIsSaid() throws {
    let workspace = try prepare()
    let weights = ["a", "b", "c"].flatMap { ["--weight", "\($0)=1"] }
    let train = ["train", "a.jsonl", "b.jsonl", "--pattern", "gpt2", "--vocab-size", "260", "--out", "t"]
    expect(
      try Quern.run(train + weights, in: workspace), code: 0, says: "warning: the source 'c' has a weight, but no text")
    let result = try Quern.run(train + weights.dropLast(2), in: workspace)
    #expect(result.code == 0 && !result.messages.contains("warning"))
  }

  @Test func aTemperatureOfOneLanguageIsSaid() throws {
    let workspace = try prepare()
    let train = ["train", "a.jsonl", "b.jsonl", "--pattern", "gpt2", "--vocab-size", "260", "--temperature", "2"]
    expect(
      try Quern.run(train + ["--out", "t"], in: workspace), code: 0,
      says: "warning: the temperature changes nothing: all text is of the language ''")
    let result = try Quern.run(train + ["--balance", "source", "--out", "t"], in: workspace)
    #expect(result.code == 0 && !result.messages.contains("warning"))
  }

  @Test func namesInDataDoNotActOnTheTerminal() throws {
    let workspace = try prepare()
    let lines = [#"{"text":"the river","source":"\u001b[31m"}"#, #"{"text":"the window","source":"x\ny"}"#]
    try workspace.write("a.jsonl", lines: lines)
    let train = ["train", "a.jsonl", "--pattern", "gpt2", "--vocab-size", "260", "--report", "r", "--out", "t"]
    let results = [
      try Quern.run(train, in: workspace), try Quern.run(train + ["--weight", "z=1"], in: workspace),
    ]
    for result in results {
      #expect(!result.messages.contains("\u{1b}") && result.messages.contains(#"\u{1b}"#), "\(result.messages)")
    }
    #expect(results[0].messages.contains(#"source x\u{a}y: "#))
  }

  @Test func optionsWithoutEffectAreRefused() throws {
    let workspace = try prepare()
    let train = ["train", "a.jsonl", "--pattern", "gpt2", "--vocab-size", "260", "--counts", "c", "--out", "t"]
    expect(
      try Quern.run(train + ["--special-place", "last"], in: workspace), code: 64,
      says: "--special-place has no effect without --special or --reserved")
    expect(try Quern.run(train, in: workspace), code: 0)
    expect(
      try Quern.run(
        ["train", "--from-counts", "c", "--vocab-size", "260", "--keep-going", "--out", "t"], in: workspace),
      code: 64, says: "--keep-going has no effect with --from-counts")
  }

  /// Counts of an input that has another name now would count twice.
  @Test func countFilesOfOtherInputsAreSaid() throws {
    let workspace = try prepare()
    let count = ["train", "--pattern", "gpt2", "--counts-only", "--out", "c"]
    let first = try Quern.run(count + ["a.jsonl"], in: workspace)
    #expect(first.code == 0 && !first.messages.contains("other inputs"))
    expect(
      try Quern.run(count + ["b.jsonl"], in: workspace), code: 0,
      says: "c has 1 more count file, of other inputs, as a-")
    let both = try Quern.run(count + ["a.jsonl", "b.jsonl"], in: workspace)
    #expect(both.code == 0 && !both.messages.contains("other inputs"))
  }
}
