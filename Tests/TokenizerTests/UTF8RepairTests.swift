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

/// What an ``Encoder`` does with malformed bytes.
@Suite struct MalformedTextTests {
  private static func encode(
    _ text: [UInt8], _ encoder: inout Encoder
  ) throws -> (ids: [UInt32], offsets: [TokenOffset], mended: [UInt8]?) {
    var ids: [UInt32] = [7]
    var offsets: [TokenOffset] = []
    try withBytes(text) { try encoder.encode($0, into: &ids, offsets: &offsets) }
    return (ids, offsets, encoder.isMended ? array(encoder.mended) : nil)
  }

  /// Each treatment gives what mending the text first gives.
  @Test(arguments: MalformedText.allCases)
  func malformedBytesAreTreatedAsAsked(treatment: MalformedText) throws {
    let model = try trained(BPETrainerTests.texts(1), 330, specials: ["<s>"])
    var encoder = Encoder(model: model, specials: .allowed, malformed: treatment)
    var plain = Encoder(model: model, specials: .allowed)
    var random = RandomGenerator(seed: 6)
    var malformed = 0
    for round in 0..<300 {
      var text = randomBytes(&random, count: 40) + Array("<s>".utf8) + randomBytes(&random, count: 10)
      if round % 4 == 0 { text = randomText(&random, pieces: 10) }
      let first = withBytes(text) { UTF8Repair.firstMalformed(in: $0) }
      if first != nil { malformed += 1 }
      if treatment == .fail, let first {
        var ids: [UInt32] = [7]
        #expect(throws: TokenizerError.malformedText(offset: first)) {
          try withBytes(text) { try encoder.encode($0, into: &ids) }
        }
        #expect(ids == [7])
        #expect(throws: TokenizerError.malformedText(offset: first)) { try withBytes(text) { try encoder.count($0) } }
        continue
      }
      var mended = ByteBuffer()
      try withBytes(text) { try UTF8Repair.append($0, treatment, to: &mended) }
      let found = try MalformedTextTests.encode(text, &encoder)
      let wanted = try MalformedTextTests.encode(array(mended), &plain)
      #expect(found.ids == wanted.ids)
      #expect(found.offsets == wanted.offsets)
      #expect(found.mended == (first == nil || treatment == .keep ? nil : array(mended)))
      #expect(try withBytes(text) { try encoder.count($0) } == wanted.ids.count - 1)
    }
    #expect(malformed > 100)
  }

  /// Places are those of the text even where a table of replacements meets malformed bytes.
  @Test func replacementsKeepPlacesBesideMalformedBytes() throws {
    let map = try CharactersMap(
      CharactersMapTests.compile([Array("\u{FB01}".utf8): Array("fi".utf8)]), isByGraphemes: true)
    let runner = try NormalizerRunner([.charactersMap(map)])
    let texts: [[UInt8]] = [
      [0xFF], [0x61, 0xFF, 0x62], [0xEF, 0xAC], [0xEF, 0xAC, 0x81, 0xE4, 0xB8], [0xFF, 0xFF, 0xCC, 0x81],
    ]
    for bytes in texts {
      var plain = ByteBuffer()
      withBytes(bytes) { map.apply($0, into: &plain) }
      try withBytes(bytes) { text in
        var rewriter = TextRewriter()
        rewriter.begin(text, at: 0, tracking: true)
        try runner.run(&rewriter)
        #expect(Array(rewriter.text) == array(plain))
        let sources = rewriter.text.indices.map { rewriter.source($0, $0 + 1) }
        #expect(sources.first?.start == 0)
        #expect(sources.last.map { Int($0.end) } == text.count)
        for (source, next) in zip(sources, sources.dropFirst()) {
          #expect(source == next || source.end == next.start)
        }
      }
    }
  }
}
