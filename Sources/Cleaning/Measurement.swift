/// One pass over a document that yields a few signals.
///
/// Measurements are small, so that little is measured where the first failing rule ends the work. What several of them
/// need, such as words, is found once and kept in a ``TextView``.
public enum Measurement: UInt8, CaseIterable, Sendable {
  /// Code points, letters, words and stop words.
  case characters
  /// Lines: how many, how long, how they end, how many repeat.
  case lines
  /// Entries of a lexicon.
  case lexicon
  /// What datatrove's filter for Gopher's repetition rules measures: paragraphs, lines, and runs of 2 to 10 words.
  case gopherParagraphs, gopherLines, gopherTop2, gopherTop3, gopherTop4
  case gopherDuplicate5, gopherDuplicate6, gopherDuplicate7, gopherDuplicate8, gopherDuplicate9, gopherDuplicate10
  /// What datatrove's filter for Gopher's quality rules measures.
  case gopherWords, gopherSymbols, gopherMarks, gopherStopWords
  /// What datatrove's edit for C4 yields.
  case c4
  /// The long lines of mC4.
  case c4Paragraphs
  /// What datatrove's filter for FineWeb measures.
  case fineWebLines, fineWebList

  /// The signals in the order of their slots.
  public var signals: [Signal] {
    switch self {
    case .characters: [.characters, .words, .letterShare, .meanWordLength, .stopWords]
    case .lines:
      [.lines, .terminalPunctuationShare, .repeatedLineShare, .repeatedCharacterShare, .longestLine]
    case .lexicon: [.lexiconHits, .lexiconHitsPerThousand]
    case .gopherParagraphs:
      [.gopherCharacters, .gopherDuplicateParagraphs, .gopherDuplicateParagraphCharacters]
    case .gopherLines: [.gopherDuplicateLines, .gopherDuplicateLineCharacters]
    case .gopherTop2: [.gopherTop2]
    case .gopherTop3: [.gopherTop3]
    case .gopherTop4: [.gopherTop4]
    case .gopherDuplicate5: [.gopherDuplicate5]
    case .gopherDuplicate6: [.gopherDuplicate6]
    case .gopherDuplicate7: [.gopherDuplicate7]
    case .gopherDuplicate8: [.gopherDuplicate8]
    case .gopherDuplicate9: [.gopherDuplicate9]
    case .gopherDuplicate10: [.gopherDuplicate10]
    case .gopherWords: [.gopherWords, .gopherPlainWords, .gopherMeanWordLength, .gopherAlphabeticWords]
    case .gopherSymbols: [.gopherHashes, .gopherEllipses]
    case .gopherMarks: [.gopherBullets, .gopherEndEllipses]
    case .gopherStopWords: [.gopherStopWords]
    case .c4: [.c4LoremIpsum, .c4CurlyBracket, .c4Sentences, .c4Lines]
    case .c4Paragraphs: [.thirdLongestLine]
    case .fineWebLines: [.fineWebLines, .fineWebPunctuation, .fineWebShortLines, .fineWebDuplicates]
    case .fineWebList: [.fineWebLineEnds]
    }
  }

  /// Whether it reads the address of the document.
  var readsURL: Bool {
    switch self {
    default: false
    }
  }

  /// What it needs beside the text; a plan without it cannot be made.
  var resource: CleaningResource? {
    switch self {
    case .lexicon: .lexicon
    default: nil
    }
  }

  /// Measures the text of `view` as it is now into `values`, one for each of ``signals``.
  ///
  /// No value is ever NaN: a share of nothing is 0.
  /// - Complexity: O(n).
  func measure(
    _ view: inout TextView, _ resources: CleaningResources, into values: UnsafeMutableBufferPointer<Double>
  ) throws(CleaningError) {
    switch self {
    case .characters: view.characters().write(to: values)
    case .lines: view.lines().write(to: values, characters: view.characters().characters)
    case .lexicon: try view.lexiconHits(resources).write(to: values)
    case .gopherParagraphs: view.gopherParagraphs(values)
    case .gopherLines: view.gopherLines(values)
    case .gopherTop2: values[0] = try view.gopherTop(2)
    case .gopherTop3: values[0] = try view.gopherTop(3)
    case .gopherTop4: values[0] = try view.gopherTop(4)
    case .gopherDuplicate5: values[0] = try view.gopherDuplicates(5)
    case .gopherDuplicate6: values[0] = try view.gopherDuplicates(6)
    case .gopherDuplicate7: values[0] = try view.gopherDuplicates(7)
    case .gopherDuplicate8: values[0] = try view.gopherDuplicates(8)
    case .gopherDuplicate9: values[0] = try view.gopherDuplicates(9)
    case .gopherDuplicate10: values[0] = try view.gopherDuplicates(10)
    case .gopherWords: try view.gopherWords(values)
    case .gopherSymbols: try view.gopherSymbols(values)
    case .gopherMarks: view.gopherMarks(values)
    case .gopherStopWords: try view.gopherStopWords(values)
    case .c4: break  // the edit yields them
    case .c4Paragraphs: view.c4Paragraphs(values)
    case .fineWebLines: view.fineWebLines(values)
    case .fineWebList: try view.fineWebList(values)
    }
  }
}

/// A part of a whole; 0 of nothing is 0.
func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
