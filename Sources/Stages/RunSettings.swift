import QuernBytes
import QuernCleaning
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStreams
import QuernText

/// Everything that the tasks of a run share: the recipe, its inputs, and what was compiled from them.
public struct RunSettings: Sendable {
  /// What the run does, with what its inputs decide filled in.
  public let recipe: Recipe
  /// The input files in plan order.
  public let inputs: [InputFile]
  /// Files that the inputs are compared with, numbered after them.
  public let references: [InputFile]
  /// Benchmarks that documents are searched for, numbered after these.
  public let benchmarks: [BenchmarkFile]
  /// Whether damage to a file is survived.
  public let keepGoing: Bool
  /// The bytes of memory that training may take.
  public let memory: Int
  /// The compiled routes; nil when the recipe does not clean.
  let plan: CleaningPlan?
  /// Lines that many documents have, once they are counted.
  let repeatedLines = RepeatedLineStore()
  /// The index of the benchmarks, once it is made.
  let contamination = ContaminationStore()

  /// Settings without cleaning.
  init(recipe: Recipe) {
    self.recipe = recipe
    inputs = []
    references = []
    benchmarks = []
    keepGoing = false
    memory = TrainingMemory.standard
    plan = nil
  }

  /// Compiles what the recipe names.
  /// - Parameters:
  ///   - references: files that the inputs are compared with, numbered after them.
  ///   - benchmarks: benchmarks that documents are searched for, numbered after these.
  ///   - folder: the folder that relative paths of the recipe start from.
  ///   - memory: the bytes of memory that training may take.
  ///   - labels: ``languageLabels`` of a finished run. With them no model, list or salt is read: what the run stored
  ///     can be judged anew, but no text can be cleaned.
  public init(
    recipe asked: Recipe, inputs: [InputFile], references: [InputFile] = [],
    benchmarks: [BenchmarkFile] = [], keepGoing: Bool, folder: String,
    memory: Int = TrainingMemory.standard,
    labels: [String]? = nil
  ) throws {
    var recipe = asked
    let signals = asked.clean.signals ?? .standard(for: inputs.map { ($0.path, $0.size) })
    if recipe.stages.contains(.clean) { recipe.clean.signals = signals }
    self.recipe = recipe
    self.inputs = inputs
    self.references = references
    self.benchmarks = benchmarks
    self.keepGoing = keepGoing
    self.memory = memory
    guard recipe.stages.contains(.clean) else {
      plan = nil
      return
    }
    do {
      var options = CleaningOptions(
        normalization: CleaningOptions.Normalization(rawValue: recipe.clean.normalization.rawValue) ?? .profile,
        signals: CleaningOptions.SignalMode(rawValue: signals.rawValue) ?? .full,
        routes: try recipe.clean.routes.map { try RunSettings.cleaningRoute($0, folder: folder) })
      options.personalData = try RunSettings.personalData(
        recipe.clean.personalData, folder: folder, readsSalt: labels == nil)
      options.repeatedLines = recipe.clean.lines?.repeated.map { RepeatedLineRule($0) }
      options.removesBoilerplate = recipe.clean.lines?.boilerplate ?? false
      options.repair = try RepairKinds(names: recipe.clean.repair)
      options.language = recipe.clean.language.map {
        LanguageRequirements(keep: $0.keep, minScore: $0.minScore, scores: $0.scores, minShare: $0.minShare)
      }
      options.userRules = try recipe.clean.dropIf.map { try UserRule(id: $0.id, condition: SignalCondition($0.text)) }
      options.toxicity.isMeasured = recipe.clean.toxicityModel != nil
      options.toxicity.dropAbove = recipe.clean.dropToxicityAbove
      options.toxicity.cutFrom = recipe.clean.cutToxicityFrom
      if let labels {
        options.resources = .stated(by: recipe.clean, for: options, labels: labels)
      } else {
        options.resources = try CleaningResources.loading(recipe.clean, for: options, folder: folder)
        options.resources.urlLists = try RunSettings.urlLists(recipe.clean.urlLists, folder: folder)
      }
      plan = try CleaningPlan(options)
    } catch let error as JobError {
      throw error
    } catch {
      throw JobError(.usage, "\(recipe.path): \(error)")
    }
    for input in inputs { _ = try routes(of: input.source) }
  }

  /// A route with the files that it names read.
  private static func cleaningRoute(_ route: RecipeRoute, folder: String) throws -> CleaningRoute {
    var settings: FineWeb2Settings?
    if let path = route.fineWeb2 {
      do {
        let contents = try FileSystem.contents(of: resolve(path, from: folder))
        let file = try FineWeb2File(yaml: contents.bytes.text, path: path)
        settings = FineWeb2Settings(
          values: file.values, runs: file.runs, stopWords: file.stopWords, languageScore: file.languageScore)
      } catch let error as RecipeError {
        throw error
      } catch {
        throw JobError("cannot read the settings of fineweb2: \(error)")
      }
    }
    return CleaningRoute(
      source: route.source ?? "*", languages: route.languages, profiles: route.profiles, rules: route.rules,
      fineWeb2: settings)
  }

  /// The names that languages have in verdicts; none where nothing tells them.
  public var languageLabels: [String] { plan?.labels ?? [] }

  /// The ids of all rules of the cleaning routes.
  public var ruleIDs: Set<String> {
    guard let plan else { return [] }
    return Set(recipe.clean.routes.indices.flatMap { plan.ruleIDs(route: $0) })
  }

  /// The routes that documents of a source may take; none without cleaning.
  func routes(of source: String) throws -> [Int] {
    do {
      return try plan?.routes(forSource: source) ?? []
    } catch {
      throw JobError(.usage, "\(recipe.path): \(error)")
    }
  }

  /// Whether a route of the source reads the addresses of documents.
  func readsURL(of source: String) -> Bool {
    guard let plan, let routes = try? routes(of: source) else { return false }
    return routes.contains { plan.readsURL(route: $0) }
  }

  /// The training that the recipe asks for with its inputs.
  /// - Parameter folder: the folder that relative paths of the recipe start from.
  func training(_ training: RecipeTraining, folder: String) throws -> TrainingPlan {
    var plan = try TrainingPlan(training, folder: folder)
    plan.seed = recipe.seed
    plan.memory = memory
    if let temperature = training.temperature {
      plan.mix = .temperature(temperature, of: training.balance)
    } else if recipe.inputs.contains(where: { $0.weight != nil }) {
      plan.mix = .weights(
        Dictionary(recipe.inputs.map { ($0.source, $0.weight ?? 0) }, uniquingKeysWith: +))
    }
    return plan
  }

  /// Holds the records of the documents stage against what may be lost now, which may be less than when they were
  /// made: damage that is not survived, and a lower limit of rejected records.
  public func checkLosses(_ outcome: LocalEngine.Outcome) throws {
    for (input, record) in zip(inputs, outcome.records[documentsStage] ?? []) {
      if !keepGoing && record.counts["damaged_files"] > 0 {
        throw JobError(
          (record.warnings.first ?? "\(input.shown): the file is damaged")
            + "; an earlier run survived this with --keep-going: give it again to take these results, or fetch the file "
            + "again and use --redo")
      }
      try RejectionLimit(share: recipe.maxRejected).check(record.counts, of: input.shown)
    }
  }

  /// Input file `index` as passes read it.
  func source(_ index: Int) -> SourceFile {
    let input = self.file(index)
    var file = SourceFile(
      file: input.number, path: input.path, name: input.name, source: input.source, textField: input.textField,
      idField: input.idField)
    if index < inputs.count, readsURL(of: input.source) { file.notedFields = [input.urlField] }
    return file
  }

  /// The documents that remain of input file `index`, as the run wrote them.
  func written(by writing: DocumentsWriting, _ index: Int, in folder: RunFolder) -> SourceFile {
    var file = source(index)
    file.path = folder.path(writing.docs(inputs[index]))
    file.identities = folder.path(writing.identities(inputs[index]))
    return file
  }

  /// File `number`: one of the inputs, of those that these are compared with, or of the benchmarks.
  func file(_ number: Int) -> InputFile {
    if number < inputs.count { return inputs[number] }
    let behind = number - inputs.count
    return behind < references.count ? references[behind] : benchmarks[behind - references.count].file
  }
}
