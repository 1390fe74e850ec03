import ArgumentParser
import QuernDedup
import QuernJobs
import QuernStages

/// `quern dedup near`
struct DedupNearCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "near",
    abstract: "Removes documents that are almost the same as one that stays.",
    discussion: """
      EXAMPLES:
        quern dedup near raw/*.jsonl.zst --out unique
        quern dedup near raw/ --profile datatrove --threshold 0.7 --keep longest --out unique
        quern dedup near raw/ --scope field:dump --keep newest:date --out unique
        quern dedup near new/ --against old/ --out unique

      Signs documents by MinHash; those that agree in a band of their signatures are compared by the Jaccard similarity \
      of their shingles. Writes to the folder: docs (documents that stay), removed (for each that goes: kept_id, \
      similarity, cluster) and clusters (their sizes). Works by sorting, so memory does not grow with the input.

      PROFILES:
      \(MinHashParameters.profiles.map(DedupNearCommand.line).joined(separator: "\n"))
      """)

  @Argument(help: "Files, folders, quoted globs or -.")
  var inputs: [String]

  @Option(help: "The n-gram, bands and hash functions; see above.")
  var profile = "quern"

  @Option(help: "The Jaccard similarity from which documents are alike.")
  var threshold = 0.8

  @Flag(help: "Take documents for alike that agree in a band, without comparing their shingles.")
  var noVerify = false

  @Option(help: "Words of a shingle (default: the profile's).")
  var ngram: Int?

  @Option(help: "Bands of a signature (default: the profile's).")
  var bands: Int?

  @Option(help: "Hash functions of a band (default: the profile's).")
  var rows: Int?

  @Option(
    help: """
      star: a document goes only if it is like the one that stays. components: documents that hang together by any chain \
      of alike ones are one cluster, of which one stays.
      """)
  var cluster = RecipeNear.Cluster.star

  @Option(help: "Which document stays: first, longest, best:FIELD (highest number) or newest:FIELD (latest date).")
  var keep = "first"

  @Option(help: "What is compared with each other: all, source, or field:NAME for documents with the same value.")
  var scope = "all"

  @Option(help: "Files or folders: documents of the inputs go that are like one of theirs; may be repeated.")
  var against: [String] = []

  @Flag(help: "Find what goes, say how much it is, and write no documents.")
  var dryRun = false

  @Option(help: "The folder to write.")
  var out: String

  @Flag(help: "Redo what the folder holds when options or inputs have changed.")
  var redo = false

  @OptionGroup var records: RecordOptions
  @OptionGroup var work: WorkOptions

  private static func line(_ profile: MinHashParameters) -> String {
    let padding = String(repeating: " ", count: max(1, 12 - profile.name.count))
    return "  \(profile.name)\(padding)\(profile.bands) bands of \(profile.rows), \(profile.ngram) words a shingle"
  }

  func validate() throws { _ = try recipe() }

  private func recipe() throws -> RecipeNear {
    var near = RecipeNear()
    near.profile = profile
    near.ngram = ngram
    near.bands = bands
    near.rows = rows
    do {
      _ = try MinHashParameters.named(profile, ngram: ngram, bands: bands, rows: rows)
    } catch {
      throw ValidationError("\(error)")
    }
    guard threshold > 0 && threshold <= 1 else {
      throw ValidationError("--threshold must be above 0 and at most 1, not \(threshold)")
    }
    near.verifyJaccard = noVerify ? nil : threshold
    near.cluster = cluster
    guard let keep = RecipeKeep(option: keep) else {
      throw ValidationError("--keep \(keep): write first, longest, best:FIELD or newest:FIELD")
    }
    near.keep = keep
    guard let scope = RecipeScope(option: scope) else {
      throw ValidationError("--scope \(scope): write all, source or field:NAME")
    }
    near.scope = scope
    near.against = against
    return near
  }

  func run() throws {
    var recipe = Recipe(path: "dedup near")
    recipe.inputs = [RecipeInput(source: "input", paths: inputs, text: records.text, id: records.id)]
    recipe.stages = [.near]
    recipe.near = try self.recipe()
    recipe.maxRecord = records.maxRecord
    recipe.maxRejected = records.maxRejected
    // Every removed document is like one that stays.
    recipe.clean.keepDropped = .none
    var job = RunJob(recipe: recipe, out: out, work: work, redo: redo)
    job.lastStage = dryRun ? RunSettings.lastJob(of: .near) : nil
    job.showsCounts = true
    try job.run()
  }
}

extension RecipeNear.Cluster: ExpressibleByArgument {}
