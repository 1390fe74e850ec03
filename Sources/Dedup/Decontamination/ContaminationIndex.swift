import QuernBytes
import QuernDocuments

/// What one benchmark gave to an index.
public struct IndexedBenchmark: Sendable, Equatable {
  /// Items that were read.
  public var items = 0
  /// Those that the rule cannot look for: their texts are too short for it.
  public var unsearchable = 0
}

/// The items of all benchmarks, made ready for one rule; read by any number of threads.
///
/// It lies in memory: about 60 bytes for each run of words (or paragraph) of the items, so some 4 KiB for an item of 60
/// words, and their ids.
public final class ContaminationIndex: Sendable {
  /// What is kept of an item.
  public struct Item: Sendable {
    /// The number of its benchmark.
    public let benchmark: Int
    /// The file and line that it came from.
    public let document: DocumentID
    /// The id that the benchmark gives it; empty where there is none.
    public let id: [UInt8]
    /// The different runs (or paragraphs) that documents are searched for; 0 when its texts are too short.
    public let grams: Int
    /// The words of its question, for ``ContaminationRule/overlap``.
    let words: Int
    /// The weight of all its runs, for ``ContaminationRule/overlap``.
    let weight: Double
    /// Its answers, for ``ContaminationRule/overlap``.
    let answers: [ContaminationAnswer]
  }

  /// How documents are searched.
  public let rule: ContaminationRule
  /// All items in the order in which they were added.
  public let items: [Item]
  /// What each benchmark gave, by number.
  public let benchmarks: [IndexedBenchmark]

  let table: GramTable
  let postings: GramPostings
  /// For ``ContaminationRule/gpt3``: the first words of texts that are looked for as a whole.
  let shortHeads: GramTable
  /// For each of them the lengths of the texts, as bits.
  let shortLengths: [UInt16]
  /// For ``ContaminationRule/overlap``: how much each run counts.
  let weights: [Float]

  /// The different runs (or paragraphs) of all items.
  public var grams: Int { table.count }
  /// The bytes that the index takes, ids left out.
  public var bytes: Int {
    table.bytes + postings.bytes + shortHeads.bytes + 4 * weights.count + items.count * MemoryLayout<Item>.stride
  }

  init(
    rule: ContaminationRule, items: [Item], benchmarks: [IndexedBenchmark], table: GramTable, postings: GramPostings,
    shortHeads: GramTable, shortLengths: [UInt16], weights: [Float]
  ) {
    self.rule = rule
    self.items = items
    self.benchmarks = benchmarks
    self.table = table
    self.postings = postings
    self.shortHeads = shortHeads
    self.shortLengths = shortLengths
    self.weights = weights
  }

  /// The key of a text that is looked for as a whole: other than that of any run.
  static func shortKey(_ words: some Collection<UInt64>) -> UInt64 {
    mixBits(RollingHash.key(of: words) &+ UInt64(words.count)) | 1
  }
}

/// An answer as ``ContaminationRule/overlap`` looks for it behind a question.
struct ContaminationAnswer: Sendable {
  /// Answers of up to so many words are looked for as they are, longer ones by their runs of three.
  static let shortWords = 3
  /// The words behind the question that may hold a short answer.
  static let shortWindow = 50
  /// The fewest words behind the question that may hold a longer one; more for one longer than half of it.
  static let longWindow = 100

  /// The hashes of its words.
  let words: [UInt64]

  /// How many words behind the question are searched.
  var window: Int {
    words.count <= ContaminationAnswer.shortWords
      ? ContaminationAnswer.shortWindow : max(2 * words.count, ContaminationAnswer.longWindow)
  }

  /// The share of the answer that `window` holds, 0 to 1.
  func share(in window: ArraySlice<UInt64>) -> Double {
    guard !words.isEmpty, window.count >= words.count || words.count > ContaminationAnswer.shortWords else { return 0 }
    if words.count <= ContaminationAnswer.shortWords {
      for start in window.startIndex...(window.endIndex - words.count)
      where window[start..<start + words.count].elementsEqual(words) {
        return 1
      }
      return 0
    }
    let wanted = ContaminationAnswer.threes(words[...])
    let found = ContaminationAnswer.threes(window)
    return Double(wanted.intersection(found).count) / Double(wanted.count)
  }

  private static func threes(_ words: ArraySlice<UInt64>) -> Set<UInt64> {
    guard words.count >= 3 else { return [] }
    return Set((words.startIndex...words.endIndex - 3).map { RollingHash.key(of: words[$0..<$0 + 3]) })
  }
}
