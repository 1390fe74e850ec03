/// One condition on a document, with the text that explains it.
///
/// A rule fails a document when any of its bounds does.
public struct Rule: Sendable {
  /// The name in verdicts, recipes and reports; never reused for another meaning.
  public let id: String
  /// What the rule asks, in one sentence.
  public let definition: String
  /// What is compared, with parameter names and default values.
  public let bounds: [RuleBound]
  /// A signal whose label must be among those that a profile or recipe lists.
  public var labelled: Signal?
  /// Where the rule and its default come from.
  public let source: String
  /// A document that the rule keeps with its default values.
  public let passing: RuleExample
  /// A document that the rule drops with its default values.
  public let failing: RuleExample
}

/// One comparison of a signal with a parameter; the value itself is still kept.
public struct RuleBound: Sendable {
  /// On which side of the parameter the signal must lie.
  public enum Comparison: String, Sendable {
    /// The signal must not be less.
    case atLeast = "at_least"
    /// The signal must not be more.
    case atMost = "at_most"
  }

  /// The parameter's name, such as `min`.
  public let parameter: String
  /// What is compared.
  public let signal: Signal
  /// How it is compared.
  public let comparison: Comparison
  /// The value unless a profile or route sets another; nil leaves the comparison out until one does.
  public let standard: Double?

  init(_ parameter: String, _ signal: Signal, _ comparison: Comparison, _ standard: Double?) {
    self.parameter = parameter
    self.signal = signal
    self.comparison = comparison
    self.standard = standard
  }
}

/// A text that shows what a rule does.
public struct RuleExample: Sendable {
  /// A piece of the text.
  public let piece: String
  /// How often the piece stands in the text.
  public let times: Int
  /// The lexicon that the example needs, if any.
  public let lexicon: String?
  /// The labels that the example's rule allows.
  public let labels: [String]
  /// The address that the text came from, if it matters.
  public let url: String?

  init(_ piece: String, times: Int = 1, lexicon: String? = nil, labels: [String] = [], url: String? = nil) {
    self.piece = piece
    self.times = times
    self.lexicon = lexicon
    self.labels = labels
    self.url = url
  }

  /// A text from an address; what the text says does not matter.
  init(url: String) { self.init("A page.", url: url) }

  /// The whole text.
  public var text: String { String(repeating: piece, count: times) }
}
