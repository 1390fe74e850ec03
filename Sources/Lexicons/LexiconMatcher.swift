import CText
import QuernBytes
import QuernText

/// A place in a text where an entry of a lexicon counts.
public struct LexiconHit: Equatable, Sendable {
  /// Its bytes in the text.
  public var range: Range<Int>
  /// How bad it is.
  public var severity: LexiconSeverity
  /// Whether the word was disguised.
  public var isDisguised: Bool
}

/// How often the entries of a lexicon count in a text.
public struct LexiconTally: Equatable, Sendable {
  /// Hits of severity 1, 2 and 3.
  public private(set) var bySeverity = (mild: 0, strong: 0, severe: 0)
  /// Those of them that were disguised.
  public private(set) var disguised = 0

  /// No hits.
  public init() {}

  /// All hits.
  public var hits: Int { bySeverity.mild + bySeverity.strong + bySeverity.severe }

  mutating func add(_ severity: LexiconSeverity, isDisguised: Bool) {
    switch severity {
    case .mild: bySeverity.mild += 1
    case .strong: bySeverity.strong += 1
    case .severe: bySeverity.severe += 1
    }
    if isDisguised { disguised += 1 }
  }

  public static func == (left: LexiconTally, right: LexiconTally) -> Bool {
    left.bySeverity == right.bySeverity && left.disguised == right.disguised
  }
}

/// Finds the entries of a lexicon in texts, one after the other; one per thread.
///
/// Entries of one word with three letters or more are also found in disguise: with digits and signs for letters
/// (`sh1t`), letters of other scripts and forms that look alike, combining marks and characters without width inside,
/// letters that are drawn out (`shiiit`) or spaced out (`s h i t`, `s.h.i.t`), and letters that are hidden (`f**k`).
/// Hits do not overlap: the leftmost counts, of those the longest, and none that touches an exception.
public struct LexiconMatcher: ~Copyable {
  private let lexicon: Lexicon
  private let folder = CaseFolder()
  private let canonical = Normalizer(.nfc)
  private let borders: OpaquePointer
  private var finder = DisguiseFinder()
  private var normalized = ByteBuffer()
  private var folded = ByteBuffer()
  private var candidates: [LexiconCandidate] = []

  /// The bytes of text whose hits are sorted out at once.
  private static let partLength = 1 << 20
  private static let keptRoom = 1 << 20

  /// A matcher for `lexicon`.
  /// - Throws: ``LexiconError/text(_:)`` when ICU has no data to cut words.
  public init(_ lexicon: Lexicon) throws(LexiconError) {
    self.lexicon = lexicon
    var borders: OpaquePointer?
    if let error = quern_borders_open(&borders) { throw .text(.library(String(cString: error))) }
    self.borders = borders!
  }

  deinit { quern_borders_close(borders) }

  /// Counts the hits in `text` (UTF-8).
  /// - Complexity: O(n), at 100 MB/s and more; memory is up to four times the text.
  /// - Throws: ``LexiconError/text(_:)`` above 2 GiB.
  public mutating func count(_ text: UnsafeRawBufferPointer) throws(LexiconError) -> LexiconTally {
    var tally = LexiconTally()
    try prepare(text)
    let entries = lexicon.entries
    run { hit in tally.add(entries[hit.entry].severity, isDisguised: hit.isDisguised) }
    return tally
  }

  /// The hits in `text` (UTF-8), in order.
  public mutating func hits(in text: UnsafeRawBufferPointer) throws(LexiconError) -> [LexiconHit] {
    var places: [LexiconCandidate] = []
    let changes = try prepare(text, keepingChanges: true)
    run { places.append($0) }
    if places.isEmpty { return [] }
    var map = OffsetMap()
    map.append(changes)
    let source = changes.isEmpty ? text : normalized.bytes
    var offsets = FoldedOffsets(source, folder)
    return places.map { place in
      let start = offsets.source(of: place.start - DisguiseFinder.margin)
      let end = offsets.source(of: place.end - DisguiseFinder.margin)
      return LexiconHit(
        range: map.source(of: start..<end), severity: lexicon.entries[place.entry].severity,
        isDisguised: place.isDisguised)
    }
  }

  /// Makes `folded` the text in NFC and case-folded, between margins; returns what NFC changed, where that is wanted.
  @discardableResult
  private mutating func prepare(
    _ text: UnsafeRawBufferPointer, keepingChanges: Bool = false
  ) throws(LexiconError) -> [OffsetMap.Change] {
    var changes: [OffsetMap.Change] = []
    normalized.removeAll()
    normalized.shrink(to: LexiconMatcher.keptRoom)
    folded.removeAll()
    folded.shrink(to: LexiconMatcher.keptRoom)
    for _ in 0..<DisguiseFinder.margin { folded.append(0x20) }
    let changed: Bool
    do {
      changed =
        try keepingChanges
        ? canonical.normalize(text, into: &normalized, changes: &changes) : canonical.normalize(text, into: &normalized)
    } catch {
      throw .text(error)
    }
    folder.fold(changed ? normalized.bytes : text, into: &folded)
    for _ in 0..<DisguiseFinder.margin { folded.append(0x20) }
    return changes
  }

  /// Gives each hit in the folded text to `body`, in order.
  private mutating func run(_ body: (LexiconCandidate) -> Void) {
    let text = folded.bytes
    let end = text.count - DisguiseFinder.margin
    var at = DisguiseFinder.margin
    while at < end {
      let next = min(end, lexicon.automaton.partEnd(in: text, from: at, length: LexiconMatcher.partLength))
      candidates.removeAll(keepingCapacity: true)
      lexicon.automaton.find(in: text, from: at, to: next, into: &candidates)
      finder.find(in: text, from: at, to: next, lexicon.disguises, into: &candidates)
      if !candidates.isEmpty { select(text, body) }
      at = next
    }
  }

  private mutating func select(_ text: UnsafeRawBufferPointer, _ body: (LexiconCandidate) -> Void) {
    let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self)
    candidates.removeAll { candidate in
      candidate.needsWordEdges
        && quern_borders_at(borders, start, text.count, candidate.start, candidate.end) == 0
    }
    // What is plain comes before what is disguised, and the longest first.
    candidates.sort {
      $0.start != $1.start ? $0.start < $1.start : $0.end != $1.end ? $0.end > $1.end : !$0.isDisguised
    }
    let entries = lexicon.entries
    let exceptions = candidates.filter { entries[$0.entry].isException }
    var nextException = 0
    var reach = 0
    var free = 0
    for candidate in candidates where !entries[candidate.entry].isException {
      while nextException < exceptions.count, exceptions[nextException].start < candidate.end {
        reach = max(reach, exceptions[nextException].end)
        nextException += 1
      }
      guard candidate.start >= free, candidate.start >= reach else { continue }
      body(candidate)
      free = candidate.end
    }
  }
}

/// Leads offsets of a folded text back to the text, from the left to the right.
private struct FoldedOffsets {
  private let text: UnsafeRawBufferPointer
  private let folder: CaseFolder
  private var source = 0
  private var folded = 0

  init(_ text: UnsafeRawBufferPointer, _ folder: CaseFolder) {
    self.text = text
    self.folder = folder
  }

  /// The end of the characters whose foldings end at or before `offset`.
  mutating func source(of offset: Int) -> Int {
    let start = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    while folded < offset, source < text.count {
      if start[source] < 0x80 {
        source += 1
        folded += 1
        continue
      }
      let from = source
      let codePoint = start.decode(&source, text.count)
      folded += folder.folds(codePoint) ? folder.folding(of: codePoint).length : source - from
    }
    return source
  }
}
