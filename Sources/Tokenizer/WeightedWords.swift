import QuernBytes

/// The words of ``WordRuns`` with the counts of each group multiplied by a weight of its own, and without rare words.
public struct WeightedWords: TrainingWords, Sendable {
  /// What was left out because it occurs too rarely.
  public struct LeftOut: Sendable {
    /// The number of different words.
    public fileprivate(set) var words: Int64 = 0
    /// How often they occur together, before they are weighted.
    public fileprivate(set) var occurrences: Int64 = 0
    /// The bytes of all these occurrences.
    public fileprivate(set) var bytes: Int64 = 0
    /// How often byte L stands before byte R in them, at place 256 · L + R, weighted as for training: no pair of tokens
    /// of which the left one ends with L and the right one begins with R has lost more.
    public fileprivate(set) var pairs = [Int64](repeating: 0, count: 1 << 16)

    /// The most that the count of any pair of tokens has lost.
    public var most: Int64 { pairs.max() ?? 0 }
  }

  /// The unit of multipliers: 1 as they are written.
  public static var one: Int64 { 1 << 16 }

  public var rule: WordRule { runs.rule }
  /// The words and their groups.
  public let runs: WordRuns
  /// By the places of ``WordRuns/groups``, in units of 2^-16. All are 1 of these units when they are equal: then counts
  /// are what they are.
  public let multipliers: [Int64]
  /// Words that occur less often, in all groups together and before they are weighted, are left out.
  public let minimumWordCount: Int64
  /// What was left out.
  public let leftOut: LeftOut

  /// - Parameters:
  ///   - multipliers: by group in units of 2^-16, at least 1; ``one`` for those that it does not name.
  ///   - minimumWordCount: with more than 1, all words are read once to find out what is left out.
  /// - Throws: what reading the runs throws; ``TokenizerError/countsTooLarge`` past 63 bits.
  public init(_ runs: WordRuns, multipliers: [WordGroup: Int64] = [:], minimumWordCount: Int64 = 1) throws {
    let all = runs.groups.map { max(1, multipliers[$0.group] ?? WeightedWords.one) }
    self.runs = runs
    self.multipliers = Set(all).count <= 1 ? all.map { _ in 1 } : all
    self.minimumWordCount = minimumWordCount
    leftOut =
      minimumWordCount > 1 ? try WeightedWords.leftOut(runs, self.multipliers, minimumWordCount) : LeftOut()
  }

  private static func leftOut(_ runs: WordRuns, _ multipliers: [Int64], _ minimum: Int64) throws -> LeftOut {
    var leftOut = LeftOut()
    try runs.forEachRow { word, shares in
      let (plain, weighted) = try counts(shares, multipliers)
      if plain >= minimum { return }
      leftOut.words += 1
      leftOut.occurrences = try checkedSum(leftOut.occurrences, plain)
      let (bytes, overflow) = plain.multipliedReportingOverflow(by: Int64(word.count))
      if overflow { throw TokenizerError.countsTooLarge }
      leftOut.bytes = try checkedSum(leftOut.bytes, bytes)
      for at in 1..<max(1, word.count) {
        let pair = Int(word[at - 1]) << 8 | Int(word[at])
        leftOut.pairs[pair] = try checkedSum(leftOut.pairs[pair], weighted)
      }
    }
    return leftOut
  }

  @inline(__always)
  private static func counts(
    _ shares: UnsafeBufferPointer<WordRuns.Share>, _ multipliers: [Int64]
  ) throws(TokenizerError) -> (plain: Int64, weighted: Int64) {
    var (plain, weighted): (Int64, Int64) = (0, 0)
    for share in shares {
      let (product, overflow) = share.count.multipliedReportingOverflow(by: multipliers[share.group])
      if overflow { throw .countsTooLarge }
      plain = try checkedSum(plain, share.count)
      weighted = try checkedSum(weighted, product)
    }
    return (plain, weighted)
  }

  public func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    try runs.forEachRow { word, shares in
      let (plain, weighted) = try WeightedWords.counts(shares, multipliers)
      if plain >= minimumWordCount { try body(word, weighted) }
    }
  }
}
