import QuernBytes

/// What a vocabulary makes of words.
struct WordMeasure: ~Copyable {
  let model: BPEModel
  private(set) var figures: [TrainingReport.Figures]
  /// How often each id occurs; empty when that is not asked for.
  private(set) var uses: [Int64]
  private var encoder: WordEncoder

  init(_ model: BPEModel, groups: Int, countsUses: Bool = false) {
    self.model = model
    figures = Array(repeating: TrainingReport.Figures(), count: groups)
    uses = countsUses ? Array(repeating: 0, count: model.vocabularySize) : []
    encoder = WordEncoder(model)
  }

  /// Takes a word with how often each group has it.
  ///
  /// - Throws: ``TokenizerError/countsTooLarge`` past 63 bits.
  mutating func add(
    _ word: UnsafeRawBufferPointer, _ shares: UnsafeBufferPointer<WordRuns.Share>
  ) throws(TokenizerError) {
    encoder.encode(word)
    var all: Int64 = 0
    for share in shares {
      all = try checkedSum(all, share.count)
      let bytes = try checkedProduct(share.count, Int64(word.count))
      figures[share.group].bytes = try checkedSum(figures[share.group].bytes, bytes)
      // A word has no more tokens than bytes.
      figures[share.group].tokens += share.count * Int64(encoder.ids.count)
    }
    if uses.isEmpty { return }
    for id in encoder.ids { uses[Int(id)] = try checkedSum(uses[Int(id)], all) }
  }
}

/// The product of two counts.
/// - Throws: ``TokenizerError/countsTooLarge`` past 63 bits.
func checkedProduct(_ left: Int64, _ right: Int64) throws(TokenizerError) -> Int64 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  if overflow { throw .countsTooLarge }
  return product
}
