import QuernBytes
import QuernText
import Testing

@testable import QuernCleaning

@Suite struct SignalTests {
  private func measure(_ text: String) -> BasicCounts {
    var counts = BasicCounts()
    var seen = LineSet()
    var copy = text
    copy.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      counts.characters = CharacterPass.measure(raw, classes: CharacterClasses(), folder: CaseFolder())
      counts.lines = LinePass.measure(raw, classes: CharacterClasses(), seen: &seen)
    }
    return counts
  }

  @Test func agreeWithReferenceOnHostileTexts() {
    for text in Hostile.texts {
      #expect(measure(text) == ReferenceSignals(text).counts, "\(text.prefix(40).debugDescription)")
    }
  }

  @Test func agreeWithReferenceOnRandomTexts() {
    var random = RandomGenerator(seed: 42)
    for round in 0..<1500 {
      let text = Hostile.random(random.next(below: round % 10 == 0 ? 400 : 40), &random)
      #expect(measure(text) == ReferenceSignals(text).counts, "\(text.debugDescription)")
    }
  }

  @Test func agreeWithReferenceOnASCIIOfEveryLength() {
    var random = RandomGenerator(seed: 5)
    let letters = Array("the of andxyzTHE  \n.,0".unicodeScalars)
    for length in 0..<300 {
      var text = ""
      for _ in 0..<length { text.unicodeScalars.append(letters[random.next(below: letters.count)]) }
      #expect(measure(text) == ReferenceSignals(text).counts, "\(text.debugDescription)")
    }
  }

  @Test func aLongLineIsOneLine() {
    let text = String(repeating: "grind the wheat ", count: 330_000) + "."
    let counts = measure(text)
    #expect(counts.lines.lines == 1)
    #expect(counts.lines.longest == text.utf8.count)
    #expect(counts.lines.terminated == 1)
    #expect(counts.characters.words == 990_001)
  }

  @Test func indentationIsPartOfALine() {
    #expect(measure("x\n\t\t  turn()  \r\ny").lines.longest == 12)
    #expect(measure("x\r\n" + String(repeating: " ", count: 2000) + "\n").lines.longest == 2000)
    #expect(measure("x\r").lines.longest == 1 && measure("\u{3000}\u{E9}\n").lines.longest == 2)
  }

  @Test func manyDistinctLinesGrowAndForget() {
    var seen = LineSet()
    for _ in 0..<3 {
      seen.removeAll()
      var new = 0
      for value in 0..<20_000 as Range<UInt64> where seen.insert(value << 20) { new += 1 }
      #expect(new == 20_000)
      for value in 0..<20_000 as Range<UInt64> where seen.insert(value << 20) { new += 1 }
      #expect(new == 20_000)
    }
  }

  @Test func emptyTextHasDefinedSignals() {
    for text in ["", " \n \n"] {
      let counts = measure(text)
      var values = [Double](repeating: 1, count: 5)
      values.withUnsafeMutableBufferPointer { counts.characters.write(to: $0) }
      #expect(values == [Double(text.utf8.count), 0, 0, 0, 0])
      values.withUnsafeMutableBufferPointer { counts.lines.write(to: $0, characters: counts.characters.characters) }
      // Only the length of a line is there without a word in it.
      #expect(values == [0, 0, 0, 0, text.isEmpty ? 0 : 1])
    }
  }

  @Test func everyStopWordIsFoundAloneAndInCapitals() {
    for (language, words) in StopWords.lists {
      for word in words.split(separator: " ") {
        #expect(measure("— \(word) —").characters.stopWords >= 1, "\(language) \(word)")
        #expect(measure("(\(word.uppercased()))").characters.stopWords >= 1, "\(language) \(word)")
        if language != "zh" && language != "ja" {
          #expect(measure("q\(word)").characters.stopWords == 0, "\(language) \(word)")
        }
      }
      #expect(measure(words).characters.stopWords == words.split(separator: " ").count, "\(language) has no word twice")
    }
    #expect(StopWords.shared.keys.count <= 256)
  }

  @Test func illFormedBytesAreSafe() {
    var random = RandomGenerator(seed: 9)
    for _ in 0..<2000 {
      let bytes = (0..<random.next(below: 200)).map { _ in UInt8.random(in: 0x60...0xFF, using: &random) }
      var seen = LineSet()
      bytes.withUnsafeBytes {
        let counts = CharacterPass.measure($0, classes: CharacterClasses(), folder: CaseFolder())
        #expect(counts.characters <= bytes.count)
        #expect(LinePass.measure($0, classes: CharacterClasses(), seen: &seen).lines <= bytes.count)
      }
    }
  }
}
