import QuernPersonalData
import QuernText

/// A named, ordered list of steps that fit a kind of text.
public struct Profile: Sendable {
  /// The name in recipes.
  public let name: String
  /// Counts up when the profile's verdicts change.
  public let version: Int
  /// What it is for, in one sentence.
  public let summary: String
  /// The languages that it is made for.
  public let languages: String
  /// The form that texts are brought into before the first step.
  public let normalization: NormalizationForm
  /// The steps in the order in which they are taken.
  public let steps: [ProfileStep]
  /// Whose words its rules count, where they count those of ``DatatroveText``.
  var words: DatatroveWords?

  /// The rules of all steps, in the order in which they are tried.
  public var rules: [ProfileRule] { steps.flatMap(\.rules) }

  /// The profile `pii` with another policy; others as they are.
  func following(_ policy: PersonalDataPolicy) -> Profile {
    guard name == Profile.personalData.name else { return self }
    return Profile(
      name: name, version: version, summary: summary, languages: languages, normalization: normalization,
      steps: [policy.step("pii")])
  }

  /// The profile with this name, or nil.
  public static func named(_ name: String) -> Profile? { all.first { $0.name == name } }

  /// All profiles.
  public static let all: [Profile] = [
    basic, prose, code, repair, gopher, c4, c4Paragraphs, fineWebQuality, fineWebHeuristics, fineWeb, fineWeb2,
    gopherDolma, c4Dolma, dclm, toxicity, toxicityCut, boilerplate, url, urlDatatrove, personalData,
    personalDataDatatrove, personalDataDolma,
  ]
}

/// A part of a profile: at most one edit, then measurements and rules on what it leaves.
public struct ProfileStep: Sendable {
  /// The name in plans and documentation.
  public let name: String
  /// What is done to the text first, if anything.
  public let edit: TextEdit?
  /// What is measured for the verdict although no rule asks for it.
  public let tags: [Measurement]
  /// The rules in the order in which they are tried.
  public let rules: [ProfileRule]

  init(_ name: String, edit: TextEdit? = nil, tags: [Measurement] = [], rules: [ProfileRule]) {
    self.name = name
    self.edit = edit
    self.tags = tags
    self.rules = rules
  }
}

extension ProfileStep {
  /// Whether a rule of it reads the addresses of documents.
  var readsURL: Bool {
    rules.contains { RuleCatalogue.rule($0.id)?.bounds.contains { $0.signal.measurement.traits.readsURL } == true }
  }
}

/// A rule inside a profile.
public struct ProfileRule: Sendable {
  /// The rule's id in ``RuleCatalogue``.
  public let id: String
  /// Values that differ from the rule's own, by parameter.
  public let values: [String: Double]
  /// The labels that the rule allows, for a rule on labels.
  public let labels: [String]
  /// The reason that verdicts give in the vocabulary of the tool that the profile follows; nil for the rule's id.
  public let reason: String?

  init(_ id: String, _ values: [String: Double] = [:], labels: [String] = [], reason: String? = nil) {
    self.id = id
    self.values = values
    self.labels = labels
    self.reason = reason
  }
}
