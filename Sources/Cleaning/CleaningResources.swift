import QuernLexicons

/// What measurements and edits need beside the text.
public enum CleaningResource: String, CaseIterable, Sendable {
  /// A list of words and phrases.
  case lexicon
}

/// The word lists and models of a plan; they never change, so threads may share them.
public struct CleaningResources: Sendable {
  /// Words and phrases to find.
  public var lexicon: Lexicon?

  /// Resources; those left out are missing.
  public init(lexicon: Lexicon? = nil) { self.lexicon = lexicon }

  /// Whether `resource` is here.
  func has(_ resource: CleaningResource) -> Bool {
    switch resource {
    case .lexicon: lexicon != nil
    }
  }
}
