import QuernLexicons

extension Signal {
  /// Lexicon entries found that do not overlap.
  public static let lexiconHits = Signal("lexicon_hits", .lexicon, 0, .count)
  /// 1000 · lexicon hits / words, or / letters of scripts written without spaces where those are more; 0 without
  /// either.
  public static let lexiconHitsPerThousand = Signal("lexicon_hits_per_1000", .lexicon, 1)
  /// Those of the hits whose severity is 1.
  public static let lexiconMild = Signal("lexicon_mild", .lexicon, 2, .count)
  /// Those of the hits whose severity is 2, as that of all entries of lists that name none.
  public static let lexiconStrong = Signal("lexicon_strong", .lexicon, 3, .count)
  /// Those of the hits whose severity is 3.
  public static let lexiconSevere = Signal("lexicon_severe", .lexicon, 4, .count)
  /// Those of the hits that were written so that a plain search does not find them.
  public static let lexiconDisguised = Signal("lexicon_disguised", .lexicon, 5, .count)
}

/// What a lexicon found in a text.
struct LexiconCounts: Equatable, Sendable {
  var tally = LexiconTally()
  /// Words, or letters of scripts written without spaces where those are more.
  var units = 0

  func write(to values: UnsafeMutableBufferPointer<Double>) {
    values[Signal.lexiconHits.slot] = Double(tally.hits)
    values[Signal.lexiconHitsPerThousand.slot] = share(1000 * tally.hits, units)
    values[Signal.lexiconMild.slot] = Double(tally.bySeverity.mild)
    values[Signal.lexiconStrong.slot] = Double(tally.bySeverity.strong)
    values[Signal.lexiconSevere.slot] = Double(tally.bySeverity.severe)
    values[Signal.lexiconDisguised.slot] = Double(tally.disguised)
  }
}
