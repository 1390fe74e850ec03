import QuernBytes
import QuernDocuments
import QuernStreams

/// A document in which windows were listed: where its text begins, and how long it is.
public struct ListedText: ListEntry, Sendable {
  /// The place of its first byte, packed as a document of the file is, so that a list can be read file by file.
  public var document: DocumentID
  /// Which document it is.
  public var id: DocumentID
  /// Bytes of its text.
  public var bytes: Int

  /// An entry.
  public init(start: TextPlace, id: DocumentID, bytes: Int) {
    document = DocumentID(packed: start.packed)
    self.id = id
    self.bytes = bytes
  }

  public init(words: ListWords) {
    document = DocumentID(packed: words.0)
    id = DocumentID(packed: words.1)
    bytes = Int(truncatingIfNeeded: words.2)
  }

  public var words: ListWords { (document.packed, id.packed, UInt64(bytes), 0) }
}

/// Finds the repeats among pieces and windows by sorting; memory is bounded whatever the corpus.
public enum RepeatedSpans {
  private static let checkInterval = 1 << 14

  /// Writes the places of all pieces that occur more than once, in order: of `spills`, sorted runs of (hash, place).
  public static func listPieces(
    from spills: [String], scratch: String, to path: String, check: () throws -> Void
  ) throws -> (read: Int, file: OutputFile) {
    let merger = try RunMerger(paths: spills, scratch: scratch)
    let unsorted = try RunWriter(path: scratch + ".places")
    var read = 0
    var group: SortRecord?
    var isRepeated = false
    while let record = try merger.next() {
      if read % checkInterval == 0 { try check() }
      read += 1
      if record.key == group?.key, let first = group {
        if !isRepeated { try unsorted.add(SortRecord(key: Hash128(high: first.value, low: 0), value: 0)) }
        isRepeated = true
        try unsorted.add(SortRecord(key: Hash128(high: record.value, low: 0), value: 0))
      } else {
        group = record
        isRepeated = false
      }
    }
    _ = try unsorted.finish()
    let sorted = try RunMerger(paths: [scratch + ".places"], scratch: scratch)
    let list = try DocumentListWriter<ListedDocument>(path: path)
    while let record = try sorted.next() {
      if list.count % checkInterval == 0 { try check() }
      try list.add(ListedDocument(document: DocumentID(packed: record.key.high)))
    }
    let file = try list.finish()
    try FileSystem.remove(scratch + ".places")
    return (read, file)
  }

  /// Writes the windows that stand at an earlier place, too: of `spills`, sorted runs of (window, place), sorted runs of
  /// (place, first place of the window) with head, tail and length as ``WindowKey`` has them.
  public static func listWindows(
    from spills: [String], scratch: String, to path: String, check: () throws -> Void
  ) throws -> (read: Int, repeated: Int) {
    let merger = try RunMerger(paths: spills, scratch: scratch)
    let repeats = try RunWriter(path: path)
    var read = 0
    var group: SortRecord?
    while let record = try merger.next() {
      if read % checkInterval == 0 { try check() }
      read += 1
      if record.key == group?.key, let first = group {
        try repeats.add(
          SortRecord(key: Hash128(high: record.value, low: first.value), value: record.key.low & 0xFF_FFFF))
      } else {
        group = record
      }
    }
    _ = try repeats.finish()
    return (read, repeats.count)
  }

  /// A part of a text whose bytes all lie in repeated windows, cut to whole characters.
  struct Span {
    var start: UInt64
    var end: UInt64
    /// Where the first of its windows stands first.
    var kept: UInt64
  }

  /// Calls `body` for every span that the windows at `path` form, in order.
  static func forEachSpan(
    of path: String, scratch: String, check: () throws -> Void, _ body: (Span) throws -> Void
  ) throws {
    let merger = try RunMerger(paths: [path], scratch: scratch)
    var open: (start: UInt64, end: UInt64, head: Int, tail: Int, kept: UInt64)?
    func close() throws {
      guard let open else { return }
      let span = Span(
        start: open.start + UInt64(open.head), end: open.end - UInt64(open.tail), kept: open.kept)
      if span.start < span.end { try body(span) }
    }
    var read = 0
    while let record = try merger.next() {
      if read % checkInterval == 0 { try check() }
      read += 1
      let window = WindowKey(key: Hash128(high: 0, low: record.value))
      let end = record.key.high + record.value >> 4
      // Texts never touch, so what touches belongs to one text.
      if let span = open, record.key.high <= span.end {
        if end > span.end { open = (span.start, end, span.head, window.tail, span.kept) }
        continue
      }
      try close()
      open = (record.key.high, end, window.head, window.tail, record.key.low)
    }
    try close()
  }
}
