/// The pattern of Qwen 3.5 and 3.6: that of Qwen 2, with marks as parts of words.
///
/// With C for `(?i:'s|'t|'re|'ve|'m|'ll|'d)`:
/// `C|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
enum Qwen35Scanner: PretokenScanner {
  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let first = character(bytes, start, count)
    let next = start &+ first.length
    // A mark may lead a word and be its first character; either way the word is the same.
    if first.mask & CharacterSet.letterOrMark != 0 {
      return endOfRun(bytes, next, count, in: CharacterSet.letterOrMark)
    }
    if first.mask & CharacterSet.number != 0 { return next }
    if bytes[start] == UInt8(ascii: "'") {
      let length = contractionLength(bytes, start, count)
      if length > 0 { return start &+ length }
    }
    if next < count && first.mask & CharacterSet.newline == 0 {
      let second = character(bytes, next, count)
      if second.mask & CharacterSet.letterOrMark != 0 {
        return endOfRun(bytes, next &+ second.length, count, in: CharacterSet.letterOrMark)
      }
      if bytes[start] == UInt8(ascii: " ") && second.mask & CharacterSet.rest != 0 {
        return endOfSymbols(bytes, next &+ second.length, count)
      }
    }
    if first.mask & CharacterSet.rest != 0 { return endOfSymbols(bytes, next, count) }
    let run = WhitespaceRun(bytes, start, count)
    return run.afterNewline > 0 ? run.afterNewline : run.endBeforeWord(start, count)
  }

  /// The end of `[^\s\p{L}\p{M}\p{N}]*[\r\n]*`.
  @inline(__always)
  private static func endOfSymbols(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let end = endOfRun(bytes, start, count, in: CharacterSet.rest, without: CharacterSet.mark)
    return endOfNewlines(bytes, end, count, orSlash: false)
  }
}
