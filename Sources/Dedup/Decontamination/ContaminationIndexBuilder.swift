import QuernBytes
import QuernDocuments
import QuernText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why no index can be made.
public enum ContaminationError: Error, CustomStringConvertible, Sendable {
  /// The index takes more memory than it may.
  case tooLarge(bytes: Int, limit: Int, items: Int)
  /// The library of Unicode failed.
  case library(String)

  public var description: String {
    switch self {
    case .tooLarge(let bytes, let limit, let items):
      return "the benchmarks' index takes \(bytes >> 20) MiB after \(items) items, but may take \(limit >> 20) MiB: it "
        + "lies in memory whole; give fewer benchmarks at a time, name only the fields that matter, or allow more memory"
    case .library(let problem): return problem
    }
  }
}

/// Makes the index of a rule from the items of benchmarks.
public struct ContaminationIndexBuilder: ~Copyable {
  private let rule: ContaminationRule
  private let limit: Int
  private let normalizer = Normalizer(.nfc)
  private var loaded = ByteBuffer()
  private var normalized = ByteBuffer()
  private var words: GramWords
  private var simplified: SimplifiedWords
  private var segmenter: WordSegmenter
  private var segments = WordList()

  private let table = GramTable()
  private let shortHeads = GramTable()
  private var shortLengths: [UInt16] = []
  private var pairs: [(gram: UInt32, item: UInt32)] = []
  private var items: [ContaminationIndex.Item] = []
  private var benchmarks: [IndexedBenchmark] = []

  /// A builder for `rule`.
  /// - Parameter limit: the most bytes that the index may take.
  public init(_ rule: ContaminationRule, limit: Int) throws(ContaminationError) {
    self.init(rule, limit, simplified: SimplifiedWords(), segmenter: try ContaminationIndexBuilder.segmenter())
  }

  private init(
    _ rule: ContaminationRule, _ limit: Int, simplified: consuming SimplifiedWords, segmenter: consuming WordSegmenter
  ) {
    self.rule = rule
    self.limit = limit
    self.simplified = simplified
    self.segmenter = segmenter
    words = GramWords(rule == .gpt3 ? .vanishes : .parts)
  }

  private static func segmenter() throws(ContaminationError) -> WordSegmenter {
    do { return try WordSegmenter(.annex) } catch { throw .library("\(error)") }
  }

  /// Adds an item; O(its bytes).
  public mutating func add(_ item: BenchmarkItem) throws(ContaminationError) {
    while benchmarks.count <= item.benchmark { benchmarks.append(IndexedBenchmark()) }
    benchmarks[item.benchmark].items += 1
    let number = UInt32(items.count)
    let before = pairs.count
    var length = 0
    var answers: [ContaminationAnswer] = []
    switch rule {
    case .gpt3:
      for text in item.texts + item.answers { try addGPT3(text, number) }
    case .datatrove: addDatatrove(item, number)
    case .paragraph:
      for text in item.texts + item.answers { try addParagraphs(text, number) }
    case .overlap:
      length = try addOverlap(item, number)
      for text in item.answers {
        try scan(text)
        if words.count > 0 { answers.append(ContaminationAnswer(words: words.hashes)) }
      }
    }
    let grams = Set(pairs[before...].map(\.gram)).count
    if grams == 0 { benchmarks[item.benchmark].unsearchable += 1 }
    items.append(
      ContaminationIndex.Item(
        benchmark: item.benchmark, document: item.document, id: item.id, grams: grams, words: length, weight: 0,
        answers: answers))
    let bytes = table.bytes + 12 * pairs.count + items.count * MemoryLayout<ContaminationIndex.Item>.stride
    guard bytes <= limit else { throw .tooLarge(bytes: bytes, limit: limit, items: items.count) }
  }

  /// Notes that a benchmark of this number exists, though it may have no items.
  public mutating func expect(benchmark: Int) {
    while benchmarks.count <= benchmark { benchmarks.append(IndexedBenchmark()) }
  }

  private mutating func insert(_ key: UInt64, _ item: UInt32) {
    pairs.append((table.insert(key), item))
  }

  /// Makes ``normalized`` the text in NFC.
  private mutating func normalize(_ text: [UInt8]) throws(ContaminationError) {
    load(text)
    normalized.removeAll()
    do {
      if try !normalizer.normalize(loaded.bytes, into: &normalized) { normalized.append(loaded.bytes) }
    } catch {
      throw .library("\(error)")
    }
  }

  private mutating func load(_ text: [UInt8]) {
    loaded.removeAll()
    text.withUnsafeBytes { loaded.append($0) }
  }

  private mutating func scan(_ text: [UInt8]) throws(ContaminationError) {
    try normalize(text)
    words.scan(normalized.bytes)
  }

  private mutating func insertRuns(of words: [UInt64], length: Int, _ item: UInt32) {
    guard words.count >= length else { return }
    for start in 0...(words.count - length) {
      insert(RollingHash.key(of: words[start..<start + length]), item)
    }
  }

  private mutating func addGPT3(_ text: [UInt8], _ item: UInt32) throws(ContaminationError) {
    try scan(text)
    let hashes = words.hashes
    let least = ContaminationSettings.gpt3ShortWords
    guard hashes.count >= least else { return }
    if hashes.count >= ContaminationSettings.gpt3Words {
      return insertRuns(of: hashes, length: ContaminationSettings.gpt3Words, item)
    }
    let head = Int(shortHeads.insert(RollingHash.key(of: hashes[..<least])))
    if head == shortLengths.count { shortLengths.append(0) }
    shortLengths[head] |= 1 << UInt16(hashes.count)
    insert(ContaminationIndex.shortKey(hashes), item)
  }

  /// The runs of each answer, and those that begin in the question and end in it.
  private mutating func addDatatrove(_ item: BenchmarkItem, _ number: UInt32) {
    let length = ContaminationSettings.datatroveWords
    guard !item.answers.isEmpty else {
      for text in item.texts { insertRuns(of: simplify(text), length: length, number) }
      return
    }
    let query = simplify(Array(item.texts.joined(separator: [0x0A])))
    for answer in item.answers {
      let label = simplify(answer)
      insertRuns(of: label, length: length, number)
      for taken in 1..<length where query.count >= length - taken && label.count >= taken {
        insert(RollingHash.key(of: query.suffix(length - taken) + label.prefix(taken)), number)
      }
    }
  }

  private mutating func simplify(_ text: [UInt8]) -> [UInt64] {
    load(text)
    simplified.scan(loaded.bytes)
    return simplified.hashes
  }

  private mutating func addParagraphs(_ text: [UInt8], _ item: UInt32) throws(ContaminationError) {
    try normalize(text)
    words.scanLines(normalized.bytes)
    var start = 0
    for line in words.lines.indices {
      let end = normalized.bytes.firstOffset(of: 0x0A, from: start) ?? normalized.count
      segments.removeAll()
      do { try segmenter.segment(normalized.bytes.slice(start, end), into: &segments) } catch {
        throw .library("\(error)")
      }
      start = end + 1
      let found = words.line(line)
      guard segments.count >= ContaminationSettings.paragraphWords,
        found.count >= ContaminationSettings.paragraphLeastWords
      else { continue }
      insert(RollingHash.key(of: words.hashes[found]), item)
    }
  }

  /// - Returns: the words of the question.
  private mutating func addOverlap(_ item: BenchmarkItem, _ number: UInt32) throws(ContaminationError) -> Int {
    try scan(Array(item.texts.joined(separator: [0x0A])))
    let hashes = words.hashes
    guard hashes.count >= ContaminationSettings.overlapLeastWords,
      Set(hashes).count >= ContaminationSettings.overlapLeastDistinct
    else { return hashes.count }
    insertRuns(of: hashes, length: ContaminationSettings.overlapWords, number)
    return hashes.count
  }

  /// The index of all items; O(their runs).
  public consuming func finish() -> ContaminationIndex {
    let postings = GramPostings(grams: table.count, pairs: pairs)
    var weights: [Float] = []
    if rule == .overlap {
      // One more than decon takes the logarithm of, so that a run of every question still counts.
      let total = Double(items.count)
      weights = (0..<table.count).map { Float(log(1 + total / Double(postings.count(of: $0)))) }
      var sums = [Double](repeating: 0, count: items.count)
      for gram in 0..<table.count {
        for item in postings.items(of: gram) { sums[Int(item)] += Double(weights[gram]) }
      }
      items = zip(items, sums).map { item, sum in
        ContaminationIndex.Item(
          benchmark: item.benchmark, document: item.document, id: item.id, grams: item.grams, words: item.words,
          weight: sum, answers: item.answers)
      }
    }
    return ContaminationIndex(
      rule: rule, items: items, benchmarks: benchmarks, table: table, postings: postings, shortHeads: shortHeads,
      shortLengths: shortLengths, weights: weights)
  }
}
