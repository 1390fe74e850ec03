import QuernBytes
import QuernJSON
import QuernStreams
import TestSupport
import Testing

@testable import QuernJobs

@Suite struct InputFileTests {
  private let folder = TemporaryFolder()

  private func input(_ path: String, name: String? = nil) throws -> InputFile {
    try InputFile(number: 3, source: "s", path: path, name: name ?? path, textField: "text", idField: "id")
  }

  @Test func edgesTellWhetherAFileChanged() throws {
    var content = [UInt8](repeating: 1, count: 3 << 20)
    let before = try input(folder.write(content, to: "f"))
    for (at, matters) in [(0, true), (1 << 20 - 1, true), (2 << 20, true), (content.count - 1, true), (3 << 19, false)]
    {
      content[at] ^= 1
      #expect((try input(folder.write(content, to: "f")).edges != before.edges) == matters)
      content[at] ^= 1
    }
    for size in [0, 1, 1 << 20, 1 << 20 + 1] {
      let file = try input(folder.write([UInt8](repeating: 2, count: size), to: "g"))
      #expect(file.size == size && file.edges != before.edges)
    }
  }

  /// A plan is the same when the content of standard input is, and other files are told apart by the nanosecond.
  @Test func whatIsTheSameInput() throws {
    func plan(_ path: String, name: String? = nil) throws -> [UInt8] {
      var writer = JSONWriter()
      try input(path, name: name).write(into: &writer)
      return Array(writer.buffer.bytes)
    }
    var content = [UInt8](repeating: 1, count: 3 << 20)
    let path = folder.write(content, to: "f")
    let (file, pipe) = try (plan(path), plan(path, name: "-"))
    runTool("TZ=UTC touch -d '2001-02-03 04:05:06.000000007' '\(path)'")
    #expect(try input(path).modifiedNanoseconds == 981_173_106_000_000_007 && plan(path) != file)
    let (earlier, same) = try (plan(path), plan(path, name: "-"))
    #expect(same == pipe)
    runTool("TZ=UTC touch -d '2001-02-03 04:05:06.000000008' '\(path)'")
    #expect(try plan(path) != earlier)
    // Between the edges, the hash of the whole tells.
    content[3 << 19] ^= 1
    folder.write(content, to: "f")
    #expect(try plan(path, name: "-") != pipe)
    #expect(try input(path).content == nil && input(path, name: "-").content == withBytes(content) { XXH3.hash128($0) })
  }

  @Test func whatIsNoFile() {
    #expect(throws: StreamError.self) { try input(folder.file("missing")) }
    #expect(throws: StreamError.self) { try input(folder.path) }
  }

  @Test(arguments: [
    ("a/b/web.jsonl.zst", "00003-web"), ("-", "00003-stdin"), ("x.gz", "00003-x"), ("x.json", "00003-x"),
    ("x", "00003-x"),
    ("x.ndjson.gz", "00003-x"), ("x.y.jsonl", "00003-x.y"), ("x.jsonl.zstd", "00003-x"),
  ])
  func stems(name: String, stem: String) throws {
    #expect(try input(folder.write([], to: "f"), name: name).stem == stem)
  }
}
