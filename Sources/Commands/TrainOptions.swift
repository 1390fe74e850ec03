import ArgumentParser
import QuernJobs
import QuernStages
import QuernTokenizer

/// What words are and which documents they come from: decides what a count file holds.
struct CountingOptions: ParsableArguments {
  @Option(
    help: """
      How text is split: \(SplitPattern.allCases.map(\.rawValue).joined(separator: ", ")), or regex= and an expression \
      as a tokenizer.json has it.
      """)
  var pattern: String?

  @Flag(help: "Take each line with its end as a text, as `train(files)` does, instead of whole documents.")
  var byLine = false

  @Option(help: "Digits are cut as the pattern has it, or individually (default: pattern).")
  var digits: RecipeTraining.Pieces?

  @Option(help: "White space is cut as the pattern has it, or each character by itself (default: pattern).")
  var spaces: RecipeTraining.Pieces?

  @Flag(help: "Put a space before a text that does not begin with one.")
  var prefixSpace = false

  @Option(help: "Cut longer words, between characters: for text without spaces (default: none is cut).")
  var maxWordBytes: Int?

  @Option(
    help: """
      Count a part of the documents, chosen by the hash of their text: 0.05 of them, or 20GB of text, which takes a \
      pass over the input to measure it.
      """)
  var sample: String?

  @Option(help: "Seed of the sample (default: 42).")
  var seed: UInt64?

  @Option(help: "The field that names a document's language (default: lang, or else language).")
  var lang: String?

  @Option(help: "The field that names a document's source; without it the source is 'input' (default: source).")
  var source: String?

  func validate() throws {
    if let bytes = maxWordBytes, !(4...(1 << 30)).contains(bytes) {
      throw ValidationError("--max-word-bytes must be between 4 and \(1 << 30), not \(bytes)")
    }
    if let sample, RecipeSample(sample) == nil {
      throw ValidationError("--sample '\(sample)' is neither a share above 0 nor a size; write 0.05 or 20GB")
    }
    if seed != nil && sample == nil { throw ValidationError("--seed has no effect without --sample") }
    if pattern == RecipeTraining.regexMark { throw ValidationError("the expression after 'regex=' is empty") }
  }

  /// The options that were given: none has an effect on counts that are there already.
  var given: [String] {
    [
      ("--pattern", pattern != nil), ("--by-line", byLine), ("--digits", digits != nil), ("--spaces", spaces != nil),
      ("--prefix-space", prefixSpace), ("--max-word-bytes", maxWordBytes != nil), ("--sample", sample != nil),
      ("--lang", lang != nil), ("--source", source != nil),
    ].filter(\.1).map(\.0)
  }

  /// The options that were given: none has an effect where a vocabulary is extended.
  var givenForSplit: [String] {
    given.filter { ["--pattern", "--digits", "--spaces", "--prefix-space"].contains($0) }
  }

  /// Whether the sample has a size, so that the input must be measured first.
  var samplesBySize: Bool {
    if case .bytes? = sample.flatMap({ RecipeSample($0) }) { true } else { false }
  }

  /// Where source and language stand.
  var wordSource: WordSource {
    WordSource(
      sourceField: source ?? "source", languageFields: lang.map { [$0] } ?? WordSource.ofRun.languageFields)
  }

  func apply(to training: inout RecipeTraining) {
    if let pattern { training.pattern = pattern }
    training.byLine = byLine
    training.digits = digits ?? .pattern
    training.spaces = spaces ?? .pattern
    training.prefixSpace = prefixSpace
    training.maxWordBytes = maxWordBytes
    training.sample = sample.flatMap { RecipeSample($0) }
  }
}

/// How much sources and languages have to say.
struct MixOptions: ParsableArguments {
  @Option(help: "The share of a source relative to the others: SOURCE=WEIGHT, once for every source.")
  var weight: [String] = []

  @Option(help: "Level languages: take their shares to the power 1/T, above 1 so that small ones grow.")
  var temperature: Double?

  @Option(help: "What --temperature levels (default: language).")
  var balance: RecipeTraining.Balance?

  func validate() throws {
    if !weight.isEmpty && temperature != nil { throw ValidationError("--weight and --temperature exclude each other") }
    if balance != nil && temperature == nil { throw ValidationError("--balance has no effect without --temperature") }
    if let temperature, !RecipeTraining.temperatures.contains(temperature) {
      throw ValidationError("--temperature must be between 1 and 100, not \(temperature)")
    }
    _ = try weights()
  }

  private func weights() throws -> [String: Double] {
    var weights: [String: Double] = [:]
    for text in weight {
      guard let mark = text.lastIndex(of: "="), let value = Double(text[text.index(after: mark)...]),
        value > 0, value.isFinite
      else { throw ValidationError("--weight '\(text)' is not SOURCE=WEIGHT with a weight above 0") }
      guard weights.updateValue(value, forKey: String(text[..<mark])) == nil else {
        throw ValidationError("--weight names the source '\(text[..<mark])' twice")
      }
    }
    return weights
  }

  var given: [String] {
    [("--weight", !weight.isEmpty), ("--temperature", temperature != nil)].filter(\.1).map(\.0)
  }

  /// The mix that was asked for.
  func mix() throws -> SourceMix {
    if let temperature { return .temperature(temperature, of: balance ?? .language) }
    return weight.isEmpty ? .natural : .weights(try weights())
  }
}

/// How much memory training may take.
struct MemoryOption: ParsableArguments {
  @Option(
    help: """
      Memory for counting words and for merging, as in 2GiB. Counts beyond it go to disk; merging that needs more is \
      refused before it starts (default: a quarter of the machine's, at least 256MiB).
      """,
    transform: { text in
      guard let size = byteCount(of: text) else {
        throw ValidationError("'\(text)' is no size; write 512MiB or 2GB")
      }
      return size
    })
  var memory: Int?

  func validate() throws {
    if let memory, memory < TrainingMemory.least {
      throw ValidationError("--memory must be at least \(TrainingMemory.least >> 20)MiB")
    }
  }

  /// The bytes that were asked for, or the default.
  var bytes: Int { memory ?? TrainingMemory.standard }
}

extension RecipeTraining.Balance: ExpressibleByArgument {}
extension RecipeTraining.Pieces: ExpressibleByArgument {}
