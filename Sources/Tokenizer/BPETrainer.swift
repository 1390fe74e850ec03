import QuernBytes

/// Trains BPE vocabularies from word counts, to the last tie as other trainers do.
///
/// Words, not text, are merged: each merge touches only the words that have the pair. Counts have 64 bits. The result
/// depends on the counts alone.
public struct BPETrainer: Sendable {
  /// Whose numbering decides between pairs that occur equally often: the smaller left id wins, then the smaller right.
  public enum Ties: String, CaseIterable, Sendable {
    /// The `tokenizers` package: the alphabet in the order of its characters (bytes in that of ``ByteAlphabet``), then
    /// merges.
    case huggingface
    /// rustbpe: bytes in their own order, then merges.
    case rustbpe
  }

  /// Where special tokens have their ids.
  public enum SpecialsPlace: String, CaseIterable, Sendable {
    /// Before all others, as the `tokenizers` package puts them.
    case first
    /// After all others, so that the ids of words are those of a training without special tokens.
    case last
  }

  /// The number of tokens, the alphabet and special tokens included.
  public var vocabularySize: Int
  /// Special tokens, in the order of their ids.
  public var specials: [String]
  /// How many special tokens `<|reserved_0|>` and so on follow ``specials``, to be named later.
  public var reserved = 0
  /// Where special tokens have their ids; nil puts them first with ``Ties/huggingface`` and last with ``Ties/rustbpe``,
  /// and last where a vocabulary is extended.
  public var specialsPlace: SpecialsPlace?
  /// Whose order decides between equally frequent pairs.
  public var ties: Ties
  /// Pairs that occur less often are not merged.
  public var minimumFrequency: Int64
  /// The most bytes of a token that is learned, in a vocabulary of characters the most characters; at least 2.
  ///
  /// The `tokenizers` package has one more as its `max_token_length`. Without a limit tokens still end at
  /// ``longestPossible``.
  public var longestToken: Int?
  /// The vocabulary to go on from: all of its ids stay, words start from the tokens that it makes of them, and what is
  /// learned follows with new ids, as do ``specials``.
  ///
  /// It has its own ``alphabet`` then. Words must be cut as it cuts them, and of texts normalised as it does.
  public var base: BPEModel?
  /// What merging starts from.
  public var alphabet = TrainingAlphabet.allBytes
  /// How many threads merge where there is enough to do; changes nothing but the time.
  public var threads = 1
  /// Bytes of memory that merging may take, beside the words; nil for what is fastest.
  public var memory: Int?

  public init(
    vocabularySize: Int, specials: [String] = [], ties: Ties = .huggingface, minimumFrequency: Int64 = 0
  ) {
    self.vocabularySize = vocabularySize
    self.specials = specials
    self.ties = ties
    self.minimumFrequency = minimumFrequency
  }

  /// The most bytes of any token that is learned: far beyond what is of use, and what a vocabulary can hold.
  public static var longestPossible: Int { BPEModelDraft.longestToken }

  /// ``specials`` and the reserved ones.
  public var specialNames: [String] { specials + (0..<max(0, reserved)).map { "<|reserved_\($0)|>" } }

  /// Learns merges from `words`; about O(bytes of distinct words · log), some seconds for 32,000 merges.
  ///
  /// A special token that is spelt like one of the alphabet or a learned token shares its id with it, as in `tokenizers`.
  /// - Parameter check: called every few dozen merges; what it throws ends training.
  /// - Throws: ``TokenizerError/noWords``, ``TokenizerError/vocabularyTooSmall(asked:minimum:)``,
  ///   ``TokenizerError/duplicateSpecial(_:)``, ``TokenizerError/emptySpecial``,
  ///   ``TokenizerError/otherSplit(expected:found:)`` or ``TokenizerError/unsupported(_:)``.
  public func train<Words: TrainingWords & ~Copyable>(
    _ words: borrowing Words, check: () throws -> Void = {}
  ) throws -> Outcome {
    var vocabulary = try outline(words)
    guard vocabulary.size <= vocabularySize else {
      throw TokenizerError.vocabularyTooSmall(asked: vocabularySize, minimum: vocabulary.size)
    }
    let outline = vocabulary
    var start = vocabulary.startingTokens()
    let settings = try settings(vocabulary)
    let size = try RowSize(words, &start)
    // The marks that end rows take the two highest values.
    if vocabularySize <= Int(WordRows<UInt16>.highestID) {
      try size.check(UInt16.self, settings)
      var rows = WordRows<UInt16>(size)
      _ = try forEachRun(words, &start) { rows.append($0, count: $1) }
      var table = MergeTable(rows, size, settings)
      return try learn(&table, &vocabulary, outline, check)
    }
    try size.check(UInt32.self, settings)
    var rows = WordRows<UInt32>(size)
    _ = try forEachRun(words, &start) { rows.append($0, count: $1) }
    var table = MergeTable(rows, size, settings)
    return try learn(&table, &vocabulary, outline, check)
  }

  private func learn<Symbol>(
    _ table: inout MergeTable<Symbol>, _ vocabulary: inout TrainedVocabulary, _ outline: TrainedVocabulary,
    _ check: () throws -> Void
  ) throws -> Outcome {
    var counts: [Int64] = []
    var end = End.complete
    while vocabulary.size < vocabularySize {
      // The first merges change many words, so even a few dozen take a while.
      if counts.count % 32 == 0 { try check() }
      guard let choice = table.next() else {
        end = .noMorePairs
        break
      }
      guard vocabulary.hasRoom(choice.left, choice.right) else { continue }
      let (product, isNew) = try vocabulary.add(choice.left, choice.right)
      table.merge(choice, into: product, isNew: isNew)
      counts.append(choice.count)
    }
    let pairsLeft = table.remainingPairs(TrainingReport.listedPairs).map { ($0.left, $0.right, $0.count) }
    return try Outcome(outline: outline, vocabulary: vocabulary, mergeCounts: counts, end: end, pairsLeft: pairsLeft)
  }

  /// The vocabulary without merges of its own.
  private func outline<Words: TrainingWords & ~Copyable>(_ words: borrowing Words) throws -> TrainedVocabulary {
    let pretokenizer = words.rule.pretokenizer
    guard let base else {
      return try TrainedVocabulary(self, try StartingAlphabet(alphabet, ties, words), pretokenizer: pretokenizer)
    }
    guard base.pretokenizer == pretokenizer else {
      throw TokenizerError.otherSplit(
        expected: WordRule(base.pretokenizer).description, found: WordRule(pretokenizer).description)
    }
    return try TrainedVocabulary(self, extending: base)
  }

  private func settings(_ vocabulary: borrowing TrainedVocabulary) throws(TokenizerError) -> MergeSettings {
    if let longestToken, longestToken < 2 { throw .unsupported("a longest token of less than 2") }
    return MergeSettings(
      lengths: vocabulary.startingLengths(), highestID: UInt32(min(vocabularySize, Int(BPEModelDraft.highestID))),
      merges: vocabularySize - vocabulary.size, minimum: max(1, minimumFrequency), longestToken: longestToken,
      threads: threads, memory: memory)
  }
}
