/// What the words of a corpus will take as rows, known before they are made.
struct RowSize {
  /// The most tokens of a row; longer words have several.
  static var longestRow: Int { 64 }

  /// Rows, only of what has two tokens or more.
  private(set) var rows = 0
  /// Tokens of these rows, and a mark at the end of each.
  private(set) var symbols = 0
  /// Tokens in the text that the rows stand for.
  private(set) var tokens: Int64 = 0
  /// Whether there is any word.
  private(set) var hasWords = false

  /// Measures the rows of `words`; O(bytes of words).
  /// - Throws: ``TokenizerError/tooManyWords``, ``TokenizerError/countsTooLarge`` when there are more than 63 bits of
  ///   tokens, so that no pair can have more either; and what `words` throws.
  init<Words: TrainingWords & ~Copyable>(_ words: borrowing Words, _ start: inout StartingTokens) throws {
    var (rows, symbols, tokens) = (0, 0, Int64(0))
    hasWords = try forEachRun(words, &start) { run, count in
      let parts = (run.count + RowSize.longestRow - 1) / RowSize.longestRow
      rows += parts
      symbols += run.count + parts
      let (product, overflows) = count.multipliedReportingOverflow(by: Int64(run.count))
      let (sum, alsoOverflows) = tokens.addingReportingOverflow(product)
      guard !overflows, !alsoOverflows else { throw TokenizerError.countsTooLarge }
      tokens = sum
    }
    (self.rows, self.symbols, self.tokens) = (rows, symbols, tokens)
    guard symbols < Int(UInt32.max) else { throw TokenizerError.tooManyWords }
  }

  /// The least memory in bytes that merging takes, beside what `words` and the vocabulary take.
  ///
  /// The rows themselves, a list of all of them for one pair and for those that it brings about, and tables of fixed
  /// size: a survey of pairs, what is known of pairs, and pairs by the ids on either side.
  func need<Symbol: RowSymbol>(_ symbol: Symbol.Type, highestID: UInt32) -> Int {
    rows * MemoryLayout<WordRow>.stride + symbols * MemoryLayout<Symbol>.stride + rows * 2 * MemoryLayout<UInt32>.stride
      * 2
      + RowSize.bytesOfBirths(highestID) + PairSurvey.bytes(symbols: symbols)
      + RowSize.tables
  }

  /// Refuses to begin what there are no words for, or not enough memory.
  /// - Throws: ``TokenizerError/noWords``, ``TokenizerError/needsMemory(_:limit:)``.
  func check<Symbol: RowSymbol>(_ symbol: Symbol.Type, _ settings: MergeSettings) throws(TokenizerError) {
    guard hasWords else { throw .noWords }
    let need = need(symbol, highestID: settings.highestID)
    if let memory = settings.memory, memory < need { throw .needsMemory(need, limit: memory) }
  }

  /// What a thread needs to count the pairs that a merge brings about.
  static func bytesOfBirths(_ highestID: UInt32) -> Int {
    (Int(highestID) + 1) * 2 * MemoryLayout<PairBirths.Birth>.stride
  }

  /// What the least of other tables takes: entries of pairs, and buffers.
  private static var tables: Int { 2 << 20 }
}

/// Calls `body` for each run of two tokens or more between the cuts of each word; gives whether there is any word.
func forEachRun<Words: TrainingWords & ~Copyable>(
  _ words: borrowing Words, _ start: inout StartingTokens,
  _ body: (UnsafeBufferPointer<UInt32>, Int64) throws -> Void
) throws -> Bool {
  var tokens = TrivialVector<UInt32>(capacity: 1 << 10)
  var hasWords = false
  try words.forEachWord { word, count in
    hasWords = true
    tokens.removeAll()
    try start.append(word, to: &tokens)
    var from = 0
    while from < tokens.count {
      var to = from
      while to < tokens.count && tokens[to] != StartingTokens.cut { to += 1 }
      if to - from > 1 { try body(UnsafeBufferPointer(start: tokens.base + from, count: to - from), count) }
      from = to + 1
    }
  }
  return hasWords
}
