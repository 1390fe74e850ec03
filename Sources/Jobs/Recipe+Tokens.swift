extension RecipeTokenizer {
  /// Reads the `tokenizer` section; nil when it says neither where the vocabulary is nor how it is made.
  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "tokenizer", keys: ["train", "file", "pattern"]) else { return nil }
    switch (table["train"], table["file"]) {
    case (let train?, nil):
      if let pattern = table["pattern"] {
        reader.report(pattern.place, "the pattern of a vocabulary that is trained stands inside 'train'")
      }
      guard let training = RecipeTraining(train, &reader) else { return nil }
      self = .train(training)
    case (nil, let file?):
      let pattern = table["pattern"].flatMap { reader.pattern($0) }
      guard let path = reader.text(file, "file") else { return nil }
      if path.hasSuffix(".tiktoken"), table["pattern"] == nil {
        reader.report(file.place, "a .tiktoken file does not name its pattern", hint: "add 'pattern: NAME'")
      }
      self = .file(path, pattern: pattern)
    case (_?, _?):
      reader.report(node.place, "tokenizer has both train and file", hint: "leave one of them out")
      return nil
    case (nil, nil):
      reader.report(
        node.place, "tokenizer has neither train nor file", hint: "add 'file: FILE' or 'train: {vocab_size: N}'")
      return nil
    }
  }
}

extension RecipeShards {
  /// Reads the `shards` section.
  init?(_ node: RecipeNode, tokenizer: RecipeTokenizer?, _ reader: inout RecipeReader) {
    let keys = ["length", "batch", "packing", "eos", "bos", "formats"]
    guard let table = reader.table(node, "shards", keys: keys, later: ["tokens", "until", "shuffle"]) else {
      return nil
    }
    self.init()
    if let node = table["length"] { length = reader.whole(node, "length", in: 1...(1 << 30)) ?? length }
    if let node = table["batch"] { batch = reader.whole(node, "batch", in: 1...(1 << 30)) ?? batch }
    if let node = table["packing"] { packing = reader.word(node, "packing", later: ["best-fit"]) ?? packing }
    if let node = table["eos"] { eos = RecipeToken(node, "eos", tokenizer, &reader) ?? eos }
    if let node = table["bos"] { bos = RecipeToken(node, "bos", tokenizer, &reader) ?? bos }
    if let node = table["formats"] {
      let later = [
        "megatron", "mds", "litdata", "datatrove", "olmo", "llmc", "nanogpt", "torchtitan", "npy", "ids",
      ]
      formats = reader.distinct(node, "formats", minimum: 1) { $0.word($1, "formats", later: later) } ?? formats
    }
  }
}

extension RecipeToken {
  /// Reads a token's id, its text, or `none`.
  fileprivate init?(
    _ node: RecipeNode, _ name: String, _ tokenizer: RecipeTokenizer?, _ reader: inout RecipeReader
  ) {
    var training: RecipeTraining?
    if case .train(let value) = tokenizer { training = value }
    if node.digits != nil {
      guard let id = reader.whole(node, name, in: 0...(training?.vocabularySize ?? Int(Int32.max)) - 1) else {
        return nil
      }
      self = .id(id)
    } else if node.text == "none" {
      self = .absent
    } else {
      guard let token = reader.text(node, name) else { return nil }
      if let training, training.extend == nil, !training.special.contains(token) {
        reader.reportName(token, at: node.place, "special token", known: training.special)
        return nil
      }
      self = .token(token)
    }
  }
}

extension RecipeReader {
  /// The name of a split pattern, or `regex=` and an expression.
  mutating func pattern(_ node: RecipeNode) -> String? {
    guard let name = text(node, "pattern") else { return nil }
    if name.hasPrefix(RecipeTraining.regexMark) {
      if name != RecipeTraining.regexMark { return name }
      report(node.place, "the expression after '\(name)' is empty")
      return nil
    }
    if let known = vocabulary?.patterns, !known.contains(name) {
      reportName(name, at: node.place, "pattern", known: known)
      return nil
    }
    return name
  }
}
