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
  /// The language of the text, by a model.
  case language
  /// The script of most letters.
  case script
  /// How toxic the sentences are, by a model.
  case toxicity

  /// The signals in the order of their slots.
  public var signals: [Signal] {
    switch self {
    case .characters: [.characters, .words, .letterShare, .meanWordLength, .stopWords]
    case .lines:
      [.lines, .terminalPunctuationShare, .repeatedLineShare, .repeatedCharacterShare, .longestLine]
    case .lexicon: [.lexiconHits, .lexiconHitsPerThousand]
    case .language: [.language, .languageScore]
    case .script: [.script, .scriptShare]
    case .toxicity: [.toxicity, .toxicityMax, .toxicityShare]
    }
  }

  /// Whether it reads the address of the document.
  var readsURL: Bool {
    switch self {
    case .characters, .lines, .lexicon, .language, .script, .toxicity: false
    }
  }

  /// What it needs beside the text; a plan without it cannot be made.
  var resource: CleaningResource? {
    switch self {
    case .characters, .lines, .script: nil
    case .lexicon: .lexicon
    case .language: .languageModel
    case .toxicity: .toxicityModel
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
    case .language: view.models.writeLanguage(of: view.bytes, resources, to: values)
    case .script: ScriptMeasurement.write(view.bytes, firstLabel: resources.scriptLabels, to: values)
    case .toxicity: view.models.writeToxicity(of: view.bytes, resources, to: values)
    }
  }
}

/// A part of a whole; 0 of nothing is 0.
func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
