import ArgumentParser

/// The `quern` command: definition and glue only, the work is done below.
struct QuernCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quern",
    abstract: "Grinds raw text into training batches.",
    discussion: """
      EXAMPLES:
        quern run recipe.yml --out run                  all that a recipe says
        quern clean raw/ --profile prose --out cleaned  filter and normalise
        quern dedup exact raw/*.jsonl.zst --out unique  remove equal documents
        quern decontaminate raw/ --against bench/*.jsonl --out clean
        quern train cleaned/docs --vocab-size 32000 --pattern cl100k --out tok.json
        quern encode cleaned/docs --tokenizer tok.json --format batches --out shards
        quern tokens --tokenizer tok.json --show "Hello" look at tokens
        quern audit tok.json cleaned/docs               look for faults of a vocabulary
        quern prune tok.json --vocab-size 16000 --out small.json
        quern convert model.gguf --to json --out tok.json
        quern classify train labelled.jsonl --label quality --out quality.bin
        quern models                                    see which models are there
        quern inspect cleaned                           see what was kept or dropped

      Inputs are files, folders, quoted globs or - for standard input: JSON Lines, plain, .gz or .zst, one object \
      with text and id a line.

      Data goes to files or standard output, messages to standard error.
      Exit codes: 0 done, 1 failed, 2 done with rejected records or survived damage, 64 usage, 130 interrupted.
      """,
    version: Versions.summary,
    subcommands: [
      RunCommand.self, CleanCommand.self, DedupCommand.self, DecontaminateCommand.self, TrainCommand.self,
      EncodeCommand.self,
      TokensCommand.self, AuditCommand.self, PruneCommand.self, ConvertCommand.self, InspectCommand.self,
      SweepCommand.self, RulesCommand.self, ClassifyCommand.self, ModelsCommand.self, ImportCommand.self,
      BenchCommand.self,
    ])
}
