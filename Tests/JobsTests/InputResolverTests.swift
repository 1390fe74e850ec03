import QuernStreams
import TestSupport
import Testing

@testable import QuernJobs

@Suite struct InputResolverTests {
  private let folder = TemporaryFolder()

  @Test func filesBehindPatterns() throws {
    try FileSystem.createFolder(folder.file("in/deep/er"))
    try FileSystem.createFolder(folder.file("empty"))
    for name in [
      "in/b.jsonl", "in/a.jsonl.zst", "in/deep/c.ndjson.gz", "in/deep/er/d.jsonl", "in/.hidden.jsonl", "in/notes.txt",
    ] {
      folder.write([], to: name)
    }
    let found = ["in/a.jsonl.zst", "in/b.jsonl", "in/deep/c.ndjson.gz", "in/deep/er/d.jsonl"].map { folder.file($0) }
    #expect(try InputResolver.files(for: folder.file("in")) == found)
    #expect(try InputResolver.files(for: folder.file("in/*.jsonl*")) == [found[0], found[1]])
    #expect(try InputResolver.files(for: folder.file("in/notes.txt")) == [folder.file("in/notes.txt")])
    #expect(try InputResolver.files(for: folder.file("missing.jsonl")) == [folder.file("missing.jsonl")])
    #expect(throws: JobError.self) { try InputResolver.files(for: folder.file("empty")) }
    #expect(throws: JobError.self) { try InputResolver.files(for: folder.file("in/*.csv")) }
    // A file whose name looks like a pattern is that file.
    folder.write([], to: "in/[x].jsonl")
    #expect(try InputResolver.files(for: folder.file("in/[x].jsonl")) == [folder.file("in/[x].jsonl")])
  }

  @Test func links() throws {
    try FileSystem.createFolder(folder.file("in/deep"))
    try FileSystem.createFolder(folder.file("elsewhere"))
    for name in ["in/a.jsonl", "in/deep/b.jsonl", "elsewhere/c.jsonl"] { folder.write([], to: name) }
    runTool("cd '\(folder.path)/in' && ln -s . loop && ln -s ../elsewhere away && ln -s ../elsewhere/c.jsonl c.jsonl")
    let found = ["a.jsonl", "c.jsonl", "deep/b.jsonl"]
    #expect(try InputResolver.files(for: folder.file("in")) == found.map { folder.file("in/\($0)") })
    // A link that the user names is followed.
    #expect(try InputResolver.files(for: folder.file("in/away")) == [folder.file("in/away/c.jsonl")])
  }

  /// Only what the user wrote is a pattern, not the folder that it starts from.
  @Test(arguments: ["a[b]", "a*", "a?", "a\\b", "{a}", "plain"]) func folders(name: String) throws {
    let base = folder.file(name)
    try FileSystem.createFolder(base + "/in")
    // What the name would match as a pattern.
    try FileSystem.createFolder(folder.file("ab/in"))
    for path in [base + "/in/1.jsonl", base + "/in/2.jsonl", folder.file("ab/in/3.jsonl")] { writeFile([], to: path) }
    let found = [base + "/in/1.jsonl", base + "/in/2.jsonl"]
    #expect(try InputResolver.files(for: "in/*.jsonl", in: base) == found)
    #expect(try InputResolver.files(for: "in", in: base) == found)
    #expect(try InputResolver.files(for: "in/1.jsonl", in: base) == [found[0]])
    #expect(try InputResolver.files(for: base + "/in", in: "none") == found)
    #expect(try InputResolver.files(for: "missing", in: base) == [base + "/missing"])
    #expect(throws: JobError.self) { try InputResolver.files(for: "*.csv", in: base) }
  }

  @Test func resultsAmongInputs() throws {
    try FileSystem.createFolder(folder.file("in/deep"))
    let files = ["in/a.jsonl", "in/deep/b.jsonl"].map { folder.write([], to: $0) }
    runTool("ln -s in '\(folder.file("link"))'")
    func isRefused(_ out: String, _ input: String) throws -> Bool {
      let input = folder.file(input)
      do {
        try InputResolver.check(out: folder.file(out), input: input, files: try InputResolver.files(for: input))
        return false
      } catch let error as JobError {
        #expect(error.kind == .usage)
        return true
      }
    }
    for (out, input) in [
      ("in", "in"), ("in/", "in"), ("in/out", "in/"), ("in/new/out", "in"), ("new/../in/out", "in"), ("link/out", "in"),
      ("out", ""), (".", "in/a.jsonl"), ("in", "in/*.jsonl"), (".", "in"), ("in/deep", "in/*/*.jsonl"), ("link", "in"),
    ] {
      #expect(try isRefused(out, input), "\(out) for \(input)")
    }
    for (out, input) in [
      ("out", "in"), ("in-out", "in"), ("in", "in/a.jsonl"), ("in/out", "in/a.jsonl"), ("in/out", "in/*.jsonl"),
      ("in/deep", "in/a.jsonl"),
    ] {
      #expect(try !isRefused(out, input), "\(out) for \(input)")
    }
    #expect(throws: JobError.self) { try InputResolver.check(out: "/", input: files[0], files: files) }
  }
}
