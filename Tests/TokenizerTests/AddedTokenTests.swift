import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct AddedTokenSearchTests {
  /// The leftmost, then longest of `contents` in `text` at or after `from`, by looking everywhere.
  static func slow(_ contents: [[UInt8]], _ text: [UInt8], from: Int) -> (Int, Int, Int)? {
    for start in from..<max(from, text.count) {
      let here = contents.indices.filter { text[start...].starts(with: contents[$0]) }
      if let best = here.max(by: { contents[$0].count < contents[$1].count }) {
        return (start, start + contents[best].count, best)
      }
    }
    return nil
  }

  @Test func theTrieFindsWhatLookingEverywhereFinds() {
    var random = RandomGenerator(seed: 5)
    for round in 0..<300 {
      var contents: [[UInt8]] = []
      for _ in 0..<(1 + random.next(below: 12)) {
        let content = (0..<(1 + random.next(below: 5))).map { _ in Array("ab<é".utf8)[random.next(below: 5)] }
        if !contents.contains(content) { contents.append(round % 3 == 0 ? [0x3C] + content : content) }
      }
      contents = Array(Set(contents)).sorted { $0.lexicographicallyPrecedes($1) }
      let trie = AddedTokenTrie(contents)
      let text = (0..<random.next(below: 60)).map { _ in Array("aab<<é".utf8)[random.next(below: 7)] }
      for from in 0...text.count {
        let found = withBytes(text) { trie.next(in: $0, from: from) }
        let wanted = AddedTokenSearchTests.slow(contents, text, from: from)
        #expect(found?.start == wanted?.0 && found?.end == wanted?.1 && found?.token == wanted?.2)
      }
    }
  }

  static func ids(_ tokens: [AddedToken], _ text: String, specials: Encoder.SpecialTokens = .allowed) throws -> [UInt32]
  {
    var encoder = Encoder(model: try AddedTokenTests.model(tokens), specials: specials)
    return try encoder.encode(text)
  }

  @Test func singleWordsHaveNoWordBesideThem() throws {
    let tokens = [AddedToken(content: "ab", id: 300, isSingleWord: true), AddedToken(content: "b x", id: 301)]
    #expect(try AddedTokenSearchTests.ids(tokens, "ab!ab") == [300, 33, 300])
    #expect(try AddedTokenSearchTests.ids(tokens, "éab") == [0xC3, 0xA9, 97, 98])
    // What is passed over hides what overlaps it.
    #expect(try AddedTokenSearchTests.ids(tokens, "cab x") == [99, 97, 98, 32, 120])
  }

  @Test func whiteSpaceIsStripped() throws {
    let both = AddedToken(content: "<s>", id: 300, stripsLeft: true, stripsRight: true)
    #expect(try AddedTokenSearchTests.ids([both], "a \u{3000}<s>\t\n b") == [97, 300, 98])
    #expect(try AddedTokenSearchTests.ids([both], "  <s>  <s>  ") == [300, 300])
    let right = AddedToken(content: "AA", id: 300, stripsRight: true)
    let space = AddedToken(content: "\u{2003}", id: 301)
    // White space that is stripped may yet be a token.
    #expect(try AddedTokenSearchTests.ids([right, space], "AA\u{2003}b") == [300, 301, 98])
  }

  @Test func specialsThatAreTextHideWhatIsInside() throws {
    let tokens = [AddedToken(content: "<s>", id: 300), AddedToken(content: "s>", id: 301, isSpecial: false)]
    #expect(try AddedTokenSearchTests.ids(tokens, "<s>s>", specials: .text) == [60, 115, 62, 301])
  }

  @Test func manySpecialsWithOneBeginningAreFast() throws {
    let tokens = (0..<5000).map { AddedToken(content: "<|reserved_special_token_\($0)|>", id: UInt32(300 + $0)) }
    var encoder = Encoder(model: try AddedTokenTests.model(tokens), specials: .allowed)
    let text = String(repeating: "<|reserved_special_token_4999|><|reserved_special_token_", count: 3000)
    #expect(try encoder.encode(text).filter { $0 == 5299 }.count == 3000)
  }
}

@Suite struct SpecialTokenSelectionTests {
  static func model() throws -> BPEModel {
    try AddedTokenTests.model([
      AddedToken(content: "<a>", id: 300), AddedToken(content: "<b>", id: 301), AddedToken(content: "<a><a>", id: 302),
      AddedToken(content: "xy", id: 303, isSpecial: false),
    ])
  }

  static func ids(
    _ text: String, _ allowed: SpecialTokenSelection.Names, _ disallowed: SpecialTokenSelection.Names = .none
  ) throws -> [UInt32] {
    let model = try SpecialTokenSelectionTests.model()
    var encoder = Encoder(model: model)
    var ids: [UInt32] = []
    let bytes = Array(text.utf8)
    let selection = try SpecialTokenSelection(model: model, allowed: allowed, disallowed: disallowed)
    try withBytes(bytes) { try encoder.encode($0, into: &ids, specials: selection) }
    return ids
  }

  @Test func whatIsAllowedIsFound() throws {
    #expect(try SpecialTokenSelectionTests.ids("<a><b>xy", .only(["<b>"])) == [60, 97, 62, 301, 303])
    #expect(try SpecialTokenSelectionTests.ids("<a><a><b>", .all) == [302, 301])
    #expect(try SpecialTokenSelectionTests.ids("<a><a>", .only(["<a>"])) == [300, 300])
    #expect(try SpecialTokenSelectionTests.ids("<b>", .none) == [60, 98, 62])
  }

  @Test func whatIsDisallowedIsAnError() throws {
    #expect(throws: TokenizerError.disallowedSpecial("<b>", offset: 4)) {
      try SpecialTokenSelectionTests.ids("é<a<b><b>", .only(["<a>"]), .all)
    }
    // As in tiktoken, also inside of what is allowed.
    #expect(throws: TokenizerError.disallowedSpecial("<a>", offset: 1)) {
      try SpecialTokenSelectionTests.ids("z<a><a>", .only(["<a><a>"]), .only(["<a>"]))
    }
    #expect(try SpecialTokenSelectionTests.ids("xy<a", .none, .all) == [303, 60, 97])
    #expect(throws: TokenizerError.unknownSpecial("xy")) { try SpecialTokenSelectionTests.ids("", .only(["xy"])) }
  }
}
