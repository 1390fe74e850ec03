extension BPETrainer {
  /// Why training ended.
  public enum End: String, Sendable {
    /// The vocabulary has the size that was asked for.
    case complete
    /// No pair is left that may be merged and occurs often enough.
    case noMorePairs
  }

  /// What training gave.
  public struct Outcome: Sendable {
    /// The vocabulary.
    public let model: BPEModel
    /// How often the pair of each merge occurred when it was chosen, from first to last: a falling curve.
    public let mergeCounts: [Int64]
    /// Why training ended.
    public let end: End
    /// The most frequent pairs that are left, the next merges if there were more, at most
    /// ``TrainingReport/listedPairs``.
    public let pairsLeft: [(left: UInt32, right: UInt32, count: Int64)]

    private let outline: TrainedVocabulary
    private let learned: [BPEModel.Merge]

    init(
      outline: TrainedVocabulary, vocabulary: consuming TrainedVocabulary, mergeCounts: [Int64], end: End,
      pairsLeft: [(left: UInt32, right: UInt32, count: Int64)]
    ) throws(TokenizerError) {
      self.outline = outline
      self.mergeCounts = mergeCounts
      self.end = end
      self.pairsLeft = pairsLeft
      learned = Array(vocabulary.draft.merges.suffix(mergeCounts.count))
      model = try BPEModel(vocabulary.finished())
    }

    /// How many merges were learned; fewer than asked for when `end` is ``End/noMorePairs``.
    public var merges: Int { mergeCounts.count }

    /// The size without merges: that of the alphabet and the special tokens.
    var leastSize: Int { outline.size }

    /// What training to `size` tokens would have given: the same words up to there. O(vocabulary).
    ///
    /// A size beyond what was learned gives all of it.
    /// - Throws: ``TokenizerError/vocabularyTooSmall(asked:minimum:)`` when the alphabet and the special tokens are
    ///   more.
    public func vocabulary(ofSize size: Int) throws(TokenizerError) -> BPEModel {
      guard outline.size <= size else { throw .vocabularyTooSmall(asked: size, minimum: outline.size) }
      var vocabulary = outline
      for merge in learned {
        if vocabulary.size >= size { break }
        _ = try vocabulary.add(merge.left, merge.right)
      }
      return try BPEModel(vocabulary.finished())
    }
  }
}
