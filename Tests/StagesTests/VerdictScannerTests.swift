import QuernBytes
import Testing

@testable import QuernStages

@Suite struct VerdictScannerTests {
  private func read(_ text: String, _ names: [String] = []) -> (row: VerdictRow, values: [Double])? {
    var values = [Double](repeating: 0, count: names.count)
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBytes { bytes in
      VerdictScanner.read(bytes, signals: names.map { Array($0.utf8) }, into: &values).map { row in
        #expect(row.failed.count <= bytes.count)
        return (row, values)
      }
    }
  }

  private let row = #"{"doc":7,"id":"a\"},{:","source":"web","bytes":12,"keep":false,"reason":"x","failed":["x","y"],"#

  @Test func readsWhatIsAskedFor() throws {
    let text = row + #""signals":{"a":1,"b.c":-2.5e-3,"d":"en","e":null},"edits":{"nfc":1}}"#
    let (found, values) = try #require(read(text, ["b.c", "a", "missing", "d"]))
    #expect(found.document == 7 && found.bytes == 12 && !found.keep)
    #expect(values[0] == -0.0025 && values[1] == 1 && values[2].isNaN && values[3].isNaN)
  }

  @Test func theOrderOfMembersDoesNotMatter() throws {
    let (found, values) = try #require(read(#"{"signals":{"z":3,"a":4},"keep":true,"doc":1}"#, ["a", "z"]))
    #expect(found.keep && found.document == 1 && values == [4, 3])
    #expect(read(#"{"signals":{},"keep":true,"doc":1}"#, ["a"])?.values[0].isNaN == true)
  }

  @Test func everyTruncationIsRefused() {
    let text = row + #""signals":{"a":1},"edits":{}}"#
    #expect(read(text) != nil)
    for length in 0..<text.utf8.count { #expect(read(String(text.utf8.prefix(length))!) == nil, "\(length)") }
    for wrong in ["{}", "[]", text + "x", #"{"doc":1,"keep":true}"#, #"{"doc":1 ,"keep":true,"signals":{}}}"#] {
      #expect(read(wrong) == nil, "\(wrong)")
    }
  }
}
