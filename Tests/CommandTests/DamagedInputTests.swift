import Foundation
import Testing

/// Files that are missing, empty, cut short or corrupt: nothing is lost silently.
struct DamagedInputTests {
  @Test func missingAndUnreadableFiles() throws {
    let workspace = try Workspace()
    try workspace.write("empty-folder/readme.txt", "no shard")
    expect(
      try workspace.quern("clean", "no.jsonl", "--out", "o"), code: 1, says: "no.jsonl: cannot open", "check the path")
    expect(try workspace.quern("clean", "empty-folder", "--out", "o"), code: 1, says: "empty-folder", ".jsonl.zst")
    expect(try workspace.quern("clean", "x*.jsonl", "--out", "o"), code: 1, says: "x*.jsonl", "no file matches")
    expect(
      try workspace.quern("clean", "empty-folder/readme.txt", "--out", "empty-folder/readme.txt"), code: 1,
      says: "is no folder")
    #expect(!workspace.exists("o"))
  }

  @Test(.enabled(if: getuid() != 0, "root reads everything"))
  func withoutPermission() throws {
    let workspace = try Workspace()
    try workspace.write("a.jsonl", "{}\n")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: workspace.path("a.jsonl"))
    expect(try workspace.quern("clean", "a.jsonl", "--out", "o"), code: 1, says: "a.jsonl", "check the permissions")
  }

  @Test func emptyFiles() throws {
    let workspace = try Workspace()
    for name in ["e.jsonl", "e.jsonl.zst", "e.jsonl.gz"] { try workspace.write(name, "") }
    expect(try workspace.quern("clean", "e.jsonl", "--out", "plain"), code: 0)
    #expect(try workspace.report(of: "plain")["read"] as? Int == 0)
    for name in ["e.jsonl.zst", "e.jsonl.gz"] {
      expect(try workspace.quern("clean", name, "--out", name + "-o"), code: 1, says: name, "is empty", "--keep-going")
      expect(
        try workspace.quern("clean", name, "--out", name + "-o", "--keep-going"), code: 2, says: "is empty", "lost")
    }
  }

  /// The content of `a.jsonl` as three ways to store it, each cut or changed, with the kind of damage that is named.
  private func damagedFiles(_ workspace: Workspace) throws -> [(name: String, what: String)] {
    var corpus = Corpus(seed: 2)
    let lines = corpus.records(3000)
    let content = Data(lines.map { $0 + "\n" }.joined().utf8)
    try workspace.write("a.jsonl", content)
    try workspace.write("cut.jsonl.zst", zstd(content).dropLast(20_000))
    try workspace.write("cut.jsonl.gz", try gzip(content, workspace).dropLast(20_000))
    // Four frames; the third is corrupt in the middle.
    let quarter = lines.count / 4
    let frames = (0..<4).map { index in
      zstd(Data(lines[index * quarter..<(index + 1) * quarter].map { $0 + "\n" }.joined().utf8))
    }
    var corrupt = frames[2]
    for at in 0..<64 { corrupt[corrupt.count / 2 + at] ^= 0x5A }
    try workspace.write("corrupt.jsonl.zst", frames[0] + frames[1] + corrupt + frames[3])
    return [
      ("cut.jsonl.zst", "truncated"), ("cut.jsonl.gz", "truncated"), ("corrupt.jsonl.zst", "corrupt zstd data"),
    ]
  }

  @Test func damageEndsTheWorkUnlessItIsSurvived() throws {
    let workspace = try Workspace()
    for (name, what) in try damagedFiles(workspace) {
      let out = name + "-out"
      expect(try workspace.quern("clean", name, "--out", out), code: 1, says: name, what, "at byte", "--keep-going")
      // Nothing looks complete.
      #expect(workspace.files(below: out).allSatisfy { ["plan.json", "recipe.yml"].contains($0) })

      // The advice that was given works in the same folder.
      expect(try workspace.quern("clean", name, "--out", out, "--keep-going"), code: 2, says: "warning", name, what)
      let report = try workspace.report(of: out)
      let counts = try #require(report["documents"] as? [String: Any])
      let read = try #require(report["read"] as? Int)
      #expect(read > 100 && read < 3000)
      #expect(counts["damaged_files"] as? Int == 1)
      #expect(counts["bytes.lost"] as? Int != nil)
      #expect((report["warnings"] as? [String])?.count == 1)
      let last = try #require(try workspace.rows(of: "\(out)/rejected").last)
      #expect(last["reason"] as? String == "damaged" && last["stored_offset"] as? Int != nil)
      // What was kept is what stood before the damage.
      let original = Set(try workspace.lines(of: "a.jsonl"))
      let kept = try workspace.lines(of: "\(out)/docs")
      if what == "truncated" { #expect(kept.allSatisfy(original.contains)) }
      #expect(kept.prefix(1000).allSatisfy(original.contains))

      // What was survived once is survived again only when it is asked for.
      expect(try workspace.quern("clean", name, "--out", out, "--keep-going"), code: 2, says: what, "\n0 tasks run")
      let again = try workspace.quern("clean", name, "--out", out)
      expect(again, code: 1, says: "\n0 tasks run", "error: \(name): \(what)", "--keep-going")
    }
  }

  @Test func damageForCommandsWithoutRunFolder() throws {
    let workspace = try Workspace()
    for (name, what) in try damagedFiles(workspace) {
      let train = ["train", name, "--vocab-size", "300", "--pattern", "gpt2", "--special", "<|endoftext|>", "--out"]
      expect(try Quern.run(train + ["t1"], in: workspace), code: 1, says: name, what)
      #expect(!workspace.exists("t1"))
      expect(try Quern.run(train + ["t2", "--keep-going"], in: workspace), code: 2, says: what, "lost")
      for format in ["ids", "batches"] {
        let encode = ["encode", name, "--tokenizer", "t2", "--format", format, "--length", "64", "--out", format]
        expect(try Quern.run(encode, in: workspace), code: 1, says: name, what)
        #expect(workspace.files(below: format).isEmpty)
        expect(try Quern.run(encode + ["--keep-going"], in: workspace), code: 2, says: what)
        #expect(!workspace.files(below: format).isEmpty)
        try FileManager.default.removeItem(atPath: workspace.path(format))
      }
      expect(try workspace.quern("inspect", name, "--limit", "5000"), code: 1, says: what)
      for stage in ["decompress", "read", "clean"] {
        let result = try workspace.quern("bench", stage, name)
        expect(result, code: 1, says: name, what, "only whole files are timed")
        #expect(!result.messages.contains("--keep-going") && result.output.isEmpty)
      }
    }
  }

  @Test func framesMembersAndSkippableFrames() throws {
    let workspace = try Workspace()
    var corpus = Corpus(seed: 3)
    let content = Data(corpus.records(400).map { $0 + "\n" }.joined().utf8)
    let (head, tail) = (content.prefix(12_345), content.dropFirst(12_345))
    let skippable = Data([0x52, 0x2A, 0x4D, 0x18, 5, 0, 0, 0]) + Data("hello".utf8)
    try workspace.write("plain.jsonl", content)
    try workspace.write("frames.jsonl.zst", skippable + zstd(head) + skippable + zstd(Data()) + zstd(tail) + skippable)
    try workspace.write("members.jsonl.gz", try gzip(head, workspace) + gzip(tail, workspace) + Data(count: 512))
    // Content decides, not the name.
    try workspace.write("misnamed.jsonl", zstd(content))
    var docs: Set<Data> = []
    for name in ["plain.jsonl", "frames.jsonl.zst", "members.jsonl.gz", "misnamed.jsonl"] {
      expect(try workspace.quern("clean", name, "--out", name + "-o", "--quiet"), code: 0)
      docs.insert(Data(try workspace.lines(of: name + "-o/docs").joined(separator: "\n").utf8))
      #expect(try workspace.report(of: name + "-o")["read"] as? Int == 400)
    }
    #expect(docs.count == 1)
    try workspace.write("liar.jsonl.zst", content)
    expect(try workspace.quern("clean", "liar.jsonl.zst", "--out", "liar"), code: 1, says: "is not a zstd file")
  }
}
