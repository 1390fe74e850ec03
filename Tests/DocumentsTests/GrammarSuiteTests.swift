import QuernDocuments
import TestSupport
import Testing

/// The public suite of JSON texts that parsers must take (`y_`), must refuse (`n_`) and may do either with (`i_`).
@Suite struct GrammarSuiteTests {
  @Test(arguments: [false, true])
  func asValuesOfARecord(portable: Bool) throws {
    guard let archive = SharedData.path("data/unicode/torture.tar.zst") else { return }
    let folder = TemporaryFolder()
    let suite = "uni_jsontestsuite/test_parsing"
    runTool("tar --zstd -xf '\(archive)' -C '\(folder.path)' --no-same-permissions \(suite)")
    let names = String(decoding: runTool("ls '\(folder.file(suite))'"), as: UTF8.self).split(separator: "\n")
    #expect(names.count > 300)
    for name in names {
      let value = try #require(readFile(folder.file("\(suite)/\(name)")))
      for (before, after) in [("{\"text\":\"t\",\"v\":", "}"), ("{\"v\":", ",\"text\":\"t\"}")] {
        let record = Array(before.utf8) + value + Array(after.utf8)
        switch name.first {
        case "y":
          // A line end is white space in these texts, but would end the record.
          let line = record.map { $0 == 0x0A ? 0x20 : $0 }
          #expect(try ParsedFile(line, portable: portable).lines[0]?.text == [0x74], "\(name)")
        case "n": #expect(try ParsedFile(record, portable: portable).documents == 0, "\(name)")
        default: _ = try ParsedFile(record, portable: portable)
        }
      }
      _ = try ParsedFile(value, portable: portable)
    }
  }
}
