import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct WordCounterTests {
  /// What the counter holds, by way of its serialised words.
  static func contents(_ counter: borrowing WordCounter) -> [[UInt8]: Int64] {
    let sorted = SortedWords(counter)
    var out: [[UInt8]: Int64] = [:]
    for word in sorted.words {
      out[Array(UnsafeRawBufferPointer(start: sorted.arena + word.offset, count: word.length))] = word.count
    }
    return out
  }

  static func texts(_ seed: UInt64, _ count: Int) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<count).map { index in
      index % 10 == 0
        ? [UInt8](repeating: UInt8(ascii: "x"), count: random.next(below: 40)) : randomBytes(&random, count: 60)
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func countsLikeADictionary(pattern: SplitPattern) {
    let texts = WordCounterTests.texts(3, 600)
    var wanted: [[UInt8]: Int64] = [:]
    for text in texts { for piece in pieces(text, pattern) { wanted[piece, default: 0] += 1 } }
    let counter = counter(texts, pattern)
    #expect(WordCounterTests.contents(counter) == wanted)
    #expect(counter.distinct == wanted.count)
    #expect(counter.total == wanted.values.reduce(0, +))
  }

  @Test func linesAreCountedOneByOne() {
    let text = Array("a\n\nb  \n c\r\nd".utf8)
    var byLine = WordCounter(pattern: .gpt2)
    withBytes(text) { byLine.addByLine(text: $0) }
    let lines = counter(["a\n", "\n", "b  \n", " c\r\n", "d"].map { Array($0.utf8) })
    let whole = counter([text])
    #expect(WordCounterTests.contents(byLine) == WordCounterTests.contents(lines))
    #expect(WordCounterTests.contents(byLine) != WordCounterTests.contents(whole))
  }

  @Test func sumsDoNotDependOnTheShare() throws {
    let texts = WordCounterTests.texts(4, 300)
    let whole = counter(texts)
    var sum = counter(Array(texts[200...]))
    try sum.merge(from: counter(Array(texts[..<120])))
    let middle = counter(Array(texts[120..<200])).serialized()
    try sum.add(serialized: middle.bytes)
    #expect(array(sum.serialized()) == array(whole.serialized()))
    #expect(sum.total == whole.total)
  }

  @Test func patternsAreNotMixed() throws {
    var sum = WordCounter(pattern: .gpt2)
    let other = WordCounter(pattern: .cl100k)
    let wanted = TokenizerError.differentSplits(expected: "pattern gpt2", found: "pattern cl100k")
    #expect(throws: wanted) { try sum.merge(from: other) }
    let bytes = array(other.serialized())
    #expect(throws: wanted) { try withBytes(bytes) { try sum.add(serialized: $0) } }
  }

  @Test func serialisedCountsReadBack() throws {
    for count in [0, 1, 50] {
      let bytes = array(counter(WordCounterTests.texts(5, count)).serialized())
      let back = try withBytes(bytes) { array(try WordCounter(serialized: $0).serialized()) }
      #expect(back == bytes)
    }
  }

  @Test func everyDamageIsFound() throws {
    let bytes = array(counter(WordCounterTests.texts(6, 8)).serialized())
    for length in 0..<bytes.count {
      #expect(throws: TokenizerError.self) {
        try withBytes(Array(bytes[..<length])) { _ = try WordCounter(serialized: $0) }
      }
    }
    for at in bytes.indices {
      var damaged = bytes
      damaged[at] ^= 1 << UInt8(at % 8)
      #expect(throws: TokenizerError.self) { try withBytes(damaged) { _ = try WordCounter(serialized: $0) } }
    }
    #expect(throws: TokenizerError.self) { try withBytes(bytes + [0]) { _ = try WordCounter(serialized: $0) } }
  }

  /// Files with a right checksum that were written wrongly.
  @Test(
    arguments: [
      ("words out of order", [2, 1, 98, 1, 1, 97, 1]), ("a word twice", [2, 1, 97, 1, 1, 97, 1]),
      ("an empty word", [1, 0, 1]), ("a count of zero", [1, 1, 97, 0]),
      ("too few words", [2, 1, 97, 1]), ("too many words", [0, 1, 97, 1]), ("a word past the end", [1, 9, 97, 1]),
      ("a huge count", [1, 1, 97, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
      ("sums past 63 bits", [2, 1, 97, 255, 255, 255, 255, 255, 255, 255, 255, 127, 1, 98, 1]),
    ] as [(String, [UInt8])])
  func rulesAreChecked(name: String, body: [UInt8]) {
    var file = ByteBuffer()
    file.append("QUERNWC\0\u{1}\u{4}gpt2\u{6}16.0.0")
    for byte in body { file.append(byte) }
    let hash = XXH3.hash128(file.bytes)
    file.append(littleEndian: hash.high)
    file.append(littleEndian: hash.low)
    let bytes = array(file)
    do {
      try withBytes(bytes) { _ = try WordCounter(serialized: $0) }
      Issue.record("\(name) was not found")
    } catch let error as TokenizerError {
      guard case .damagedCounts = error else {
        Issue.record("\(name): \(error)")
        return
      }
    } catch {
      Issue.record("\(name): \(error)")
    }
  }
}
