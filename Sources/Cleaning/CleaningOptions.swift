import QuernPersonalData
import QuernText

/// What a cleaning stage is asked to do; ``CleaningPlan`` compiles it.
public struct CleaningOptions: Sendable {
  /// The form that texts are brought into before they are measured.
  public enum Normalization: String, CaseIterable, Sendable {
    /// The form of the route's first profile; NFC for a route without profiles.
    case profile
    /// Texts stay as they are.
    case none
    /// Canonical composition.
    case nfc
    /// Compatibility composition.
    case nfkc
  }

  /// How much is measured on a document that a rule drops.
  public enum SignalMode: String, CaseIterable, Sendable {
    /// Every signal is measured and every rule is tried on every document.
    case full
    /// The first rule that fails ends the work; only what it took to get there is measured.
    case decided
  }

  /// The normalisation of all routes.
  public var normalization: Normalization
  /// How much is measured.
  public var signals: SignalMode
  /// Tried in order; the first that matches a document decides.
  public var routes: [CleaningRoute]
  /// What is asked of languages: which ones stay, and the least score of all, before other steps; higher scores of
  /// single languages at the end, as ``userRules`` are.
  public var language: LanguageRequirements?
  /// What is repaired in texts before they are normalised.
  public var repair: RepairKinds = []
  /// What is done about toxicity on every route, beside what profiles do.
  public var toxicity = ToxicityRequirements()
  /// Conditions that drop documents after the steps of every route.
  public var userRules: [UserRule] = []
  /// What is done about personal data: for the profile `pii` instead of its own policy, and after the steps of every
  /// other route; nil for what profiles do.
  public var personalData: PersonalDataPolicy?
  /// Lines that many documents have, taken out before all other steps of every route; nil to leave them.
  public var repeatedLines: RepeatedLineRule?
  /// Whether cookie notices, legal lines and navigation are taken out before the steps of every route.
  public var removesBoilerplate = false
  /// Lists and models. With a lexicon the rule `toxicity.lexicon` follows the rules of every route.
  public var resources: CleaningResources

  /// Options; the default of `normalization` is the profiles' own.
  public init(
    normalization: Normalization = .profile, signals: SignalMode = .full, routes: [CleaningRoute],
    resources: CleaningResources = CleaningResources()
  ) {
    self.normalization = normalization
    self.signals = signals
    self.routes = routes
    self.resources = resources
  }
}

/// What is asked of the languages of documents.
public struct LanguageRequirements: Sendable {
  /// The languages that are kept, by the labels of the language source; nil for all.
  public var keep: [String]?
  /// The least score; nil for any.
  public var minScore: Double?
  /// Other least scores for some languages.
  public var scores: [String: Double]
  /// The least share of a document, by bytes of paragraphs, that is in its language; nil to leave paragraphs alone.
  public var minShare: Double?

  /// Requirements; without any, languages are told and written down only.
  public init(
    keep: [String]? = nil, minScore: Double? = nil, scores: [String: Double] = [:], minShare: Double? = nil
  ) {
    self.keep = keep
    self.minScore = minScore
    self.scores = scores
    self.minShare = minShare
  }

  /// The least score of a document of any language.
  private var leastScore: Double? {
    scores.isEmpty ? minScore : scores.values.reduce(minScore ?? 0, min)
  }

  /// What languages must score beyond the least score of all.
  func userRules() -> [UserRule] {
    let least = leastScore ?? 0
    var rules: [UserRule] = []
    func add(_ id: String, _ languages: [String], isEqual: Bool, below score: Double) {
      let names = languages.map { "language \(isEqual ? "==" : "!=") '\($0)'" } + ["language_score < \(score)"]
      let isBelow = SignalCondition.Node.compare(.signal(.languageScore), .less, .number(score))
      let root = languages.reversed().reduce(isBelow) { .all(.label(.language, isEqual: isEqual, $1), $0) }
      rules.append(UserRule(id: id, condition: SignalCondition(text: names.joined(separator: " && "), root: root)))
    }
    let sorted = scores.sorted { $0.key < $1.key }
    for (language, score) in sorted where score > least {
      add("language.min_score.\(language)", [language], isEqual: true, below: score)
    }
    if let minScore, minScore > least {
      add("language.min_score.others", sorted.map(\.key), isEqual: false, below: minScore)
    }
    return rules
  }

  /// The step that tells the language. The least score that FineWeb2 has for the route's language goes before the one
  /// for all languages.
  func step(with fineWeb2: FineWeb2Settings?) -> ProfileStep {
    var rules: [ProfileRule] = []
    if let keep { rules.append(ProfileRule("language.keep", labels: keep)) }
    if let least = fineWeb2?.languageScore {
      rules.append(ProfileRule("language.min_score", ["min": least]))
    } else if let leastScore, leastScore > 0 || scores.isEmpty {
      rules.append(ProfileRule("language.min_score", ["min": leastScore]))
    }
    if let minShare { rules.append(ProfileRule(RuleCatalogue.languageShareRule, ["min": minShare])) }
    return ProfileStep("language", tags: [.language], rules: rules)
  }
}

/// Which profiles clean the documents of a source.
public struct CleaningRoute: Sendable {
  /// The source that the route is for, compared byte by byte; `*` is every source.
  public var source: String
  /// The languages that the route is for, by the labels of the language source; nil for all.
  public var languages: [String]?
  /// The names of the profiles whose rules run, in order.
  ///
  /// A rule that several of them have runs once, at its first place and with its first values; one about what edits
  /// find, such as personal data, runs for every edit, from the second on as `ID#2` and so on. No profile means no rules.
  public var profiles: [String]
  /// Values that replace the profiles', by rule id and parameter.
  public var rules: [String: [String: Double]]
  /// What the profile `fineweb2` takes for the route's language.
  public var fineWeb2: FineWeb2Settings?
  /// Steps before those of the profiles.
  var steps: [ProfileStep] = []

  /// A route for `source`.
  public init(
    source: String = "*", languages: [String]? = nil, profiles: [String], rules: [String: [String: Double]] = [:],
    fineWeb2: FineWeb2Settings? = nil
  ) {
    self.source = source
    self.languages = languages
    self.profiles = profiles
    self.rules = rules
    self.fineWeb2 = fineWeb2
  }

  func matches(_ name: String) -> Bool { source == "*" || source.utf8.elementsEqual(name.utf8) }
}
