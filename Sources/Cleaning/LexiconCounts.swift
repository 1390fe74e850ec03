extension Signal {
  /// Lexicon entries found that do not overlap.
  public static let lexiconHits = Signal("lexicon_hits", .lexicon, 0, .count)
  /// 1000 · lexicon hits / words, or / letters of scripts written without spaces where those are more; 0 without
  /// either.
  public static let lexiconHitsPerThousand = Signal("lexicon_hits_per_1000", .lexicon, 1)
}

/// What a lexicon found in a text.
struct LexiconCounts: Equatable, Sendable {
  var hits = 0
  /// Words, or letters of scripts written without spaces where those are more.
  var units = 0

  func write(to values: UnsafeMutableBufferPointer<Double>) {
    values[Signal.lexiconHits.slot] = Double(hits)
    values[Signal.lexiconHitsPerThousand.slot] = share(1000 * hits, units)
  }
}
