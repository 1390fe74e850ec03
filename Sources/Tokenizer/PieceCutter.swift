/// Turns matches and what lies between them into pieces, by the rules of one ``SplitBehavior``.
///
/// The parts of one text come in order and together make up the text; parts that are empty count as matches but never
/// become pieces.
struct PieceCutter {
  private let behavior: SplitBehavior
  private var last = 0..<0
  private var hasLast = false
  private var lastWasMatch = false

  init(_ behavior: SplitBehavior) { self.behavior = behavior }

  /// Takes the next part of the text.
  @inline(__always)
  mutating func add(_ start: Int, _ end: Int, isMatch: Bool, to pieces: inout [Range<Int>]) {
    switch behavior {
    case .removed:
      if !isMatch && start < end { pieces.append(start..<end) }
      return
    case .isolated:
      if start < end { pieces.append(start..<end) }
      return
    case .contiguous:
      join(start, end, isMatch == lastWasMatch, &pieces)
    case .mergedWithPrevious:
      join(start, end, isMatch && !lastWasMatch, &pieces)
    case .mergedWithNext:
      join(start, end, !isMatch && lastWasMatch, &pieces)
    }
    lastWasMatch = isMatch
  }

  /// Joins the part to the last piece, or begins a piece with it.
  private mutating func join(_ start: Int, _ end: Int, _ joins: Bool, _ pieces: inout [Range<Int>]) {
    if hasLast && joins {
      last = last.lowerBound..<end
    } else {
      flush(&pieces)
      last = start..<end
      hasLast = true
    }
  }

  private mutating func flush(_ pieces: inout [Range<Int>]) {
    if hasLast && !last.isEmpty { pieces.append(last) }
    hasLast = false
  }

  /// Ends the text; what follows is another.
  mutating func end(_ pieces: inout [Range<Int>]) {
    flush(&pieces)
    lastWasMatch = false
  }
}
