import QuernBytes
import QuernText

/// A document's text as it is now, and what was found in it, each thing once, when a measurement first asks for it.
///
/// One serves all documents of a thread: its buffers are reused. They hold a folding of the text for a lexicon, and
/// eight to sixteen bytes per distinct line.
struct TextView: ~Copyable {
  /// The text.
  private(set) var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The address that the document came from; empty when it has none.
  private(set) var url = UnsafeRawBufferPointer(start: nil, count: 0)

  private let classes = CharacterClasses()
  private let folder = CaseFolder()
  private let canonical = Normalizer(.nfc)
  private var seen = LineSet()
  /// What the thread needs to ask models; it is no part of the text.
  let models = ModelSessions()
  private var normalized = ByteBuffer()
  private var folded = ByteBuffer()

  private var foundCharacters: CharacterCounts?
  private var foundLines: LineCounts?

  /// Room above this is given back after a large document.
  static let keptRoom = 1 << 20

  /// Turns to another document.
  mutating func open(_ document: CleaningDocument) {
    url = document.url
    show(document.text)
  }

  /// Turns to another version of the document's text; everything found in the last one is forgotten.
  mutating func show(_ text: UnsafeRawBufferPointer) {
    bytes = text
    foundCharacters = nil
    foundLines = nil
  }

  /// The counts of ``CharacterPass``.
  mutating func characters() -> CharacterCounts {
    if let foundCharacters { return foundCharacters }
    let counts = CharacterPass.measure(bytes, classes: classes, folder: folder)
    foundCharacters = counts
    return counts
  }

  /// The counts of ``LinePass``.
  mutating func lines() -> LineCounts {
    if let foundLines { return foundLines }
    let counts = LinePass.measure(bytes, classes: classes, seen: &seen)
    foundLines = counts
    return counts
  }

  /// What the lexicon of `resources` finds, whatever the text's form.
  mutating func lexiconHits(_ resources: CleaningResources) throws(CleaningError) -> LexiconCounts {
    guard let lexicon = resources.lexicon else { return LexiconCounts() }
    normalized.empty(keeping: TextView.keptRoom)
    folded.empty(keeping: TextView.keptRoom)
    let changed: Bool
    do {
      changed = try canonical.normalize(bytes, into: &normalized)
    } catch {
      throw .text(error)
    }
    folder.fold(changed ? normalized.bytes : bytes, into: &folded)
    let counts = characters()
    return LexiconCounts(
      hits: lexicon.automaton.count(in: folded.bytes), units: max(counts.words, counts.unspaced))
  }
}

/// What is cleaned: a text and what is known of it.
public struct CleaningDocument {
  /// The text, UTF-8.
  public var text: UnsafeRawBufferPointer
  /// The address that it came from, UTF-8; empty when there is none.
  public var url: UnsafeRawBufferPointer

  /// A document; its bytes stay in place until its ``Cleaner`` turns to the next one.
  public init(
    text: UnsafeRawBufferPointer, url: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
  ) {
    self.text = text
    self.url = url
  }
}
