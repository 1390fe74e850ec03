import QuernBytes
import QuernText
import Testing

@Suite struct NormalizerTests {
  /// The normalised code points, and whether the normaliser says that it changed something.
  private func normalize(_ scalars: [UInt32], _ form: NormalizationForm) throws -> (scalars: [UInt32], changed: Bool) {
    let text = utf8(scalars)
    var out = ByteBuffer()
    out.append("kept")
    let changed = try text.withUnsafeBytes { try Normalizer(form).normalize($0, into: &out) }
    let all = Array(out.bytes)
    #expect(all.starts(with: Array("kept".utf8)))
    #expect(changed || all.count == 4)
    let bytes = changed ? Array(all[4...]) : text
    return (String(decoding: bytes, as: UTF8.self).unicodeScalars.map(\.value), changed)
  }

  private func utf8(_ scalars: [UInt32]) -> [UInt8] {
    var text = ""
    for scalar in scalars.compactMap(Unicode.Scalar.init) { text.unicodeScalars.append(scalar) }
    return Array(text.utf8)
  }

  @Test(
    arguments: [
      ([], [], []),
      ([0x61, 0x62], [0x61, 0x62], [0x61, 0x62]),
      ([0x65, 0x301], [0xE9], [0xE9]),  // e with acute
      ([0x61, 0x323, 0x302], [0x1EAD], [0x1EAD]),
      ([0x61, 0x302, 0x323], [0x1EAD], [0x1EAD]),  // marks in the wrong order
      ([0x1100, 0x1161, 0x11A8], [0xAC01], [0xAC01]),  // Hangul jamo
      ([0xAC00, 0x11A8], [0xAC01], [0xAC01]),
      ([0x212B], [0xC5], [0xC5]),  // Ångström sign, a singleton
      ([0x2126, 0x1F71], [0x3A9, 0x3AC], [0x3A9, 0x3AC]),
      ([0x958], [0x915, 0x93C], [0x915, 0x93C]),  // a composition exclusion
      ([0xFB01, 0x2460, 0xFF21], [0xFB01, 0x2460, 0xFF21], [0x66, 0x69, 0x31, 0x41]),
      ([0x344], [0x308, 0x301], [0x308, 0x301]),
      ([0x1D15E], [0x1D157, 0x1D165], [0x1D157, 0x1D165]),
    ] as [([UInt32], [UInt32], [UInt32])])
  func knownCases(source: [UInt32], nfc: [UInt32], nfkc: [UInt32]) throws {
    for (form, expected) in [(NormalizationForm.nfc, nfc), (.nfkc, nfkc), (.none, source)] {
      let result = try normalize(source, form)
      #expect(result.scalars == expected)
      #expect(result.changed == (source != expected))
      #expect(try normalize(expected, form).changed == false)
    }
  }

  @Test func asciiPrefixOfAnyLengthJoinsWithTheMarkAfterIt() throws {
    for length in 0...200 {
      let prefix = [UInt32](repeating: 0x65, count: length)
      let result = try normalize(prefix + [0x301, 0x7A], .nfc)
      let joined = length == 0 ? [0x301, 0x7A] : Array(prefix.dropLast()) + [0xE9, 0x7A]
      #expect(result.scalars == joined)
      #expect(result.changed == (length > 0))
    }
  }

  @Test func growsForTextThatExpands() throws {
    let source = [UInt32](repeating: 0xFDFA, count: 5000)  // eighteen code points each
    let result = try normalize(source, .nfkc)
    #expect(result.scalars.count == 5000 * 18)
    #expect(result.changed)
  }

  /// A plain canonical ordering of marks: swap neighbours until none is in the wrong order.
  private func ordered(_ scalars: [UInt32]) -> [UInt32] {
    var result: [(value: UInt32, order: UInt8)] = scalars.map {
      ($0, Unicode.Scalar($0)!.properties.canonicalCombiningClass.rawValue)
    }
    for end in result.indices {
      var at = end
      while at > 0, result[at].order != 0, result[at - 1].order > result[at].order {
        result.swapAt(at, at - 1)
        at -= 1
      }
    }
    return result.map(\.value)
  }

  @Test func runsOfMarksOfEveryLengthAreOrdered() throws {
    // None of these composes with x or with another.
    let marks: [UInt32] = [0x316, 0x334, 0x345, 0x315, 0x31B, 0x358, 0x35D, 0x5B0, 0x64B, 0x1D16D]
    var random = RandomGenerator(seed: 7)
    for length in [1, 5, 31, 32, 33, 63, 64, 100, 127, 128, 129, 300, 1000] {
      for lead in [0, 1, 60, 130] {
        let run = (0..<length).map { _ in marks[random.next(below: marks.count)] }
        let source = [UInt32](repeating: 0x4E00, count: lead) + [0x78] + run + [0x78] + run
        let expected = ordered(source)
        let result = try normalize(source, .nfc)
        #expect(result.scalars == expected)
        #expect(result.changed == (source != expected))
        #expect(try normalize(expected, .nfc).changed == false)
      }
    }
  }

  @Test func longRunsWithDecomposingMarksAgreeWithShortSteps() throws {
    // U+0F73 has class 0 but decomposes into marks of classes 129 and 130; sorted, all of the first come first.
    let source: [UInt32] = [0xF40] + [UInt32](repeating: 0xF73, count: 200)
    let expected = [0xF40] + [UInt32](repeating: 0xF71, count: 200) + [UInt32](repeating: 0xF72, count: 200)
    #expect(try normalize(source, .nfc).scalars == expected)
    let voiced: [UInt32] = [0x30AB] + [UInt32](repeating: 0x301, count: 100) + [0xFF9E]
    #expect(try normalize(voiced, .nfkc).scalars == [0x30AC] + [UInt32](repeating: 0x301, count: 100))
  }

  @Test(.timeLimit(.minutes(1)))
  func hostileRunsTakeLinearTime() throws {
    for marks in [[0x301, 0x323], [0x323, 0x301], [0xF73], [0x301]] as [[UInt32]] {
      let run = Array(repeatElement(marks, count: 500_000).joined())
      let result = try normalize([0x61] + run, .nfc)
      #expect(result.scalars.count >= run.count - 1)
    }
    let decomposed = try normalize([0x61] + [UInt32](repeating: 0x301, count: 10_000), .nfc)
    #expect(decomposed.scalars == [0xE1] + [UInt32](repeating: 0x301, count: 9_999))
  }

  @Test func illFormedBytesAreSafe() throws {
    var random = RandomGenerator(seed: 3)
    for _ in 0..<2000 {
      let bytes = (0..<random.next(below: 300)).map { _ in UInt8.random(in: 0x70...0xFF, using: &random) }
      var out = ByteBuffer()
      _ = try bytes.withUnsafeBytes { try Normalizer(.nfc).normalize($0, into: &out) }
    }
  }

  @Test func unicodeNormalizationTest() throws {
    guard let file = try SharedUnicodeFile.text("NormalizationTest.txt.bz2") else { return }
    var lines = 0
    for line in file.split(separator: "\n") where line.first != "#" && line.first != "@" {
      let columns = line.split(separator: ";").prefix(5).map { column in
        column.split(separator: " ").compactMap { UInt32($0, radix: 16) }
      }
      try #require(columns.count == 5)
      let (nfc, nfkc) = (columns[1], columns[3])
      var agrees = true
      for (index, source) in columns.enumerated() {
        agrees = try agrees && normalize(source, .nfc).scalars == (index < 3 ? nfc : nfkc)
        agrees = try agrees && normalize(source, .nfkc).scalars == nfkc
      }
      #expect(agrees, "\(line)")
      lines += 1
    }
    #expect(lines > 19_000)
  }

  @Test func versionsAreNamed() {
    #expect(ICUVersion.library.contains("."))
    #expect(ICUVersion.unicode.contains("."))
  }
}
