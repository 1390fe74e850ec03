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

  /// The signals in the order of their slots.
  public var signals: [Signal] {
    switch self {
    case .characters: [.characters, .words, .letterShare, .meanWordLength, .stopWords]
    case .lines:
      [.lines, .terminalPunctuationShare, .repeatedLineShare, .repeatedCharacterShare, .longestLine]
    case .lexicon: [.lexiconHits, .lexiconHitsPerThousand]
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

  /// Whether it reads the address of the document.
  var readsURL: Bool { false }

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
    }
  }
}

/// A part of a whole; 0 of nothing is 0.
func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
