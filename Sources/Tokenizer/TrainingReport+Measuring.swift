import CKernels
import QuernBytes

extension TrainingReport {
  /// How many pairs ``pairsLeft`` lists.
  public static var listedPairs: Int { 20 }
  /// The most points of ``curve``.
  public static var mostPoints: Int { 12 }

  /// Measures what `outcome` makes of the `words` that it was trained on, and `others` with it, by name.
  ///
  /// O(bytes of distinct words) for each vocabulary and each point of the curve.
  /// - Parameters:
  ///   - others: those that cut otherwise than the words were cut are left out; measure them with
  ///     ``VocabularySample``.
  ///   - check: called now and then; what it throws ends measuring.
  /// - Throws: what reading the words throws; ``TokenizerError/countsTooLarge`` past 63 bits.
  public init(
    _ outcome: BPETrainer.Outcome, _ words: WeightedWords, others: [(name: String, model: BPEModel)] = [],
    check: () throws -> Void = {}
  ) throws {
    let rule = words.rule
    let groups = words.runs.groups
    let isWeighted = Set(words.multipliers).count > 1
    let unit = isWeighted ? Double(WeightedWords.one) : 1

    var coverage = CharacterCoverage()
    var measures = [WordMeasure.Holder(outcome.model, groups: groups.count, countsUses: true)]
    let same = others.filter { TrainingReport.isExact($0.model, rule) }
    for other in same { measures.append(WordMeasure.Holder(other.model, groups: groups.count)) }
    let sizes = TrainingReport.sizes(outcome)
    for size in sizes {
      measures.append(WordMeasure.Holder(try outcome.vocabulary(ofSize: size.size), groups: groups.count))
    }
    var rows = 0
    try words.runs.forEachRow { word, shares in
      if rows % 4096 == 0 { try check() }
      rows += 1
      for measure in measures { try measure.measure.add(word, shares) }
      try coverage.add(word, shares)
    }
    let figures = measures.map { $0.measure.figures }

    self.groups = groups
    multipliers = isWeighted ? words.multipliers.map { Double($0) / unit } : nil
    minimumWordCount = words.minimumWordCount
    leftOut = words.minimumWordCount > 1 ? words.leftOut : nil
    isExact = rule.longestWord == nil && !rule.byLine
    model = outcome.model
    trained = Vocabulary(name: "trained", size: outcome.model.vocabularySize, figures: figures[0])
    compared = zip(same, figures[1...]).map { other, figures in
      Vocabulary(name: other.name, size: other.model.vocabularySize, figures: figures)
    }
    curve =
      zip(sizes, figures[(1 + same.count)...]).map { size, figures in
        Point(
          size: size.size, lastCount: Double(size.lastCount) / unit,
          figures: figures.reduce(into: Figures()) { $0.add($1) })
      } + [
        Point(
          size: outcome.model.vocabularySize, lastCount: Double(outcome.mergeCounts.last ?? 0) / unit,
          figures: trained.total)
      ]
    merges = outcome.merges
    end = outcome.end
    pairsLeft = outcome.pairsLeft.map { Pair(left: $0.left, right: $0.right, count: Double($0.count) / unit) }
    self.coverage = coverage.counted(for: outcome.model)
    let uses = measures[0].measure.uses
    let learned = Set(outcome.model.merges.suffix(outcome.merges).map(\.result))
    unused = learned.filter { uses[Int($0)] == 0 }.sorted()
    unusedOthers = outcome.model.wordIDs.count { !learned.contains($0) && uses[Int($0)] == 0 }
  }

  /// Whether the figures of words that were cut by `rule` are those of texts for `model`, so far as cutting goes.
  public static func isExact(_ model: BPEModel, _ rule: WordRule) -> Bool {
    model.pretokenizer == rule.pretokenizer && model.normalizer.isEmpty
  }

  /// The sizes of the smaller vocabularies on the curve, with the counts of their last merges.
  private static func sizes(_ outcome: BPETrainer.Outcome) -> [(size: Int, lastCount: Int64)] {
    let last = outcome.model.vocabularySize
    let first = last - outcome.merges
    var sizes: [(size: Int, lastCount: Int64)] = []
    var size = last / 2
    // Merges that share an id with a special token make `first` less than there were ids at first.
    while size > first && size >= outcome.leastSize && sizes.count < mostPoints - 1 {
      // Merges that gave no new id are few, so that this is the count of the merge there or of one nearby.
      sizes.append((size, outcome.mergeCounts[min(outcome.merges - 1, size - first - 1)]))
      size /= 2
    }
    return sizes.reversed()
  }
}

extension WordMeasure {
  /// A measure that can stand in an array.
  final class Holder {
    var measure: WordMeasure

    init(_ model: BPEModel, groups: Int, countsUses: Bool = false) {
      measure = WordMeasure(model, groups: groups, countsUses: countsUses)
    }
  }
}

/// Counts bytes and characters of words.
private struct CharacterCoverage: ~Copyable {
  private let bytes = TrivialVector<Bool>(repeating: false, count: 256)
  private let scalars = TrivialVector<Int64>(repeating: 0, count: 0x110000)

  mutating func add(
    _ word: UnsafeRawBufferPointer, _ shares: UnsafeBufferPointer<WordRuns.Share>
  ) throws(TokenizerError) {
    var all: Int64 = 0
    for share in shares { all = try checkedSum(all, share.count) }
    let base = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
    for byte in word { bytes[Int(byte)] = true }
    var at = 0
    while at < word.count {
      let scalar = quern_decode(base + at, word.count &- at)
      if scalar.value != QUERN_MALFORMED {
        scalars[Int(scalar.value)] = try checkedSum(scalars[Int(scalar.value)], all)
      }
      at &+= Int(scalar.length)
    }
  }

  func counted(for model: BPEModel) -> TrainingReport.Coverage {
    var coverage = TrainingReport.Coverage()
    coverage.bytes = (0..<256).count { bytes[$0] }
    var words = WordEncoder(model)
    for value in 0..<UInt32(0x110000) where scalars[Int(value)] > 0 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let count = scalars[Int(value)]
      coverage.characters += 1
      coverage.occurrences += count
      let ids = Array(String(Character(scalar)).utf8).withUnsafeBytes { words.encode($0) }
      if ids.count == 1 && model.isWhole(ids[0]) {
        coverage.charactersWithToken += 1
        coverage.occurrencesWithToken += count
      }
    }
    return coverage
  }
}

extension BPEModel {
  /// Whether `id` stands for text of its own, not for what has no token.
  fileprivate func isWhole(_ id: UInt32) -> Bool {
    guard case .characters(let rule) = alphabet else { return true }
    return id != rule.unknown && byte(ofFallback: id) == nil
  }
}
