import CKernels

/// What holds a token in a row.
protocol RowSymbol: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, Sendable {}

extension UInt16: RowSymbol {}
extension UInt32: RowSymbol {}

/// Where a row stands, and how often its word occurs.
struct WordRow: BitwiseCopyable {
  var start: UInt32
  /// The count, the flags above it.
  fileprivate var bits: UInt32
}

/// The words of a corpus as rows of tokens, each with how often it occurs.
///
/// A row ends with a mark, so merges shorten it in place. Words of more than ``RowSize/longestRow`` tokens lie in several rows that
/// are joined, so that a merge touches a part of them only: a pair that crosses a joint belongs to the row of its left
/// token.
///
/// Memory: 8 bytes a row, and a `Symbol` for each token and each row.
struct WordRows<Symbol: RowSymbol>: ~Copyable {
  /// Ends the last or only row of a word.
  static var end: Symbol { .max }
  /// Ends a row that goes on in the next one.
  static var joint: Symbol { .max - 1 }
  /// The highest id that a token may have.
  static var highestID: UInt32 { UInt32(clamping: Symbol.max - 2) }
  /// Set for all rows of a word that has several.
  private static var isChained: UInt32 { 1 << 31 }
  /// Set for those of them that another one precedes.
  private static var isTail: UInt32 { 1 << 30 }
  /// Says that the count is in ``largeCounts``.
  private static var isLarge: UInt32 { isTail - 1 }

  private(set) var symbols: TrivialVector<Symbol>
  private var rows: TrivialVector<WordRow>
  private var largeCounts: [UInt32: Int64] = [:]

  /// No rows yet, but room for those that were measured.
  init(_ size: RowSize) {
    symbols = TrivialVector(capacity: size.symbols + Int(QUERN_ROW_SLACK))
    rows = TrivialVector(capacity: size.rows)
  }

  /// Adds the rows of a word of these tokens.
  mutating func append(_ tokens: UnsafeBufferPointer<UInt32>, count: Int64) {
    let longest = RowSize.longestRow
    var at = 0
    while at < tokens.count {
      let stop = min(at + longest, tokens.count)
      var bits = tokens.count > longest ? WordRows.isChained | (at > 0 ? WordRows.isTail : 0) : 0
      if count < Int64(WordRows.isLarge) {
        bits |= UInt32(count)
      } else {
        bits |= WordRows.isLarge
        largeCounts[UInt32(rows.count)] = count
      }
      rows.append(WordRow(start: UInt32(symbols.count), bits: bits))
      let from = symbols.count
      symbols.resize(to: from + stop - at)
      for place in at..<stop { symbols[from &+ place &- at] = Symbol(truncatingIfNeeded: tokens[place]) }
      symbols.append(stop < tokens.count ? WordRows.joint : WordRows.end)
      at = stop
    }
  }

  /// The number of rows.
  var count: Int { rows.count }

  @inline(__always)
  func prefetchRow(_ row: UInt32) { quern_prefetch(rows.base + Int(row)) }

  @inline(__always)
  func prefetchSymbols(of row: UInt32) { quern_prefetch(symbols.base + Int(rows[Int(row)].start)) }

  /// The tokens of a row; they end with ``end`` or ``joint``.
  @inline(__always)
  func tokens(_ row: UInt32) -> UnsafeMutablePointer<Symbol> { symbols.base + Int(rows[Int(row)].start) }

  /// The first place at which `left` stands before `right` in a row that is a whole word.
  @inline(__always)
  static func find(_ left: Symbol, _ right: Symbol, in tokens: UnsafeMutablePointer<Symbol>) -> Int? {
    if Symbol.self == UInt16.self {
      let row = UnsafeRawPointer(tokens).assumingMemoryBound(to: UInt16.self)
      let found = quern_find_in_row(row, UInt16(truncatingIfNeeded: left), UInt16(truncatingIfNeeded: right))
      return found < 0 ? nil : found
    }
    var at = 0
    while tokens[at] != end {
      if tokens[at] == left && tokens[at &+ 1] == right { return at }
      at &+= 1
    }
    return nil
  }

  /// How often the word of a row occurs.
  @inline(__always)
  func count(_ row: UInt32) -> Int64 {
    let count = rows[Int(row)].bits & WordRows.isLarge
    return count == WordRows.isLarge ? largeCounts[row]! : Int64(count)
  }

  /// Whether the word of `row` has other rows.
  @inline(__always)
  func isChained(_ row: UInt32) -> Bool { rows[Int(row)].bits & WordRows.isChained != 0 }

  /// Cuts a list of rows, which are in ascending order, into parts of about the same length that share no word.
  func cut(_ list: UnsafeBufferPointer<UInt32>, into parts: Int) -> [UnsafeBufferPointer<UInt32>] {
    var from = 0
    return (1...max(1, parts)).map { part in
      var to = max(from, list.count / parts * part)
      if part == parts { to = list.count }
      while to < list.count && rows[Int(list[to])].bits & WordRows.isTail != 0 { to += 1 }
      defer { from = to }
      return UnsafeBufferPointer(rebasing: list[from..<to])
    }
  }

  /// Takes the first token of a row away.
  func removeFirst(_ row: UInt32) { (rows.base + Int(row)).pointee.start += 1 }

  /// The row that holds the token after the last of `row`, which ends with ``joint``; nil when all later rows are empty.
  func next(_ row: UInt32) -> UInt32? {
    var row = row + 1
    while tokens(row)[0] == WordRows.joint { row += 1 }
    return tokens(row)[0] == WordRows.end ? nil : row
  }

  /// The row that holds the token before the first of `row`, and the token; nil when there is none.
  func previous(_ row: UInt32) -> (row: UInt32, token: Symbol)? {
    var row = row
    while rows[Int(row)].bits & WordRows.isTail != 0 {
      row -= 1
      let tokens = tokens(row)
      if tokens[0] >= WordRows.joint { continue }
      var last = 0
      while tokens[last + 1] < WordRows.joint { last += 1 }
      return (row, tokens[last])
    }
    return nil
  }

  /// Hands every pair of neighbours to `Phase`, row by row, with the count of the word and the row.
  @inline(__always)
  func scan<Phase: PairPhase>(_ phase: Phase.Type, _ index: inout PairIndex) {
    for at in 0..<rows.count {
      let row = UInt32(truncatingIfNeeded: at)
      let count = count(row)
      let tokens = tokens(row)
      var left = tokens[0]
      if left >= WordRows.joint { continue }
      var place = 1
      while true {
        let right = tokens[place]
        if right >= WordRows.joint {
          if right == WordRows.joint, let next = next(row) {
            Phase.visit(&index, UInt32(left), UInt32(self.tokens(next)[0]), count, row)
          }
          break
        }
        Phase.visit(&index, UInt32(truncatingIfNeeded: left), UInt32(truncatingIfNeeded: right), count, row)
        left = right
        place &+= 1
      }
    }
  }
}
