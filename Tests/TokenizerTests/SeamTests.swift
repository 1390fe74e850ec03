import QuernBytes
import Testing

@testable import QuernTokenizer

/// Seams and merging from whole characters against the definition, on scripts beyond ASCII and torn characters.
@Suite struct SeamTests {
  private static let characters: [[UInt8]] = Array("абвжшщ中国人民的大あいう한글กขคงéüß😀😁 a1.").map { Array(String($0).utf8) }

  static func text(_ random: inout RandomGenerator, _ count: Int) -> [UInt8] {
    let few = 3 + random.next(below: characters.count - 3)
    let first = random.next(below: characters.count)
    var text: [UInt8] = []
    for _ in 0..<count {
      if random.next(below: 25) == 0 {
        text.append(UInt8(random.next(below: 256)))
      } else {
        text += characters[(first + random.next(below: few)) % characters.count]
      }
    }
    return text
  }

  /// Vocabularies with tokens that begin and end within characters.
  static func model(_ seed: UInt64, _ pattern: SplitPattern) throws -> BPEModel {
    var random = RandomGenerator(seed: seed)
    if seed % 2 == 0 {
      return try trained((0..<30).map { _ in text(&random, 50) }, 300 + random.next(below: 300), pattern)
    }
    var draft = BPEModelDraft(pattern: pattern, semantics: .ranks)
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    var words = Set<[UInt8]>()
    while words.count < 250 {
      let text = text(&random, 8)
      let length = 2 + random.next(below: seed % 4 == 1 ? 4 : 9)
      guard text.count > length else { continue }
      let start = random.next(below: text.count - length)
      words.insert(Array(text[start..<(start + length)]))
    }
    for (place, word) in words.sorted(by: { ($0.count, $0.description) < ($1.count, $1.description) }).enumerated() {
      try draft.setWord(UInt32(256 + place), word)
    }
    return try BPEModel(draft)
  }

  @Test(arguments: [SplitPattern.gpt2, .cl100k, .o200k])
  func idsAreThoseOfTheDefinition(pattern: SplitPattern) throws {
    for seed in UInt64(0)..<16 {
      let model = try SeamTests.model(seed, pattern)
      let reference = ReferenceEncoder(model)
      var random = RandomGenerator(seed: seed + 100)
      var encoder = Encoder(model: model)
      var small = Encoder(model: model, cacheBytes: 0)
      for round in 0..<60 {
        let text = SeamTests.text(&random, random.next(below: round % 10 == 0 ? 200 : 40))
        let wanted = reference.encode(text)
        #expect(EncoderTests.encode(&encoder, text) == wanted, "seed \(seed): \(text)")
        #expect(EncoderTests.encode(&small, text) == wanted, "seed \(seed): \(text)")
        if EncoderTests.encode(&encoder, text) != wanted { return }
      }
    }
  }

  @Test func placesThatNoTokenCrossesAreSeams() throws {
    var draft = BPEModelDraft(pattern: .gpt2, semantics: .ranks)
    for byte in 0..<256 { try draft.setWord(UInt32(byte), [UInt8(byte)]) }
    for (place, word) in ["中", "国", "中国", "aé"].enumerated() {
      try draft.setWord(UInt32(256 + place), Array(word.utf8))
    }
    try draft.setWord(300, [0x20, 0xE4])
    let model = try BPEModel(draft)
    func border(_ left: Character, _ right: Character) -> SeamTable.Border {
      let (left, right) = (String(left), String(right))
      return model.seams.border(
        left.unicodeScalars.first!.value, right.unicodeScalars.first!.value, Array(left.utf8).last!,
        Array(right.utf8)[0])
    }
    #expect(border("中", "国") == .whole)
    #expect(border("国", "中") == .seam)
    #expect(border("a", "é") == .whole)
    #expect(border("é", "a") == .seam)
    #expect(border(" ", "中") == .torn)
    #expect(border(" ", "国") == .seam)
  }
}
