/// What measurements and edits need beside the text.
public enum CleaningResource: String, CaseIterable, Sendable {
  /// A list of words and phrases.
  case lexicon
  /// Lists of addresses.
  case urlLists = "list of addresses (url: {lists: [FOLDER]} or --url-list)"
}

/// The word lists and models of a plan; they never change, so threads may share them.
public struct CleaningResources: Sendable {
  /// Words and phrases to find.
  public var lexicon: Lexicon?
  /// Addresses that are not wanted.
  public var urlLists: URLLists?

  /// Resources; those left out are missing.
  public init(lexicon: Lexicon? = nil, urlLists: URLLists? = nil) {
    self.lexicon = lexicon
    self.urlLists = urlLists
  }

  /// Whether `resource` is here.
  func has(_ resource: CleaningResource) -> Bool {
    switch resource {
    case .lexicon: lexicon != nil
    case .urlLists: urlLists != nil
    }
  }
}
