/// How normalised text is cut into the pieces that merges never cross.
public enum Pretokenizer: Hashable, Sendable {
  /// A pattern with a scanner of its own: fast.
  case scanner(SplitPattern)
  /// One step after another, each cutting the pieces of the one before; none leaves the text whole.
  case steps([PretokenizerStep])

  /// What tiktoken does with the expression `regex`, in the dialect of Rust's fancy-regex: matches are pieces, and what
  /// lies between them is dropped. Expressions that a scanner stands for are left to it.
  public init(fancyRegex regex: String) {
    if let known = SplitPattern.named(byFancyRegex: regex) {
      self = .scanner(known)
    } else {
      self = .steps([.split(.fancyRegex(regex), behavior: .removed, inverted: true)])
    }
  }

  /// The pattern, where one scanner does it all.
  public var pattern: SplitPattern? {
    if case .scanner(let pattern) = self { return pattern }
    return nil
  }

  /// The steps of a tokenizer.json that cut the same way and spell bytes in the end.
  var stepsOfBytes: [PretokenizerStep] {
    switch self {
    case .scanner(.gpt2): return [.byteLevel(addsPrefixSpace: false, splits: true)]
    case .scanner(let pattern):
      return pattern.splits.map { .split(.oniguruma($0), behavior: .isolated, inverted: false) }
        + [.byteLevel(addsPrefixSpace: false, splits: false)]
    case .steps(let steps):
      if case .byteLevel = steps.last { return steps }
      return steps + [.byteLevel(addsPrefixSpace: false, splits: false)]
    }
  }

  /// Whether pieces of a text depend on where in the text they are.
  var needsSources: Bool {
    guard case .steps(let steps) = self else { return false }
    return steps.contains { if case .metaspace(_, .first, _) = $0 { true } else { false } }
  }
}

/// What happens to the matches of a ``PretokenizerStep/split(_:behavior:inverted:)``, by the names of the `tokenizers`
/// package.
public enum SplitBehavior: String, CaseIterable, Sendable {
  /// Matches are dropped.
  case removed = "Removed"
  /// Each match is a piece.
  case isolated = "Isolated"
  /// A match ends the piece before it.
  case mergedWithPrevious = "MergedWithPrevious"
  /// A match begins the piece after it.
  case mergedWithNext = "MergedWithNext"
  /// Matches in a row are one piece.
  case contiguous = "Contiguous"
}

/// One step of cutting text, named after the components of the `tokenizers` package (0.23).
public enum PretokenizerStep: Hashable, Sendable {
  /// What a split looks for.
  public enum Target: Hashable, Sendable {
    /// The text itself.
    case literal(String)
    /// A regular expression in the dialect of Oniguruma, as a tokenizer.json has it.
    case oniguruma(String)
    /// A regular expression in the dialect of Rust's fancy-regex, as tiktoken has it.
    case fancyRegex(String)
    /// A pattern with a scanner of its own.
    case pattern(SplitPattern)
  }

  /// Cuts at the matches of `target`; with `inverted` at what lies between them.
  case split(Target, behavior: SplitBehavior, inverted: Bool)
  /// Cuts out runs of characters that are numeric, or with `individually` each one.
  case digits(individually: Bool)
  /// Cuts into words and punctuation (`\w+|[^\w\s]+`), dropping white space.
  case whitespace
  /// Cuts at white space and drops it.
  case whitespaceSplit
  /// Cuts at punctuation.
  case punctuation(SplitBehavior)
  /// Puts `replacement` for each space, and before the text as `prepend` says; with `splits` cuts before each.
  case metaspace(replacement: String, prepend: MetaspacePrepend, splits: Bool)
  /// Puts a space before a text that does not begin with one, if asked; then cuts as GPT-2 does, if asked.
  case byteLevel(addsPrefixSpace: Bool, splits: Bool)
  /// Cuts before each run of `mark`. Not of the package: where no token has the mark anywhere but at its beginning, no
  /// merge crosses such a place, and pieces stay short.
  case beforeRuns(of: String)
}

/// Where a metaspace is put before a text that does not begin with one.
public enum MetaspacePrepend: String, CaseIterable, Sendable {
  /// Before every segment of the text between added tokens.
  case always
  /// Before the first segment only.
  case first
  /// Nowhere.
  case never
}
