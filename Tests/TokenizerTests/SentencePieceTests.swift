import QuernBytes
import TestSupport
import Testing

@testable import QuernTokenizer

/// Writes the wire format of Protocol Buffers.
struct ProtobufWriter {
  var bytes: [UInt8] = []

  mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  mutating func number(_ field: UInt64, _ value: UInt64) {
    varint(field << 3)
    varint(value)
  }

  mutating func run(_ field: UInt64, _ run: [UInt8]) {
    varint(field << 3 | 2)
    varint(UInt64(run.count))
    bytes += run
  }

  mutating func float(_ field: UInt64, _ value: Float) {
    varint(field << 3 | 5)
    for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * shift))) }
  }
}

/// A small SentencePiece model.
struct TestPieces {
  typealias Piece = (text: String, score: Float, kind: ScoredPieces.Kind)

  var pieces: [Piece] = []
  var algorithm: UInt64 = 2
  var byteFallback = false
  var suffix = false
  var dummyPrefix = false
  var removesSpaces = false
  var charactersMap: [UInt8] = []
  var denormalizer: [UInt8] = []

  static let unknown: Piece = ("<unk>", 0, .unknown)

  static func normal(_ words: [(String, Float)]) -> TestPieces {
    TestPieces(pieces: [unknown] + words.map { ($0.0, $0.1, .normal) })
  }

  var file: [UInt8] {
    var model = ProtobufWriter()
    for piece in pieces {
      var message = ProtobufWriter()
      message.run(1, Array(piece.text.utf8))
      message.float(2, piece.score)
      if piece.kind != .normal { message.number(3, piece.kind.rawValue) }
      model.run(1, message.bytes)
    }
    var trainer = ProtobufWriter()
    trainer.run(1, Array("a field that does not matter".utf8))
    trainer.number(3, algorithm)
    trainer.number(24, suffix ? 1 : 0)
    trainer.number(35, byteFallback ? 1 : 0)
    model.run(2, trainer.bytes)
    var normalizer = ProtobufWriter()
    normalizer.run(2, charactersMap)
    normalizer.number(3, dummyPrefix ? 1 : 0)
    normalizer.number(4, removesSpaces ? 1 : 0)
    model.run(3, normalizer.bytes)
    if !denormalizer.isEmpty {
      var message = ProtobufWriter()
      message.run(2, denormalizer)
      model.run(5, message.bytes)
    }
    return model.bytes
  }

  func draft() throws -> BPEModelDraft { try withBytes(file) { try BPEModelDraft(sentencePiece: $0) } }

  func ids(_ text: String) throws -> [UInt32] { ReferencePieces(try draft())!.encode(Array(text.utf8)) }
}

@Suite struct SentencePieceTests {
  /// What sentencepiece 0.2.3 gives.
  @Test func scoresDecide() throws {
    let equal = TestPieces.normal([("a", 0), ("b", 0), ("c", 0), ("ab", -1), ("bc", -1), ("abc", -1)])
    #expect(try equal.ids("abc") == [6])
    #expect(try equal.ids("bca") == [5, 1])
    #expect(try equal.ids("babc") == [2, 6])
    #expect(try equal.draft().ranks == [0, 0, 0, 0, 1, 1, 1])
    let some = TestPieces(pieces: [
      TestPieces.unknown, ("ab", -1, .control), ("a", -2, .normal), ("b", -3, .normal), ("c", 0, .control),
      ("abb", -4, .normal), ("d", 0, .normal),
    ])
    #expect(try some.ids("ab") == [2, 3])
    #expect(try some.ids("abb") == [2, 3, 3])
    #expect(try some.ids("xycab") == [0, 2, 3])
    #expect(try some.ids("xyaxcy") == [0, 2, 0])
    let user = TestPieces(pieces: [
      TestPieces.unknown, ("a", -1, .normal), ("aa", -2, .userDefined), ("aaa", -3, .normal), ("aaaa", -3, .normal),
    ])
    #expect(try [user.ids("a"), user.ids("aa"), user.ids("aaa"), user.ids("aaaa")] == [[1], [2], [2, 1], [2, 2]])
  }

  @Test func unknownCharactersBecomeBytes() throws {
    var model = TestPieces.normal([("a", 0)])
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      model.pieces.append(("<0x\(digits.count < 2 ? "0" : "")\(digits)>", 0, .byte))
    }
    model.byteFallback = true
    #expect(try model.ids("aé") == [1, 2 + 0xC3, 2 + 0xA9])
    let decoder = Decoder(model: try BPEModel(model.draft()))
    func text(_ ids: [UInt32]) throws -> String { try decoder.decode(ids).bytes.text }
    #expect(
      try text([2 + 0xC3, 2 + 0xA9, 2 + 0xC3, 1, 2 + 0x80, 2 + 0xE2, 2 + 0x82]) == "é\u{FFFD}a\u{FFFD}\u{FFFD}\u{FFFD}")
    #expect(try text([0, 1]) == " \u{2047} a")
    #expect(throws: TokenizerError.unknownToken(9999)) { try text([9999]) }
  }

  /// Merging by the merges that were found is merging by the definition.
  @Test func mergesAreWhatTheDefinitionDoes() throws {
    for seed in UInt64(0)..<30 {
      var random = RandomGenerator(seed: seed)
      let letters = ["a", "b", "é", "中", "▁"]
      var words = Set<String>(letters)
      while words.count < 40 {
        words.insert((0..<(2 + random.next(below: 5))).map { _ in random.pick(letters) }.joined())
      }
      let distinct = random.next(below: 2) == 0
      let pieces = words.sorted().shuffled(using: &random).enumerated().map {
        ($0.element, distinct ? -Float($0.offset) : -Float($0.offset / 3))
      }
      let draft = try TestPieces.normal(pieces).draft()
      let reference = try #require(ReferencePieces(draft))
      let ids = (0..<draft.words.count).filter { draft.words.has($0) }.map { UInt32($0) }
      let store = TokenStore(draft.words, [:])
      let table = TokenTable(ids, in: store)
      var finder = MergeFinder(ids, ranks: draft.ranks)
      let merges = finder.merges(of: draft.alphabet, table, store)
      for _ in 0..<60 {
        let text = (0..<random.next(below: 14)).map { _ in random.pick(letters) }.joined()
        let wanted = reference.encode(Array(text.utf8))
        #expect(SentencePieceTests.merge(text, merges, draft, table, store) == wanted, "\(text)")
      }
    }
  }

  /// Merges by a list, the lowest rank first, the leftmost of equals.
  private static func merge(
    _ text: String, _ merges: [BPEModel.Merge], _ draft: BPEModelDraft, _ table: borrowing TokenTable,
    _ store: borrowing TokenStore
  ) -> [UInt32] {
    var ids: [UInt32] = []
    for scalar in text.unicodeScalars {
      ids.append(withBytes(Array(String(scalar).utf8)) { table.find($0, in: store)! })
    }
    while true {
      var best: (rank: UInt32, at: Int, merge: BPEModel.Merge)?
      for at in ids.indices.dropLast() {
        guard let merge = merges.first(where: { $0.left == ids[at] && $0.right == ids[at + 1] }) else { continue }
        let rank = draft.ranks![Int(merge.result)]
        if rank < best?.rank ?? .max { best = (rank, at, merge) }
      }
      guard let best else { return ids }
      ids[best.at] = best.merge.result
      ids.remove(at: best.at + 1)
    }
  }

  @Test func whatIsNotDoneIsNamed() throws {
    func error(_ change: (inout TestPieces) -> Void) -> TokenizerError? {
      var model = TestPieces.normal([("a", 0), ("b", 0)])
      change(&model)
      do { _ = try model.draft() } catch { return error as? TokenizerError }
      return nil
    }
    #expect(error { _ in } == nil)
    #expect(error { $0.algorithm = 1 } == .unsupported("a SentencePiece model of the type UNIGRAM (only BPE)"))
    #expect(error { $0.algorithm = 9 } == .malformedVocabulary("a SentencePiece model of unknown type 9"))
    #expect(
      error { $0.pieces.append(("c", 0, .unused)) } == .unsupported("pieces of the type UNUSED (piece 3, c)"))
    #expect(error { $0.denormalizer = [1] } == .unsupported("denormalizer_spec of a SentencePiece model"))
    #expect(error { $0.pieces.append(("a", 0, .control)) } == .malformedVocabulary("piece a is given twice"))
    #expect(error { $0.pieces.append(("", 0, .normal)) } == .malformedVocabulary("piece 3 is empty"))
    #expect(
      error { $0.pieces.append(("c", .nan, .normal)) } == .malformedVocabulary("the score of piece 3 is not a number"))
    #expect(error { $0.pieces.removeFirst() } == .malformedVocabulary("there is no unknown piece"))
    #expect(
      error { $0.pieces.append(("<u>", 0, .unknown)) } == .malformedVocabulary("there are two unknown pieces"))
    #expect(
      error { $0.byteFallback = true }
        == .malformedVocabulary("byte_fallback is set, but not all 256 bytes have pieces"))
    #expect(
      error {
        $0.byteFallback = true
        $0.pieces.append(("<0xg0>", 0, .byte))
      } == .malformedVocabulary("byte piece <0xg0> is not <0xNN>"))
    #expect(error { $0.charactersMap = [1, 0, 0] } == .malformedVocabulary("precompiled_charsmap is cut short"))
  }

  @Test func damagedFilesAreErrors() throws {
    let file = TestPieces.normal([("a", 0), ("ab", -1), ("b", -2)]).file
    for length in 0..<file.count {
      do {
        _ = try withBytes(Array(file[..<length])) { try BPEModelDraft(sentencePiece: $0) }
        // The file has no more than its messages, so only at their borders can it end.
        #expect(length > 30)
      } catch {
        #expect(error is TokenizerError)
      }
    }
    #expect(
      throws: TokenizerError.malformedVocabulary("not a SentencePiece model: a number without an end at byte 0")
    ) { _ = try withBytes(Array(repeating: 0xFF, count: 40)) { try BPEModelDraft(sentencePiece: $0) } }
    #expect(
      throws: TokenizerError.malformedVocabulary(
        "not a SentencePiece model: a field of 100 bytes where 1 are left, at byte 1")
    ) { _ = try withBytes([0x0A, 100, 1]) { try BPEModelDraft(sentencePiece: $0) } }
    var random = RandomGenerator(seed: 3)
    for _ in 0..<3000 {
      var copy = file
      for _ in 0..<(1 + random.next(below: 3)) { copy[random.next(below: copy.count)] = UInt8(random.next(below: 256)) }
      do {
        let draft = try withBytes(copy) { try BPEModelDraft(sentencePiece: $0) }
        _ = ReferencePieces(draft)?.encode(Array("ab a".utf8))
      } catch { #expect(error is TokenizerError) }
    }
  }
}
