import ArgumentParser

/// The `quern` command: definition and glue only, the work is done below.
struct QuernCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quern",
    abstract: "Grinds raw text into training batches.",
    discussion: """
      EXAMPLES:
        quern run recipe.yml --out run                      raw shards to batches, as a recipe says
        quern clean raw/ --profile prose --out cleaned      filter and normalise
        quern dedup exact raw/*.jsonl.zst --out unique      remove equal documents
        quern train cleaned/docs --vocab-size 32000 --pattern cl100k --out tokenizer.json
        quern encode cleaned/docs --tokenizer tokenizer.json --out shards --format batches
        quern inspect cleaned                               look at what was kept and dropped

      INPUT is a file, a folder, a quoted glob or - for standard input: JSON Lines, plain, .gz or .zst.
      Data goes to files or standard output, messages to standard error.
      Exit codes: 0 done, 1 failed, 2 done with rejected records or survived damage, 64 usage, 130 interrupted.
      """,
    version: Versions.summary,
    subcommands: [
      RunCommand.self, CleanCommand.self, DedupCommand.self, TrainCommand.self, EncodeCommand.self,
      InspectCommand.self, BenchCommand.self,
    ])
}
