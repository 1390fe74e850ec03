import CKernels

/// The three splits of DeepSeek V3 as one.
///
/// The first cuts out numbers (`\p{N}{1,3}`), the second runs of Han and kana (`[一-龥぀-ゟ゠-ヿ]+`). The third, the last
/// of ``SplitPattern/splits``, sees one such run at a time, or what lies between: for it the text ends where the next
/// begins. Where it matches nothing, what lies between two matches is a piece.
enum DeepSeekV3Scanner: PretokenScanner {
  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let first = character(bytes, start, count)
    let next = start &+ first.length
    if first.mask & CharacterSet.number != 0 { return endOfNumbers(bytes, next, count, 2) }
    let inKana = isHanOrKana(bytes, start, first.length)
    // A mark may lead a word and be its first character; either way the word is the same.
    if first.mask & CharacterSet.letterOrMark != 0 { return endOfWord(bytes, next, count, inKana) }
    if first.mask & CharacterSet.punctuationOrSymbol != 0 {
      // `[!-/:-@\[-`{-~][A-Za-z]+`: all of ASCII that is punctuation or a symbol.
      if first.length == 1 && next < count && isASCIILetter(bytes[next]) {
        return endOfASCIILetters(bytes, next &+ 1, count)
      }
      return endOfSymbols(bytes, next, count, inKana)
    }
    if next < count && first.mask & CharacterSet.newline == 0 {
      // Anything else leads the word after it: white space, control characters, code points without a character.
      let second = character(bytes, next, count)
      if isHanOrKana(bytes, next, second.length) == inKana {
        let afterSecond = next &+ second.length
        if second.mask & CharacterSet.letterOrMark != 0 { return endOfWord(bytes, afterSecond, count, inKana) }
        if bytes[start] == UInt8(ascii: " ") && second.mask & CharacterSet.punctuationOrSymbol != 0 {
          return endOfSymbols(bytes, afterSecond, count, inKana)
        }
      }
    }
    if first.mask & CharacterSet.space != 0 { return endOfSpace(bytes, start, count) }
    return endOfGap(bytes, start, count, inKana)
  }

  /// The end of `[\p{L}\p{M}]*`.
  @inline(__always)
  private static func endOfWord(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ inKana: Bool) -> Int {
    endOfRun(bytes, start, count, CharacterSet.letterOrMark, inKana)
  }

  /// The end of `[\p{P}\p{S}]*[\r\n]*`.
  @inline(__always)
  private static func endOfSymbols(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ inKana: Bool) -> Int {
    let end = endOfRun(bytes, start, count, CharacterSet.punctuationOrSymbol, inKana)
    return inKana ? end : endOfNewlines(bytes, end, count, orSlash: false)
  }

  /// The end of the run of `set` that starts at `start`, inside Han and kana or outside of them.
  @inline(__always)
  private static func endOfRun(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ set: UInt32, _ inKana: Bool
  ) -> Int {
    var at = start
    while at < count {
      let next = character(bytes, at, count)
      if next.mask & set == 0 || isHanOrKana(bytes, at, next.length) != inKana { return at }
      at &+= next.length
    }
    return count
  }

  /// The end of `\s*[\r\n]+|\s+(?!\S)|\s+`.
  @inline(__always)
  private static func endOfSpace(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let run = WhitespaceRun(bytes, start, count)
    if run.afterNewline > 0 { return run.afterNewline }
    if run.end < count {
      let after = character(bytes, run.end, count)
      // The text of the third split ends here.
      if after.mask & CharacterSet.number != 0 || isHanOrKana(bytes, run.end, after.length) { return run.end }
    }
    return run.endBeforeWord(start, count)
  }

  /// The end of the run at `start` of characters that the third split does not match; the last of them may lead a
  /// word, and then belongs to that.
  @inline(__always)
  private static func endOfGap(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ inKana: Bool) -> Int {
    let matched = CharacterSet.punctuationOrSymbol | CharacterSet.space | CharacterSet.number
    var at = start
    var last = start
    while at < count {
      let next = character(bytes, at, count)
      if next.mask & matched != 0 || isHanOrKana(bytes, at, next.length) != inKana { return at }
      if next.mask & CharacterSet.letterOrMark != 0 { return last }
      last = at
      at &+= next.length
    }
    return count
  }

  /// Whether the character of `length` bytes at `at` is in `[一-龥぀-ゟ゠-ヿ]`: U+4E00 to 9FA5 or U+3040 to 30FF.
  @inline(__always)
  private static func isHanOrKana(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ length: Int) -> Bool {
    guard length == 3 else { return false }
    let value = UInt32(bytes[at]) << 16 | UInt32(bytes[at &+ 1]) << 8 | UInt32(bytes[at &+ 2])
    return (value >= 0xE4B880 && value <= 0xE9BEA5) || (value >= 0xE38180 && value <= 0xE383BF)
  }

  @inline(__always)
  private static func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

  @inline(__always)
  private static func endOfASCIILetters(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var at = start
    while at < count && isASCIILetter(bytes[at]) { at &+= 1 }
    return at
  }
}
