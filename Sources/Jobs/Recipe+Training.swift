import QuernBytes
import QuernJSON

extension RecipeTraining {
  private static let keys = [
    "vocab_size", "nested", "pattern", "ties", "special", "special_place", "reserved", "by_line", "min_frequency",
    "min_word_count", "sample", "temperature", "balance", "max_token_length", "max_word_bytes", "digits", "spaces",
    "alphabet", "byte_fallback", "initial_alphabet", "coverage", "limit_alphabet",
    "prefix_space", "extend", "compare",
  ]

  /// Reads `train`; nil when it has no size.
  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "train", keys: RecipeTraining.keys) else { return nil }
    self.init(vocabularySize: 0)
    readBase(table, &reader)
    if let node = table["special"] {
      special = reader.distinct(node, "special") { $0.text($1, "a special token") } ?? special
    }
    if let node = table["special_place"] { specialPlace = reader.word(node, "special_place") }
    if let node = table["reserved"] { reserved = reader.whole(node, "reserved", in: 0...1_000_000) ?? reserved }
    if let node = table["pattern"] { pattern = reader.pattern(node) ?? pattern }
    if let node = table["ties"] { ties = reader.word(node, "ties") ?? ties }
    if let node = table["by_line"] { byLine = reader.flag(node, "by_line") ?? byLine }
    if let node = table["digits"] { digits = reader.word(node, "digits") ?? digits }
    if let node = table["spaces"] { spaces = reader.word(node, "spaces") ?? spaces }
    if let node = table["compare"] {
      compare = reader.distinct(node, "compare") { $0.text($1, "a vocabulary to compare with") } ?? compare
    }
    if let node = table["prefix_space"] { prefixSpace = reader.flag(node, "prefix_space") ?? prefixSpace }
    readLimits(table, &reader)
    readSample(table, &reader)
    readAlphabet(table, &reader)
    guard let size = table["vocab_size"] else {
      reader.report(node.place, "train has no vocab_size", hint: "add 'vocab_size: N'")
      return nil
    }
    // Every byte and every special token has an id of its own; how many bytes or characters occur is not known yet.
    let smallest = (alphabet == .all && !byteFallback && extend == nil ? 256 : 1) + special.count + reserved
    guard let count = reader.whole(size, "vocab_size", in: smallest...Int(Int32.max)) else { return nil }
    vocabularySize = count
    if let node = table["nested"] {
      let sizes = reader.distinct(node, "nested") { reader, node -> Int? in
        reader.whole(node, "a nested size", in: smallest...max(smallest, count - 1))
      }
      nested = (sizes ?? []).sorted()
    }
  }

  /// What a vocabulary that is extended has decided.
  private static let decidedByBase = [
    "pattern", "ties", "special_place", "digits", "spaces", "prefix_space", "alphabet", "byte_fallback",
    "initial_alphabet", "coverage", "limit_alphabet",
  ]

  private mutating func readBase(_ table: [String: RecipeNode], _ reader: inout RecipeReader) {
    guard let node = table["extend"] else { return }
    extend = reader.text(node, "extend")
    // It has special tokens of its own.
    special = []
    pattern = nil
    for key in RecipeTraining.decidedByBase {
      if let node = table[key] {
        reader.report(node.place, "\(key) has no effect with extend: the vocabulary that is extended has decided it")
      }
    }
  }

  private mutating func readLimits(_ table: [String: RecipeNode], _ reader: inout RecipeReader) {
    if let node = table["min_frequency"] {
      minFrequency = reader.whole(node, "min_frequency", in: 0...RecipeTraining.largestCount) ?? minFrequency
    }
    if let node = table["min_word_count"] {
      minWordCount = reader.whole(node, "min_word_count", in: 1...RecipeTraining.largestCount) ?? minWordCount
    }
    if let node = table["max_token_length"] {
      maxTokenLength = reader.whole(node, "max_token_length", in: 2...RecipeTraining.longestToken)
    }
    if let node = table["max_word_bytes"] {
      maxWordBytes = reader.whole(node, "max_word_bytes", in: 4...(1 << 30))
    }
  }

  /// The largest count that options may name: with weights it is taken times 65,536.
  public static let largestCount = 1 << 46
  /// The most bytes of a token that options may allow.
  public static let longestToken = 16_384

  private mutating func readSample(_ table: [String: RecipeNode], _ reader: inout RecipeReader) {
    if let node = table["sample"] {
      sample = (node.digits ?? node.text).flatMap { RecipeSample($0) }
      if sample == nil {
        reader.report(
          node.place, "sample must be a size or a share above 0, but is \(node.kind)", hint: "write 20GB or 0.05")
      }
    }
    if let node = table["temperature"], let value = reader.number(node, "temperature") {
      if RecipeTraining.temperatures.contains(value) {
        temperature = value
      } else {
        reader.report(node.place, "temperature must be a number from 1 to 100")
      }
    }
    if let node = table["balance"] {
      balance = reader.word(node, "balance") ?? balance
      if table["temperature"] == nil {
        reader.report(node.place, "balance has no effect without temperature", hint: "add 'temperature: T'")
      }
    }
  }

  private mutating func readAlphabet(_ table: [String: RecipeNode], _ reader: inout RecipeReader) {
    if let node = table["byte_fallback"] { byteFallback = reader.flag(node, "byte_fallback") ?? byteFallback }
    if let node = table["alphabet"] {
      alphabet = reader.word(node, "alphabet") ?? alphabet
      if byteFallback { reader.report(node.place, "alphabet has no effect with byte_fallback") }
    }
    if let node = table["initial_alphabet"] {
      initialAlphabet = reader.text(node, "initial_alphabet") ?? initialAlphabet
      if !byteFallback && alphabet == .all {
        reader.report(node.place, "initial_alphabet has no effect where all bytes are in the alphabet")
      }
    }
    if let node = table["coverage"], let share = reader.number(node, "coverage") {
      if !(0...1).contains(share) || share == 0 {
        reader.report(node.place, "coverage must be a share above 0 and at most 1")
      }
      coverage = share
    }
    if let node = table["limit_alphabet"] {
      limitAlphabet = reader.whole(node, "limit_alphabet", in: 1...0x110000)
    }
    for key in ["coverage", "limit_alphabet"] {
      guard let node = table[key], !byteFallback else { continue }
      reader.report(node.place, "\(key) has no effect without byte_fallback")
    }
  }

  /// 1 leaves shares as they are, 100 makes all but equal ones of them.
  public static let temperatures = 1.0...100

  /// Writes the table `train`: keys in byte order, defaults filled in, what is not asked for left out.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    let isNew = extend == nil
    if isNew && !byteFallback { writer.member("alphabet", alphabet.rawValue) }
    if temperature != nil { writer.member("balance", balance.rawValue) }
    if isNew && byteFallback { writer.member("byte_fallback", true) }
    writer.member("by_line", byLine)
    if !compare.isEmpty {
      writer.member("compare", compare)
    }
    if let coverage { writer.member("coverage", coverage) }
    if isNew { writer.member("digits", digits.rawValue) }
    if let extend { writer.member("extend", extend) }
    if !initialAlphabet.isEmpty { writer.member("initial_alphabet", initialAlphabet) }
    if let limitAlphabet { writer.member("limit_alphabet", limitAlphabet) }
    if let maxTokenLength { writer.member("max_token_length", maxTokenLength) }
    if let maxWordBytes { writer.member("max_word_bytes", maxWordBytes) }
    writer.member("min_frequency", minFrequency)
    writer.member("min_word_count", minWordCount)
    writer.key("nested")
    writer.beginArray()
    for size in nested { writer.number(size) }
    writer.endArray()
    if isNew {
      if let pattern { writer.member("pattern", pattern) }
      writer.member("prefix_space", prefixSpace)
    }
    writer.member("reserved", reserved)
    switch sample {
    case .bytes(let bytes): writer.member("sample", "\(bytes)B")
    case .share(let share): writer.member("sample", share)
    case nil: break
    }
    if isNew { writer.member("spaces", spaces.rawValue) }
    writer.member("special", special)
    if let specialPlace { writer.member("special_place", specialPlace.rawValue) }
    if let temperature { writer.member("temperature", temperature) }
    if isNew { writer.member("ties", ties.rawValue) }
    writer.member("vocab_size", vocabularySize)
    writer.endObject()
  }
}
