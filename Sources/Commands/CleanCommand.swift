import ArgumentParser
import QuernCleaning
import QuernJobs
import QuernText

/// `quern clean`
struct CleanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Normalises documents and drops those that break a rule.",
    discussion: """
      EXAMPLES:
        quern clean raw/*.jsonl.zst --profile prose --out cleaned
        quern clean raw/ --profile prose --rule basic.min_words.min=20 --out c
        duckdb -c "COPY (FROM 'a.parquet') TO '/dev/stdout' (FORMAT json)" \\
          | quern clean - --profile basic --out cleaned

      Writes to the folder: docs (kept documents), verdicts (a row for every document: keep, reason, signals), \
      rejected (records that could not be read), dropped (a sample of what went).

      Profiles:
      \(Profile.all.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"))
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "Profiles, separated by commas.")
  var profile = "basic"

  @Option(help: "The form that texts are brought into; profile leaves it to the first profile.")
  var normalize = RecipeClean.Normalization.profile

  @Option(
    help: """
      Whether to measure everything, or to stop at the first rule that fails. (default: full; decided for more than \
      100 GB of text)
      """)
  var signals: RecipeClean.Signals?

  @Option(help: "Another value for a rule, as RULE.PARAMETER=VALUE; may be repeated.")
  var rule: [String] = []

  @Option(
    help: "Drop documents for which this holds, such as 'letter_share < 0.5 && lines > 3'; may be repeated.")
  var dropIf: [String] = []

  @Option(
    help: """
      What to repair first, separated by commas: standard, or names such as mojibake and widths; no-NAME takes one \
      out. See Docs/Repair.md.
      """)
  var repair: String?

  @Option(help: "A word list, or default for that of Quern: documents that hold its words are dropped.")
  var lexicon: String?

  @Option(help: "The profile fineweb2 takes a language's thresholds and stop words from this file of FineWeb2's.")
  var fineweb2: String?
  @Option(help: "The language model: a file, or a name of quern models.")
  var languageModel: String?

  @Option(help: "The bytes of a text that its language is told from: its start, middle and end (default: all).")
  var languageSample: String?

  @Option(help: "Languages that stay, separated by commas; a score of its own after a colon: en,zh,de:0.7.")
  var keepLanguage: String?

  @Option(help: "The score that a document's language must reach.")
  var minLanguageScore: Double?

  @Option(help: "The share of a document, by its paragraphs, that must be in its language.")
  var minLanguageShare: Double?

  @Option(help: "The toxicity model: a file, or default.")
  var toxicityModel: String?

  @Option(help: "The label of toxic sentences (default: the one that the model names).")
  var toxicityLabel: String?

  @Option(help: "Drop documents whose mean toxicity is higher.")
  var dropToxicity: Double?

  @Option(help: "Cut sentences with this toxicity and more.")
  var cutToxicity: Double?

  @Option(help: "Which dropped texts are stored; the sample is of 200 for each source and rule.")
  var keepDropped = RecipeClean.KeepDropped.sample

  @Option(help: "The folder to write.")
  var out: String

  @Flag(help: "Redo what the folder holds when options or inputs have changed.")
  var redo = false

  @OptionGroup(title: "Personal data, addresses and lines") var lists: CleaningListOptions
  @OptionGroup var records: RecordOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var work: WorkOptions

  func validate() throws {
    let names = profile.split(separator: ",", omittingEmptySubsequences: false)
    if names.contains("") { throw ValidationError("--profile has an empty name; write NAME or NAME,NAME") }
    try refuseRepeated(names.map(String.init), of: "--profile")
    _ = try rules()
    if let repair {
      let names = repair.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      try refuseRepeated(names, of: "--repair")
      do {
        _ = try RepairKinds(names: names)
      } catch {
        throw ValidationError("--repair: \(error)")
      }
    }
    _ = try language()
    for (name, value) in [("--drop-toxicity", dropToxicity), ("--cut-toxicity", cutToxicity)] {
      if let value, !(0...1).contains(value) { throw ValidationError("\(name) must be between 0 and 1, not \(value)") }
    }
    for condition in dropIf {
      do {
        _ = try SignalCondition(condition)
      } catch {
        throw ValidationError("--drop-if \(condition): \(error)")
      }
    }
  }

  func run() throws {
    var recipe = Recipe(path: "--profile")
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id, url: lists.url)]
    recipe.seed = seed.seed
    recipe.stages = [.clean]
    recipe.maxRecord = records.maxRecord
    recipe.maxRejected = records.maxRejected
    recipe.clean.routes = [
      RecipeRoute(source: nil, profiles: profile.split(separator: ",").map(String.init), rules: try rules())
    ]
    recipe.clean.routes[0].fineWeb2 = fineweb2
    recipe.clean.normalization = normalize
    recipe.clean.signals = signals
    recipe.clean.toxicityLexicon = lexicon
    recipe.clean.repair = repair?.split(separator: ",").map(String.init) ?? []
    recipe.clean.toxicityModel = toxicityModel
    recipe.clean.toxicityLabel = toxicityLabel
    recipe.clean.dropToxicityAbove = dropToxicity
    recipe.clean.cutToxicityFrom = cutToxicity
    recipe.clean.language = try language()
    recipe.clean.dropIf =
      dropIf.count == 1
      ? [RecipeCondition(id: "drop_if", text: dropIf[0])]
      : dropIf.enumerated().map { RecipeCondition(id: "drop_if.\($0.offset + 1)", text: $0.element) }
    recipe.clean.keepDropped = keepDropped
    try lists.apply(to: &recipe.clean)
    try RunJob(recipe: recipe, out: out, work: work, redo: redo).run()
  }

  /// What the options say about languages; nil when they say nothing.
  private func language() throws -> RecipeLanguage? {
    let asked: [Any?] = [languageModel, languageSample, keepLanguage, minLanguageScore, minLanguageShare]
    if asked.allSatisfy({ $0 == nil }) { return nil }
    var language = RecipeLanguage()
    if let languageModel { language.model = languageModel }
    if let languageSample {
      guard let size = byteCount(of: languageSample), (64...(1 << 30)).contains(size) else {
        throw ValidationError("--language-sample \(languageSample): write a size between 64 and 1GiB, such as 1KiB")
      }
      language.sample = size
    }
    if let minLanguageScore { language.minScore = try score(minLanguageScore, "--min-language-score") }
    if let minLanguageShare { language.minShare = try score(minLanguageShare, "--min-language-share") }
    for entry in keepLanguage?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      // Labels such as script:Latn have a colon of their own: only a number after the last one is a score.
      let colon = entry.lastIndex(of: ":")
      let number = colon.flatMap { Double(entry[entry.index(after: $0)...]) }
      let name = number == nil ? String(entry) : String(entry[..<(colon ?? entry.endIndex)])
      guard RecipeLanguage.isLabel(name) else {
        throw ValidationError("--keep-language \(entry): write LANGUAGE or LANGUAGE:SCORE, such as en,de:0.7")
      }
      language.keep = (language.keep ?? []) + [name]
      if let number { language.scores[name] = try score(number, "--keep-language \(entry)") }
    }
    try refuseRepeated(language.keep ?? [], of: "--keep-language")
    return language
  }

  private func score(_ value: Double, _ option: String) throws -> Double {
    guard (0...1).contains(value) else { throw ValidationError("\(option): a score is between 0 and 1, not \(value)") }
    return value
  }

  private func rules() throws -> [String: [String: Double]] {
    var rules: [String: [String: Double]] = [:]
    for text in rule {
      guard let equals = text.lastIndex(of: "="), let dot = text[..<equals].lastIndex(of: "."),
        let value = Double(text[text.index(after: equals)...])
      else { throw ValidationError("--rule \(text): write RULE.PARAMETER=VALUE, such as basic.min_words.min=20") }
      let parameter = String(text[text.index(after: dot)..<equals])
      guard rules[String(text[..<dot]), default: [:]].updateValue(value, forKey: parameter) == nil else {
        throw ValidationError("--rule sets \(text[..<equals]) twice")
      }
    }
    return rules
  }
}

extension RecipeClean.Normalization: ExpressibleByArgument {}
extension RecipeClean.Signals: ExpressibleByArgument {}
extension RecipeClean.KeepDropped: ExpressibleByArgument {}
