import QuernBytes
import QuernText
import Testing

@Suite struct CharsetTests {
  private func decoded(_ bytes: [UInt8], _ charset: Charset) throws -> (text: String, malformed: Int) {
    var out = ByteBuffer()
    let malformed = try bytes.withUnsafeBytes { try CharsetDecoder(charset).decode($0, into: &out) }
    return (out.bytes.text, malformed)
  }

  private func guess(_ bytes: [UInt8]) -> Charset.Guess { bytes.withUnsafeBytes { Charset.guess($0) } }

  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    text.utf16.flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return bigEndian ? bytes.reversed() : bytes
    }
  }

  @Test func marksDecide() throws {
    let cases: [([UInt8], String)] = [
      ([0xEF, 0xBB, 0xBF] + Array("é".utf8), "UTF-8"), ([0xFF, 0xFE] + utf16("aé", bigEndian: false), "UTF-16LE"),
      ([0xFE, 0xFF] + utf16("aé", bigEndian: true), "UTF-16BE"),
    ]
    for (bytes, name) in cases {
      let guess = guess(bytes)
      #expect(guess.charset.name == name)
      #expect(guess.evidence == .byteOrderMark)
      let got = try decoded(bytes, guess.charset)
      #expect(got.text.hasSuffix("é") && !got.text.unicodeScalars.contains("\u{FEFF}"))
      #expect(got.malformed == 0)
    }
  }

  @Test func plainUTF8AndWideTextsAreKnown() throws {
    let text = "Ordinary words, some of them très spéciaux, in a row."
    #expect(guess(Array(text.utf8)).evidence == .validUTF8)
    #expect(guess([]).charset == .utf8)
    let cut = Array((text + "é").utf8.dropLast())
    #expect(cut.withUnsafeBytes { Charset.guess($0, isPrefix: true).charset } == .utf8)
    #expect(guess(cut).evidence != .validUTF8)
    // A whole text whose only letter beyond ASCII is its last byte.
    let latin = Array("Je voudrais un bon caf".utf8) + [0xE9]
    let found = guess(latin).charset
    #expect(found != .utf8)
    #expect(try decoded(latin, found).text == "Je voudrais un bon café")
    for bigEndian in [false, true] {
      let bytes = utf16(text, bigEndian: bigEndian)
      let guess = guess(bytes)
      #expect(guess.charset.name == (bigEndian ? "UTF-16BE" : "UTF-16LE"))
      #expect(try decoded(bytes, guess.charset).text == text)
    }
  }

  @Test func declarationsAreBelieved() throws {
    let page = Array("<meta charset=\"koi8-r\"><p>".utf8) + [0xF0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4]
    let guess = guess(page)
    #expect(guess.evidence == .declaration)
    #expect(try decoded(page, guess.charset).text.hasSuffix("Привет"))
    // One that is wrong about UTF-8 is not.
    #expect(self.guess(Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>é".utf8)).charset == .utf8)
  }

  @Test func statisticsTellFrequentEncodings() throws {
    let russian = "Мельник встал рано, потому что вода в реке поднялась и колесо пошло быстрее, чем обычно."
    let cyrillic = russian.unicodeScalars.map { scalar -> UInt8 in
      switch scalar.value {
      case 0..<0x80: UInt8(scalar.value)
      case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
      default: 0x3F
      }
    }
    let first = guess(cyrillic)
    #expect(first.charset.name == "windows-1251")
    #expect(try decoded(cyrillic, first.charset).text == russian)
    let french = "Le meunier s'est levé très tôt, à la fraîche, parce que l'eau était montée."
    let latin = french.unicodeScalars.map { UInt8($0.value) }
    let second = guess(latin)
    #expect(second.charset.name == "windows-1252")
    #expect(try decoded(latin, second.charset).text == french)
  }

  @Test func nonsenseIsCountedAndLongTextsAreDecodedWhole() throws {
    let got = try decoded([0x61, 0xFF, 0x62, 0x80], .utf8)
    #expect(got.text == "a\u{FFFD}b\u{FFFD}")
    #expect(got.malformed == 2)
    let long = [UInt8](repeating: 0xE9, count: 3_000_000)
    let charset = try #require(Charset(named: "latin1"))
    #expect(charset.name == "windows-1252")
    #expect(try decoded(long, charset).text.unicodeScalars.count == 3_000_000)
    #expect(Charset(named: "no-such-encoding") == nil)
  }
}
