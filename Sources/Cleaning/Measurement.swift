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
  /// Personal data by kind.
  case personalData
  /// The address against lists.
  case url
  /// Lines that ``TextEdit/boilerplate`` took out.
  case boilerplate
  /// Lines that ``TextEdit/repeatedLines(_:)`` took out.
  case repeatedLines
  /// The language of the document as it came.
  case language
  /// The languages of its paragraphs.
  case paragraphLanguages
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
  /// Words as dolma's Gopher taggers see them.
  case dolmaWords
  /// Lines as the first of these taggers sees them.
  case dolmaLines
  /// Lines as the second one sees them.
  case dolmaLines2
  /// Their most frequent runs of words.
  case dolmaTopRuns
  /// Their runs of words that repeat.
  case dolmaCopiedRuns
  /// Lines and phrases as dolma's C4 taggers see them.
  case dolmaC4
  /// Words as DCLM's filters see them.
  case dclmWords
  /// Lines and paragraphs as they see them.
  case dclmLines
  /// Runs of words as they see them.
  case dclmRuns
  /// What their edit of lines took; the edit measures it.
  case dclmRemovedWords
  /// What tells programs from data.
  case code
  /// How toxic the sentences are, by a model.
  case toxicity
  /// Whether edits have left anything.
  case remains

  /// The signals in the order of their slots.
  public var signals: [Signal] {
    switch self {
    case .characters: [.characters, .words, .letterShare, .meanWordLength, .stopWords]
    case .lines:
      [.lines, .terminalPunctuationShare, .repeatedLineShare, .repeatedCharacterShare, .longestLine]
    case .lexicon:
      [
        .lexiconHits, .lexiconHitsPerThousand, .lexiconMild, .lexiconStrong, .lexiconSevere, .lexiconDisguised,
      ]
    case .personalData: Signal.personalDataSignals
    case .url: Signal.urlSignals
    case .boilerplate: [.boilerplateLines, .boilerplateShare]
    case .repeatedLines: [.repeatedLinesRemoved, .repeatedLinesShare]
    case .language: [.language, .languageScore]
    case .paragraphLanguages: [.languageShare, .otherLanguage, .otherLanguageShare]
    case .toxicity: [.toxicity, .toxicityMax, .toxicityShare]
    case .remains: [.emptied]
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
    case .dolmaWords: [.dolmaWords, .dolmaMedianWord, .dolmaSymbols, .dolmaAlphabetic, .dolmaRequired]
    case .dolmaLines: Signal.dolmaLines
    case .dolmaLines2: Signal.dolmaLines2
    case .dolmaTopRuns: Signal.dolmaTopRuns
    case .dolmaCopiedRuns: Signal.dolmaCopiedRuns
    case .dolmaC4:
      [
        .dolmaLineCount, .dolmaBrace, .dolmaLorem, .dolmaScript, .dolmaScriptWord, .dolmaUnended, .dolmaShort,
      ]
    case .dclmWords: [.dclmWords, .dclmMeanWord, .dclmSymbols, .dclmUnalphabetic, .dclmStopWords]
    case .dclmLines:
      [
        .dclmLineCount, .dclmBullets, .dclmEllipses, .dclmCopiedLines, .dclmCopiedLineCharacters,
        .dclmCopiedParagraphs, .dclmCopiedParagraphCharacters,
      ]
    case .dclmRuns: Signal.dclmTopRuns + Signal.dclmCoveredRuns
    case .dclmRemovedWords: [.dclmRemovedWords]
    case .code:
      [
        .codeLines, .codeMeanLine, .codeAlphabetic, .codeAlphanumeric, .codeEncoded, .codeEncodedShare, .codeGenerated,
        .codeLicence,
      ]
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
    case .personalData: view.countPersonalData(into: values)
    case .url:
      if let lists = resources.urlLists { URLMatch(view.url, lists).write(to: values) }
    // Only edits know; where none was made, no line went.
    case .boilerplate, .repeatedLines: break
    case .language: view.language(resources).write(to: values)
    case .paragraphLanguages: view.paragraphLanguages(resources, into: values)
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
    case .dolmaWords: view.measureDolmaWords(into: values)
    case .dolmaLines: view.measureDolmaLines(joining: false, into: values)
    case .dolmaLines2: view.measureDolmaLines(joining: true, into: values)
    case .dolmaTopRuns: view.measureDolmaTopRuns(into: values)
    case .dolmaCopiedRuns: view.measureDolmaCopiedRuns(into: values)
    case .dolmaC4: DolmaC4.measure(view.bytes, into: values)
    case .dclmWords: view.measureDCLMWords(into: values)
    case .dclmLines: view.measureDCLMLines(into: values)
    case .dclmRuns: try view.measureDCLMRuns(into: values)
    case .dclmRemovedWords: values[Signal.dclmRemovedWords.slot] = 0
    case .code: CodePass.measure(view.bytes, into: values)
    case .toxicity: view.toxicity.measure(view.bytes, resources, into: values)
    case .remains: values[Signal.emptied.slot] = view.isEmptied ? 1 : 0
    }
  }
}

/// A part of a whole; 0 of nothing is 0.
func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
