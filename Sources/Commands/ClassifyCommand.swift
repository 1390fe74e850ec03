import ArgumentParser

/// `quern classify`
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Trains, tests and uses classifiers of texts (fastText).",
    discussion: """
      EXAMPLES:
        quern classify train labelled.jsonl --label quality --out quality.bin
        quern classify test held-out.jsonl --label quality --model quality.bin --positive good
        quern classify score raw/*.jsonl.zst --model quality.bin --positive good --out scored.jsonl.zst
      """,
    subcommands: [ClassifyTrainCommand.self, ClassifyTestCommand.self, ClassifyScoreCommand.self])
}

/// The model that a command uses.
struct ModelOption: ParsableArguments {
  @Option(help: "The model: a fastText .bin or .ftz file, or a name of quern models.")
  var model: String

  @Option(help: "The label whose probability is the score (default: the one that the model names).")
  var positive: String?
}
