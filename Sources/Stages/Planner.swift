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
    var stages: [Stage] = []
    let names = settings.inputs.map(\.stem)
    let inputsKey = key("inputs", 1) { writer in
      for input in settings.inputs { input.write(into: &writer) }
      writer.raw(settings.recipe.canonicalSection(.inputs))
    }
    // What was added last is what documents, and the stages in between, come after.
    var documentsNeed: [String] = []
    if !settings.countsLinesAfterExact { addLineStages(to: &stages, &documentsNeed, after: inputsKey, names) }
    if settings.findsDuplicates { addExactStages(to: &stages, &documentsNeed, after: inputsKey, names) }
    if settings.countsLinesAfterExact { addLineStages(to: &stages, &documentsNeed, after: inputsKey, names) }

    let documentsKey = key(
      settings.documentsStage, DocumentsTask.semantics, after: [inputsKey] + stages.map(\.key)
    ) { writer in
      for stage in settings.recipe.stages { writer.string(stage.rawValue) }
      settings.plan?.semantics(into: &writer)
      writer.string(settings.recipe.clean.keepDropped.rawValue)
      writer.number(settings.recipe.seed)
      writer.string(ZstdFrameWriter.libraryVersion)
    }
    stages.append(
      Stage(name: settings.documentsStage, key: documentsKey, needs: documentsNeed, spills: documentsNeed, tasks: names)
      {
        [settings] context in try DocumentsTask(settings: settings).run(context)
      })
    if settings.recipe.clean.keepDropped == .sample {
      let sampleKey = key(DroppedSampleTask.stage, DroppedSampleTask.semantics, after: [documentsKey]) { _ in }
      stages.append(
        Stage(
          name: DroppedSampleTask.stage, key: sampleKey, needs: [settings.documentsStage],
          spills: [settings.documentsStage], tasks: ["all"]
        ) {
          [settings] context in try DroppedSampleTask(settings: settings).run(context)
        })
    }
    let idsKey = key(RepeatedIDsTask.stage, RepeatedIDsTask.semantics, after: [documentsKey]) { _ in }
    stages.append(
      Stage(
        name: RepeatedIDsTask.stage, key: idsKey, needs: [settings.documentsStage],
        spills: [settings.documentsStage], tasks: ["all"]
      ) {
        [settings] context in try RepeatedIDsTask(settings: settings).run(context)
      })
    try addTokenStages(to: &stages, after: documentsKey, names: names)
    return stages
  }

  /// The stages that find the lines that many documents have, if the plan asks for it.
  private func addLineStages(
    to stages: inout [Stage], _ needed: inout [String], after inputsKey: Hash128, _ names: [String]
  ) {
    guard let rule = settings.plan?.repeatedLines else { return }
    let settings = self.settings
    let countKey = key(LineCountTask.stage, LineCountTask.semantics, after: [inputsKey] + stages.map(\.key)) { writer in
      writer.string(rule.scope.rawValue)
      writer.number(rule.bytes)
    }
    stages.append(
      Stage(
        name: LineCountTask.stage, key: countKey, needs: needed, spills: needed.filter { $0 == ExactPickTask.stage },
        tasks: names
      ) { context in try LineCountTask(settings: settings, rule: rule).run(context) })
    let pickKey = key(LinePickTask.stage, LinePickTask.semantics, after: [countKey]) { $0.number(rule.documents) }
    stages.append(
      Stage(
        name: LinePickTask.stage, key: pickKey, needs: [LineCountTask.stage], spills: [LineCountTask.stage],
        tasks: ["all"]
      ) { context in try LinePickTask(inputs: settings.inputs.count, rule: rule).run(context) })
    needed.append(LinePickTask.stage)
  }

  /// The stages that find exact duplicates.
  private func addExactStages(
    to stages: inout [Stage], _ needed: inout [String], after inputsKey: Hash128, _ names: [String]
  ) {
    let settings = self.settings
    let hashKey = key(ExactHashTask.stage, ExactHashTask.semantics, after: [inputsKey] + stages.map(\.key)) { writer in
      writer.raw(settings.recipe.canonicalSection(.exact))
      if settings.cleansBeforeExact { settings.plan?.semantics(into: &writer) }
      writer.string(ICUVersion.library)
    }
    stages.append(
      Stage(name: ExactHashTask.stage, key: hashKey, needs: needed, spills: needed, tasks: names) { context in
        try ExactHashTask(input: settings.source(context.task), settings: settings).run(context)
      })
    let pickKey = key(ExactPickTask.stage, ExactPickTask.semantics, after: [hashKey]) { _ in }
    stages.append(
      Stage(
        name: ExactPickTask.stage, key: pickKey, needs: [ExactHashTask.stage], spills: [ExactHashTask.stage],
        tasks: ["all"]
      ) { context in try ExactPickTask(inputs: settings.inputs.count).run(context) })
    needed += [ExactHashTask.stage, ExactPickTask.stage]
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
      tokenizerKey = key("tokenizer", 1) { $0.string(fingerprint.hex) }
    case .train(let training):
      let plan = try settings.training(training, folder: folder)
      try check(try plan.outline(), vocabularySize: training.vocabularySize)
      tokenizerKey = try addTrainingStages(to: &stages, plan, after: documentsKey, names: names)
      tokenizer = .trained
      tokenizerNeeds = [TrainTask.stage]
    }
    guard let shards = settings.recipe.shards else { return }
    let encodeKey = key(EncodeTask.stage, EncodeTask.semantics, after: [documentsKey, tokenizerKey]) { _ in }
    stages.append(
      Stage(
        name: EncodeTask.stage, key: encodeKey, needs: [settings.documentsStage] + tokenizerNeeds, tasks: names
      ) { context in
        try EncodeTask(settings: settings, tokenizer: tokenizer).run(context)
      })
    let packKey = key(PackTask.stage, PackTask.semantics, after: [encodeKey]) { writer in
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
      let measureKey = key(MeasureTextTask.stage, MeasureTextTask.semantics, after: [documentsKey]) { writer in
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
    let countKey = try key(WordCountTask.stage, WordCountTask.semantics, after: countAfter) { writer in
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
    let vocabularyKey = key("vocabulary", TrainTask.semantics, after: [countKey]) { writer in
      writer.raw(recipe.canonicalSection(.tokenizer))
      plan.mix.write(into: &writer)
      if let base = plan.base { writer.string(base.fingerprint.hex) }
    }
    let trainKey = key(TrainTask.stage, TrainTask.semantics, after: [vocabularyKey]) { writer in
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

  /// The hash of a stage's name, semantics version, upstream keys and what `body` writes.
  private func key(
    _ name: String, _ semantics: Int, after upstream: [Hash128] = [], _ body: (inout JSONWriter) throws -> Void
  ) rethrows -> Hash128 {
    var writer = JSONWriter()
    writer.beginArray()
    writer.string(name)
    writer.number(semantics)
    for key in upstream { writer.string(key.hex) }
    try body(&writer)
    writer.endArray()
    return XXH3.hash128(writer.buffer.bytes)
  }
}

extension RunSettings {
  /// The stage that decides on documents and writes them: `clean`, or `write` for a recipe that cleans nothing.
  public var documentsStage: String { recipe.stages.contains(.clean) ? "clean" : "write" }

  /// Where that stage puts what only the next ones read.
  var documentsSpill: String { "spill/\(documentsStage)" }
  /// The sorted hashes of the ids in an input file.
  func idHashes(_ input: InputFile) -> String { "\(documentsSpill)/\(input.stem).ids" }
  /// The sample of what was dropped of an input file.
  func droppedSample(_ input: InputFile) -> String { "\(documentsSpill)/\(input.stem).dropped" }
}
