import Foundation
import Testing

/// `quern encode` and `quern train` as their users meet them.
struct EncodeTests {
  private static let records = [
    "{\"id\":\"a\",\"text\":\"the river and the window\"}", "{\"id\":7,\"text\":\"\"}",
    "{\"text\":\"the end <|endoftext|> of it\"}",
  ]

  /// Files to encode, a vocabulary with end-of-text (id 0), one without, and a rank file.
  private func prepare() throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", lines: EncodeTests.records)
    let train = ["train", "a.jsonl", "--vocab-size", "262", "--pattern", "gpt2"]
    expect(
      try Quern.run(
        train + ["--special", "<|endoftext|>", "--out", "t.json", "--tiktoken", "t.tiktoken"], in: workspace),
      code: 0)
    expect(try Quern.run(train + ["--out", "bare.json"], in: workspace), code: 0)
    return workspace
  }

  private func batches(_ workspace: Workspace, _ options: [String], tokenizer: String = "t.json") throws -> [UInt16] {
    let arguments = [
      "encode", "a.jsonl", "--tokenizer", tokenizer, "--format", "batches", "--length", "200", "--batch", "1", "--out",
      "b",
    ]
    expect(try Quern.run(arguments + options, in: workspace), code: 0)
    let bytes = try workspace.read("b/batches-00000.bin")
    return stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8 }
  }

  @Test func whatStandsBetweenDocuments() throws {
    let workspace = try prepare()
    expect(
      try workspace.quern("encode", "a.jsonl", "--tokenizer", "t.json", "--format", "ids", "--out", "ids"), code: 0)
    let rows = try workspace.rows(of: "ids")
    #expect(rows.map { $0["id"] as? String } == ["a", "7", "a.jsonl:2"])
    let ids = try rows.map { try #require($0["ids"] as? [UInt16]) }
    // Text cannot inject a control token.
    #expect(!ids.joined().contains(0))
    func row(_ documents: [[UInt16]], padding: UInt16) -> [UInt16] {
      let stream = Array(documents.joined())
      return stream + Array(repeating: padding, count: 201 - stream.count)
    }
    #expect(try batches(workspace, []) == row(ids.map { $0 + [0] }, padding: 0))
    #expect(try batches(workspace, ["--eos", "<|endoftext|>"]) == row(ids.map { $0 + [0] }, padding: 0))
    #expect(try batches(workspace, ["--eos", "5"]) == row(ids.map { $0 + [5] }, padding: 5))
    #expect(try batches(workspace, ["--eos", "none"]) == row(ids, padding: 0))
    #expect(
      try batches(workspace, ["--eos", "5", "--bos", "<|endoftext|>"]) == row(ids.map { [0] + $0 + [5] }, padding: 5))
    // A rank file holds no special tokens; an id behind its ranks may be one.
    let ranks = try batches(workspace, ["--eos", "300"], tokenizer: "t.tiktoken:gpt2")
    #expect(ranks.filter { $0 == 300 }.count > 3)
  }

  @Test(arguments: [
    (["--tokenizer", "t.json", "--eos", "<|endotext|>"], Int32(64), "did you mean '<|endoftext|>'"),
    (["--tokenizer", "t.json", "--eos", "300"], 64, "has no token 300"),
    (["--tokenizer", "t.json", "--eos=-1"], 64, "is no token id"),
    (["--tokenizer", "bare.json"], 64, "no end-of-text token of its own; say with --eos"),
    (["--tokenizer", "t.json", "--length", "0"], 64, "length must be"),
    (["--tokenizer", "t.json", "--batch", "0"], 64, "batch must be"),
    (["--tokenizer", "t.json", "--length", "99999999999"], 64, "length must be"),
    (["--tokenizer", "t.json:gpt2"], 64, "names its own split pattern"),
    (["--tokenizer", "t.tiktoken"], 64, "name the pattern as t.tiktoken:PATTERN"),
    (["--tokenizer", "t.tiktoken:gtp2"], 64, "did you mean gpt2"),
    (["--tokenizer", "t.tiktoken:gpt2"], 64, "--eos"),
    (["--tokenizer", "no.json"], 1, "no.json: cannot open"),
    (["--tokenizer", "a.jsonl"], 1, "a.jsonl: malformed vocabulary"),
  ])
  func refused(_ options: [String], _ code: Int32, _ message: String) throws {
    let workspace = try prepare()
    let result = try Quern.run(["encode", "a.jsonl", "--format", "batches", "--out", "b"] + options, in: workspace)
    expect(result, code: code, says: message)
    #expect(!workspace.exists("b"))
  }

  @Test func unknownFormatAndRepeatedFile() throws {
    let workspace = try prepare()
    let encode = ["encode", "a.jsonl", "--tokenizer", "t.json", "--out", "b", "--format"]
    expect(try Quern.run(encode + ["batch"], in: workspace), code: 64, says: "'batches'")
    expect(try Quern.run(encode + ["ids", "./a.jsonl"], in: workspace), code: 64, says: "named twice")
  }

  @Test func nothingToTrainOn() throws {
    let workspace = try Workspace()
    try workspace.write("empty.jsonl", "")
    expect(
      try workspace.quern("train", "empty.jsonl", "--vocab-size", "300", "--pattern", "gpt2", "--out", "t"), code: 1,
      says: "no words to train on")
    #expect(!workspace.exists("t"))
  }
}
