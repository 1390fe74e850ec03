import ArgumentParser
import QuernBytes
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernTokenizer

/// `quern convert`
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Writes a vocabulary in another format, if that loses nothing.",
    discussion: """
      EXAMPLES:
        quern convert cl100k_base.tiktoken:cl100k --to json --out tokenizer.json
        quern convert tokenizer.json --to tiktoken --out vocabulary.tiktoken
        quern convert model.gguf --to json --out tokenizer.json

      The new file gives the same ids for every text. What its format cannot say is an error that names it, and \
      nothing is written. A rank file has no place for special tokens: they are listed, to be given beside it.
      """)

  /// The formats that can be written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case json
    case tiktoken
  }

  @Argument(help: "\(vocabularyFileHelp)")
  var tokenizer: String

  @Option(help: "The format: json is a tokenizer.json, tiktoken a rank file.")
  var to: Format

  @Option(help: "The file to write.")
  var out: String

  func run() throws {
    let file = TokenizerFile(argument: tokenizer)
    let model = try file.load()
    try OutputPlaces.prepare([("--out", out)], inputs: [file.path])
    do {
      try FileSystem.write(to == .json ? try model.tokenizerJSON() : try model.tiktoken(), to: out)
    } catch let error as TokenizerError {
      throw JobError("\(file.path): \(error); \(out) is not written")
    }
    var lines = ["vocabulary of \(grouped(model.vocabularySize)) in \(out), fingerprint \(model.fingerprint.hex)"]
    if to == .tiktoken {
      lines += model.addedTokens.map { "not in a rank file: \($0.content), id \($0.id)" }
    }
    Terminal.message(lines.joined(separator: "\n"))
  }
}
