import ArgumentParser
import QuernBytes
import QuernJobs
import QuernReports
import QuernStages
import QuernStreams
import QuernTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// `quern prune`
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Makes a vocabulary smaller, with a map from old ids to new ones.",
    discussion: """
      EXAMPLES:
        quern train raw --extend tokenizer.json --counts-only --out counts
        quern prune tokenizer.json --vocab-size 64000 --counts counts \\
          --out small.json --id-map map.json --id-map map.npy
        quern prune cl100k_base.tiktoken --vocab-size 50000 --out small.json \\
          --tiktoken small.tiktoken --id-map map.npy

      With --counts the least used tokens go, as long as no token that stays is made of them; the words must be cut as \
      the vocabulary cuts text. Without, the last merges go. Bytes or characters and special tokens stay. All that \
      stays keeps its order and is numbered anew from 0.

      A map ends in .npy (int32 by old id, -1 where a token is dropped) or is JSON, which also says what ids the text \
      of each dropped token has now.
      """)

  @Argument(help: "\(vocabularyFileHelp)")
  var tokenizer: String

  @Option(help: "The ids that stay, special tokens included.")
  var vocabSize: Int

  @Option(parsing: .upToNextOption, help: "Count files of `quern train`, and folders of them.")
  var counts: [String] = []

  @Option(help: "A special token that is dropped too; may be repeated.")
  var dropSpecial: [String] = []

  @Option(help: "The tokenizer.json to write.")
  var out: String

  @Option(help: "Also write the vocabulary as a tiktoken rank file.")
  var tiktoken: String?

  @Option(help: "A file to write the map of ids to, JSON or .npy; may be repeated.")
  var idMap: [String] = []

  @Flag(help: "Say nothing but warnings and errors.")
  var quiet = false

  func validate() throws {
    if vocabSize < 1 { throw ValidationError("--vocab-size must be at least 1, not \(vocabSize)") }
    if out.isEmpty { throw ValidationError("--out is empty") }
  }

  func run() throws {
    let file = TokenizerFile(argument: tokenizer)
    let model = try file.load()
    try OutputPlaces.prepare(
      [("--out", out)] + (tiktoken.map { [("--tiktoken", $0)] } ?? []) + idMap.map { ("--id-map", $0) },
      inputs: try [file.path] + DirectJob.countFiles(for: counts))
    let pruning = VocabularyPruning(
      VocabularyPruner(size: vocabSize, droppedSpecials: dropSpecial), counts: counts,
      scratch: "\(splitPath(out).folder)/.quern-\(getpid())-prune")
    let pruned = try pruning.run(model, cancellation: interruption)
    try write(pruned, from: file)
    if quiet { return }
    var lines = [
      "\(grouped(pruned.dropped.count)) of \(grouped(model.tokenCount)) tokens dropped",
      "vocabulary of \(grouped(pruned.model.vocabularySize)) in \(out), fingerprint \(pruned.model.fingerprint.hex)",
    ]
    if pruned.dropped.isEmpty { lines[0] = "no token dropped: there are \(grouped(model.tokenCount))" }
    Terminal.message(lines.joined(separator: "\n"))
  }

  private func write(_ pruned: PrunedVocabulary, from file: TokenizerFile) throws {
    do {
      // All or nothing: what cannot be said is found before anything is written.
      let json = try pruned.model.tokenizerJSON()
      if let tiktoken { try FileSystem.write(try pruned.model.tiktoken(), to: tiktoken) }
      try FileSystem.write(json, to: out)
    } catch let error as TokenizerError {
      throw JobError("\(file.path): \(error); nothing is written")
    }
    for path in idMap {
      try FileSystem.write(path.hasSuffix(".npy") ? pruned.mapNPY() : pruned.mapJSON(), to: path)
    }
  }
}
