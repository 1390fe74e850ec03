import QuernText

extension Signal {
  /// The share of a document, by bytes of paragraphs whose language can be told, that is in its language.
  public static let languageShare = Signal("language_share", .paragraphLanguages, 0)
  /// The language of most of the rest, as ``language`` is written; null where there is none.
  public static let otherLanguage = Signal("other_language", .paragraphLanguages, 1, .label)
  /// The share of the document in that other language.
  public static let otherLanguageShare = Signal("other_language_share", .paragraphLanguages, 2)
}

extension RuleCatalogue {
  static let languageShareRule = "language.share"

  /// The rule on the languages of paragraphs.
  static let paragraphRules: [Rule] = [
    Rule(
      id: languageShareRule,
      definition: """
        At least `min` of the document, by bytes of lines of \(ParagraphLanguages.leastBytes) bytes and more whose \
        language can be told, is in the language of the document.
        """,
      bounds: [RuleBound("min", .languageShare, .atLeast, 0.5)],
      source: "own choice; lines are the paragraphs of dolma's taggers",
      passing: RuleExample(
        "Water came down the race to the mill.\nКолесо вертелось весь долгий день.\nBread was baked of the flour here."),
      failing: RuleExample("Water came down the race to the old mill.\nКолесо вертелось весь долгий день."))
  ]
}

/// The languages of a document's paragraphs: its lines as it came.
///
/// Menus, headings and names tell no language, so lines under ``leastBytes`` are left out. A document without longer
/// ones is one paragraph.
struct ParagraphLanguages {
  /// The bytes of the shortest line that is asked for its language, white space around it not counted. Over single
  /// words and names, models guess.
  static let leastBytes = 32

  /// Bytes by language, by its place in the labels of the source.
  private var bytes: [Int]
  private var total = 0

  init(labels: Int) {
    bytes = [Int](repeating: 0, count: labels)
  }

  /// Counts the paragraphs of `text`, whose own language is `document`.
  /// - Complexity: O(n) and what ``LanguageTeller`` takes for each line.
  mutating func measure(
    _ text: UnsafeRawBufferPointer, document: LanguageTeller.Told, _ teller: inout LanguageTeller,
    _ source: LanguageSource, into values: UnsafeMutableBufferPointer<Double>
  ) {
    for label in bytes.indices { bytes[label] = 0 }
    total = 0
    var start = 0
    while start < text.count {
      let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
      let line = ParagraphLanguages.trimmed(text, start..<end)
      if line.count >= ParagraphLanguages.leastBytes {
        add(teller.tell(UnsafeRawBufferPointer(rebasing: text[line]), source), bytes: line.count)
      }
      start = end + 1
    }
    if total == 0 { add(document, bytes: 1) }
    write(document: document.label, into: values)
  }

  private mutating func add(_ told: LanguageTeller.Told, bytes count: Int) {
    guard told.label >= 0 else { return }
    bytes[told.label] += count
    total += count
  }

  private func write(document: Int, into values: UnsafeMutableBufferPointer<Double>) {
    var other = -1
    // Of languages with as many bytes the first is taken, so that the same text always gives the same one.
    for label in bytes.indices where label != document && bytes[label] > (other < 0 ? 0 : bytes[other]) {
      other = label
    }
    values[Signal.languageShare.slot] = document < 0 ? 0 : share(bytes[document], total)
    values[Signal.otherLanguage.slot] = Double(other)
    values[Signal.otherLanguageShare.slot] = other < 0 ? 0 : share(bytes[other], total)
  }

  private static func trimmed(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end && text[start] <= 0x20 { start += 1 }
    while start < end && text[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }
}
