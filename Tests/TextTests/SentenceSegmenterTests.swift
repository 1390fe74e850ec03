import CText
import QuernBytes
import QuernText
import Testing

@Suite struct SentenceSegmenterTests {
  private func ends(_ text: [UInt8]) -> [Int] {
    var ends: [UInt32] = []
    text.withUnsafeBytes { SentenceSegmenter().segment($0, into: &ends) }
    return ends.map(Int.init)
  }

  @Test func cutsAsTheUnicodeTestFileSays() throws {
    guard let file = try SharedUnicodeFile.text("auxiliary/SentenceBreakTest.txt") else { return }
    var lines = 0
    for line in file.split(separator: "\n") {
      let fields = (line.split(separator: "#", omittingEmptySubsequences: false).first ?? "").split {
        $0 == " " || $0 == "\t"
      }
      if fields.isEmpty { continue }
      var text: [UInt8] = []
      var expected: [Int] = []
      for field in fields {
        if field == "÷" {
          expected.append(text.count)
        } else if field != "×", let value = UInt32(field, radix: 16), let scalar = Unicode.Scalar(value) {
          text += Array(String(scalar).utf8)
        }
      }
      #expect(ends(text) == Array(expected.dropFirst()), "\(line)")
      lines += 1
    }
    #expect(lines > 490)
  }

  @Test func realSentences() {
    let sentences = [
      "Mr. and mrs. miller paid 3.50 for U.S.A. flour (“too much.”) in the end. ", "Was it? ", "It was…\n", "\n",
      "这是第一句。", "这是第二句！ ", "“Ja.” ", "Nein",
    ]
    let text = Array(sentences.joined().utf8)
    var expected: [Int] = []
    for sentence in sentences { expected.append((expected.last ?? 0) + sentence.utf8.count) }
    #expect(ends(text) == expected)
  }

  @Test func agreesWithTheAnnexOnRandomText() {
    var random = RandomGenerator(seed: 9)
    let alphabet = [
      "a", "B", "é", "É", "1", "٣", "漢", "ع", "ก", ".", ".", "․", "!", "?", "。", "！", ",", "、", ":", ";", "-", "(", ")",
      "\"", "”", "’", " ", " ", "\u{A0}", "\t", "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{301}", "\u{AD}",
      "\u{200D}",
      "$", "🚀", "\u{0}", "word", "Mr. ", "e.g. ", "…",
    ]
    for _ in 0..<20000 {
      var text: [UInt8] = []
      for _ in 0..<Int(random.next() % 30) { text += Array(alphabet[Int(random.next() % UInt64(alphabet.count))].utf8) }
      #expect(ends(text) == endsByAnnex(text), "\(String(decoding: text, as: UTF8.self).debugDescription)")
    }
  }

  /// The annex rule by rule: whether a sentence ends between two code points, asked at each place anew.
  private func endsByAnnex(_ text: [UInt8]) -> [Int] {
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    let table = quern_sentence_classes()!
    let kinds = scalars.map { Int(table[Int($0.value)]) }
    func isEnd(_ kind: Int) -> Bool { kind == QUERN_SB_SEPARATOR || kind == QUERN_SB_CR }
    func isTerminator(_ kind: Int) -> Bool { kind == QUERN_SB_TERMINATOR || kind == QUERN_SB_AMBIGUOUS_TERMINATOR }
    func isCased(_ kind: Int) -> Bool { kind == QUERN_SB_UPPER || kind == QUERN_SB_LOWER }
    func ends(before place: Int) -> Bool {
      if kinds[place - 1] == QUERN_SB_CR && scalars[place] == "\n" { return false }
      if isEnd(kinds[place - 1]) { return true }
      let right = kinds[place]
      if right == QUERN_SB_EXTEND { return false }
      // The classes to the left up to a line break, the nearest first, without those that extend others.
      var left: [Int] = []
      for (at, kind) in kinds[..<place].enumerated().reversed() {
        if isEnd(kind) { break }
        let standsAlone = at == 0 || isEnd(kinds[at - 1])
        if kind != QUERN_SB_EXTEND || standsAlone { left.append(kind) }
      }
      if left.count > 1 && left.last == QUERN_SB_EXTEND { left[left.count - 1] = QUERN_SB_OTHER }
      let rest = kinds[place...].filter { $0 != QUERN_SB_EXTEND }
      if left.first == QUERN_SB_AMBIGUOUS_TERMINATOR {
        if right == QUERN_SB_NUMERIC { return false }
        if left.count > 1 && isCased(left[1]) && right == QUERN_SB_UPPER { return false }
      }
      var behind = left[...]
      let spaces = behind.prefix { $0 == QUERN_SB_SPACE }.count
      behind = behind.dropFirst(spaces)
      behind = behind.dropFirst(behind.prefix { $0 == QUERN_SB_CLOSE }.count)
      guard let terminator = behind.first, isTerminator(terminator) else { return false }
      if terminator == QUERN_SB_AMBIGUOUS_TERMINATOR {
        let next = rest.first { $0 == QUERN_SB_LETTER || isCased($0) || isEnd($0) || isTerminator($0) }
        if next == QUERN_SB_LOWER { return false }
      }
      if right == QUERN_SB_CONTINUE || isTerminator(right) { return false }
      if spaces == 0 && right == QUERN_SB_CLOSE { return false }
      return right != QUERN_SB_SPACE && !isEnd(right)
    }
    var found: [Int] = []
    var at = 0
    for (place, scalar) in scalars.enumerated() {
      if place > 0 && ends(before: place) { found.append(at) }
      at += String(scalar).utf8.count
    }
    return scalars.isEmpty ? [] : found + [at]
  }

  @Test func longRunsTakeLinearTime() {
    for piece in ["a. ", ".", ". ", ".)", "\u{301}", "a.\u{301}1", ".(", "..1", "! ", "\n"] {
      let text = Array(String(repeating: piece, count: 300_000).utf8)
      let time = ContinuousClock().measure { _ = ends(text) }
      #expect(time < .seconds(10), "\(piece.debugDescription) takes \(time)")
    }
  }
}
