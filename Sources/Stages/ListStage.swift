import QuernJobs

/// A stage that reads texts and lists what goes: whole documents and parts of texts. The next writing of documents
/// carries its lists out.
struct ListStage: Sendable {
  /// The stage of the recipe.
  let stage: RecipeStage
  /// The stage of the job that every document of the inputs first goes through.
  let first: String
  /// The stage of the job that writes the lists.
  let last: String
  /// Whether it lists parts of texts, too.
  let cutsText: Bool
  /// The reason of documents that it removes, and the name of its cuts.
  let reason: String

  /// The documents that go, relative to the run folder.
  var removals: String { "spill/\(last)/removals" }
  /// The parts that go, relative to the run folder; nil when only whole documents do.
  var cuts: String? { cutsText ? "spill/\(last)/cuts" : nil }
}

extension RecipeStage {
  /// The stage as one that makes lists; nil for `clean`, which decides while documents are written.
  var list: ListStage? {
    switch self {
    case .clean: nil
    case .exact:
      ListStage(
        stage: self, first: ExactHashTask.stage, last: ExactPickTask.stage, cutsText: false, reason: "exact_duplicate")
    case .near:
      ListStage(
        stage: self, first: NearSignTask.stage, last: NearPickTask.stage, cutsText: false, reason: "near_duplicate")
    case .passages:
      ListStage(
        stage: self, first: PassagesHashTask.stage, last: PassagesPickTask.stage, cutsText: true,
        reason: "repeated_passage")
    case .substring:
      ListStage(
        stage: self, first: SubstringMarkTask.stage, last: SubstringPickTask.stage, cutsText: true,
        reason: "repeated_substring")
    case .decontaminate:
      ListStage(
        stage: self, first: DecontaminateMatchTask.stage, last: DecontaminatePickTask.stage, cutsText: true,
        reason: "contaminated")
    }
  }
}

extension RunSettings {
  /// The stage of the job that writes what `stage` found to go.
  public static func lastJob(of stage: RecipeStage) -> String? { stage.list?.last }

  /// The stages that list what goes: their names, the stages of the job that write the lists, and the reasons.
  public var lists: [(stage: String, job: String, reason: String)] {
    (listsOfInputs + listsOfCleaned).map { ($0.stage.rawValue, $0.last, $0.reason) }
  }

  /// The stages before `clean` that make lists, or all of them where nothing is cleaned.
  var listsOfInputs: [ListStage] { recipe.stages.prefix { $0 != .clean }.compactMap(\.list) }

  /// The stages that make lists of cleaned texts.
  var listsOfCleaned: [ListStage] {
    guard let clean = recipe.stages.firstIndex(of: .clean) else { return [] }
    return recipe.stages[clean...].compactMap(\.list)
  }

  /// Whether documents are written a second time, after cleaning.
  var finishes: Bool { !listsOfCleaned.isEmpty }

  /// Whether `stage` reads cleaned texts, not the inputs.
  func readsCleaned(_ stage: RecipeStage) -> Bool { listsOfCleaned.contains { $0.stage == stage } }

  /// The lists that decide what `stage` still sees of what was last written; for `clean`, of the inputs.
  func lists(before stage: RecipeStage) -> [ListStage] {
    let lists = readsCleaned(stage) ? listsOfCleaned : listsOfInputs
    return Array(lists.prefix { $0.stage != stage })
  }

  /// The stage of the job that notes the ids of documents for receipts; nil when there are no lists.
  var idsStage: String? { (listsOfInputs + listsOfCleaned).first?.first }

  /// The ids of the documents of input file `file`, relative to the run folder.
  func ids(_ file: Int) -> String { "spill/\(idsStage ?? "")/\(paddedNumber(file)).ids" }
}
