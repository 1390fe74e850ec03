import ArgumentParser
import QuernJobs

/// `quern dedup`
struct DedupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedup",
    abstract: "Removes documents that stand elsewhere too.",
    discussion: """
      EXAMPLES:
        quern dedup exact raw/*.jsonl.zst --out unique
        quern dedup near raw/*.jsonl.zst --threshold 0.8 --out unique
      """,
    subcommands: [Exact.self, DedupNearCommand.self])

  /// `quern dedup exact`
  struct Exact: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "exact",
      abstract: "Removes documents with equal text; of equals the first stays.",
      discussion: """
        EXAMPLES:
          quern dedup exact raw/*.jsonl.zst --out unique
          quern dedup exact raw/ --key normalized_text --out unique

        Writes to the folder: docs (documents that stay) and removed (for each that goes: id, kept_id, cluster). \
        Works by sorting, so memory does not grow with the input. normalized_text compares after NFC and case \
        folding, with runs of white space as one space.
        """)

    @Argument(help: "Files, folders, quoted globs or -.")
    var inputs: [String]

    @Option(help: "What must be equal.")
    var key = RecipeExact.Key.text

    @Option(help: "The folder to write.")
    var out: String

    @Flag(help: "Redo what the folder holds when options or inputs have changed.")
    var redo = false

    @OptionGroup var records: RecordOptions
    @OptionGroup var work: WorkOptions

    func run() throws {
      var recipe = Recipe(path: "dedup exact")
      recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
      recipe.stages = [.exact]
      recipe.exact.key = key
      recipe.maxRecord = records.maxRecord
      recipe.maxRejected = records.maxRejected
      // Every removed document has an equal one that stayed.
      recipe.clean.keepDropped = .none
      try RunJob(recipe: recipe, out: out, work: work, redo: redo).run()
    }
  }
}

extension RecipeExact.Key: ExpressibleByArgument {}
