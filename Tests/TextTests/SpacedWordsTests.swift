import QuernBytes
import QuernText
import Testing

@Suite struct SpacedWordsTests {
  private func words(_ text: [UInt8]) -> [Range<Int>] {
    var list = WordList()
    text.withUnsafeBytes { SpacedWords().segment($0, into: &list) }
    let table = WordTraitTable()
    for word in 0..<list.count {
      let range = Int(list.starts[word])..<Int(list.ends[word])
      text.withUnsafeBufferPointer { bytes in
        let (traits, codePoints) = table.measure(bytes.baseAddress! + range.lowerBound, length: range.count)
        #expect(list.traits[word] == traits && list.codePoints[word] == codePoints)
        let copy = Array(bytes[range]) + [1, 2, 3]
        #expect(list.hashes[word] == WordList.hash(copy, length: range.count, readable: copy.count))
      }
    }
    return (0..<list.count).map { Int(list.starts[$0])..<Int(list.ends[$0]) }
  }

  /// Code point by code point.
  private func reference(_ text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start: Int?
    var at = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      let isSpace = scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
      if isSpace, let first = start {
        found.append(first..<at)
        start = nil
      } else if !isSpace && start == nil {
        start = at
      }
      at += String(scalar).utf8.count
    }
    if let start { found.append(start..<at) }
    return found
  }

  @Test func agreesWithThePlainCutOnRandomText() {
    var random = RandomGenerator(seed: 11)
    let alphabet = [
      "a", "word", "A1", "_", "#", "…", "é", "漢字", "🚀", " ", " ", "  ", "\t", "\n", "\r\n", "\u{B}", "\u{1C}", "\u{1F}",
      "\u{1B}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{202F}", "\u{205F}", "\u{3000}", "\u{200B}",
      "\u{180E}", "\u{FEFF}", "some words of plain text ",
      "averylongwordwithoutanyspaceinsideofitwhichdoesnotfitintoablock",
    ]
    for _ in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<Int(random.next() % 60) { text += Array(alphabet[Int(random.next() % UInt64(alphabet.count))].utf8) }
      #expect(words(text) == reference(text), "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }
}
