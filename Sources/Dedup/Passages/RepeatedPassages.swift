import QuernBytes
import QuernDocuments
import QuernStreams

/// A passage whose place was asked for: where it stands and how long it is.
public struct ListedPassage: ListEntry, Sendable {
  /// The place of its first byte, packed as a document of the file is.
  public var document: DocumentID
  /// Its bytes.
  public var bytes: Int

  /// An entry.
  public init(place: TextPlace, bytes: Int) {
    document = DocumentID(packed: place.packed)
    self.bytes = bytes
  }

  public init(words: ListWords) {
    document = DocumentID(packed: words.0)
    bytes = Int(truncatingIfNeeded: words.1)
  }

  public var words: ListWords { (document.packed, UInt64(bytes), 0, 0) }
}

/// Finds passages that occur again and again by sorting; memory is bounded whatever the corpus.
public enum RepeatedPassages {
  private static let checkInterval = 1 << 14

  /// Which of equal passages go.
  public struct Policy: Sendable {
    /// Passages that occur fewer times stay.
    public var times: Int
    /// Whether the first one stays.
    public var keepsFirst: Bool

    /// A policy.
    public init(times: Int, keepsFirst: Bool) {
      self.times = times
      self.keepsFirst = keepsFirst
    }
  }

  /// What ``list(from:policy:scratch:repeats:places:check:)`` found.
  public struct Outcome: Sendable {
    /// Passages looked at.
    public var passages = 0
    /// Different passages that occur often enough.
    public var repeated = 0
    /// Passages that go.
    public var going = 0
  }

  /// Lists the passages that go: in `repeats` sorted runs of (place, place that stays), in `places` the list of all these
  /// places, each once.
  ///
  /// - Parameter spills: sorted runs of (hash of the passage, place).
  public static func list(
    from spills: [String], policy: Policy, scratch: String, repeats path: String, places placesPath: String,
    check: () throws -> Void
  ) throws -> (Outcome, OutputFile) {
    var outcome = Outcome()
    let repeats = try RunWriter(path: path)
    let unsorted = try RunWriter(path: scratch + ".places")
    func go(_ place: UInt64, _ first: UInt64) throws {
      try repeats.add(SortRecord(key: Hash128(high: place, low: first), value: 0))
      try unsorted.add(SortRecord(key: Hash128(high: place, low: 0), value: 0))
      outcome.going += 1
    }
    // Places that wait until their passage has occurred often enough: fewer than `times`.
    var waiting: [UInt64] = []
    var first: SortRecord?
    var times = 0
    let merger = try RunMerger(paths: spills, scratch: scratch)
    while let record = try merger.next() {
      if outcome.passages % checkInterval == 0 { try check() }
      outcome.passages += 1
      if record.key != first?.key {
        first = record
        times = 0
        waiting.removeAll(keepingCapacity: true)
      }
      times += 1
      guard let kept = first?.value else { continue }
      if times < policy.times {
        waiting.append(record.value)
        continue
      }
      if times == policy.times {
        outcome.repeated += 1
        try unsorted.add(SortRecord(key: Hash128(high: kept, low: 0), value: 0))
        for place in waiting.dropFirst(policy.keepsFirst ? 1 : 0) { try go(place, kept) }
        waiting.removeAll(keepingCapacity: true)
      }
      try go(record.value, kept)
    }
    _ = try repeats.finish()
    _ = try unsorted.finish()
    let file = try CandidatePairs.writeDocuments(
      from: scratch + ".places", scratch: scratch, to: placesPath, check: check
    ).file
    try FileSystem.remove(scratch + ".places")
    return (outcome, file)
  }

  /// Turns the places of passages into spans with their lengths, as ``SubstringCuts`` reads them.
  ///
  /// - Parameter passages: a list of ``ListedPassage`` for each file.
  public static func writeSpans(
    repeats: String, passages: [String], scratch: String, to path: String, check: () throws -> Void
  ) throws {
    let merger = try RunMerger(paths: [repeats], scratch: scratch)
    let spans = try RunWriter(path: path)
    var file = -1
    var cursor: DocumentListCursor<ListedPassage>?
    var read = 0
    while let record = try merger.next() {
      if read % checkInterval == 0 { try check() }
      read += 1
      let place = DocumentID(packed: record.key.high)
      if place.file != file {
        file = place.file
        cursor = try DocumentListCursor(path: passages[file], input: file)
      }
      var found: ListedPassage?
      while let next = try cursor?.next(before: DocumentID(packed: place.packed + 1)) { found = next }
      guard let found, found.document == place else {
        throw StreamError(
          .damaged, path: passages[file], message: "has no passage at \(place.packed)",
          hint: "remove the file and run the same command again")
      }
      try spans.add(SortRecord(key: record.key, value: UInt64(found.bytes) << 4))
    }
    _ = try spans.finish()
  }
}
