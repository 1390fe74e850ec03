import CText
import QuernBytes
import QuernText

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
  private let partLength: Int
  private static let keptRoom = 1 << 20

  /// A matcher for `lexicon`.
  /// - Throws: ``LexiconError/text(_:)`` when ICU has no data to cut words.
  public init(_ lexicon: Lexicon) throws(LexiconError) { try self.init(lexicon, partLength: 1 << 20) }

  init(_ lexicon: Lexicon, partLength: Int) throws(LexiconError) {
    self.lexicon = lexicon
    self.partLength = partLength
    var borders: OpaquePointer?
    if let error = quern_borders_open(&borders) { throw .text(.library(String(cString: error))) }
    self.borders = borders!
  }

  deinit { quern_borders_close(borders) }

  /// Counts the hits in `text` (UTF-8).
  /// - Complexity: O(n) where no entry is a suffix of many others; memory is up to four times the text. Prose goes at
  ///   200 MB/s and more on one core, text that is full of disguises far slower.
  /// - Throws: ``LexiconError/text(_:)`` above 2 GiB.
  public mutating func count(_ text: UnsafeRawBufferPointer) throws(LexiconError) -> LexiconTally {
    var tally = LexiconTally()
    try prepare(text)
    let entries = lexicon.entries
    run { hit in tally.add(entries[hit.entry].severity, isDisguised: hit.isDisguised) }
    return tally
  }

  /// Makes `folded` the text in NFC and case-folded, between margins.
  private mutating func prepare(_ text: UnsafeRawBufferPointer) throws(LexiconError) {
    normalized.removeAll()
    normalized.shrink(to: LexiconMatcher.keptRoom)
    folded.removeAll()
    folded.shrink(to: LexiconMatcher.keptRoom)
    for _ in 0..<DisguiseFinder.margin { folded.append(0x20) }
    let changed: Bool
    do {
      changed = try canonical.normalize(text, into: &normalized)
    } catch {
      throw .text(error)
    }
    folder.fold(changed ? normalized.bytes : text, into: &folded)
    for _ in 0..<DisguiseFinder.margin { folded.append(0x20) }
  }

  /// Gives each hit in the folded text to `body`, in order.
  private mutating func run(_ body: (LexiconCandidate) -> Void) {
    let text = folded.bytes
    let end = text.count - DisguiseFinder.margin
    var at = DisguiseFinder.margin
    finder.reset()
    while at < end {
      let next = min(end, lexicon.automaton.partEnd(in: text, from: at, length: partLength))
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
