import QuernBytes
import Testing

@testable import QuernTokenizer

/// Malformed bytes against a plain reference: the standard library's own decoder, which replaces maximal subparts.
@Suite struct UTF8RepairTests {
  private static func repaired(_ text: [UInt8], _ treatment: MalformedText) throws(TokenizerError) -> [UInt8] {
    var out = ByteBuffer()
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: text.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: text)
    try UTF8Repair.append(UnsafeRawBufferPointer(copy), treatment, to: &out)
    return array(out)
  }

  /// The longest prefix of `text` that is whole characters, found by trying.
  private static func validPrefix(_ text: [UInt8]) -> Int {
    var at = 0
    outer: while at < text.count {
      for length in 1...4 where at + length <= text.count {
        if String(validating: text[at..<(at + length)], as: UTF8.self) != nil {
          at += length
          continue outer
        }
      }
      break
    }
    return at
  }

  private static func check(_ text: [UInt8]) throws {
    let reference = String(decoding: text, as: UTF8.self)
    #expect(try repaired(text, .replace) == Array(reference.utf8), "\(text)")
    #expect(try repaired(text, .keep) == text)
    let prefix = validPrefix(text)
    let found = withBytes(text) { UTF8Repair.firstMalformed(in: $0) }
    #expect(found == (prefix == text.count ? nil : prefix), "\(text)")
    if prefix == text.count {
      #expect(try repaired(text, .drop) == text)
      #expect(try repaired(text, .fail) == text)
    } else {
      #expect(throws: TokenizerError.malformedText(offset: prefix)) { try repaired(text, .fail) }
      // Without U+FFFD of its own, a text whose malformed parts are dropped is the replaced one without U+FFFD.
      let own = withBytes(text) { $0.firstOffset(of: 0xEF, from: 0) } != nil
      if !own {
        let dropped = String(String.UnicodeScalarView(reference.unicodeScalars.filter { $0 != "\u{FFFD}" }))
        #expect(try repaired(text, .drop) == Array(dropped.utf8), "\(text)")
      }
    }
  }

  /// Every sequence of up to three bytes that matter, and of four that start with a lead of four.
  @Test func allShortSequences() throws {
    let bytes: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
      0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF,
    ]
    for first in bytes {
      try UTF8RepairTests.check([first])
      for second in bytes {
        try UTF8RepairTests.check([first, second])
        for third in bytes { try UTF8RepairTests.check([first, second, third]) }
      }
    }
    for first: UInt8 in [0xF0, 0xF1, 0xF4, 0xE1] {
      for second: UInt8 in [0x80, 0x8F, 0x90, 0xBF, 0xC2] {
        for third in bytes { for fourth in bytes { try UTF8RepairTests.check([first, second, third, fourth]) } }
      }
    }
  }

  @Test func randomTexts() throws {
    var random = RandomGenerator(seed: 3)
    for _ in 0..<2000 {
      try UTF8RepairTests.check(randomBytes(&random, count: 60))
      try UTF8RepairTests.check(randomText(&random, pieces: 20))
    }
    try UTF8RepairTests.check([])
  }

  /// A malformed byte at every place of a long ASCII text, which is looked at in words.
  @Test func everyPlace() throws {
    for at in 0..<40 {
      var text = [UInt8](repeating: 0x61, count: 40)
      text[at] = 0xFF
      try UTF8RepairTests.check(text)
    }
  }
}
