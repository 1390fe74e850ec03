/// Finds the questions that a text holds with edits: ``ContaminationRule/overlap``.
///
/// Rules from allenai/decon (its documentation of the `simple` mode): a sampled run of words that a question holds is
/// extended to both sides as long as runs of that question come often enough.
struct OverlapSearch: ~Copyable {
  private let index: ContaminationIndex
  private let hashes: [UInt64]
  private let starts: [UInt32]
  private let ends: [UInt32]
  private static let length = ContaminationSettings.overlapWords
  /// For each item the place behind its last stretch: what lies before is not searched for it again.
  private var searched: [UInt32: Int] = [:]
  private var best: [UInt32: ContaminationMatch] = [:]
  private var spans: [Range<Int>] = []

  init(_ index: ContaminationIndex, _ words: borrowing GramWords) {
    self.index = index
    hashes = words.hashes
    starts = words.starts
    ends = words.ends
  }

  /// The best match of each item that reaches its threshold; nil when there is none.
  consuming func find() -> ContaminationFinding? {
    let length = OverlapSearch.length
    guard hashes.count >= length, index.table.count > 0 else { return nil }
    var at = 0
    while at <= hashes.count - length {
      let gram = gram(at)
      if gram < 0 {
        at += ContaminationSettings.overlapStep
      } else if index.postings.count(of: gram) > ContaminationSettings.overlapHotItems {
        // A run of many questions says little; the next one may say more.
        at += 1
      } else {
        for item in index.postings.items(of: gram) where searched[item, default: 0] <= at { extend(item, from: at) }
        at += ContaminationSettings.overlapStep
      }
    }
    guard !best.isEmpty else { return nil }
    return ContaminationFinding(
      matches: best.sorted { $0.key < $1.key }.map(\.value), spans: ContaminationCuts.merged(spans))
  }

  /// The number of the run at word `at`, or -1.
  private func gram(_ at: Int) -> Int {
    let key = hashes.withUnsafeBufferPointer { RollingHash.key(of: $0[at..<at + OverlapSearch.length]) }
    return index.table.mayHold(key) ? index.table.number(of: key) : -1
  }

  /// Grows the stretch at `start`, where a run of `item` stands, and notes it if its score suffices.
  private mutating func extend(_ item: UInt32, from start: Int) {
    var found: Set<Int> = []
    var first = start
    var last = start
    var misses = 0
    var at = start
    let limit = hashes.count - OverlapSearch.length
    while at <= limit, misses < ContaminationSettings.overlapMisses {
      if let gram = own(at, item) {
        found.insert(gram)
        last = at
        misses = 0
      } else {
        misses += 1
      }
      at += 1
    }
    misses = 0
    at = start - 1
    while at >= 0, misses < ContaminationSettings.overlapMisses {
      if let gram = own(at, item) {
        found.insert(gram)
        first = at
        misses = 0
      } else {
        misses += 1
      }
      at -= 1
    }
    searched[item] = last + 1
    score(item, found, first: first, end: last + OverlapSearch.length)
  }

  private func own(_ at: Int, _ item: UInt32) -> Int? {
    let gram = gram(at)
    return gram >= 0 && index.postings.holds(gram, item) ? gram : nil
  }

  private mutating func score(_ number: UInt32, _ found: Set<Int>, first: Int, end: Int) {
    let item = index.items[Int(number)]
    // Summed in a fixed order, so that the score is the same in every run.
    let question = found.sorted().reduce(0.0) { $0 + Double(index.weights[$1]) } / item.weight
    var score = min(1, question)
    var answer: Double?
    var words = item.words
    if !item.answers.isEmpty {
      var share = 0.0
      var length = 0
      for candidate in item.answers {
        let found = candidate.share(in: hashes[end..<min(hashes.count, end + candidate.window)])
        if found > share || length == 0 { (share, length) = (found, candidate.words.count) }
      }
      // A question of few runs is worth less, its answer more.
      let confidence = item.grams < 20 ? 0.5 + 0.5 * Double(item.grams) / 20 : 1
      let weight = 0.75 * confidence
      score = weight * score + (1 - weight) * share
      answer = share
      words += length
    }
    guard score >= OverlapSearch.threshold(words: words) - 1e-6 else { return }
    let range = Int(starts[first])..<Int(ends[end - 1])
    spans.append(range)
    if let known = best[number], known.score >= score { return }
    best[number] = ContaminationMatch(
      item: Int(number), score: score, start: range.lowerBound, end: range.upperBound, answer: answer)
  }

  /// The score that an item of so many words needs.
  static func threshold(words: Int) -> Double {
    let least = ContaminationSettings.overlapPerfectWords
    let most = ContaminationSettings.overlapFullWords
    let share = min(1, max(0, Double(words - least) / Double(most - least)))
    return 1 - (1 - ContaminationSettings.overlapThreshold) * share
  }
}
