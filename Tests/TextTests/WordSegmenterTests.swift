import CText
import QuernBytes
import Testing

@testable import QuernText

@Suite struct WordSegmenterTests {
  /// The words that the segmenter finds, as byte ranges.
  private func words(_ text: [UInt8], _ rules: WordSegmenter.Rules) throws -> [Range<Int>] {
    var segmenter = try WordSegmenter(rules)
    var list = WordList()
    try text.withUnsafeBytes { try segmenter.segment($0, into: &list) }
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

  /// What ICU's iterator makes of the whole text.
  private func wordsByICU(_ text: [UInt8]) throws -> [Range<Int>] {
    let iterator = try DictionaryWords()
    let ends = try text.withUnsafeBytes { Array(try iterator.ends($0)).map(Int.init) }
    return visible(zip([0] + ends, ends).map { $0..<$1 }, text)
  }

  /// Those of the segments that are not white space alone.
  private func visible(_ segments: [Range<Int>], _ text: [UInt8]) -> [Range<Int>] {
    segments.filter { segment in
      !String(decoding: text[segment], as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }
  }

  /// The annex rule by rule: whether a word ends between two code points, asked at each place anew.
  private func wordsByAnnex(_ text: [UInt8]) -> [Range<Int>] {
    let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    let table = quern_word_classes(0)!
    let kinds = scalars.map { table[Int($0.value)] & WordBreak.classMask }
    func isMark(_ kind: UInt8) -> Bool { kind == WordBreak.extend || kind == WordBreak.joiner }
    func isLetter(_ kind: UInt8?) -> Bool { kind == WordBreak.letter || kind == WordBreak.hebrew }
    func ends(before place: Int) -> Bool {
      let left = kinds[place - 1]
      let right = kinds[place]
      if left == WordBreak.carriageReturn && right == WordBreak.lineFeed { return false }
      if WordBreak.isNewline(left) || WordBreak.isNewline(right) { return true }
      let isPictograph = table[Int(scalars[place].value)] & WordBreak.pictograph != 0
      if left == WordBreak.joiner && isPictograph { return false }
      if left == WordBreak.space && right == WordBreak.space { return false }
      if isMark(right) { return false }
      var before: [UInt8] = []
      for kind in kinds[..<place].reversed() where !isMark(kind) { before.append(kind) }
      // Marks at the start of the text or a line stand on nothing.
      var at = place - 1
      while at >= 0 && isMark(kinds[at]) { at -= 1 }
      if at < 0 || WordBreak.isNewline(kinds[at]) && at < place - 1 { return true }
      let one = before[0]
      let two = before.count > 1 && noBreakInside(at) ? before[1] : nil
      let after = kinds[(place + 1)...].first { !isMark($0) }
      let isQuote = right == WordBreak.midNumLet || right == WordBreak.singleQuote
      let wasQuote = one == WordBreak.midNumLet || one == WordBreak.singleQuote
      if isLetter(one) && isLetter(right) { return false }
      if isLetter(one) && (isQuote || right == WordBreak.midLetter) && isLetter(after) { return false }
      if isLetter(two) && (wasQuote || one == WordBreak.midLetter) && isLetter(right) { return false }
      if one == WordBreak.hebrew && right == WordBreak.singleQuote { return false }
      if one == WordBreak.hebrew && right == WordBreak.doubleQuote && after == WordBreak.hebrew { return false }
      if two == WordBreak.hebrew && one == WordBreak.doubleQuote && right == WordBreak.hebrew { return false }
      let isNumber = { (kind: UInt8?) in kind == WordBreak.numeric }
      if isNumber(one) && isNumber(right) || isLetter(one) && isNumber(right) || isNumber(one) && isLetter(right) {
        return false
      }
      if isNumber(two) && (wasQuote || one == WordBreak.midNum) && isNumber(right) { return false }
      if isNumber(one) && (isQuote || right == WordBreak.midNum) && isNumber(after) { return false }
      if one == WordBreak.katakana && right == WordBreak.katakana { return false }
      let joinsLow = { (kind: UInt8) in isLetter(kind) || isNumber(kind) || kind == WordBreak.katakana }
      if (joinsLow(one) || one == WordBreak.low) && right == WordBreak.low { return false }
      if one == WordBreak.low && joinsLow(right) { return false }
      if one == WordBreak.regional && right == WordBreak.regional {
        let run = before.prefix { $0 == WordBreak.regional }.count
        return run % 2 == 0
      }
      return true
    }
    /// Whether the mark at `place` stands on the character before it: no newline and no start of text between.
    func noBreakInside(_ place: Int) -> Bool {
      var at = place - 1
      while at >= 0 && isMark(kinds[at]) { at -= 1 }
      return at >= 0 && !WordBreak.isNewline(kinds[at])
    }
    var segments: [Range<Int>] = []
    var start = 0
    var at = 0
    for (place, scalar) in scalars.enumerated() {
      if place > 0 && ends(before: place) {
        segments.append(start..<at)
        start = at
      }
      at += String(scalar).utf8.count
    }
    if at > start { segments.append(start..<at) }
    return visible(segments, text)
  }

  /// Random text of the characters that the rules speak of.
  private func hostileText(_ random: inout RandomGenerator) -> [UInt8] {
    let alphabet: [String] = [
      "a", "b", "Z", "é", "ü", "я", "א", "ב", "ع", "1", "2", "٣", "_", "‿", "'", "’", "\"", ".", ",", ";", ":", "·",
      "։", "@", "/", "-", " ", " ", "  ", "\u{3000}", "\u{A0}", "\t", "\n", "\r", "\r\n", "\u{85}", "\u{2028}",
      "\u{301}", "\u{AD}", "\u{200D}", "\u{200B}", "🇩", "🇪", "👩", "🚀", "™", "☃", "한", "국", "ᄀ", "ᅡ", "カ", "ー", "ｶ",
      "ひ", "ら", "漢", "字", "中", "国", "々", "〆", "ก", "า", "ไ", "ท", "ย", "ั", "ລ", "າ", "ភ", "ា", "က", "ာ", "。", "、", "，",
      "…", "“", "”", "\u{0}", "\u{1F}", "x86", "don't", "3.14", "U.S.A.", "한국어", "日本語", "ภาษาไทย", "ທ່ານ", "the ",
      "quick ", "brown ", "fox ", "word ", "another_word ", "of ", "12,345.67 ",
    ]
    var text: [UInt8] = []
    let few = random.next() % 3 == 0
    let subset = (0..<8).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
    for _ in 0..<Int(random.next() % 80) {
      let pick = few ? subset[Int(random.next() % 8)] : alphabet[Int(random.next() % UInt64(alphabet.count))]
      text += Array(pick.utf8)
    }
    return text
  }

  private func describe(_ text: [UInt8], _ words: [Range<Int>]) -> String {
    words.map { String(decoding: text[$0], as: UTF8.self) }.joined(separator: "|")
      + " of \(String(decoding: text, as: UTF8.self).debugDescription)"
  }

  @Test func agreesWithICUOnRandomText() throws {
    var random = RandomGenerator(seed: 5)
    for _ in 0..<4000 {
      let text = hostileText(&random)
      let found = try words(text, .dictionaries)
      let expected = try wordsByICU(text)
      #expect(found == expected, "\(describe(text, found)) instead of \(describe(text, expected))")
    }
  }

  @Test func agreesWithTheAnnexOnRandomText() throws {
    var random = RandomGenerator(seed: 6)
    for _ in 0..<4000 {
      let text = hostileText(&random)
      let found = try words(text, .annex)
      let expected = wordsByAnnex(text)
      #expect(found == expected, "\(describe(text, found)) instead of \(describe(text, expected))")
    }
  }

  @Test func cutsAsTheUnicodeTestFileSays() throws {
    guard let file = try SharedUnicodeFile.text("auxiliary/WordBreakTest.txt") else { return }
    var lines = 0
    for line in file.split(separator: "\n") {
      let fields = (line.split(separator: "#", omittingEmptySubsequences: false).first ?? "").split(separator: " ")
      if fields.isEmpty { continue }
      var text: [UInt8] = []
      var ends: [Int] = []
      for field in fields.map({ $0.trimmingTabs }) {
        if field == "÷" {
          ends.append(text.count)
        } else if field != "×", let value = UInt32(field, radix: 16), let scalar = Unicode.Scalar(value) {
          text += Array(String(scalar).utf8)
        }
      }
      let expected = visible(zip(ends, ends.dropFirst()).map { $0..<$1 }, text)
      #expect(try words(text, .annex) == expected, "\(line)")
      lines += 1
    }
    #expect(lines > 1800)
  }

  @Test func longRunsTakeLinearTime() throws {
    let pieces = ["a", "a.", "1,", "\u{301}", "漢字", "ก", "א\"", " ", "\n", "a'\u{301}", "🇩🇪", "👩\u{200D}", "_", "한"]
    for piece in pieces {
      let text = Array(String(repeating: piece, count: 200_000).utf8)
      let clock = ContinuousClock()
      let time = try clock.measure { _ = try wordCount(text) }
      #expect(time < .seconds(20), "\(piece.debugDescription) takes \(time)")
    }
  }

  private func wordCount(_ text: [UInt8]) throws -> Int {
    var segmenter = try WordSegmenter(.dictionaries)
    var list = WordList()
    try text.withUnsafeBytes { try segmenter.segment($0, into: &list) }
    return list.count
  }
}

extension Substring {
  fileprivate var trimmingTabs: Substring { self.filter { $0 != "\t" }[...] }
}
