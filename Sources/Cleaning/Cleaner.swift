import QuernBytes
import QuernText

/// Cleans documents one after the other; one per thread.
///
/// Its buffers are reused, so that a document costs no allocation: they hold the normalised text (at most three times
/// the largest document for NFC), its folding for a lexicon, and eight to sixteen bytes per distinct line.
public struct Cleaner: ~Copyable {
  private let plan: CleaningPlan
  private let classes = CharacterClasses()
  private let folder = CaseFolder()
  private let canonical = Normalizer(.nfc)
  private var normalized = ByteBuffer()
  private var scratch = ByteBuffer()
  private var folded = ByteBuffer()
  private var seen = LineSet()

  /// Room above this is given back after a large document.
  private static let keptRoom = 1 << 20

  /// The bytes to go on with after ``clean(_:route:)``: the document itself, or the cleaner's edited copy.
  ///
  /// Valid until the next call, and as long as the document's own bytes.
  public private(set) var text = UnsafeRawBufferPointer(start: nil, count: 0)

  /// A cleaner for documents of `plan`.
  public init(plan: CleaningPlan) { self.plan = plan }

  /// Normalises and measures `document` (UTF-8) and tries the rules of a route on it.
  ///
  /// The empty document has defined signals: all are 0.
  /// - Parameters:
  ///   - document: bytes that stay in place until ``text`` is no longer used.
  ///   - route: an index from ``CleaningPlan/route(forSource:)``.
  /// - Complexity: O(n), at 150 MB/s and more on one core.
  /// - Throws: ``CleaningError/text(_:)`` when the text cannot be normalised (2 GiB and above).
  public mutating func clean(_ document: UnsafeRawBufferPointer, route: Int) throws(CleaningError) -> Verdict {
    let compiled = plan.routes[route]
    var verdict = Verdict(plan: plan, route: route)
    text = document
    Cleaner.empty(&normalized)
    if try Cleaner.normalize(document, compiled.normalizer, into: &normalized) {
      text = normalized.bytes
      verdict.edits.normalized = compiled.normalizer.form
    }
    if plan.signals == .full {
      try measure(plan.lexicon == nil ? [.characters, .lines] : [.characters, .lines, .lexicon], compiled, &verdict)
    }
    for (index, rule) in compiled.rules.enumerated() {
      try measure(rule.passes, compiled, &verdict)
      if rule.keeps(verdict.counts) { continue }
      verdict.failedRules |= 1 << index
      if plan.signals == .decided { break }
    }
    return verdict
  }

  /// Runs those of `passes` that have not run yet.
  private mutating func measure(
    _ passes: MeasuringPass, _ route: CleaningPlan.CompiledRoute, _ verdict: inout Verdict
  ) throws(CleaningError) {
    let missing = passes.subtracting(verdict.counts.measured)
    if missing.isEmpty { return }
    if missing.contains(.characters) {
      CharacterPass.measure(text, classes: classes, folder: folder, into: &verdict.counts)
    }
    if missing.contains(.lines) { LinePass.measure(text, classes: classes, seen: &seen, into: &verdict.counts) }
    if missing.contains(.lexicon), let lexicon = plan.lexicon {
      try measure(lexicon, route.normalizer.form == .none, &verdict.counts)
    }
  }

  private mutating func measure(
    _ lexicon: Lexicon, _ mustNormalize: Bool, _ counts: inout SignalCounts
  ) throws(CleaningError) {
    Cleaner.empty(&folded)
    Cleaner.empty(&scratch)
    if mustNormalize, try Cleaner.normalize(text, canonical, into: &scratch) {
      folder.fold(scratch.bytes, into: &folded)
    } else {
      folder.fold(text, into: &folded)
    }
    counts.lexiconHits = lexicon.automaton.count(in: folded.bytes)
    counts.measured.insert(.lexicon)
  }

  private static func empty(_ buffer: inout ByteBuffer) {
    buffer.removeAll()
    buffer.shrink(to: keptRoom)
  }

  private static func normalize(
    _ text: UnsafeRawBufferPointer, _ normalizer: Normalizer, into out: inout ByteBuffer
  ) throws(CleaningError) -> Bool {
    do {
      return try normalizer.normalize(text, into: &out)
    } catch {
      throw .text(error)
    }
  }
}
