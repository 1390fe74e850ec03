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
  /// The vocabulary that is extended; nil for a new one.
  public let base: BPEModel?
  /// Vocabularies that the report compares with.
  let compared: [(name: String, model: BPEModel)]
  /// Whether what was learned is measured.
  public var makesReport = true

  /// - Parameter folder: the folder that paths of vocabularies start from.
  /// - Throws: what loading these throws; ``JobError`` of kind `usage` when one cannot be extended.
  public init(_ recipe: RecipeTraining, folder: String = ".") throws {
    self.recipe = recipe
    func load(_ argument: String) throws -> BPEModel {
      var file = TokenizerFile(argument: argument)
      file.path = resolve(file.path, from: folder)
      return try file.load()
    }
    base = try recipe.extend.map(load)
    compared = try recipe.compare.map { ($0, try load($0)) }
    if let base, !base.normalizer.isEmpty && base.normalizer != [.unicode(.nfc)] {
      throw JobError(
        .usage, "\(recipe.extend ?? ""): the vocabulary changes texts before it splits them, so it cannot be extended")
    }
  }

  /// What to know about the plan.
  var warnings: [String] {
    guard let base, !base.normalizer.isEmpty else { return [] }
    return ["the vocabulary that is extended is for text in NFC, and words are counted as they are: give it such text"]
  }

  /// What makes words of the text.
  /// - Throws: ``JobError`` of kind `usage` when text cannot be cut so.
  func rule() throws -> WordRule {
    WordRule(try pretokenizer(), byLine: recipe.byLine, longestWord: recipe.maxWordBytes)
  }

  private func pretokenizer() throws -> Pretokenizer {
    if let base { return base.pretokenizer }
    let name = recipe.pattern ?? ""
    let isRegex = name.hasPrefix(RecipeTraining.regexMark)
    var split = TrainingSplit(
      isRegex
        ? .regex(String(name.dropFirst(RecipeTraining.regexMark.count))) : .named(try splitPattern(named: name)))
    split.digits = recipe.digits == .individual ? .individual : .pattern
    split.spaces = recipe.spaces == .individual ? .individual : .pattern
    split.prefixSpace = recipe.prefixSpace
    return split.pretokenizer(ofBytes: !recipe.byteFallback)
  }

  /// What a vocabulary that is trained on words of `rule` does to make the same words.
  ///
  /// Words are the same for bytes and for characters, but a vocabulary of characters spells no bytes.
  func rule(forWordsOf rule: WordRule) throws(JobError) -> WordRule {
    guard recipe.byteFallback, case .steps(let steps) = rule.pretokenizer,
      case .byteLevel(let addsPrefixSpace, let splits)? = steps.last
    else { return rule }
    var ofCharacters = Array(steps.dropLast())
    if splits {
      // The digits make sure that the pattern comes as a step, the last one.
      var split = TrainingSplit(.named(.gpt2))
      split.digits = .individual
      if case .steps(let pattern) = split.pretokenizer(ofBytes: false) { ofCharacters += pattern.suffix(1) }
    }
    if addsPrefixSpace {
      guard steps.count == 1 else {
        throw JobError("the words were cut for a vocabulary of bytes, as one of characters cannot: count again for it")
      }
      ofCharacters.insert(.metaspace(replacement: " ", prepend: .always, splits: false), at: 0)
    }
    var rule = rule
    rule.pretokenizer = .steps(ofCharacters)
    return rule
  }

  /// The trainer that the recipe asks for.
  /// - Parameter isWeighted: whether the words come with weights, whose unit is 2^-16.
  func trainer(isWeighted: Bool) -> BPETrainer {
    let frequency = Int64(recipe.minFrequency)
    var trainer = BPETrainer(
      vocabularySize: recipe.vocabularySize, specials: recipe.special,
      ties: recipe.ties == .rustbpe ? .rustbpe : .huggingface,
      minimumFrequency: isWeighted ? frequency * WeightedWords.one : frequency)
    trainer.reserved = recipe.reserved
    trainer.specialsPlace = recipe.specialPlace.map { $0 == .first ? .first : .last }
    trainer.longestToken = recipe.maxTokenLength
    trainer.memory = memory
    trainer.base = base
    let initial = recipe.initialAlphabet
    if recipe.byteFallback {
      trainer.alphabet = .characters(
        TrainingCharacters(coverage: recipe.coverage ?? 1, limit: recipe.limitAlphabet, initial: initial))
    } else if recipe.alphabet == .seen {
      trainer.alphabet = .seenBytes(Array(initial.utf8))
    }
    return trainer
  }

  /// Checks everything that can be checked before words are counted, and gives a vocabulary with the same special
  /// tokens but no merges.
  /// - Throws: ``JobError`` of kind `usage`.
  func outline() throws -> BPEModel {
    guard recipe.vocabularySize <= Int(Int32.max) else {
      throw JobError(.usage, "a vocabulary has at most \(Int32.max) ids, not \(recipe.vocabularySize)")
    }
    var smallest = trainer(isWeighted: false)
    smallest.memory = nil
    smallest.vocabularySize = recipe.nested.first ?? recipe.vocabularySize
    do {
      let rule = try rule()
      _ = try WordCounter(rule: rule)
      return try smallest.train(Letter(rule: rule)).model
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
  func writeRule(into writer: inout JSONWriter) throws {
    let rule = try rule()
    writer.beginObject()
    writer.key("rule")
    rule.write(to: &writer)
    writer.member("unicode", SplitPattern.unicodeVersion)
    writer.member("fields", words.notedFields)
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
