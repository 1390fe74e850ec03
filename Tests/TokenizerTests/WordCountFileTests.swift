import QuernBytes
import QuernJSON
import QuernStreams
import TestSupport
import Testing

@testable import QuernTokenizer

@Suite struct WordCountFileTests {
  let folder = TemporaryFolder()

  private func runs(_ words: [(String, Int64)], _ rule: WordRule = WordRule(.scanner(.gpt2))) throws -> WordRuns {
    var counter = try WordCounter(rule: rule)
    for (index, (word, count)) in words.enumerated() {
      let group = try counter.number(of: WordGroup(source: "s\(index % 2)", language: "en"))
      try withBytes(Array(word.utf8)) { try counter.add(word: $0, count: count, group: group) }
    }
    return try WordRuns(counter)
  }

  @Test func everyDamageIsFound() throws {
    let words = ["a", "b", "ab", "a word of many letters", "zz"].enumerated().map { ($1, Int64($0) * 1000 + 1) }
    let path = folder.file("counts")
    try runs(words).write(to: path).publish()
    let bytes = readFile(path)!
    let wanted = try contents(try WordRuns(files: [path], scratch: "x"))
    #expect(wanted.count == 5)
    func isFound(_ damaged: [UInt8]) -> Bool {
      folder.write(damaged, to: "damaged")
      do {
        try WordRuns(files: [folder.file("damaged")], scratch: "x").forEachWord { _, _ in }
        return false
      } catch let error as StreamError {
        return error.path == folder.file("damaged")
      } catch {
        return false
      }
    }
    for length in bytes.indices { #expect(isFound(Array(bytes[..<length])), "cut at \(length)") }
    for at in bytes.indices {
      var damaged = bytes
      damaged[at] ^= 1 << UInt8(at % 8)
      #expect(isFound(damaged), "byte \(at)")
    }
    #expect(isFound(bytes + [0]))
    #expect(isFound(bytes + bytes))
  }

  @Test func severalBlocks() throws {
    var random = RandomGenerator(seed: 2)
    let words = (0..<40_000).map { _ in ("\(random.next())", Int64(1 + random.next(below: 1 << 30))) }
    let path = folder.file("counts")
    let all = try runs(words + [(String(repeating: "long", count: 100_000), 5)])
    let file = try all.write(to: path, origin: "{\"name\":\"ü\"}")
    try file.publish()
    let bytes = readFile(path)!
    #expect(bytes.count > 4 * WordCountFile.blockSize)
    let back = try WordRuns(files: [path], scratch: "x")
    #expect(try contents(back) == contents(all))
    #expect(try WordCountFile.header(of: path).origin == "{\"name\":\"ü\"}")
    // Whole blocks that are missing, twice there or in another order are damage too.
    let header = 16 + Int(bytes[12]) + Int(bytes[13]) << 8 + 8
    var starts = [header]
    while true {
      let at = starts.last!
      let stored = (0..<4).reduce(0) { $0 + Int(bytes[at + $1]) << (8 * $1) }
      if stored == 0 { break }
      starts.append(at + 32 + stored)
    }
    #expect(starts.count > 4)
    let blocks = zip(starts, starts.dropFirst()).map { Array(bytes[$0..<$1]) }
    let end = Array(bytes[starts.last!...])
    for order in [[0, 2, 1], [0, 1, 1, 2], [1, 2], []] {
      let changed = Array(bytes[..<header]) + order.flatMap { blocks[$0] } + blocks.dropFirst(3).joined() + end
      folder.write(changed, to: "changed")
      #expect(throws: StreamError.self) {
        try WordRuns(files: [folder.file("changed")], scratch: "x").forEachWord { _, _ in }
      }
    }
  }

  /// Blocks with right checksums that were written wrongly.
  @Test(
    arguments: [
      ("words out of order", 2, [0, 1, 98, 1, 0, 1, 0, 1, 97, 1, 0, 1]),
      ("a word twice", 2, [0, 1, 97, 1, 0, 1, 1, 0, 1, 0, 1]),
      ("an empty word", 1, [0, 0, 1, 0, 1]), ("a count of zero", 1, [0, 1, 97, 1, 0, 0]),
      ("no counts", 1, [0, 1, 97, 0]), ("an unknown group", 1, [0, 1, 97, 1, 1, 1]),
      ("a group twice", 1, [0, 1, 97, 2, 0, 1, 0, 1]), ("too few words", 2, [0, 1, 97, 1, 0, 1]),
      ("too many words", 1, [0, 1, 97, 1, 0, 1, 0, 1, 98, 1, 0, 1]), ("a word past the end", 1, [0, 9, 97, 1, 0, 1]),
      ("a beginning of nothing", 1, [1, 1, 97, 1, 0, 1]),
      ("a huge count", 1, [0, 1, 97, 1, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
      ("other totals", 1, [0, 1, 97, 1, 0, 9]),
      ("a beginning that is not shared whole", 2, [0, 2, 97, 97, 1, 0, 1, 0, 2, 97, 98, 1, 0, 1]),
    ] as [(String, UInt64, [UInt8])])
  func rulesAreChecked(name: String, words: UInt64, body: [UInt8]) throws {
    var totals = WordGroupTotals(WordGroup())
    totals.words = Int64(words)
    var bytes = ByteBuffer()
    let header = WordCountHeader(rule: WordRule(.scanner(.gpt2)), groups: [totals], origin: nil)
    WordCountFile.append(header, to: &bytes)
    withBytes(body) { body in
      let stored = ZstdFrameWriter.frame(of: body)
      appendHead(stored.bytes, size: body.count, words: words, number: 0, to: &bytes)
      bytes.append(stored.bytes)
    }
    appendHead(UnsafeRawBufferPointer(start: nil, count: 0), size: 0, words: 0, number: 1, to: &bytes)
    bytes.append(littleEndian: words)
    bytes.append(littleEndian: words)
    let hash = XXH3.hash128(bytes.bytes)
    bytes.append(littleEndian: hash.high)
    bytes.append(littleEndian: hash.low)
    folder.write(array(bytes), to: "wrong")
    #expect(throws: StreamError.self, "\(name)") {
      try WordRuns(files: [folder.file("wrong")], scratch: "x").forEachWord { _, _ in }
    }
  }

  private func appendHead(
    _ stored: UnsafeRawBufferPointer, size: Int, words: UInt64, number: UInt64, to bytes: inout ByteBuffer
  ) {
    var head = ByteBuffer()
    head.append(littleEndian: UInt32(stored.count))
    head.append(littleEndian: UInt32(size))
    head.append(littleEndian: words)
    head.append(littleEndian: XXH3.hash64(stored))
    head.append(littleEndian: XXH3.hash64(head.bytes, seed: number))
    bytes.append(head.bytes)
  }

  @Test func otherFilesAreRefused() throws {
    for (name, bytes) in [("empty", []), ("other", Array("QUERNWC\0 and more of the old kind".utf8))] {
      let path = folder.write(bytes, to: name)
      #expect {
        try WordCountFile.header(of: path)
      } throws: { error in
        "\(error)" == "\(path): is no file of word counts"
      }
    }
    let path = folder.file("newer")
    try runs([("a", 1)]).write(to: path).publish()
    var bytes = readFile(path)!
    bytes[8] = 2
    folder.write(bytes, to: "newer")
    #expect {
      try WordCountFile.header(of: path)
    } throws: { error in
      "\(error)" == "\(path): has word counts of version 2; this build reads 1"
    }
  }

  @Test(
    arguments: [
      WordRule(.scanner(.o200k), byLine: true, longestWord: 64), WordRule(.steps([])),
      WordRule(
        .steps([
          .split(.fancyRegex(#"\p{N}{1,2}"#), behavior: .removed, inverted: true),
          .split(.pattern(.nanochat), behavior: .isolated, inverted: false),
          .split(.literal("\"#"), behavior: .mergedWithNext, inverted: false),
          .split(.oniguruma(#"\d+"#), behavior: .contiguous, inverted: false), .digits(individually: true),
          .whitespace, .whitespaceSplit, .punctuation(.mergedWithPrevious),
          .metaspace(replacement: "\u{2581}", prepend: .first, splits: true), .beforeRuns(of: "\u{2581}"),
          .byteLevel(addsPrefixSpace: true, splits: false),
        ])),
    ])
  func rulesReadBack(rule: WordRule) throws {
    #expect(try WordRule(json: try JSONDocument("\(rule)").root) == rule)
    let path = folder.file("rule")
    try WordRuns(rule: rule, runs: []).write(to: path, origin: "here").publish()
    #expect(try WordCountFile.header(of: path) == WordCountHeader(rule: rule, groups: [], origin: "here"))
  }
}
