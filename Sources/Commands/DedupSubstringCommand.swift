import ArgumentParser
import QuernJobs
import QuernStages

/// `quern dedup substring`
struct DedupSubstringCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "substring",
    abstract: "Cuts parts of texts that stand at an earlier place, too.",
    discussion: """
      EXAMPLES:
        quern dedup substring raw/*.jsonl.zst --out unique
        quern dedup substring raw/ --bytes 200 --min-left 50 --out unique
        quern dedup substring raw/ --action drop --drop-share 0.3 --out unique

      Every run of --bytes bytes that stands in an earlier document, or earlier in the same one, is a repeat; the first \
      place keeps it. Characters are never cut. Writes to the folder: docs, and removed (for each part that goes, and \
      each document: where the text stays). Works by sorting, so memory does not grow with the input.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "The fewest bytes in a row that count as a repeat.")
  var bytes = 100

  @Option(help: "cut repeats, or drop documents of which too much repeats.")
  var action = RecipeSubstring.Action.cut

  @Option(help: "Documents of which a larger share repeats go (default: 1 to cut, 0.5 to drop).")
  var dropShare: Double?

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

  func validate() throws {
    let range = RecipeSubstring.byteRange
    guard range.contains(bytes) else {
      throw ValidationError("--bytes must be from \(range.lowerBound) to \(range.upperBound), not \(bytes)")
    }
    if let dropShare, !(0...1).contains(dropShare) {
      throw ValidationError("--drop-share must be a share from 0 to 1, not \(dropShare)")
    }
    if minLeft < 1 { throw ValidationError("--min-left must be 1 or more, not \(minLeft)") }
    if action == .drop && minLeft != 1 {
      throw ValidationError("--min-left has no effect with --action drop, because nothing is cut")
    }
  }

  func run() throws {
    var recipe = Recipe(path: "dedup substring")
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
    recipe.stages = [.substring]
    recipe.substring.bytes = bytes
    recipe.substring.action = action
    recipe.substring.dropShare = dropShare
    recipe.substring.minLeft = minLeft
    recipe.maxRecord = records.maxRecord
    recipe.maxRejected = records.maxRejected
    // What goes stands elsewhere.
    recipe.clean.keepDropped = .none
    var job = RunJob(recipe: recipe, out: out, work: work, redo: redo)
    job.lastStage = dryRun ? RunSettings.lastJob(of: .substring) : nil
    job.showsCounts = true
    try job.run()
  }
}

extension RecipeSubstring.Action: ExpressibleByArgument {}
