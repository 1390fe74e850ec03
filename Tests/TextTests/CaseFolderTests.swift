import QuernBytes
import QuernText
import Testing

@Suite struct CaseFolderTests {
  private func fold(_ text: [UInt8]) -> [UInt8] {
    var out = ByteBuffer()
    text.withUnsafeBytes { CaseFolder().fold($0, into: &out) }
    return Array(out.bytes)
  }

  private func fold(_ text: String) -> String { String(decoding: fold(Array(text.utf8)), as: UTF8.self) }

  @Test(arguments: [
    ("", ""), ("Mill AND Stone [@Z`{]", "mill and stone [@z`{]"), ("Straße STRASSE ẞ", "strasse strasse ss"),
    ("ΣΊΣΥΦΟΣ ς", "σίσυφοσ σ"), ("ﬁ ﬃ", "fi ffi"), ("МЕЛЬНИЦА", "мельница"), ("İ", "i\u{307}"), ("ı", "ı"),
    ("\u{390}", "\u{3B9}\u{308}\u{301}"), ("𐐀", "𐐨"), ("漢字かな", "漢字かな"), ("\u{13A0}\u{AB70}", "\u{13A0}\u{13A0}"),
  ])
  func knownCases(text: String, folded: String) {
    #expect(Array(fold(text).utf8) == Array(folded.utf8))
  }

  @Test func everyCodePointFoldsAsUnicodeSays() throws {
    guard let file = try SharedUnicodeFile.text("CaseFolding.txt") else { return }
    var expected: [UInt32: String] = [:]
    for line in file.split(separator: "\n") where line.first != "#" {
      let columns = line.split(separator: ";").map { $0.drop { $0 == " " } }
      guard columns.count > 2, columns[1] == "C" || columns[1] == "F" else { continue }
      var text = ""
      for part in columns[2].split(separator: " ") {
        text.unicodeScalars.append(try #require(UInt32(part, radix: 16).flatMap(Unicode.Scalar.init)))
      }
      expected[try #require(UInt32(columns[0], radix: 16))] = text
    }
    #expect(expected.count > 1400)
    var differences: [UInt32] = []
    for value in 0...0x10FFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let source = String(scalar)
      let target = expected[value] ?? source
      if fold(Array(source.utf8)) != Array(target.utf8) { differences.append(value) }
    }
    #expect(differences.isEmpty)
  }

  @Test func aTextFoldsLikeItsPartsAtEveryLength() {
    let parts = ["A", "z", " ", "É", "ß", "\u{390}", "Д", "漢", "𐐀", "MILLSTONE AND WATER "]
    var random = RandomGenerator(seed: 11)
    for length in Array(0...80) + [1000, 5000] {
      let chosen = (0..<length).map { _ in parts[random.next(below: parts.count)] }
      let expected = chosen.flatMap { fold(Array($0.utf8)) }
      #expect(fold(Array(chosen.joined().utf8)) == expected)
    }
  }

  @Test func worstExpansionFits() {
    let text = [UInt8](repeatElement(Array("\u{390}".utf8), count: 100_000).joined())
    #expect(fold(text).count == 3 * text.count)
  }

  @Test func cutSequencesAreSafe() {
    for bytes in [[0xC3], [0x41, 0xE2, 0x82], [0xF0, 0x9F, 0x92], [0xFF], [0xF7, 0xBF, 0xBF, 0xBF]] as [[UInt8]] {
      _ = fold(bytes)
    }
  }
}
