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
