import QuernBytes
import QuernLexicons
import QuernPersonalData
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
  private var seen = LineSet()
  private var matcher: LexiconMatcher?

  private var personalData: PersonalDataStep?
  /// The text as it came.
  private var original = UnsafeRawBufferPointer(start: nil, count: 0)
  private var teller = LanguageTeller()
  /// Scores sentences; it is no part of the text.
  var toxicity = ToxicityMeter()
  private var foundLanguage: LanguageTeller.Told?
  private var paragraphs: ParagraphLanguages?
  /// What the rules of datatrove's filters need.
  var datatrove = DatatroveText()
  private var spaced = WordView()
  private var annex = WordView()
  private var allAnnex = WordList()
  private var annexSegmenter: WordSegmenter?
  private var repeated = LineRepeats()

  private var foundCharacters: CharacterCounts?
  private var foundLines: LineCounts?

  /// Room above this is given back after a large document.
  static let keptRoom = 1 << 20

  /// Turns to another document.
  mutating func open(_ document: CleaningDocument) {
    url = document.url
    original = document.text
    foundLanguage = nil
    show(document.text)
  }

  /// Turns to another version of the document's text; what was found in the last one is forgotten.
  mutating func show(_ text: UnsafeRawBufferPointer) {
    bytes = text
    foundCharacters = nil
    foundLines = nil
    datatrove.forget()
    spaced.forget()
    annex.forget()
  }

  /// Whether edits have left white space at most of a text that was more.
  var isEmptied: Bool { TextView.isBlank(bytes) && !TextView.isBlank(original) }

  private static func isBlank(_ text: UnsafeRawBufferPointer) -> Bool { text.allSatisfy { $0 <= 0x20 } }

  /// The counts of ``CharacterPass``.
  mutating func characters() -> CharacterCounts {
    if let foundCharacters { return foundCharacters }
    let counts = CharacterPass.measure(bytes, classes: classes, folder: folder)
    foundCharacters = counts
    return counts
  }

  /// Counts the personal data of every kind by our own rules.
  mutating func countPersonalData(into values: UnsafeMutableBufferPointer<Double>) {
    let step = personalData ?? PersonalDataStep(PersonalDataPolicy(.quern, .tag))
    personalData = step
    step.measure(bytes, into: values)
  }

  /// The counts of ``LinePass``.
  mutating func lines() -> LineCounts {
    if let foundLines { return foundLines }
    let counts = LinePass.measure(bytes, classes: classes, seen: &seen)
    foundLines = counts
    return counts
  }

  /// The language of the document as it came.
  mutating func language(_ resources: CleaningResources) -> LanguageTeller.Told {
    guard let source = resources.language else { return LanguageTeller.Told() }
    if let foundLanguage { return foundLanguage }
    let told = teller.tell(original, source)
    foundLanguage = told
    return told
  }

  /// The languages of the paragraphs of the document as it came.
  mutating func paragraphLanguages(
    _ resources: CleaningResources, into values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let source = resources.language else { return }
    let document = language(resources)
    if paragraphs == nil { paragraphs = ParagraphLanguages(labels: source.labels.count) }
    paragraphs?.measure(original, document: document, &teller, source, into: values)
  }

  /// What the lexicon of `resources` finds, whatever the text's form.
  mutating func lexiconHits(_ resources: CleaningResources) throws(CleaningError) -> LexiconCounts {
    guard let lexicon = resources.lexicon else { return LexiconCounts() }
    let tally: LexiconTally
    do {
      if matcher == nil { matcher = try LexiconMatcher(lexicon) }
      tally = try matcher!.count(bytes)
    } catch {
      throw .lexicon(error)
    }
    let counts = characters()
    return LexiconCounts(tally: tally, units: max(counts.words, counts.unspaced))
  }
}

extension TextView {
  /// Finds the words between white space unless they are known.
  private mutating func findSpacedWords() {
    let text = bytes
    spaced.fill { SpacedWords().segment(text, into: &$0) }
  }

  mutating func measureDolmaWords(into values: UnsafeMutableBufferPointer<Double>) {
    findSpacedWords()
    DolmaGopher.measureWords(bytes, spaced, into: values)
  }

  mutating func measureDolmaTopRuns(into values: UnsafeMutableBufferPointer<Double>) {
    findSpacedWords()
    DolmaGopher.measureTopRuns(&spaced, into: values)
  }

  mutating func measureDolmaCopiedRuns(into values: UnsafeMutableBufferPointer<Double>) {
    findSpacedWords()
    DolmaGopher.measureCopiedRuns(&spaced, into: values)
  }

  /// - Parameter joining: whether several line ends are one.
  mutating func measureDolmaLines(joining: Bool, into values: UnsafeMutableBufferPointer<Double>) {
    findSpacedWords()
    DolmaLines.measure(
      bytes, joining: joining, wordCodePoints: spaced.codePoints, seen: &repeated, into: values)
  }

  mutating func measureDCLMWords(into values: UnsafeMutableBufferPointer<Double>) {
    findSpacedWords()
    DCLMWords.measure(bytes, spaced, into: values)
  }

  mutating func measureDCLMLines(into values: UnsafeMutableBufferPointer<Double>) {
    DCLMLines.measure(bytes, seen: &repeated, into: values)
  }

  mutating func measureDCLMRuns(into values: UnsafeMutableBufferPointer<Double>) throws(CleaningError) {
    let text = bytes
    allAnnex.removeAll()
    allAnnex.shrink(to: WordView.keptWords)
    do {
      if annexSegmenter == nil { annexSegmenter = try WordSegmenter(.annex) }
      try annexSegmenter?.segment(text, into: &allAnnex)
    } catch {
      throw .text(error)
    }
    annex.fill { DCLMWords.keepWords(text, of: allAnnex, into: &$0) }
    DCLMWords.measureRuns(&annex, into: values)
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
