import QuernBytes

/// Trains byte-level BPE vocabularies from word counts, to the last tie as other trainers do.
///
/// Words, not text, are merged: each merge touches only the words that have the pair. Counts have 64 bits. The result
/// depends on the counts alone.
public struct BPETrainer: Sendable {
  /// Whose numbering decides between pairs that occur equally often: the smaller left id wins, then the smaller right.
  public enum Ties: String, CaseIterable, Sendable {
    /// The `tokenizers` package: special tokens first, then the bytes in the order of ``ByteAlphabet``, then merges.
    case huggingface
    /// rustbpe: byte `b` is token `b`, then merges; special tokens last.
    case rustbpe
  }

  /// Why training ended.
  public enum End: String, Sendable {
    /// The vocabulary has the size that was asked for.
    case complete
    /// No pair is left that occurs often enough.
    case noMorePairs
  }

  /// What training gave.
  public struct Outcome: Sendable {
    /// The vocabulary.
    public let model: BPEModel
    /// How many merges were learned; fewer than asked for when `end` is ``End/noMorePairs``.
    public let merges: Int
    /// Why training ended.
    public let end: End
  }

  /// The number of tokens, bytes and special tokens included.
  public var vocabularySize: Int
  /// Special tokens, in the order of their ids.
  public var specials: [String]
  /// Whose order decides between equally frequent pairs.
  public var ties: Ties
  /// Pairs that occur less often are not merged.
  public var minimumFrequency: Int64
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

  /// Learns merges from `words`; about O(bytes of distinct words · log), some seconds for 32,000 merges.
  ///
  /// A special token that is spelt like a byte or a learned token shares its id with it, as in `tokenizers`.
  /// - Parameter check: called every few dozen merges; what it throws ends training.
  /// - Throws: ``TokenizerError/noWords``, ``TokenizerError/vocabularyTooSmall(asked:minimum:)``,
  ///   ``TokenizerError/duplicateSpecial(_:)`` or ``TokenizerError/emptySpecial``.
  public func train<Words: TrainingWords & ~Copyable>(
    _ words: borrowing Words, check: () throws -> Void = {}
  ) throws -> Outcome {
    var vocabulary = try TrainedVocabulary(self, pretokenizer: words.rule.pretokenizer)
    guard vocabulary.size <= vocabularySize else {
      throw TokenizerError.vocabularyTooSmall(asked: vocabularySize, minimum: vocabulary.size)
    }
    var start = StartingTokens(byteIDs: vocabulary.byteIDs)
    let end: End
    // The marks that end rows take the two highest values.
    if vocabularySize <= Int(WordRows<UInt16>.highestID) {
      var table = try MergeTable<UInt16>(words, &start, settings(vocabulary))
      end = try learn(&table, &vocabulary, check)
    } else {
      var table = try MergeTable<UInt32>(words, &start, settings(vocabulary))
      end = try learn(&table, &vocabulary, check)
    }
    let merges = vocabulary.draft.merges.count
    return Outcome(model: try BPEModel(vocabulary.finished()), merges: merges, end: end)
  }

  private func settings(_ vocabulary: TrainedVocabulary) -> MergeSettings {
    MergeSettings(
      lengths: [UInt32](repeating: 1, count: vocabulary.size), highestID: UInt32(vocabularySize),
      merges: vocabularySize - vocabulary.size, minimum: max(1, minimumFrequency), memory: memory)
  }

  private func learn<Symbol>(
    _ table: inout MergeTable<Symbol>, _ vocabulary: inout TrainedVocabulary, _ check: () throws -> Void
  ) throws -> End {
    while vocabulary.size < vocabularySize {
      // The first merges change many words, so even a few dozen take a while.
      if vocabulary.draft.merges.count % 32 == 0 { try check() }
      guard let choice = table.next() else { return .noMorePairs }
      // A special token that is spelt like the product stands in no word.
      table.merge(choice, into: try vocabulary.add(choice.left, choice.right))
    }
    return .complete
  }
}
