import QuernStreams

/// What a run does, as its user wrote it: where the text comes from, how it is cleaned, and what is made of it.
///
/// A value of this type is complete and checked: defaults are filled in, names are known, numbers are in range, and a
/// section is there exactly when its stage runs. Paths stay as they were written, relative to ``base``.
public struct Recipe: Equatable, Sendable {
  /// The recipe's own path as it was given, for messages and for finding the files that it names.
  public var path: String
  /// The folder that relative paths start from, itself relative to the recipe's own folder; nil for that folder.
  public var folder: String?
  /// Decides every random choice of the run.
  public var seed: UInt64 = 42
  /// Where documents come from, in plan order; at least one.
  public var inputs: [RecipeInput] = []
  /// What is done to the documents, in this order; may be empty.
  public var stages: [RecipeStage] = [.exact, .clean]
  /// How exact duplicates are found, if they are.
  public var exact = RecipeExact()
  /// How alike documents are found, if they are.
  public var near = RecipeNear()
  /// How documents are searched for items of benchmarks, if they are.
  public var decontaminate = RecipeDecontaminate()
  /// How repeated parts of texts are found, if they are.
  public var substring = RecipeSubstring()
  /// How passages that occur again and again are found, if they are.
  public var passages = RecipePassages()
  /// How documents are cleaned, if they are.
  public var clean = RecipeClean()
  /// The share of an input's records, 0 to 1, that may be rejected before the run fails.
  public var maxRejected: Double?
  /// Bytes of the longest record that is read; longer ones are rejected.
  public var maxRecord = 64 << 20
  /// Nil when the run makes no vocabulary and uses none.
  public var tokenizer: RecipeTokenizer?
  /// Nil when the run stops after cleaning.
  public var shards: RecipeShards?
  /// What runs the tasks.
  public var engine = RecipeEngine.local

  /// The folder that relative paths of the recipe start from, as seen from the working directory.
  public var base: String {
    let own = splitPath(path).folder
    return folder.map { resolve($0, from: own) } ?? own
  }
}

/// One line of `inputs`.
public struct RecipeInput: Equatable, Sendable {
  /// The name that routes, counts and reports use: letters, digits, `.`, `_` and `-`.
  public var source: String
  /// Files, folders or globs; at least one.
  public var paths: [String]
  /// The field that holds a record's text.
  public var text = "text"
  /// The field that holds a record's name.
  public var id = "id"
  /// The field that holds the address that a record came from.
  public var url = "url"
  /// The share of its documents in what a vocabulary is trained on, relative to the other sources; nil for all inputs
  /// where sources count as they are. The weights of the inputs of one source add up.
  public var weight: Double?

  /// An input of these files, whose records hold text, id and address in the fields `text`, `id` and `url`.
  public init(source: String, paths: [String], text: String = "text", id: String = "id", url: String = "url") {
    self.source = source
    self.paths = paths
    self.text = text
    self.id = id
    self.url = url
  }
}

/// A stage that a recipe can order.
public enum RecipeStage: String, CaseIterable, Sendable {
  case exact, clean, near, passages, substring, decontaminate
}

/// How documents are cleaned: the `clean` list and the settings beside it.
public struct RecipeClean: Equatable, Sendable {
  /// The Unicode form that texts are brought into.
  public enum Normalization: String, CaseIterable, Sendable {
    /// The form that the first profile of a route asks for.
    case profile
    case none, nfc, nfkc
  }

  /// How much is measured of a document that is dropped.
  public enum Signals: String, CaseIterable, Sendable {
    /// Every step is measured, also after a drop.
    case full
    /// Measuring stops at the first rule that fails.
    case decided

    /// The bytes of text that are measured in full by default: 100 GB.
    public static let fullBytes = 100_000_000_000

    /// The default for these files: `decided` for more than ``fullBytes``, where a byte of a compressed file, by its
    /// name, counts as four.
    public static func standard(for files: [(path: String, size: Int)]) -> Signals {
      var bytes = 0
      for file in files {
        let isPlain = Codec.promised(by: file.path) ?? .plain == .plain
        bytes += isPlain ? file.size : 4 * file.size
      }
      return bytes > fullBytes ? .decided : .full
    }
  }

  /// Which dropped documents are stored with their text.
  public enum KeepDropped: String, CaseIterable, Sendable {
    case none, sample, all
  }

  /// The first route that matches a document's source is taken; every source of the inputs has one.
  public var routes: [RecipeRoute] = []
  /// The form that texts are brought into before they are measured.
  public var normalization = Normalization.profile
  /// Kinds of repair that texts go through first: names, `standard` for the usual ones, `no-NAME` to take one out.
  public var repair: [String] = []
  /// How much is measured of a document that is dropped; nil for what ``Signals/standard(for:)`` says.
  public var signals: Signals?
  /// What is done about personal data; nil for what profiles do.
  public var personalData: RecipePersonalData?
  /// Lists of addresses that are not wanted.
  public var urlLists: RecipeURLLists?
  /// Which lines go.
  public var lines: RecipeLines?
  /// How languages are told, and which are kept; nil when nobody asks.
  public var language: RecipeLanguage?
  /// The word list of the toxicity signal, when there is one.
  public var toxicityLexicon: String?
  /// The toxicity model: a file, or a name of a known model; nil unless a profile needs one.
  public var toxicityModel: String?
  /// The label of toxic sentences; nil for the one that the model names.
  public var toxicityLabel: String?
  /// Documents with a higher mean toxicity are dropped; nil for none.
  public var dropToxicityAbove: Double?
  /// Sentences with this toxicity and more are cut; nil for none.
  public var cutToxicityFrom: Double?
  /// Conditions over signals that drop documents after the rules of every route.
  public var dropIf: [RecipeCondition] = []
  /// Which dropped documents are stored with their text, duplicates included.
  public var keepDropped = KeepDropped.sample

  /// The defaults, without any route.
  public init() {}
}

/// A condition under which documents are dropped.
public struct RecipeCondition: Equatable, Sendable {
  /// The reason in verdicts: `drop_if`, or `drop_if.NAME` where there are several.
  public var id: String
  /// The condition as it was written.
  public var text: String

  /// A condition.
  public init(id: String, text: String) {
    self.id = id
    self.text = text
  }
}

/// One line of `clean`: the documents of some source and what they go through.
public struct RecipeRoute: Equatable, Sendable {
  /// The source that it takes; nil takes all.
  public var source: String?
  /// The languages that it takes; nil takes all.
  public var languages: [String]?
  /// Names of profiles, in the order in which they run; at least one.
  public var profiles: [String]
  /// Parameters of rules that differ from the profile's, by rule and parameter.
  public var rules: [String: [String: Double]]
  /// The file of thresholds and stop words for the profile `fineweb2`, as written.
  public var fineWeb2: String?

  /// A route for the documents of `source`, or of all sources when it is nil.
  public init(source: String?, profiles: [String], rules: [String: [String: Double]] = [:]) {
    self.source = source
    self.profiles = profiles
    self.rules = rules
  }

  /// ``rules`` in the byte order of their names, for everything whose result must not depend on hashing.
  public var sortedRules: [(rule: String, parameters: [(name: String, value: Double)])] {
    rules.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { rule in
      let parameters = rule.value.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return (rule: rule.key, parameters: parameters.map { (name: $0.key, value: $0.value) })
    }
  }
}

/// Where the vocabulary comes from.
public enum RecipeTokenizer: Equatable, Sendable {
  case train(RecipeTraining)
  /// A vocabulary file, and the split pattern where the file does not name its own.
  case file(String, pattern: String?)
}

/// What is written for trainers.
public struct RecipeShards: Equatable, Sendable {
  /// How documents fill rows.
  public enum Packing: String, CaseIterable, Sendable {
    /// Documents one after the other, cut where a row is full.
    case concat
  }

  /// What files the rows are written to.
  public enum Format: String, CaseIterable, Sendable {
    case batches
  }

  /// Tokens a row, without the one that rows share.
  public var length = 2048
  /// Rows a batch.
  public var batch = 512
  /// How documents fill rows.
  public var packing = Packing.concat
  /// What follows every document.
  public var eos = RecipeToken.endOfText
  /// What precedes every document.
  public var bos = RecipeToken.absent
  /// At least one, no repeats.
  public var formats = [Format.batches]

  /// The defaults.
  public init() {}
}

/// A token that is set at the border of documents.
public enum RecipeToken: Equatable, Sendable {
  /// The vocabulary's own end-of-text token.
  case endOfText
  case absent
  case id(Int)
  case token(String)
}

/// What runs the tasks.
public enum RecipeEngine: String, CaseIterable, Sendable {
  /// Threads of this process.
  case local
}

/// The names that other modules know, for checking a recipe where it is written.
public struct RecipeVocabulary: Sendable {
  /// Profiles, the rules of each, and the parameters of each rule.
  public var profiles: [String: [String: [String]]]
  /// Rules that no profile needs to bring, because sections such as `pii` and `url` do, and the parameters of each.
  public var sectionRules: [String: [String]]
  /// Split patterns.
  public var patterns: [String]
  /// Says what is wrong with a condition over signals; nil when nothing is.
  public var conditionMistake: @Sendable (String) -> String?

  /// The names that are known.
  public init(
    profiles: [String: [String: [String]]], sectionRules: [String: [String]] = [:], patterns: [String],
    conditionMistake: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.profiles = profiles
    self.sectionRules = sectionRules
    self.patterns = patterns
    self.conditionMistake = conditionMistake
  }
}
