import QuernBytes
import Testing

@testable import QuernTokenizer

/// Writes the metadata of GGUF files.
struct GGUFWriter {
  var version: UInt32 = 3
  var pairs: [[UInt8]] = []

  static func string(_ text: String) -> [UInt8] { number(UInt64(text.utf8.count)) + Array(text.utf8) }

  static func number<Number: FixedWidthInteger>(_ value: Number) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  mutating func add(_ key: String, _ type: UInt32, _ value: [UInt8]) {
    pairs.append(GGUFWriter.string(key) + GGUFWriter.number(type) + value)
  }

  mutating func add(_ key: String, _ text: String) { add(key, 8, GGUFWriter.string(text)) }

  mutating func add(_ key: String, strings: [String]) {
    add(
      key, 9,
      GGUFWriter.number(UInt32(8)) + GGUFWriter.number(UInt64(strings.count)) + strings.flatMap(GGUFWriter.string))
  }

  mutating func add(_ key: String, integers: [Int32]) {
    add(
      key, 9,
      GGUFWriter.number(UInt32(5)) + GGUFWriter.number(UInt64(integers.count))
        + integers.flatMap { GGUFWriter.number($0) })
  }

  mutating func add(_ key: String, floats: [Float]) {
    add(
      key, 9,
      GGUFWriter.number(UInt32(6)) + GGUFWriter.number(UInt64(floats.count))
        + floats.flatMap { GGUFWriter.number($0.bitPattern) })
  }

  var file: [UInt8] {
    Array("GGUF".utf8) + GGUFWriter.number(version) + GGUFWriter.number(UInt64(7))
      + GGUFWriter.number(UInt64(pairs.count))
      + pairs.flatMap { $0 }
  }
}

@Suite struct GGUFTests {
  static func spelling(_ bytes: [UInt8]) -> String {
    var out = ByteBuffer()
    withBytes(bytes) { out.append(spelling: $0) }
    return out.bytes.text
  }

  static func byteLevel(_ pre: String = "gpt-2", tokens extra: [String] = ["ab", "abb", "<s>", "<u>"]) -> GGUFWriter {
    var writer = GGUFWriter()
    writer.add("general.architecture", "none")
    writer.add("general.tags", 9, GGUFWriter.number(UInt32(9)) + GGUFWriter.number(UInt64(0)))
    writer.add("tokenizer.ggml.model", "gpt2")
    writer.add("tokenizer.ggml.pre", pre)
    let tokens = (0..<256).map { spelling([UInt8($0)]) } + extra
    writer.add("tokenizer.ggml.tokens", strings: tokens)
    writer.add("tokenizer.ggml.token_type", integers: tokens.map { $0 == "<s>" ? 3 : $0 == "<u>" ? 4 : 1 })
    writer.add("tokenizer.ggml.merges", strings: ["a b", "ab b", "a b"])
    writer.add("tokenizer.ggml.bos_token_id", 4, GGUFWriter.number(UInt32(258)))
    writer.add("tokenizer.ggml.add_bos_token", 7, [1])
    return writer
  }

  static func scored() -> GGUFWriter {
    var writer = GGUFWriter()
    writer.add("tokenizer.ggml.model", "llama")
    writer.add("tokenizer.ggml.tokens", strings: ["<unk>", "<s>", "</s>", "▁", "a", "b", "ab", "▁ab", "u u", "[PAD9]"])
    writer.add("tokenizer.ggml.scores", floats: [0, 0, 0, -1, -1, -1, -5, -4, 0, -1000])
    writer.add("tokenizer.ggml.token_type", integers: [2, 3, 3, 1, 1, 1, 1, 1, 4, 5])
    return writer
  }

  static func draft(_ file: [UInt8]) throws -> BPEModelDraft {
    try BPEModelDraft(
      gguf: GGUFVocabulary(size: file.count) { offset, room in
        withBytes(file) { room.copyMemory(from: $0.slice(offset, offset + room.count)) }
      })
  }

  @Test func byteLevelVocabulariesLoad() throws {
    for version in [UInt32(2), 3] {
      var writer = GGUFTests.byteLevel()
      writer.version = version
      let draft = try GGUFTests.draft(writer.file)
      #expect(draft.merges.count == 2)
      #expect(draft.postProcessor.before == [258])
      let model = try BPEModel(draft)
      var encoder = Encoder(model: model)
      #expect(try encoder.encode("abb<u><s>") == [257, 259] + Array("<s>".utf8).map { UInt32($0) })
      var allowed = Encoder(model: model, specials: .allowed)
      #expect(try allowed.encode("<s>ab") == [258, 256])
    }
    #expect(try GGUFTests.draft(GGUFTests.byteLevel("llama-bpe").file).semantics == .mergeList(ignoreMerges: true))
    #expect(
      try GGUFTests.draft(GGUFTests.byteLevel("starcoder").file).pretokenizer
        == .steps([.digits(individually: true), .byteLevel(addsPrefixSpace: false, splits: true)]))
  }

  @Test func piecesWithScoresLoad() throws {
    let draft = try GGUFTests.draft(GGUFTests.scored().file)
    let reference = try #require(ReferencePieces(draft))
    #expect(reference.encode(Array("ab b".utf8)) == [7, 3, 5])
    // A user-defined piece is written with the spaces of the text.
    #expect(reference.encode(Array("u u".utf8)) == [3, 8])
    #expect(draft.postProcessor.before == [1])
    #expect(draft.others.keys.sorted() == [9])
  }

  @Test func onlyTheMetadataIsRead() throws {
    var file = GGUFTests.byteLevel().file
    file += [UInt8](repeating: 0, count: 4 << 20)
    var furthest = 0
    _ = try GGUFVocabulary(size: 100 << 30) { offset, room in
      furthest = max(furthest, offset + room.count)
      withBytes(file) { room.copyMemory(from: $0.slice(offset, offset + room.count)) }
    }
    #expect(furthest <= GGUFReader.window * 2)
  }

  @Test func whatIsNotDoneIsNamed() throws {
    func error(_ writer: GGUFWriter) -> TokenizerError? {
      do { _ = try GGUFTests.draft(writer.file) } catch { return error as? TokenizerError }
      return nil
    }
    let names = GGUFPretokenizer.names.joined(separator: ", ")
    #expect(error(GGUFTests.byteLevel("falcon")) == .unsupported("tokenizer.ggml.pre falcon (known are \(names))"))
    #expect(names.contains("llama-bpe"))
    var writer = GGUFTests.scored()
    writer.add("tokenizer.ggml.model", "bert")
    #expect(error(writer) == .unsupported("tokenizer.ggml.model bert (only gpt2 and llama)"))
    writer = GGUFTests.scored()
    writer.version = 1
    #expect(error(writer) == .unsupported("version 1 of GGUF"))
    writer.version = 3 << 24
    #expect(error(writer) == .unsupported("a big-endian GGUF file"))
    writer = GGUFTests.scored()
    writer.add("tokenizer.ggml.scores", floats: [1])
    #expect(error(writer) == .malformedVocabulary("1 scores for 10 tokens"))
    writer = GGUFTests.byteLevel()
    writer.add("tokenizer.ggml.merges", strings: ["a b", "a x"])
    #expect(error(writer) == .malformedVocabulary("merge 1 is not of two tokens that make a third"))
    #expect(error(GGUFTests.byteLevel(tokens: ["ab", "ab"])) == .malformedVocabulary("token ab is given twice"))
    #expect(error(GGUFWriter()) == .malformedVocabulary("the GGUF file has no vocabulary (no tokenizer.ggml.model)"))
    writer = GGUFTests.byteLevel()
    writer.add("tokenizer.ggml.precompiled_charsmap", 9, GGUFWriter.number(UInt32(0)) + GGUFWriter.number(UInt64.max))
    guard case .malformedVocabulary(let why)? = error(writer) else { return #expect(Bool(false)) }
    #expect(why.contains("an array of 18446744073709551615 elements, more than are left, at byte"))
  }

  @Test func damagedFilesAreErrors() throws {
    let file = GGUFTests.scored().file
    for length in 0..<file.count {
      #expect(throws: TokenizerError.self) { try GGUFTests.draft(Array(file[..<length])) }
    }
    var random = RandomGenerator(seed: 5)
    for round in 0..<3000 {
      var copy = round % 2 == 0 ? file : GGUFTests.byteLevel().file
      for _ in 0..<(1 + random.next(below: 3)) { copy[random.next(below: copy.count)] = UInt8(random.next(below: 256)) }
      do { _ = try GGUFTests.draft(copy) } catch { #expect(error is TokenizerError) }
    }
    // Arrays in arrays, without end.
    var deep = GGUFWriter()
    var value: [UInt8] = []
    for _ in 0..<64 { value += GGUFWriter.number(UInt32(9)) + GGUFWriter.number(UInt64(1)) }
    deep.add("x", 9, value)
    #expect(throws: TokenizerError.self) { try GGUFTests.draft(deep.file) }
  }
}
