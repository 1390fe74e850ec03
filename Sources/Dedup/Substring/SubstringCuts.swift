import QuernBytes
import QuernDocuments
import QuernStreams

/// Turns repeated windows into the lists of what goes.
public enum SubstringCuts {
  /// What goes because of repeats.
  public struct Policy: Sendable {
    /// Documents of which a larger share of bytes repeats go as a whole; 1 for none.
    public var dropShare: Double
    /// Documents with fewer bytes left than this go as a whole.
    public var leastBytes: Int

    /// Whether what repeats is cut from the others.
    public var cuts: Bool

    /// A policy.
    public init(dropShare: Double, leastBytes: Int, cuts: Bool) {
      self.dropShare = dropShare
      self.leastBytes = leastBytes
      self.cuts = cuts
    }
  }

  /// What was found.
  public struct Outcome: Sendable {
    /// Parts of texts that are cut.
    public var spans = 0
    /// Bytes of these.
    public var bytes = 0
    /// Documents that lose a part.
    public var edited = 0
    /// Documents that go as a whole.
    public var removed = 0
    /// Bytes of texts of these.
    public var removedBytes = 0
  }

  /// Writes the lists of documents that go and of parts that are cut.
  ///
  /// - Parameters:
  ///   - windows: what ``RepeatedSpans/listWindows(from:scratch:to:check:)`` wrote.
  ///   - texts: a list of ``ListedText`` for each file, of all texts in which windows stand.
  /// - Returns: what was found, and the two files.
  public static func write(
    windows: String, texts: [String], policy: Policy, scratch: String, removals removalsPath: String,
    cuts cutsPath: String, check: () throws -> Void
  ) throws -> (Outcome, [OutputFile]) {
    // The places that stay are looked up in order of place, and put back in the order of the spans.
    let byKept = try RunWriter(path: scratch + ".kept")
    var spans: UInt64 = 0
    try RepeatedSpans.forEachSpan(of: windows, scratch: scratch, check: check) { span in
      try byKept.add(SortRecord(key: Hash128(high: span.kept, low: spans), value: 0))
      spans += 1
    }
    _ = try byKept.finish()
    let bySpan = try RunWriter(path: scratch + ".spans")
    var finder = TextFinder(texts)
    let kept = try RunMerger(paths: [scratch + ".kept"], scratch: scratch)
    while let record = try kept.next() {
      let text = try finder.text(at: record.key.high)
      try bySpan.add(SortRecord(key: Hash128(high: record.key.low, low: text.id.packed), value: 0))
    }
    _ = try bySpan.finish()
    try FileSystem.remove(scratch + ".kept")

    let keptIDs = try RunMerger(paths: [scratch + ".spans"], scratch: scratch)
    let removals = try RemovalListWriter(path: removalsPath)
    let cuts = try CutListWriter(path: cutsPath)
    var outcome = Outcome()
    var present: ListedText?
    var found: [TextCut] = []
    func close() throws {
      guard let present, let first = found.first else { return }
      defer { found.removeAll(keepingCapacity: true) }
      let repeated = found.reduce(0) { $0 + $1.end - $1.start }
      let share = Double(repeated) / Double(present.bytes)
      let isLeft = !policy.cuts || present.bytes - repeated >= max(1, policy.leastBytes)
      if !isLeft || (policy.dropShare < 1 && share > policy.dropShare) {
        try removals.add(Removal(document: present.id, kept: first.kept, similarity: share))
        outcome.removed += 1
        outcome.removedBytes += present.bytes
        return
      }
      guard policy.cuts else { return }
      for cut in found { try cuts.add(cut) }
      outcome.spans += found.count
      outcome.bytes += repeated
      outcome.edited += 1
    }
    finder = TextFinder(texts)
    try RepeatedSpans.forEachSpan(of: windows, scratch: scratch, check: check) { span in
      let text = try finder.text(at: span.start)
      if text.id != present?.id {
        try close()
        present = text
      }
      guard let kept = try keptIDs.next() else { fatalError("every span has a place that stays") }
      let start = Int(span.start - text.document.packed)
      found.append(
        TextCut(
          document: text.id, start: start, end: start + Int(span.end - span.start),
          kept: DocumentID(packed: kept.key.low)))
    }
    try close()
    let files = [try removals.finish(), try cuts.finish()]
    try FileSystem.remove(scratch + ".spans")
    return (outcome, files)
  }
}

/// Finds the texts of rising places.
private struct TextFinder {
  private let paths: [String]
  private var file = -1
  private var cursor: DocumentListCursor<ListedText>?
  private var present: ListedText?
  private var following: ListedText?

  init(_ paths: [String]) { self.paths = paths }

  /// The text that holds `place`; places must rise from call to call, and lie in listed texts.
  mutating func text(at place: UInt64) throws(StreamError) -> ListedText {
    let wanted = DocumentID(packed: place).file
    if wanted != file {
      file = wanted
      let opened = try DocumentListCursor<ListedText>(path: paths[wanted], input: wanted)
      present = nil
      following = try opened.next(before: DocumentID(packed: .max))
      cursor = opened
    }
    while let next = following, next.document.packed <= place {
      present = next
      following = try cursor?.next(before: DocumentID(packed: .max))
    }
    guard let present else {
      throw StreamError(
        .damaged, path: paths[wanted], message: "has no text at \(place)",
        hint: "remove the file and run the same command again")
    }
    return present
  }
}
