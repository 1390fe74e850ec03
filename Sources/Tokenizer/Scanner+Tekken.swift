import CKernels

/// The pattern of Mistral's Tekken: that of o200k_base without contractions, and with single numbers.
///
/// With U for `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]` and W for `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`:
/// `[^\r\n\p{L}\p{N}]?U*W+|[^\r\n\p{L}\p{N}]?U+W*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+`
enum TekkenScanner: PretokenScanner {
  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let first = character(bytes, start, count)
    let next = start &+ first.length
    if first.mask & CharacterSet.number != 0 { return next }
    if first.mask & CharacterSet.letter != 0 { return endOfWord(bytes, start, count).end }
    if first.mask & CharacterSet.newline == 0 {
      // In the order of an engine: U*W+ after a leading character, U*W+ without one, U+ after a leading character. A
      // mark both leads and is a W of its own, so the second always matches where there is one.
      let word = endOfWord(bytes, next, count)
      if word.endsLower { return word.end }
      if first.mask & CharacterSet.mark != 0 { return endOfWord(bytes, start, count).end }
      if word.end > next { return word.end }
    }
    let isSpace = bytes[start] == UInt8(ascii: " ")
    if isSpace || first.mask & CharacterSet.rest != 0 {
      let end = endOfRun(bytes, next, count, in: CharacterSet.rest)
      if end > next || !isSpace { return endOfNewlines(bytes, end, count, orSlash: true) }
    }
    let run = WhitespaceRun(bytes, start, count)
    return run.afterNewline > 0 ? run.afterNewline : run.endBeforeWord(start, count)
  }

  /// The end of `U*W+`, or else of `U+`; `start` when neither matches.
  ///
  /// U* is greedy. If W follows, the match runs on over W. If not, U* gives characters back until one of them is in
  /// both sets, and W+ takes just that one, for what comes after it is upper case.
  @inline(__always)
  private static func endOfWord(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int
  ) -> (end: Int, endsLower: Bool) {
    var at = start
    var afterShared = 0
    while at < count {
      let next = character(bytes, at, count)
      if next.mask & CharacterSet.upperLike == 0 {
        if next.mask & CharacterSet.lowerLike == 0 { break }
        return (endOfRun(bytes, at &+ next.length, count, in: CharacterSet.lowerLike), true)
      }
      at &+= next.length
      if next.mask & CharacterSet.lowerLike != 0 { afterShared = at }
    }
    return afterShared > 0 ? (afterShared, true) : (at, false)
  }
}
