/// How the text of a new vocabulary is cut: a pattern, and what is cut out before it.
///
/// Whatever is asked for can be said in a tokenizer.json, and the `tokenizers` package cuts the same.
public struct TrainingSplit: Hashable, Sendable {
  /// What cuts text in the main.
  public enum Pattern: Hashable, Sendable {
    /// A pattern with a scanner of its own.
    case named(SplitPattern)
    /// A regular expression in the dialect of Oniguruma: matches are pieces, and so is what lies between them.
    case regex(String)
  }

  /// What becomes of characters of a kind that patterns keep together.
  public enum Runs: String, CaseIterable, Sendable {
    /// What the pattern does with them.
    case pattern
    /// Each is a piece of its own, cut out before the pattern sees the text.
    case individual
  }

  public var pattern: Pattern
  /// Numeric characters, those of all scripts.
  public var digits = Runs.pattern
  /// White space. Cut out, it also leaves no space in front of words.
  public var spaces = Runs.pattern
  /// Whether a space is put before a text that does not begin with one, so that its first word is like the others.
  ///
  /// It is not taken away when ids are decoded, just as with `add_prefix_space` of the package.
  public var prefixSpace = false

  public init(_ pattern: Pattern) { self.pattern = pattern }

  /// The cut for a vocabulary of bytes, or of characters; the scanner alone where nothing else is asked for.
  public func pretokenizer(ofBytes: Bool = true) -> Pretokenizer {
    var steps = [PretokenizerStep]()
    if spaces == .individual { steps.append(.split(.oniguruma(#"\s"#), behavior: .isolated, inverted: false)) }
    if digits == .individual { steps.append(.digits(individually: true)) }
    if steps.isEmpty && !prefixSpace, let scanner { return .scanner(scanner) }
    let splitsItself = ofBytes && scanner == .gpt2
    if splitsItself && steps.isEmpty { return .steps([.byteLevel(addsPrefixSpace: prefixSpace, splits: true)]) }
    // ByteLevel would put the space before every piece.
    if prefixSpace { steps.insert(.metaspace(replacement: " ", prepend: .always, splits: false), at: 0) }
    if !splitsItself {
      steps += expressions.map { .split(.oniguruma($0), behavior: .isolated, inverted: false) }
    }
    if ofBytes { steps.append(.byteLevel(addsPrefixSpace: false, splits: splitsItself)) }
    return .steps(steps)
  }

  /// The scanner that does what the pattern says, if there is one.
  private var scanner: SplitPattern? {
    switch pattern {
    case .named(let pattern): return pattern
    case .regex(var regex): return regex.withUTF8 { SplitPattern.named(bySplits: [UnsafeRawBufferPointer($0)]) }
    }
  }

  private var expressions: [String] {
    switch pattern {
    case .named(let pattern): pattern.expressions
    case .regex(let regex): [regex]
    }
  }
}

extension Pretokenizer {
  /// Checks that the cut can be done, so that an expression that is none is found before any text is read.
  /// - Throws: ``TokenizerError/unsupported(_:)``
  public func check() throws(TokenizerError) { _ = try PretokenizerRunner(self, .bytes) }
}
