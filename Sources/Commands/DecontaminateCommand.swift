import ArgumentParser
import QuernBytes
import QuernJSON
import QuernJobs
import QuernStages
import QuernStreams

/// `quern decontaminate`
struct DecontaminateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decontaminate",
    abstract: "Finds items of benchmarks in documents, and takes them out.",
    discussion: """
      EXAMPLES:
        quern decontaminate raw/*.jsonl.zst --against gsm8k.jsonl --fields question --out clean
        quern decontaminate raw/ --against bench/ --rule overlap --fields question --answer answer --out clean
        quern decontaminate raw/ --against mmlu.jsonl --fields question,choices --action tag --out tagged
        quern decontaminate raw/ --against bench/*.jsonl --dry-run --out look

      RULES:
        gpt3-13gram      a run of 13 words that at most 10 documents hold (a text of 8 to 12 words: all of it)
        datatrove-12gram a run of 12 words of the answer, or across question and answer; as datatrove 0.10.1
        paragraph        a whole paragraph of 13 words or more
        overlap          runs of 5 words that may have gaps, scored by how much of the item is there; as decon

      The usual action is to cut for gpt3-13gram, with 200 characters on both sides, and to drop for the others. \
      Writes to the folder: docs, removed (what went), contamination (a row for each item in each document, and \
      summary.json). Benchmarks are JSON Lines, plain, .gz or .zst; they lie in memory, documents do not.
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(parsing: .upToNextOption, help: "Benchmarks: files, folders or quoted globs.")
  var against: [String]

  @Option(
    help: """
      The fields of items that are looked for, parted by commas; a.b names a field in a field (default: those of \
      \(RecipeBenchmark.usualFields.joined(separator: ", ")) that an item has).
      """)
  var fields: String?

  @Option(help: "The field with the answer, for rules that tell it apart from the question.")
  var answer: String?

  @Option(help: "The field with the name of an item (default: id, task_id or question_id).")
  var itemId: String?

  @Option(help: "How documents are searched; see above.")
  var rule = RecipeDecontaminate.Rule.gpt3

  @Option(help: "tag: documents stay and are reported. drop: they go. cut: what was found goes.")
  var action: RecipeDecontaminate.Action?

  @Option(help: "The most memory that the index of the benchmarks may take (default: 1GiB).")
  var indexMemory: String?

  @Flag(help: "Count and report what would go, but write no documents.")
  var dryRun = false

  @Option(help: "The folder to write.")
  var out: String

  @Flag(help: "Redo what the folder holds when options or inputs have changed.")
  var redo = false

  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  func validate() throws { _ = try recipe() }

  private func recipe() throws -> Recipe {
    var recipe = Recipe(path: "decontaminate")
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
    recipe.stages = [.decontaminate]
    recipe.maxRecord = records.maxRecord
    recipe.maxRejected = records.maxRejected
    let names = fields.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    for (option, values) in [
      ("--fields", names ?? []), ("--answer", [answer].compactMap { $0 }), ("--against", against),
    ]
    where values.contains("") {
      throw ValidationError("\(option) holds an empty name")
    }
    if against.contains("-") { throw ValidationError("--against cannot be standard input; name a file") }
    recipe.decontaminate.rule = rule
    recipe.decontaminate.action = action
    if let indexMemory {
      guard let bytes = byteCount(of: indexMemory), (1 << 20...1 << 40).contains(bytes) else {
        throw ValidationError("--index-memory '\(indexMemory)' is no size from 1MiB on; write 500MiB or 2GB")
      }
      recipe.decontaminate.memory = bytes
    }
    recipe.decontaminate.against = against.map { path in
      var benchmark = RecipeBenchmark(path: path)
      if let names { benchmark.fields = names }
      benchmark.answer = answer
      benchmark.id = itemId
      return benchmark
    }
    return recipe
  }

  func run() throws {
    var job = RunJob(recipe: try recipe(), out: out, work: work, redo: redo)
    job.lastStage = dryRun ? RunSettings.decontaminationEnd : nil
    // What was found is told even where the run ends with losses.
    do { try job.run() } catch let code as ExitCode {
      _ = try showSummary()
      throw code
    }
    if try showSummary() > 0 { throw ExitCode(ExitStatus.doneWithLosses) }
  }

  /// - Returns: the lines of benchmarks that were no items.
  private func showSummary() throws -> Int {
    let content = try FileSystem.contents(
      of: RunFolder(out).path(RunSettings.contaminationSummary), limit: 1 << 30)
    let summary = try JSONDocument(content).root
    if dryRun && work.json { Terminal.output(content.bytes) }
    func count(_ node: JSONNode, _ key: StaticString) -> Int { node[key]?.int ?? 0 }
    let unreadable = count(summary, "unreadable_items")
    guard !work.quiet else { return unreadable }
    for benchmark in summary["benchmarks"]?.elements ?? .none {
      let unsearchable = count(benchmark, "unsearchable")
      Terminal.message(
        "\(benchmark["name"]?.string ?? ""): \(count(benchmark, "found")) of \(count(benchmark, "items")) items found in "
          + "\(count(benchmark, "documents")) documents"
          + (unsearchable > 0 ? "; \(unsearchable) are too short for \(rule.rawValue)" : ""))
    }
    Terminal.message(
      "\(count(summary, "contaminated")) of \(count(summary, "documents")) documents hold items; "
        + "\(count(summary, "removed")) \(dryRun ? "would go" : "went"), \(count(summary, "cuts")) passages "
        + (dryRun ? "would be cut" : "were cut"))
    let common = count(summary, "common_grams")
    if common > 0 {
      Terminal.message("\(common) runs count for nothing, because more than 10 documents hold them")
    }
    Terminal.message("each item in each document: \(RunFolder(out).path("contamination"))")
    if dryRun { Terminal.message("nothing was written to \(out)/docs; give the command without --dry-run to do so") }
    return unreadable
  }
}

extension RecipeDecontaminate.Rule: ExpressibleByArgument {}
extension RecipeDecontaminate.Action: ExpressibleByArgument {}
