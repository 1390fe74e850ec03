import QuernDocuments
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct BenchmarkItemTests {
  private func read(_ line: String, _ texts: [String], answer: String? = nil, id: String? = nil) throws -> [[String]]? {
    let item = try withBytes(Array(line.utf8)) { (bytes) throws(BenchmarkLineProblem) -> BenchmarkItem? in
      try BenchmarkItem.read(
        bytes, fields: BenchmarkFields(texts: texts, answer: answer), idField: id, benchmark: 0,
        document: DocumentID(file: 0, line: 0))
    }
    return item.map { item in
      [[item.id]] + [item.texts, item.answers]
    }?.map { $0.map { String(decoding: $0, as: UTF8.self) } }
  }

  @Test func valuesOfAnyKind() throws {
    #expect(try read(#"{"id":"q","a":"x"}"#, ["a"]) == [["q"], ["x"], []])
    #expect(try read(#"{"task_id":7,"a":["x","","y"],"b":2}"#, ["a"], answer: "b") == [["7"], ["x", "y"], ["2"]])
    #expect(
      try read(#"{"choices":{"text":["x","y"],"label":["A","B"]}}"#, ["choices.text"]) == [[""], ["x", "y"], []])
    #expect(try read(#"{"a.b":"whole","a":{"b":"path"}}"#, ["a.b"]) == [[""], ["whole"], []])
    #expect(try read(#"{"a":{"b":[{"c":"x"},null,true,1.5]}}"#, ["a"], id: "zz") == [[""], ["x", "1.5"], []])
  }

  @Test func linesThatAreNoItems() throws {
    #expect(try read("  \r", ["a"]) == nil)
    #expect(throws: BenchmarkLineProblem.noText(fields: ["a"], present: ["b"])) { try read(#"{"b":"x"}"#, ["a"]) }
    #expect(throws: BenchmarkLineProblem.self) { try read(#"{"a":"x""#, ["a"]) }
    #expect(throws: BenchmarkLineProblem.notObject("it is another value")) { try read("[1]", ["a"]) }
  }
}
