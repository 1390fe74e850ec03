import QuernTokenizer

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension CorpusAudit {
  /// How evenly the vocabulary is used.
  public struct Distribution: Sendable {
    /// Shannon entropy of the tokens, in bits.
    public var entropy: Double
    /// Rényi entropy of order 2.5 over the logarithm of the number of tokens: the measure of Zouhar et al. 2023
    /// (arXiv 2306.16842).
    public var renyiEfficiency: Double
    /// Tokens that text can give, but that the corpus does not hold, by ascending id.
    public var neverUsed: [UInt32]
    /// Tokens that occur once.
    public var usedOnce: [UInt32]
    /// The most frequent tokens, at most ``CorpusAudit/Distribution/listed``.
    public var top: [(id: UInt32, count: UInt64)]
    /// Never used although the id is in the lower half and no other token is made of it: such tokens were frequent
    /// where the vocabulary was learned, and a model hardly learns them here.
    public var glitchCandidates: [UInt32]

    /// How many tokens ``top`` lists.
    public static var listed: Int { 20 }
  }

  /// The order of the Rényi entropy.
  private static var order: Double { 2.5 }

  /// How evenly `model`, whose audit is `vocabulary`, is used; added tokens, which raw text never gives, count neither
  /// as unused nor as candidates.
  public func distribution(_ model: BPEModel, _ vocabulary: VocabularyAudit) -> Distribution {
    let added = Set(model.addedTokens.map(\.id))
    let sum = Double(total.tokens)
    var entropy = 0.0
    var powers = 0.0
    var unused: [UInt32] = []
    var once: [UInt32] = []
    var used: [(id: UInt32, count: UInt64)] = []
    for (index, count) in counts.enumerated() {
      let id = UInt32(index)
      if count > 0 {
        let share = Double(count) / sum
        entropy -= share * log2(share)
        powers += pow(share, CorpusAudit.order)
        used.append((id, count))
        if count == 1 { once.append(id) }
      } else if model.bytes(of: id) != nil, !added.contains(id) {
        unused.append(id)
      }
    }
    used.sort { ($1.count, $0.id) < ($0.count, $1.id) }
    let renyi = powers > 0 ? log2(powers) / (1 - CorpusAudit.order) : 0
    let half = model.vocabularySize / 2
    return Distribution(
      entropy: entropy, renyiEfficiency: model.tokenCount > 1 ? renyi / log2(Double(model.tokenCount)) : 0,
      neverUsed: unused, usedOnce: once, top: Array(used.prefix(Distribution.listed)),
      glitchCandidates: unused.filter { $0 < half && !vocabulary.isPart[Int($0)] })
  }
}
