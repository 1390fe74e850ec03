extension Recipe {
  /// Reads a recipe.
  ///
  /// - Parameters:
  ///   - yaml: The text of the recipe.
  ///   - path: The recipe's path, for messages and for finding the files that it names.
  ///   - vocabulary: The names of profiles, rules and patterns. Without it such names are taken as they are.
  /// - Throws: Everything that is wrong, with places and the nearest valid names.
  public init(yaml: String, path: String, vocabulary: RecipeVocabulary? = nil) throws(RecipeError) {
    var parser = RecipeParser(yaml)
    let root = parser.parse()
    var reader = RecipeReader(issues: parser.issues, vocabulary: vocabulary)
    self.init(path: path)
    if let root, let table = reader.table(root, "the recipe", keys: Recipe.keys, later: Recipe.laterKeys) {
      read(table, at: root.place, &reader)
    }
    guard reader.issues.isEmpty else { throw RecipeError(path: path, issues: reader.issues) }
  }

  /// An empty recipe with all defaults, to be filled in by a command.
  public init(path: String) { self.path = path }

  private static let keys = [
    "quern", "folder", "seed", "inputs", "stages", "exact", "near", "passages", "substring", "decontaminate", "clean",
    "normalize",
    "signals", "toxicity", "language",
    "drop_if", "keep_dropped", "lines", "pii", "repair", "url",
    "max_rejected", "max_record", "tokenizer", "shards", "engine",
  ]
  private static let laterKeys = ["materialize"]
  private static let laterStages = ["pii", "lines"]

  private mutating func read(_ table: [String: RecipeNode], at place: RecipePlace, _ reader: inout RecipeReader) {
    if let node = table["quern"] {
      if let version: Int = reader.whole(node, "quern", in: 0...Int.max), version != 1 {
        reader.report(node.place, "this version reads recipes of version 1, not \(version)", hint: "write 'quern: 1'")
      }
    } else {
      reader.report(place, "the key 'quern' is missing", hint: "begin with 'quern: 1'")
    }
    if let node = table["folder"] { folder = reader.text(node, "folder") }
    if let node = table["seed"] { seed = reader.whole(node, "seed", in: 0...UInt64.max) ?? seed }
    var before = reader.issues.count
    if let node = table["inputs"] {
      inputs = reader.list(node, "inputs", minimum: 1)?.compactMap { RecipeInput($0, &reader) } ?? []
    } else {
      reader.report(place, "the key 'inputs' is missing", hint: "add 'inputs: [{source: NAME, path: FILES}]'")
    }
    let knowsInputs = reader.issues.count == before
    before = reader.issues.count
    if let node = table["stages"] {
      let read = reader.distinct(node, "stages") { reader, node -> RecipeStage? in
        reader.word(node, "stages", later: Recipe.laterStages)
      }
      stages = read ?? stages
    }
    // What does not fit inputs or stages is looked for only when these were read; otherwise it would follow from
    // what is reported already.
    if reader.issues.count == before { checkSections(table, at: place, &reader) }
    if let node = table["max_rejected"], let share = reader.number(node, "max_rejected") {
      if !(0...1).contains(share) { reader.report(node.place, "max_rejected must be a share from 0 to 1") }
      maxRejected = share
    }
    if let node = table["max_record"] { maxRecord = reader.size(node, "max_record", in: 1...(1 << 30)) ?? maxRecord }
    if let node = table["engine"] { readEngine(node, &reader) }

    readCleaning(table, sources: knowsInputs ? inputs.map(\.source) : [], &reader)
    if let node = table["tokenizer"] { tokenizer = RecipeTokenizer(node, &reader) }
    if knowsInputs, let node = table["inputs"] { checkWeights(at: node.place, &reader) }
    if let node = table["shards"] {
      shards = RecipeShards(node, tokenizer: tokenizer, &reader)
      if table["tokenizer"] == nil {
        reader.report(
          node.place, "shards needs a tokenizer", hint: "add 'tokenizer: {file: FILE}' or 'tokenizer: {train: …}'")
      }
    }
  }

  /// Reports weights that some inputs have and others lack, and weights without effect.
  private func checkWeights(at place: RecipePlace, _ reader: inout RecipeReader) {
    guard inputs.contains(where: { $0.weight != nil }) else { return }
    if let input = inputs.first(where: { $0.weight == nil }) {
      reader.report(
        place, "some inputs have a weight, but not the one of source '\(input.source)'",
        hint: "give all inputs a weight or none")
    }
    guard case .train(let training)? = tokenizer else {
      if tokenizer == nil {
        reader.report(
          place, "weight has no effect, because no vocabulary is trained", hint: "add 'tokenizer: {train: …}'")
      } else {
        reader.report(
          place, "weight has no effect, because the vocabulary is a file", hint: "leave out the weights")
      }
      return
    }
    if training.temperature != nil {
      reader.report(place, "inputs have weights, and train has a temperature", hint: "leave one of them out")
    }
  }

  private mutating func readEngine(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "engine", keys: ["kind"]) else { return }
    guard let kind = table["kind"] else {
      return reader.report(node.place, "engine has no kind", hint: "add 'kind: local'")
    }
    engine = reader.word(kind, "kind", later: ["slurm", "ray"]) ?? engine
  }

  /// Reports sections whose stage does not run, since they would be read and have no effect, and the stage `clean`
  /// without its section.
  private func checkSections(_ table: [String: RecipeNode], at place: RecipePlace, _ reader: inout RecipeReader) {
    let needed: [(section: String, stage: RecipeStage)] = [
      ("exact", .exact), ("near", .near), ("substring", .substring), ("passages", .passages),
      ("decontaminate", .decontaminate),
      ("clean", .clean), ("normalize", .clean), ("signals", .clean), ("toxicity", .clean),
      ("drop_if", .clean), ("language", .clean), ("repair", .clean), ("lines", .clean), ("pii", .clean),
      ("url", .clean),
    ]
    for (section, stage) in needed where !stages.contains(stage) {
      guard let node = table[section] else { continue }
      reader.report(
        node.place, "\(section) has no effect, because '\(stage.rawValue)' is not in stages",
        hint: "add '\(stage.rawValue)' to stages or leave out '\(section)'")
    }
    if stages.isEmpty, let node = table["keep_dropped"] {
      reader.report(
        node.place, "keep_dropped has no effect, because no stage drops documents",
        hint: "add 'exact' or 'clean' to stages or leave out 'keep_dropped'")
    }
    if stages.contains(.decontaminate), table["decontaminate"] == nil {
      reader.report(
        place, "the stage 'decontaminate' runs, but the key 'decontaminate' is missing",
        hint: "add 'decontaminate: {against: [{path: FILES}]}' or leave 'decontaminate' out of stages")
    }
    if stages.contains(.clean), table["clean"] == nil {
      reader.report(
        place, "the stage 'clean' runs, but the key 'clean' is missing",
        hint: "add 'clean: [{when: {source: \"*\"}, profiles: [NAME]}]' or leave 'clean' out of stages")
    }
  }

  /// Reads `exact`, `clean` and the settings beside `clean`.
  ///
  /// - Parameter sources: The sources of the inputs; empty when the inputs could not be read.
  private mutating func readCleaning(
    _ table: [String: RecipeNode], sources: [String], _ reader: inout RecipeReader
  ) {
    if let node = table["exact"] { exact = RecipeExact(node, &reader) ?? exact }
    if let node = table["near"] { near = RecipeNear(node, &reader) ?? near }
    if let node = table["decontaminate"] { decontaminate = RecipeDecontaminate(node, &reader) ?? decontaminate }
    if let node = table["passages"] { passages = RecipePassages(node, &reader) ?? passages }
    if let node = table["substring"] { substring = RecipeSubstring(node, &reader) ?? substring }
    if let node = table["normalize"] {
      clean.normalization = reader.word(node, "normalize") ?? clean.normalization
    }
    if let node = table["repair"] {
      if case .list = node.value {
        clean.repair = reader.distinct(node, "repair", minimum: 1) { $0.text($1, "repair") } ?? []
      } else if let name = reader.text(node, "repair") {
        clean.repair = [name]
      }
    }
    if let node = table["signals"] { clean.signals = reader.word(node, "signals") ?? clean.signals }
    if let node = table["keep_dropped"] { clean.keepDropped = reader.word(node, "keep_dropped") ?? clean.keepDropped }
    if let node = table["toxicity"] { clean.readToxicity(node, &reader) }
    if let node = table["drop_if"] { clean.dropIf = reader.conditions(node) }
    if let node = table["pii"] { clean.personalData = RecipePersonalData(node, &reader) }
    if let node = table["url"] { clean.urlLists = RecipeURLLists(node, &reader) }
    if let node = table["lines"] { clean.lines = RecipeLines(node, &reader) }
    if let node = table["language"] { clean.language = RecipeLanguage(node, &reader) }
    if let node = table["clean"] { clean.routes = RecipeRoute.routes(node, sources: sources, &reader) }
  }
}

extension RecipeInput {
  fileprivate init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard
      let table = reader.table(
        node, "an input", keys: ["source", "path", "text", "id", "url", "weight"], later: ["max_epochs"])
    else { return nil }
    for key in ["source", "path"] where table[key] == nil {
      reader.report(node.place, "an input has no \(key)", hint: "write {source: NAME, path: FILES}")
    }
    self.init(source: table["source"].flatMap { reader.text($0, "source") } ?? "", paths: [])
    if let node = table["source"], !source.isEmpty, !source.utf8.allSatisfy(RecipeInput.isNameByte) {
      reader.report(node.place, "the source '\(source)' may hold only letters, digits, '.', '_' and '-'")
    }
    if let node = table["path"] {
      if case .list = node.value {
        paths = reader.distinct(node, "path", minimum: 1) { $0.text($1, "path") } ?? []
      } else if let path = reader.text(node, "path") {
        paths = [path]
      }
    }
    if let node = table["text"] { text = reader.text(node, "text") ?? text }
    if let node = table["id"] { id = reader.text(node, "id") ?? id }
    if let node = table["url"] { url = reader.text(node, "url") ?? url }
    if let node = table["weight"], let value = reader.number(node, "weight") {
      if value > 0 { weight = value } else { reader.report(node.place, "weight must be above 0") }
    }
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
