import QuernBytes
import QuernCleaning
import QuernJSON
import QuernJobs
import QuernShards
import QuernStreams
import QuernText
import QuernTokenizer

/// Turns a recipe and its inputs into the stages of a run.
public struct Planner: Sendable {
  private let settings: RunSettings
  private let folder: String

  /// - Parameter folder: the folder that relative paths of the recipe start from.
  public init(settings: RunSettings, folder: String) {
    self.settings = settings
    self.folder = folder
  }

  /// The stages in order. Their keys chain: a change to one changes those of all stages that read from it.
  public func stages() throws -> [Stage] {
    let inputsKey = PlanBuilder.key("inputs", 1) { writer in
      for input in settings.inputs + settings.references { input.write(into: &writer) }
      writer.raw(settings.recipe.canonicalSection(.inputs))
    }
    var plan = PlanBuilder(settings: settings, inputsKey: inputsKey)
    for list in settings.listsOfInputs { try addStages(of: list, to: &plan) }
    addLineStages(to: &plan)
    let first = settings.firstWriting
    plan.add(
      first.stage, DocumentsTask.semantics,
      key: { [settings] writer in
        for stage in settings.recipe.stages { writer.string(stage.rawValue) }
        settings.plan?.semantics(into: &writer)
        writer.string(settings.recipe.clean.keepDropped.rawValue)
        writer.number(settings.recipe.seed)
        writer.string(ZstdFrameWriter.libraryVersion)
      }
    ) { [settings] context in try DocumentsTask(settings: settings).run(context) }
    if settings.finishes {
      plan.beginFinishing(after: first)
      for list in settings.listsOfCleaned { try addStages(of: list, to: &plan) }
      plan.add(FinishTask.stage, FinishTask.semantics, key: { _ in }) { [settings] context in
        try FinishTask(settings: settings).run(context)
      }
    }
    let writings = settings.writings.map(\.stage)
    if settings.recipe.clean.keepDropped == .sample {
      plan.add(DroppedSampleTask.stage, DroppedSampleTask.semantics, tasks: .one, reads: writings, key: { _ in }) {
        [settings] context in try DroppedSampleTask(settings: settings).run(context)
      }
    }
    plan.add(RepeatedIDsTask.stage, RepeatedIDsTask.semantics, tasks: .one, reads: [first.stage], key: { _ in }) {
      [settings] context in try RepeatedIDsTask(settings: settings).run(context)
    }
    var stages = plan.stages
    let documentsKey = plan.key(of: settings.documentsStage)
    try addTokenStages(to: &stages, after: documentsKey, names: settings.inputs.map(\.stem))
    return stages
  }

  /// The steps of a stage that makes lists.
  private func addStages(of list: ListStage, to plan: inout PlanBuilder) throws {
    switch list.stage {
    case .clean: break
    case .exact: addExactStages(to: &plan)
    case .near: try addNearStages(to: &plan)
    case .substring: addSubstringStages(to: &plan)
    case .decontaminate: plan.addDecontamination(settings)
    case .passages: addPassagesStages(to: &plan)
    }
    plan.hasLists(of: list)
  }

  /// The stages that find the lines that many documents have, if the plan asks for it.
  private func addLineStages(to plan: inout PlanBuilder) {
    guard let rule = settings.plan?.repeatedLines else { return }
    let settings = self.settings
    plan.add(
      LineCountTask.stage, LineCountTask.semantics,
      key: { writer in
        writer.string(rule.scope.rawValue)
        writer.number(rule.bytes)
      }
    ) { context in try LineCountTask(settings: settings, rule: rule).run(context) }
    plan.add(
      LinePickTask.stage, LinePickTask.semantics, tasks: .one, reads: [LineCountTask.stage],
      key: { $0.number(rule.documents) }
    ) { context in try LinePickTask(inputs: settings.inputs.count, rule: rule).run(context) }
    plan.documentsNeed(LinePickTask.stage)
  }

  /// The stages that find exact duplicates.
  private func addExactStages(to plan: inout PlanBuilder) {
    let settings = self.settings
    plan.add(
      ExactHashTask.stage, ExactHashTask.semantics,
      key: { writer in
        writer.raw(settings.recipe.canonicalSection(.exact))
        writer.string(ICUVersion.library)
      }
    ) { context in try ExactHashTask(settings: settings).run(context) }
    plan.add(
      ExactPickTask.stage, ExactPickTask.semantics, tasks: .one, reads: [ExactHashTask.stage], key: { _ in }
    ) { context in
      try ExactPickTask(
        inputs: settings.inputs.count, keepsFirst: settings.recipe.exact.keep == .first
      ).run(context)
    }
  }

  /// The stages that find alike documents.
  private func addNearStages(to plan: inout PlanBuilder) throws {
    let settings = self.settings
    let near = try NearSettings(settings)
    let files = settings.inputs.count + settings.references.count
    plan.add(
      NearSignTask.stage, NearSignTask.semantics, tasks: .oneForEachFile,
      key: { writer in
        writer.raw(settings.recipe.canonicalSection(.near))
        writer.string(ICUVersion.library)
      }
    ) { context in try NearSignTask(settings: settings, near: near).run(context) }
    plan.add(
      NearPairsTask.stage, NearPairsTask.semantics, tasks: .one, reads: [NearSignTask.stage], key: { _ in }
    ) { context in try NearPairsTask(files: files, near: near).run(context) }
    if near.readsAgain {
      plan.add(
        NearShinglesTask.stage, NearShinglesTask.semantics, tasks: .oneForEachFile, reads: [NearPairsTask.stage],
        key: { _ in }
      ) { context in try NearShinglesTask(settings: settings, near: near).run(context) }
    }
    plan.add(
      NearPickTask.stage, NearPickTask.semantics, tasks: .one,
      reads: [NearPairsTask.stage] + (near.readsAgain ? [NearShinglesTask.stage] : []) + [settings.idsStage ?? ""],
      key: { $0.string(ZstdFrameWriter.libraryVersion) }
    ) { context in try NearPickTask(settings: settings, near: near).run(context) }
  }

  /// The stages that find passages that occur again and again.
  private func addPassagesStages(to plan: inout PlanBuilder) {
    let settings = self.settings
    plan.add(
      PassagesHashTask.stage, PassagesHashTask.semantics,
      key: { writer in
        writer.raw(settings.recipe.canonicalSection(.passages))
        writer.string(ICUVersion.library)
      }
    ) { context in try PassagesHashTask(settings: settings).run(context) }
    plan.add(
      PassagesCountTask.stage, PassagesCountTask.semantics, tasks: .one, reads: [PassagesHashTask.stage], key: { _ in }
    ) { context in try PassagesCountTask(settings: settings).run(context) }
    plan.add(
      PassagesFindTask.stage, PassagesFindTask.semantics, reads: [PassagesCountTask.stage], key: { _ in }
    ) { context in try PassagesFindTask(settings: settings).run(context) }
    plan.add(
      PassagesPickTask.stage, PassagesPickTask.semantics, tasks: .one,
      reads: [PassagesCountTask.stage, PassagesFindTask.stage], key: { _ in }
    ) { context in try PassagesPickTask(settings: settings).run(context) }
  }

  /// The stages that find repeated parts of texts.
  private func addSubstringStages(to plan: inout PlanBuilder) {
    let settings = self.settings
    let files = settings.inputs.count
    plan.add(
      SubstringMarkTask.stage, SubstringMarkTask.semantics,
      key: { writer in
        writer.number(settings.recipe.substring.bytes)
      }
    ) { context in try SubstringMarkTask(settings: settings).run(context) }
    plan.add(
      SubstringPiecesTask.stage, SubstringPiecesTask.semantics, tasks: .one, reads: [SubstringMarkTask.stage],
      key: { _ in }
    ) { context in try SubstringPiecesTask(files: files).run(context) }
    plan.add(
      SubstringWindowsTask.stage, SubstringWindowsTask.semantics, reads: [SubstringPiecesTask.stage], key: { _ in }
    ) { context in try SubstringWindowsTask(settings: settings).run(context) }
    plan.add(
      SubstringPickTask.stage, SubstringPickTask.semantics, tasks: .one, reads: [SubstringWindowsTask.stage],
      key: { $0.raw(settings.recipe.canonicalSection(.substring)) }
    ) { context in try SubstringPickTask(settings: settings).run(context) }
  }

  private func addTokenStages(to stages: inout [Stage], after documentsKey: Hash128, names: [String]) throws {
    let settings = self.settings
    let tokenizer: RunTokenizer
    var tokenizerKey: Hash128
    var tokenizerNeeds: [String] = []
    switch settings.recipe.tokenizer {
    case nil: return
    case .file(let path, let pattern):
      let file = TokenizerFile(path: resolve(path, from: folder), pattern: pattern)
      let model = try file.load()
      try check(model)
      let fingerprint = model.fingerprint
      tokenizer = .file(file, fingerprint: fingerprint)
      tokenizerKey = PlanBuilder.key("tokenizer", 1) { $0.string(fingerprint.hex) }
    case .train(let training):
      let plan = try settings.training(training, folder: folder)
      try check(try plan.outline(), vocabularySize: training.vocabularySize)
      tokenizerKey = try addTrainingStages(to: &stages, plan, after: documentsKey, names: names)
      tokenizer = .trained
      tokenizerNeeds = [TrainTask.stage]
    }
    guard let shards = settings.recipe.shards else { return }
    let encodeKey = PlanBuilder.key(EncodeTask.stage, EncodeTask.semantics, after: [documentsKey, tokenizerKey]) { _ in
    }
    stages.append(
      Stage(
        name: EncodeTask.stage, key: encodeKey, needs: [settings.documentsStage] + tokenizerNeeds, tasks: names
      ) { context in
        try EncodeTask(settings: settings, tokenizer: tokenizer).run(context)
      })
    let packKey = PlanBuilder.key(PackTask.stage, PackTask.semantics, after: [encodeKey]) { writer in
      writer.raw(settings.recipe.canonicalSection(.shards))
      writer.number(settings.recipe.seed)
    }
    stages.append(
      Stage(
        name: PackTask.stage, key: packKey, needs: [EncodeTask.stage] + tokenizerNeeds, spills: [EncodeTask.stage],
        tasks: ["all"]
      ) { context in
        try PackTask(settings: settings, shards: shards, tokenizer: tokenizer).run(context)
      })
  }

  /// The stages from documents to a vocabulary.
  /// - Returns: the key of the vocabulary.
  private func addTrainingStages(
    to stages: inout [Stage], _ plan: TrainingPlan, after documentsKey: Hash128, names: [String]
  ) throws -> Hash128 {
    let settings = self.settings
    var countNeeds = [settings.documentsStage]
    var countAfter = [documentsKey]
    if case .bytes? = plan.recipe.sample {
      let measureKey = PlanBuilder.key(MeasureTextTask.stage, MeasureTextTask.semantics, after: [documentsKey]) {
        writer in
        writer.number(plan.seed)
        writer.string(plan.mix.key.rawValue)
      }
      stages.append(
        Stage(name: MeasureTextTask.stage, key: measureKey, needs: [settings.documentsStage], tasks: names) { context in
          try MeasureTextTask(settings: settings, plan: plan).run(context)
        })
      countNeeds.append(MeasureTextTask.stage)
      countAfter.append(measureKey)
    }
    let countKey = try PlanBuilder.key(WordCountTask.stage, WordCountTask.semantics, after: countAfter) { writer in
      try plan.writeRule(into: &writer)
      plan.writeSample(into: &writer)
      writer.string(ZstdFrameWriter.libraryVersion)
    }
    stages.append(
      Stage(name: WordCountTask.stage, key: countKey, needs: countNeeds, tasks: names) { context in
        try WordCountTask(settings: settings, plan: plan).run(context)
      })
    // What only the report needs does not change the vocabulary, so nothing is encoded anew for it.
    var recipe = settings.recipe
    var training = plan.recipe
    training.compare = []
    recipe.tokenizer = .train(training)
    let vocabularyKey = PlanBuilder.key("vocabulary", TrainTask.semantics, after: [countKey]) { writer in
      writer.raw(recipe.canonicalSection(.tokenizer))
      plan.mix.write(into: &writer)
      if let base = plan.base { writer.string(base.fingerprint.hex) }
    }
    let trainKey = PlanBuilder.key(TrainTask.stage, TrainTask.semantics, after: [vocabularyKey]) { writer in
      for (name, model) in plan.compared {
        writer.string(name)
        writer.string(model.fingerprint.hex)
      }
    }
    stages.append(
      Stage(
        name: TrainTask.stage, key: trainKey, needs: [settings.documentsStage, WordCountTask.stage], tasks: ["all"]
      ) { context in
        try TrainTask(settings: settings, plan: plan).run(context)
      })
    return vocabularyKey
  }

  /// Whether the vocabulary has the tokens that the shards ask for: better known now than when all is encoded.
  private func check(_ model: BPEModel, vocabularySize: Int? = nil) throws {
    guard let shards = settings.recipe.shards else { return }
    _ = try RowFormat(
      length: shards.length, batch: shards.batch, end: shards.eos, beginning: shards.bos, model: model,
      vocabularySize: vocabularySize)
  }
}
