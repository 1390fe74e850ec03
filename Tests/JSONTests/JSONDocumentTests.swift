import QuernBytes
import QuernJSON
import TestSupport
import Testing

@Suite struct JSONDocumentTests {
  @Test func accessors() throws {
    let root = try JSONDocument(
      """
      {"null":null,"true":true,"false":false,"int":-7,"zero":0,"double":1.5,"exponent":1e3,"text":"a\\n\\u00e9\\ud83d\\ude00",
       "array":[1,"two",[3],{"four":4},null],"object":{"a":{"b":{"c":"deep"}},"z":1},"none":{},"empty":[],"":"no name"}
      """
    ).root
    #expect(root.isObject && !root.isArray && root.count == 13 && root.string == nil && root.int == nil)
    #expect(root["null"]?.isNull == true && root["null"]?.bool == nil && root["null"]?.double == nil)
    #expect(root["true"]?.bool == true && root["false"]?.bool == false && root["true"]?.int == nil)
    #expect(root["int"]?.int == -7 && root["int"]?.uint == nil && root["int"]?.double == -7)
    #expect(root["zero"]?.int == 0 && root["zero"]?.uint == 0 && root["zero"]?.bool == nil)
    #expect(root["double"]?.double == 1.5 && root["double"]?.int == nil && root["exponent"]?.double == 1000)
    #expect(root["text"]?.string == "a\n\u{E9}\u{1F600}" && root["text"]?.count == 0)
    let elements = try #require(root["array"]).elements.map { $0 }
    #expect(elements.count == 5 && elements[0].int == 1 && elements[1].string == "two" && elements[4].isNull)
    #expect(elements[2].elements.map(\.int) == [3] && elements[3]["four"]?.int == 4)
    #expect(root["object"]?["a"]?["b"]?["c"]?.string == "deep" && root["object"]?["z"]?.int == 1)
    #expect(root["none"]?.count == 0 && root["none"]?.isObject == true && root["none"]?["x"] == nil)
    #expect(root["empty"]?.isArray == true && root["empty"]?.count == 0)
    #expect(root[""]?.string == "no name" && root.member(named: "text")?.string == root["text"]?.string)
    #expect(
      root["missing"] == nil && root.elements.map(\.int).isEmpty && root["array"]?.members.map(\.key).isEmpty == true)
    #expect(root["array"]?["x"] == nil)
  }

  @Test func bigNumbers() throws {
    let root = try JSONDocument(
      "[9223372036854775807,-9223372036854775808,9223372036854775808,18446744073709551615,-0,0.1]"
    ).root
    let nodes = root.elements.map { $0 }
    #expect(nodes[0].int == .max && nodes[0].uint == UInt64(Int.max))
    #expect(nodes[1].int == .min && nodes[1].uint == nil)
    #expect(nodes[2].int == nil && nodes[2].uint == 1 << 63 && nodes[2].double == 0x1p63)
    #expect(nodes[3].uint == .max && nodes[3].int == nil)
    #expect(nodes[4].double == 0 && nodes[5].double == 0.1)
    for text in ["18446744073709551616", "-9223372036854775809", "1e400"] {
      // Out of range: refused or a double, but never another whole number.
      if let document = try? JSONDocument("[\(text)]") { #expect(document.root.elements.map(\.int) == [nil]) }
    }
  }

  @Test func repeatedKeys() throws {
    let root = try JSONDocument(#"{"a":1,"b":2,"a":{"x":3},"\u0061":4,"a\u0000":5,"\u00e9":6,"e\u0301":7}"#).root
    #expect(root.count == 7 && root["a"]?.int == 4 && root.member(named: "a")?.int == 4)
    #expect(root.members.map { $0.key.text } == ["a", "b", "a", "a", "a\0", "é", "e\u{301}"])
    // Keys are compared by bytes, not by canonical equivalence.
    #expect(root.member(named: "\u{E9}")?.int == 6 && root.member(named: "e\u{301}")?.int == 7)
    #expect(root.members.compactMap { $0.value.int } == [1, 2, 4, 5, 6, 7])
  }

  @Test func deepAndWide() throws {
    let depth = 900
    let deep = String(repeating: "[", count: depth) + "7" + String(repeating: "]", count: depth)
    var node = try JSONDocument(deep).root
    for _ in 0..<depth {
      var elements = node.elements
      let inner = elements.next()
      node = try #require(inner)
      let second = elements.next()
      #expect(second == nil)
    }
    #expect(node.int == 7)
    #expect(throws: JSONError.self) {
      try JSONDocument(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000))
    }
    let wide = try JSONDocument("[" + (0..<5000).map(String.init).joined(separator: ",") + "]").root
    #expect(wide.elements.compactMap(\.int) == Array(0..<5000))
  }

  @Test func nodesOutliveTheirDocumentVariable() throws {
    func node() throws -> JSONNode? {
      try JSONDocument(#"{"a":["kept"]}"#).root["a"]?.elements.first { _ in true }
    }
    #expect(try node()?.string == "kept")
  }

  @Test(arguments: [
    "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{\"a\"}", "nul", "01", "1.", ".5", "+1", "\"", "\"\\x\"", "\"\\ud800\"",
    "[1] 2", "{}{}", "\"a\nb\"", "NaN", "'a'", "\u{FEFF}{} x", "[1 2]", "{1:2}", "\"\\u12\"", "\0", "{}\0",
  ])
  func malformed(text: String) {
    #expect(throws: JSONError.self) { try JSONDocument(text) }
  }

  @Test func invalidUTF8() {
    for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80]] as [[UInt8]] {
      let text = [0x22] + bytes + [0x22]
      #expect(throws: JSONError.self) { try withBytes(text) { _ = try JSONDocument($0) } }
    }
  }

  @Test func cutAnywhere() {
    let text = Array(#"{"a":[1,2.5,"x\u00e9",{"b":null}],"c":true}"#.utf8)
    for length in text.indices {
      #expect(throws: JSONError.self) { try withBytes(Array(text[..<length])) { _ = try JSONDocument($0) } }
    }
  }

  /// A buffer that nobody else holds is read before it is freed.
  @Test func buffersOfCalls() throws {
    func made(_ text: String) -> ByteBuffer {
      var buffer = ByteBuffer()
      buffer.append(string: text)
      return buffer
    }
    let text = String(repeating: "x", count: 1 << 16)
    #expect(try JSONDocument(made("[\"\(text)\"]")).root.elements.map(\.string) == [text])
    #expect(throws: JSONError.self) { try JSONDocument(made("[")) }
  }
}
