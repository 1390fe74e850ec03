import QuernJSON
import QuernJobs
import QuernTokenizer

/// All that decides a training, as the stand-alone command and runs have it.
public struct TrainingPlan: Sendable {
  /// What the vocabulary is to be, and what words are.
  public var recipe: RecipeTraining
  /// How much each source or language has to say.
  public var mix = SourceMix.natural
  /// Decides, with their text, which documents belong to a sample.
  public var seed: UInt64 = 42
  /// Where source and language of a document stand.
  public var words = WordSource.ofRun
  /// The bytes of memory that counting may take, and that merging may need.
  public var memory = TrainingMemory.standard

  public init(_ recipe: RecipeTraining) { self.recipe = recipe }

  /// What makes words of the text.
  /// - Throws: ``JobError`` of kind `usage` when there is no such pattern.
  func rule() throws -> WordRule {
    WordRule(try pretokenizer(named: recipe.patternName), byLine: recipe.byLine, longestWord: recipe.maxWordBytes)
  }

  /// The trainer that the recipe asks for.
  /// - Parameter isWeighted: whether the words come with weights, whose unit is 2^-16.
  func trainer(isWeighted: Bool) -> BPETrainer {
    let frequency = Int64(recipe.minFrequency)
    return BPETrainer(
      vocabularySize: recipe.vocabularySize, specials: recipe.special,
      ties: recipe.ties == .rustbpe ? .rustbpe : .huggingface,
      minimumFrequency: isWeighted ? frequency * GroupWeight.one : frequency)
  }

  /// Checks everything that can be checked before words are counted, and gives a vocabulary with the same special
  /// tokens but no merges.
  /// - Throws: ``JobError`` of kind `usage`.
  func outline() throws -> BPEModel {
    guard recipe.vocabularySize <= Int(Int32.max) else {
      throw JobError(.usage, "a vocabulary has at most \(Int32.max) ids, not \(recipe.vocabularySize)")
    }
    var smallest = trainer(isWeighted: false)
    smallest.vocabularySize = recipe.nested.first ?? recipe.vocabularySize
    do {
      return try smallest.train(Letter(rule: try rule())).model
    } catch let error as JobError {
      throw error
    } catch {
      throw JobError(.usage, "cannot train: \(error)")
    }
  }

  /// Words of which no merge can be learned.
  private struct Letter: TrainingWords {
    let rule: WordRule

    func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
      try withUnsafeBytes(of: UInt8(ascii: "a")) { try body($0, 1) }
    }
  }

  /// Writes what decides the counts of a document into a key or an origin: rule and fields.
  func writeRule(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("by_line", recipe.byLine)
    writer.member("digits", recipe.digits.rawValue)
    writer.key("fields")
    writer.beginArray()
    for field in words.notedFields { writer.string(field) }
    writer.endArray()
    if let bytes = recipe.maxWordBytes { writer.member("max_word_bytes", bytes) }
    writer.member("pattern", recipe.patternName)
    writer.member("spaces", recipe.spaces.rawValue)
    writer.member("unicode", SplitPattern.unicodeVersion)
    writer.endObject()
  }
}

extension TrainingPlan {
  /// Writes what decides which documents are counted into a key.
  func writeSample(into writer: inout JSONWriter) {
    switch recipe.sample {
    case nil: return writer.null()
    case .share(let share): writer.number(share)
    case .bytes(let bytes):
      writer.number(bytes)
      mix.write(into: &writer)
    }
    writer.number(seed)
  }
}

/// How the pattern called `name` cuts, or `regex=` and an expression.
/// - Throws: ``JobError`` of kind `usage` when there is none.
public func pretokenizer(named name: String) throws -> Pretokenizer {
  if name.hasPrefix(RecipeTraining.regexMark) {
    return Pretokenizer(fancyRegex: String(name.dropFirst(RecipeTraining.regexMark.count)))
  }
  return .scanner(try splitPattern(named: name))
}
