import QuernBytes
import Testing

@testable import QuernTokenizer

@Suite struct TrainingSplitTests {
  /// The pieces that `pretokenizer` cuts `text` into.
  private func pieces(_ text: String, _ pretokenizer: Pretokenizer) throws -> [String] {
    var runner = try PretokenizerRunner(pretokenizer, .bytes)
    var rewriter = TextRewriter()
    return try withBytes(Array(text.utf8)) { bytes in
      rewriter.begin(bytes, at: 0, tracking: true)
      try runner.run(&rewriter)
      return runner.pieces.map { rewriter.text.slice($0.lowerBound, $0.upperBound).text }
    }
  }

  @Test func nothingElseIsTheScanner() {
    for pattern in SplitPattern.allCases {
      #expect(TrainingSplit(.named(pattern)).pretokenizer() == .scanner(pattern))
      #expect(TrainingSplit(.named(pattern)).pretokenizer(ofBytes: false) == .scanner(pattern))
    }
    let gpt2 = SplitPattern.gpt2.expressions[0]
    #expect(TrainingSplit(.regex(gpt2)).pretokenizer() == .scanner(.gpt2))
  }

  @Test func digitsAndSpacesAreCutOut() throws {
    var split = TrainingSplit(.named(.gpt2))
    split.digits = .individual
    #expect(try pieces("ab 123½ c", split.pretokenizer()) == ["ab", " ", "1", "2", "3", "½", " c"])
    split.spaces = .individual
    #expect(try pieces("ab  123\nc", split.pretokenizer()) == ["ab", " ", " ", "1", "2", "3", "\n", "c"])
    split.digits = .pattern
    #expect(try pieces("ab 123 's", split.pretokenizer()) == ["ab", " ", "123", " ", "'s"])
    split.prefixSpace = true
    #expect(try pieces("ab c", split.pretokenizer()) == [" ", "ab", " ", "c"])
    split.spaces = .pattern
    #expect(split.pretokenizer() == .steps([.byteLevel(addsPrefixSpace: true, splits: true)]))
    split.digits = .individual
    #expect(try pieces("ab1 c", split.pretokenizer()) == [" ab", "1", " c"])
    #expect(try pieces(" ab1 c", split.pretokenizer()) == [" ab", "1", " c"])
  }

  @Test func expressionsCutWholeTexts() throws {
    let split = TrainingSplit(.regex("[a-c]+|[0-9]"))
    #expect(try pieces("abxx12c", split.pretokenizer()) == ["ab", "xx", "1", "2", "c"])
    try split.pretokenizer().check()
    #expect(throws: TokenizerError.self) { try TrainingSplit(.regex("[a")).pretokenizer().check() }
  }

  /// What is cut the same is said the same, for every pattern, and comes back from a file.
  @Test(arguments: SplitPattern.allCases)
  func filesSayTheSame(pattern: SplitPattern) throws {
    var random = RandomGenerator(seed: 11)
    let texts = (0..<60).map { _ in randomText(&random, pieces: 12) }
    for (digits, spaces, prefix) in [(true, false, false), (false, true, false), (true, true, true)] {
      var split = TrainingSplit(.named(pattern))
      split.digits = digits ? .individual : .pattern
      split.spaces = spaces ? .individual : .pattern
      split.prefixSpace = prefix
      let cut = split.pretokenizer()
      var words: [[UInt8]: Int64] = [:]
      for text in texts {
        for piece in try pieces(String(decoding: text, as: UTF8.self), cut) {
          words[Array(piece.utf8), default: 0] += 1
        }
      }
      let model = try BPETrainer(vocabularySize: 300).train(Words(rule: WordRule(cut), counts: words)).model
      let again = try reread(model)
      #expect(again.fingerprint == model.fingerprint)
      #expect(again.pretokenizer == cut)
    }
  }
}

/// Words with counts as they are.
struct Words: TrainingWords {
  var rule: WordRule
  var counts: [[UInt8]: Int64]

  func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    for (word, count) in counts { try withBytes(word) { try body($0, count) } }
  }
}
