import CKernels

/// What tells the patterns of the o200k family apart.
protocol O200KRules {
  /// The longest run of numbers in one pretoken.
  static var maximumNumbers: Int { get }
  /// Whether a word takes `'s`, `'ll` and their like along.
  static var hasContractions: Bool { get }
  /// The kernel that finds many ends at once, if there is one.
  static var kernel: CutKernel? { get }
}

/// o200k_base (GPT-4o, gpt-oss, Llama 4).
enum O200KBaseRules: O200KRules {
  @inline(__always) static var maximumNumbers: Int { 3 }
  @inline(__always) static var hasContractions: Bool { true }
  @inline(__always) static var kernel: CutKernel? { .o200k }
}

/// Mistral's Tekken.
enum TekkenRules: O200KRules {
  @inline(__always) static var maximumNumbers: Int { 1 }
  @inline(__always) static var hasContractions: Bool { false }
  @inline(__always) static var kernel: CutKernel? { nil }
}

/// The pattern of o200k_base, without contractions C or with single numbers as the rules say.
///
/// With U for `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`, W for
/// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]` and C for `(?i:'s|'t|'re|'ve|'m|'ll|'d)?`:
/// `[^\r\n\p{L}\p{N}]?U*W+C|[^\r\n\p{L}\p{N}]?U+W*C|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
enum O200KScanner<Rules: O200KRules>: PretokenScanner {
  @inline(__always) static var kernel: CutKernel? { Rules.kernel }

  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let first = character(bytes, start, count)
    let next = start &+ first.length
    let isLetter = first.mask & CharacterSet.letter != 0
    if first.mask & CharacterSet.number != 0 {
      return endOfNumbers(bytes, next, count, Rules.maximumNumbers &- 1)
    }
    // The order in which a backtracking engine tries: U*W+ after a leading character, U*W+ without one, then the same
    // for U+W*. A letter cannot lead.
    let leads = !isLetter && first.mask & CharacterSet.newline == 0
    if leads && next < count {
      let end = lowerWord(bytes, next, count)
      if end > 0 { return endOfContraction(bytes, end, count) }
    }
    if isLetter || first.mask & UInt32(QUERN_MARK) != 0 {
      let end = lowerWord(bytes, start, count)
      if end > 0 { return endOfContraction(bytes, end, count) }
    }
    if leads || isLetter {
      // U*W+ does not match here, so U+ stands alone.
      let from = isLetter ? start : next
      let end = endOfRun(bytes, from, count, in: CharacterSet.upperLike)
      if end > from { return endOfContraction(bytes, end, count) }
    }
    if first.mask & CharacterSet.rest != 0 {
      let end = endOfRun(bytes, next, count, in: CharacterSet.rest)
      return endOfNewlines(bytes, end, count, orSlash: true)
    }
    if bytes[start] == UInt8(ascii: " ") {
      let end = endOfRun(bytes, next, count, in: CharacterSet.rest)
      if end > next { return endOfNewlines(bytes, end, count, orSlash: true) }
    }
    let run = WhitespaceRun(bytes, start, count)
    return run.afterNewline > 0 ? run.afterNewline : run.endBeforeWord(start, count)
  }

  /// The end of `U*W+`; 0 when it does not match.
  ///
  /// U* is greedy. If W follows, the match runs on over W. If not, U* gives characters back until one of them is in
  /// both sets, and W+ takes just that one, for what comes after it is upper case.
  @inline(__always)
  private static func lowerWord(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var at = start
    var afterShared = 0
    while at < count {
      let next = character(bytes, at, count)
      if next.mask & CharacterSet.upperLike == 0 {
        if next.mask & CharacterSet.lowerLike == 0 { break }
        return endOfRun(bytes, at &+ next.length, count, in: CharacterSet.lowerLike)
      }
      at &+= next.length
      if next.mask & CharacterSet.lowerLike != 0 { afterShared = at }
    }
    return afterShared
  }

  @inline(__always)
  private static func endOfContraction(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    guard Rules.hasContractions, at < count, bytes[at] == UInt8(ascii: "'") else { return at }
    return at &+ contractionLength(bytes, at, count)
  }
}
