import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct WordCounterTests {
  static func texts(_ seed: UInt64, _ count: Int) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    return (0..<count).map { index in
      index % 10 == 0
        ? [UInt8](repeating: UInt8(ascii: "x"), count: random.next(below: 40)) : randomBytes(&random, count: 60)
    }
  }

  @Test(arguments: SplitPattern.allCases)
  func countsLikeADictionary(pattern: SplitPattern) throws {
    let texts = WordCounterTests.texts(3, 600)
    var wanted: [[UInt8]: Int64] = [:]
    for text in texts { for piece in pieces(text, pattern) { wanted[piece, default: 0] += 1 } }
    let counter = counter(texts, pattern)
    #expect(try contents(counter) == wanted)
    #expect(counter.distinct == wanted.count)
    #expect(counter.groups.map(\.words) == [wanted.values.reduce(0, +)])
    #expect(counter.groups.map(\.documents) == [600])
    #expect(counter.groups.map(\.bytes) == [texts.reduce(0) { $0 + Int64($1.count) }])
    #expect(try contents(try WordRuns(counter)) == wanted)
  }

  /// Texts that are long enough for many words at once, with words around every length that is treated in another way.
  @Test(arguments: [SplitPattern.gpt2, .cl100k, .o200k])
  func countsLongTexts(pattern: SplitPattern) throws {
    var random = RandomGenerator(seed: 9)
    var wanted: [[UInt8]: Int64] = [:]
    var counter = WordCounter(pattern: pattern)
    for _ in 0..<40 {
      var text: [UInt8] = []
      while text.count < 20_000 {
        let letter = UInt8(ascii: "a") + UInt8(random.next(below: 3))
        text += [UInt8](repeating: letter, count: random.next(below: 70)) + [0x20]
        if random.next(below: 8) == 0 { text += randomBytes(&random, count: 30) }
      }
      for piece in pieces(text, pattern) { wanted[piece, default: 0] += 1 }
      try withBytes(text) { try counter.add(text: $0) }
    }
    #expect(try contents(counter) == wanted)
  }

  @Test func manyDifferentWords() throws {
    var random = RandomGenerator(seed: 1)
    var wanted: [[UInt8]: Int64] = [:]
    var counter = WordCounter(pattern: .gpt2)
    for index in 0..<150_000 {
      let word = Array("\(index % 70_001)\(index % 3 == 0 ? "-with-a-long-tail" : "")".utf8)
      let count = Int64(1 + random.next(below: 5))
      wanted[word, default: 0] += count
      try withBytes(word) { try counter.add(word: $0, count: count) }
    }
    #expect(try contents(counter) == wanted)
    #expect(counter.memory < wanted.count * 80)
  }

  @Test func groupsAreCountedApart() throws {
    let groups = [
      WordGroup(source: "web", language: "en"), WordGroup(source: "web", language: "de"), WordGroup(source: "books"),
    ]
    var random = RandomGenerator(seed: 5)
    var wanted: [[UInt8]: [WordGroup: Int64]] = [:]
    var counter = WordCounter(pattern: .cl100k)
    for _ in 0..<400 {
      let group = groups[random.next(below: 3)]
      let text = randomText(&random, pieces: 30) + Array(" and a word of many letters: Donaudampfschiffe".utf8)
      for piece in pieces(text, .cl100k) { wanted[piece, default: [:]][group, default: 0] += 1 }
      let number = try counter.number(of: group)
      #expect(try counter.number(of: group) == number)
      try withBytes(text) { try counter.add(text: $0, group: number) }
    }
    #expect(try contents(counter) == wanted.mapValues { $0.values.reduce(0, +) })
    let runs = try WordRuns(counter)
    #expect(runs.groups.map(\.group) == [groups[2], groups[1], groups[0]])
    #expect(runs.groups.map(\.documents).reduce(0, +) == 400)
    var found: [[UInt8]: [WordGroup: Int64]] = [:]
    var previous: [UInt8] = []
    try runs.forEachRow { word, shares in
      #expect(found.isEmpty || previous.lexicographicallyPrecedes(word))
      #expect(shares.map(\.group) == shares.map(\.group).sorted())
      previous = Array(word)
      found[previous] = Dictionary(uniqueKeysWithValues: shares.map { (runs.groups[$0.group].group, $0.count) })
    }
    #expect(found == wanted)
  }

  @Test func groupsHaveALimit() throws {
    var counter = WordCounter(pattern: .gpt2)
    for number in 0..<WordCounter.mostGroups {
      #expect(try counter.number(of: WordGroup(source: "\(number)")) == number)
    }
    #expect(throws: TokenizerError.tooManyGroups) { try counter.number(of: WordGroup(source: "one more")) }
    let last = WordCounter.mostGroups - 1
    try withBytes(Array("a word".utf8)) { try counter.add(text: $0, group: last) }
    #expect(counter.groups[last].words == 2)
  }

  @Test func linesAreCountedOneByOne() throws {
    let text = Array("a\n\nb  \n c\r\nd".utf8)
    var byLine = try WordCounter(rule: WordRule(.scanner(.gpt2), byLine: true))
    try withBytes(text) { try byLine.add(text: $0) }
    let lines = counter(["a\n", "\n", "b  \n", " c\r\n", "d"].map { Array($0.utf8) })
    let whole = counter([text])
    #expect(try contents(byLine) == contents(lines))
    #expect(try contents(byLine) != contents(whole))
    #expect(byLine.groups.map(\.documents) == [1])
  }

  @Test(arguments: [4, 5, 7, 15, 16, 17, 40])
  func wordsHaveALimit(longest: Int) throws {
    let texts = WordCounterTests.texts(8, 300) + [Array("中文没有空格的很长很长很长很长很长很长的句子".utf8)]
    var wanted: [[UInt8]: Int64] = [:]
    for text in texts {
      for piece in pieces(text, .gpt2) {
        for part in cut(piece, longest) { wanted[part, default: 0] += 1 }
      }
    }
    var counter = try WordCounter(rule: WordRule(.scanner(.gpt2), longestWord: longest))
    for text in texts { try withBytes(text) { try counter.add(text: $0) } }
    #expect(try contents(counter) == wanted)
    #expect(counter.groups[0].words == wanted.values.reduce(0, +))
    #expect(!wanted.keys.contains { $0.count > longest })
  }

  /// Takes as many whole characters as fit; of malformed bytes, as many as fit.
  private func cut(_ word: [UInt8], _ longest: Int) -> [[UInt8]] {
    var parts: [[UInt8]] = []
    var rest = word[...]
    while rest.count > longest {
      let taken =
        (0..<4).map { longest - $0 }.first { length in
          length > 0 && String(validating: rest.prefix(length), as: UTF8.self) != nil
            && rest[rest.startIndex + length] & 0xC0 != 0x80
        }
      guard let taken, String(validating: rest, as: UTF8.self) != nil else { return parts + hardCut(rest, longest) }
      parts.append(Array(rest.prefix(taken)))
      rest = rest.dropFirst(taken)
    }
    return parts + [Array(rest)]
  }

  /// What is done where the bytes are no UTF-8: only the lengths are checked.
  private func hardCut(_ rest: ArraySlice<UInt8>, _ longest: Int) -> [[UInt8]] {
    withBytes(Array(rest)) { word in
      var parts: [[UInt8]] = []
      var at = 0
      while at < word.count {
        let end = word.count - at > longest ? WordCutting.end(word, from: at, limit: longest) : word.count
        #expect(end - at <= longest && (end == word.count || end - at > longest - 4))
        parts.append(Array(word.slice(at, end)))
        at = end
      }
      return parts
    }
  }

  @Test func stepsCutWords() throws {
    let steps: [PretokenizerStep] = [.digits(individually: true), .byteLevel(addsPrefixSpace: true, splits: true)]
    var counter = try WordCounter(rule: WordRule(.steps(steps)))
    try withBytes(Array("in 2024, in".utf8)) { try counter.add(text: $0) }
    var found: [String: Int64] = [:]
    for (word, count) in try contents(counter) { found[String(decoding: word, as: UTF8.self)] = count }
    #expect(found == [" in": 2, " 2": 2, " 0": 1, " 4": 1, " ,": 1, " ": 1])
    #expect(counter.groups[0].words == found.values.reduce(0, +))
  }

  @Test func rulesThatCannotBeKept() {
    #expect(throws: TokenizerError.self) { _ = try WordCounter(rule: WordRule(.scanner(.gpt2), longestWord: 3)) }
    #expect(throws: TokenizerError.self) {
      _ = try WordCounter(
        rule: WordRule(.steps([.split(.oniguruma("(?<=a+)b"), behavior: .isolated, inverted: false)])))
    }
  }

  @Test func countsHaveALimit() throws {
    var counter = WordCounter(pattern: .gpt2)
    try withBytes([0x61]) { try counter.add(word: $0, count: 1 << 47) }
    try withBytes([0x61]) { try counter.add(word: $0, count: 1 << 47 - 1) }
    #expect(throws: TokenizerError.countsTooLarge) { try withBytes([0x62]) { try counter.add(word: $0, count: 1) } }
    #expect(throws: TokenizerError.countsTooLarge) { try withBytes([0x62]) { try counter.add(text: $0) } }
    #expect(try contents(counter) == [[0x61]: 1 << 48 - 1])
  }
}
