import ArgumentParser
import QuernJobs
import QuernStages

/// `quern dedup`
struct DedupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedup",
    abstract: "Removes documents that stand elsewhere too.",
    discussion: """
      EXAMPLES:
        quern dedup exact raw/*.jsonl.zst --out unique
        quern dedup near raw/*.jsonl.zst --threshold 0.8 --out unique
        quern dedup lines raw/*.jsonl.zst --unit paragraph --out unique
        quern dedup substring raw/*.jsonl.zst --bytes 100 --out unique
      """,
    subcommands: [
      Exact.self, DedupNearCommand.self, DedupLinesCommand.self, DedupSubstringCommand.self, DedupEstimateCommand.self,
    ])

  /// `quern dedup exact`
  struct Exact: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "exact",
      abstract: "Removes documents with equal text, address or field.",
      discussion: """
        EXAMPLES:
          quern dedup exact raw/*.jsonl.zst --out unique
          quern dedup exact raw/ --key normalized_text --ignore-punctuation --out unique
          quern dedup exact raw/ --key url --keep newest:date --out unique

        Writes to the folder: docs (documents that stay) and removed (for each that goes: id, kept_id, cluster). \
        Works by sorting, so memory does not grow with the input. normalized_text compares after NFC and case \
        folding, with runs of white space as one space.
        """)

    @Argument(help: "Files, folders, quoted globs or -.")
    var inputs: [String]

    @Option(help: "What must be equal: text, normalized_text, url or field:NAME.")
    var key = "text"

    @Flag(help: "With normalized_text: punctuation and symbols count for nothing.")
    var ignorePunctuation = false

    @Flag(help: "With normalized_text: case counts.")
    var matchCase = false

    @Option(help: "With normalized_text: none, nfc or nfkc.")
    var form = RecipeExact.Normalize.Form.nfc

    @Option(help: "Which document stays: first, longest, best:FIELD (highest number) or newest:FIELD (latest date).")
    var keep = "first"

    @Option(help: "What is compared with each other: all, source, or field:NAME for documents with the same value.")
    var scope = "all"

    @Option(help: "The field that holds the address of a record.")
    var url = "url"

    @Flag(help: "Find what goes, say how much it is, and write no documents.")
    var dryRun = false

    @Option(help: "The folder to write.")
    var out: String

    @Flag(help: "Redo what the folder holds when options or inputs have changed.")
    var redo = false

    @OptionGroup var records: RecordOptions
    @OptionGroup var work: WorkOptions

    func validate() throws { _ = try exact() }

    private func exact() throws -> RecipeExact {
      var exact = RecipeExact()
      guard let key = RecipeExact.Key(option: key) else {
        throw ValidationError("--key '\(key)': write text, normalized_text, url or field:NAME")
      }
      exact.key = key
      if key != .normalizedText && (ignorePunctuation || matchCase || form != .nfc) {
        throw ValidationError("--ignore-punctuation, --match-case and --form need --key normalized_text")
      }
      exact.normalize.form = form
      exact.normalize.ignoresCase = !matchCase
      exact.normalize.ignoresPunctuation = ignorePunctuation
      guard let keep = RecipeKeep(option: keep) else {
        throw ValidationError("--keep \(keep): write first, longest, best:FIELD or newest:FIELD")
      }
      exact.keep = keep
      guard let scope = RecipeScope(option: scope) else {
        throw ValidationError("--scope \(scope): write all, source or field:NAME")
      }
      exact.scope = scope
      return exact
    }

    func run() throws {
      var recipe = Recipe(path: "dedup exact")
      recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id, url: url)]
      recipe.stages = [.exact]
      recipe.exact = try exact()
      recipe.maxRecord = records.maxRecord
      recipe.maxRejected = records.maxRejected
      // Every removed document has an equal one that stayed.
      recipe.clean.keepDropped = .none
      var job = RunJob(recipe: recipe, out: out, work: work, redo: redo)
      job.lastStage = dryRun ? RunSettings.lastJob(of: .exact) : nil
      job.showsCounts = true
      try job.run()
    }
  }
}

extension RecipeExact.Normalize.Form: ExpressibleByArgument {}
