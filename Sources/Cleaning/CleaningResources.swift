import QuernClassifiers
import QuernText

/// What measurements and edits need beside the text.
public enum CleaningResource: String, CaseIterable, Sendable {
  /// A list of words and phrases.
  case lexicon
  /// A model that tells languages.
  case languageModel = "language model"
  /// A model that scores how toxic sentences are.
  case toxicityModel = "toxicity model"
}

/// The word lists and models of a plan; they never change, so threads may share them.
public struct CleaningResources: Sendable {
  /// Words and phrases to find.
  public var lexicon: Lexicon?
  /// Tells the languages of texts; its labels are the values of the signal `language`.
  public var languageModel: TextClassifier?
  /// The part of each text that the language is told from; nil for all of it.
  public var languageSample: TextSample?
  /// Scores how toxic sentences are.
  public var toxicityModel: ToxicityModel?

  /// Resources; those left out are missing.
  public init(lexicon: Lexicon? = nil) { self.lexicon = lexicon }

  /// The names that signals of kind label take their values from: languages, and from ``scriptLabels`` on scripts by
  /// ICU's number.
  var labels: [String] {
    (languageModel?.labels ?? []) + (0...UInt8.max).map { Script(number: $0).code }
  }

  /// The place of the first script among ``labels``.
  var scriptLabels: Int { languageModel?.labels.count ?? 0 }

  /// Whether `resource` is here.
  func has(_ resource: CleaningResource) -> Bool {
    switch resource {
    case .lexicon: lexicon != nil
    case .languageModel: languageModel != nil
    case .toxicityModel: toxicityModel != nil
    }
  }
}
