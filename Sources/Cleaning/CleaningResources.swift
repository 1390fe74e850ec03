import QuernClassifiers
import QuernLexicons

/// What measurements and edits need beside the text.
public enum CleaningResource: String, CaseIterable, Sendable {
  /// A list of words and phrases.
  case lexicon
  /// Lists of addresses.
  case urlLists = "list of addresses (url: {lists: [FOLDER]} or --url-list)"
  /// What tells languages.
  case language
  /// A model that scores how toxic sentences are.
  case toxicity
}

/// The word lists and models of a plan; they never change, so threads may share them.
public struct CleaningResources: Sendable {
  /// Words and phrases to find.
  public var lexicon: Lexicon?
  /// Addresses that are not wanted.
  public var urlLists: URLLists?
  /// What tells languages.
  public var language: LanguageSource?
  /// Scores how toxic sentences are.
  public var toxicity: ToxicityModel?

  /// Resources; those left out are missing.
  public init(
    lexicon: Lexicon? = nil, urlLists: URLLists? = nil, language: LanguageSource? = nil, toxicity: ToxicityModel? = nil
  ) {
    self.lexicon = lexicon
    self.urlLists = urlLists
    self.language = language
    self.toxicity = toxicity
  }

  /// Resources that are taken to be there, for a plan that judges stored signals and cleans nothing.
  private var stated: Set<CleaningResource> = []
  private var statedLabels: [String]?

  /// Resources that are not at hand any more, but were when signals were stored.
  /// - Parameter labels: the labels of what told languages.
  public init(stating resources: Set<CleaningResource>, labels: [String]) {
    self.init()
    stated = resources
    if resources.contains(.language) { statedLabels = labels }
  }

  /// The labels of what tells languages; nil without it.
  var languageLabels: [String]? { language?.labels ?? statedLabels }

  /// Whether `resource` is here.
  func has(_ resource: CleaningResource) -> Bool {
    if stated.contains(resource) { return true }
    return switch resource {
    case .lexicon: lexicon != nil
    case .urlLists: urlLists != nil
    case .language: language != nil
    case .toxicity: toxicity != nil
    }
  }
}
