/// What tells the patterns of the cl100k family apart.
protocol CL100KRules {
  /// The longest run of numbers in one pretoken.
  static var maximumNumbers: Int { get }
  /// Whether white space that ends the text is one pretoken (`\s++$` before `\s*[\r\n]`).
  static var keepsTail: Bool { get }
}

/// tiktoken 0.14's cl100k_base.
enum CL100KBaseRules: CL100KRules {
  @inline(__always) static var maximumNumbers: Int { 3 }
  @inline(__always) static var keepsTail: Bool { true }
}

/// Llama 3, and cl100k_base as other tools write it.
enum Llama3Rules: CL100KRules {
  @inline(__always) static var maximumNumbers: Int { 3 }
  @inline(__always) static var keepsTail: Bool { false }
}

/// Qwen 2 and 3.
enum Qwen2Rules: CL100KRules {
  @inline(__always) static var maximumNumbers: Int { 1 }
  @inline(__always) static var keepsTail: Bool { false }
}

/// The patterns
/// `'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s++$|\s*[\r\n]+|\s+(?!\S)|\s`,
/// without `\s++$` or with single numbers as the rules say.
///
/// `\s*[\r\n]` and `\s*[\r\n]+` match the same: `\s*` takes all newlines but one.
enum CL100KScanner<Rules: CL100KRules>: PretokenScanner {
  @inline(__always) static var kernel: CutKernel? { .cl100k(numbers: Rules.maximumNumbers) }

  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    let first = character(bytes, start, count)
    let next = start &+ first.length
    if first.mask & CharacterSet.letter != 0 { return endOfRun(bytes, next, count, in: CharacterSet.letter) }
    if first.mask & CharacterSet.number != 0 {
      return endOfNumbers(bytes, next, count, Rules.maximumNumbers &- 1)
    }
    if bytes[start] == UInt8(ascii: "'") {
      let length = contractionLength(bytes, start, count)
      if length > 0 { return start &+ length }
    }
    if next < count && first.mask & CharacterSet.newline == 0 {
      let second = character(bytes, next, count)
      if second.mask & CharacterSet.letter != 0 {
        return endOfRun(bytes, next &+ second.length, count, in: CharacterSet.letter)
      }
      if bytes[start] == UInt8(ascii: " ") && second.mask & CharacterSet.rest != 0 {
        let end = endOfRun(bytes, next &+ second.length, count, in: CharacterSet.rest)
        return endOfNewlines(bytes, end, count, orSlash: false)
      }
    }
    if first.mask & CharacterSet.rest != 0 {
      let end = endOfRun(bytes, next, count, in: CharacterSet.rest)
      return endOfNewlines(bytes, end, count, orSlash: false)
    }
    let run = WhitespaceRun(bytes, start, count)
    if Rules.keepsTail && run.end == count { return count }
    return run.afterNewline > 0 ? run.afterNewline : run.endBeforeWord(start, count)
  }
}

/// The offset after at most `limit` characters `\p{N}`.
@inline(__always)
func endOfNumbers(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ limit: Int) -> Int {
  var at = start
  var left = limit
  while left > 0 && at < count {
    let next = character(bytes, at, count)
    if next.mask & CharacterSet.number == 0 { break }
    at &+= next.length
    left &-= 1
  }
  return at
}

/// The offset after `[\r\n]*`, or `[\r\n/]*`.
@inline(__always)
func endOfNewlines(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, orSlash: Bool) -> Int {
  var at = start
  while at < count {
    let byte = bytes[at]
    guard byte == 0x0A || byte == 0x0D || (orSlash && byte == UInt8(ascii: "/")) else { break }
    at &+= 1
  }
  return at
}
