import QuernBytes
import QuernText
import Testing

@Suite struct ScriptTests {
  private func counts(_ text: String) -> ScriptCounts {
    var counts = ScriptCounts()
    Array(text.utf8).withUnsafeBytes { counts.add($0) }
    return counts
  }

  @Test func countsCodePointsByScript() throws {
    let found = counts("Hello, Привет! 漢字かな e\u{301} 123")
    #expect(found[.latin] == 6)
    #expect(found[try #require(Script(code: "Cyrl"))] == 6)
    #expect(found[try #require(Script(code: "Han"))] == 2)
    #expect(found[try #require(Script(code: "Hira"))] == 2)
    #expect(found[try #require(Script(code: "Zinh"))] == 1)
    #expect(found.total == 16)
    #expect(found.present.map(\.script.code) == ["Cyrl", "Latn", "Hani", "Hira"])
    #expect(found.dominant?.share == 6.0 / 16)
  }

  @Test func neutralTextHasNoScript() {
    #expect(counts("").dominant == nil)
    #expect(counts("123 … 🚀 \u{378}").dominant == nil)
    #expect(Script(code: "nonsense") == nil)
  }

  /// Code point by code point, without blocks.
  @Test func blocksAgreeWithSingleCodePoints() {
    var random = RandomGenerator(seed: 3)
    let alphabet = ["a", "B", " ", "1", "é", "я", "漢", "🚀", "ASCII text of some length, long enough for a block. "]
    for _ in 0..<200 {
      var text = ""
      for _ in 0..<Int(random.next() % 60) { text += alphabet[Int(random.next() % UInt64(alphabet.count))] }
      let whole = counts(text)
      var parts = ScriptCounts()
      for scalar in text.unicodeScalars { Array(String(scalar).utf8).withUnsafeBytes { parts.add($0) } }
      #expect(whole.present.map(\.script.code) == parts.present.map(\.script.code))
      #expect(whole.present.map(\.count) == parts.present.map(\.count))
      #expect(whole[.common] == parts[.common])
    }
  }
}
