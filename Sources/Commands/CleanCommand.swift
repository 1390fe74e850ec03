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

  @Option(help: "Whether to measure everything, or to stop at the first rule that fails.")
  var signals = RecipeClean.Signals.full

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

  @Option(help: "Which dropped texts are stored; the sample is of 200 for each source and rule.")
  var keepDropped = RecipeClean.KeepDropped.sample

  @Option(help: "The folder to write.")
  var out: String

  @Flag(help: "Redo what the folder holds when options or inputs have changed.")
  var redo = false

  @OptionGroup var records: RecordOptions
  @OptionGroup var seed: SeedOption
  @OptionGroup var work: WorkOptions

  func validate() throws {
    let names = profile.split(separator: ",", omittingEmptySubsequences: false)
    if names.contains("") { throw ValidationError("--profile has an empty name; write NAME or NAME,NAME") }
    for (index, name) in names.enumerated() where names[..<index].contains(name) {
      throw ValidationError("--profile names '\(name)' twice")
    }
    _ = try rules()
    if let repair {
      do {
        _ = try RepairKinds(names: repair.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
      } catch {
        throw ValidationError("--repair: \(error)")
      }
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
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
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
    recipe.clean.dropIf =
      dropIf.count == 1
      ? [RecipeCondition(id: "drop_if", text: dropIf[0])]
      : dropIf.enumerated().map { RecipeCondition(id: "drop_if.\($0.offset + 1)", text: $0.element) }
    recipe.clean.keepDropped = keepDropped
    try RunJob(recipe: recipe, out: out, work: work, redo: redo).run()
  }

  private func rules() throws -> [String: [String: Double]] {
    var rules: [String: [String: Double]] = [:]
    for text in rule {
      guard let equals = text.lastIndex(of: "="), let dot = text[..<equals].lastIndex(of: "."),
        let value = Double(text[text.index(after: equals)...])
      else { throw ValidationError("--rule \(text): write RULE.PARAMETER=VALUE, such as basic.min_words.min=20") }
      let parameter = String(text[text.index(after: dot)..<equals])
      rules[String(text[..<dot]), default: [:]][parameter] = value
    }
    return rules
  }
}

extension RecipeClean.Normalization: ExpressibleByArgument {}
extension RecipeClean.Signals: ExpressibleByArgument {}
extension RecipeClean.KeepDropped: ExpressibleByArgument {}
