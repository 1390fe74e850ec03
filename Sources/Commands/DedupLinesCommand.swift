import ArgumentParser
import QuernJobs
import QuernStages

/// `quern dedup lines`
struct DedupLinesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lines",
    abstract: "Cuts lines, paragraphs or spans of sentences that occur again and again.",
    discussion: """
      EXAMPLES:
        quern dedup lines raw/*.jsonl.zst --out unique
        quern dedup lines raw/ --unit paragraph --times 3 --out unique
        quern dedup lines raw/ --unit sentences --min-left 200 --out unique
        quern dedup lines raw/ --times 50 --keep none --scope source --out unique

      Of passages that occur --times times and more, in whatever documents, the first in plan order stays, or none. \
      sentences compares every three sentences in a row, as for C4. Writes to the folder: docs, and removed (for each \
      part that goes: where it stays). Works by sorting, so memory does not grow with the input. In recipes this is the \
      stage passages.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "line, paragraph (up to a blank line) or sentences (three in a row).")
  var unit = RecipePassages.Unit.line

  @Option(help: "Passages that occur fewer times stay.")
  var times = 2

  @Option(help: "Which of equal passages stay: first or none.")
  var keep = RecipePassages.Keep.first

  @Option(help: "Shorter passages, in bytes, stay.")
  var minBytes = 30

  @Flag(help: "Compare byte for byte, not composed, case-folded and with runs of white space as one space.")
  var exact = false

  @Option(help: "Among which documents passages are counted: all, source, or field:NAME for those with the same value.")
  var scope = "all"

  @Option(help: "Documents of which a larger share repeats go.")
  var dropShare = 1.0

  @Option(help: "Documents of which cuts leave fewer bytes go.")
  var minLeft = 1

  @Flag(help: "Find what goes, say how much it is, and write no documents.")
  var dryRun = false

  @Option(help: "The folder to write.")
  var out: String

  @Flag(help: "Redo what the folder holds when options or inputs have changed.")
  var redo = false

  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws { _ = try passages() }

  private func passages() throws -> RecipePassages {
    var passages = RecipePassages()
    passages.unit = unit
    guard (2...1_000_000).contains(times) else {
      throw ValidationError("--times must be from 2 to 1,000,000, not \(times)")
    }
    passages.times = times
    passages.keep = keep
    guard minBytes >= 1 else { throw ValidationError("--min-bytes must be 1 or more, not \(minBytes)") }
    passages.minBytes = minBytes
    passages.normalize = !exact
    guard let scope = RecipeScope(option: scope) else {
      throw ValidationError("--scope \(scope): write all, source or field:NAME")
    }
    passages.scope = scope
    guard (0...1).contains(dropShare) else {
      throw ValidationError("--drop-share must be a share from 0 to 1, not \(dropShare)")
    }
    passages.dropShare = dropShare
    guard minLeft >= 1 else { throw ValidationError("--min-left must be 1 or more, not \(minLeft)") }
    passages.minLeft = minLeft
    return passages
  }

  func run() throws {
    var recipe = Recipe(path: "dedup lines")
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
    recipe.stages = [.passages]
    recipe.passages = try passages()
    recipe.maxRecord = records.maxRecord
    recipe.maxRejected = records.maxRejected
    recipe.clean.keepDropped = .none
    var job = RunJob(recipe: recipe, out: out, work: work, redo: redo)
    job.lastStage = dryRun ? RunSettings.lastJob(of: .passages) : nil
    job.showsCounts = true
    try job.run()
  }
}

extension RecipePassages.Unit: ExpressibleByArgument {}
extension RecipePassages.Keep: ExpressibleByArgument {}
