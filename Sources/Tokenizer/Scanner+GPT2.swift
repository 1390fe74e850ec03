/// The pattern of GPT-2.
///
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2Scanner: PretokenScanner {
  @inline(__always) static var kernel: CutKernel? { .gpt2 }

  @inline(__always)
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var at = start
    var first = character(bytes, at, count)
    if bytes[at] == UInt8(ascii: " "), at &+ 1 < count {
      let second = character(bytes, at &+ 1, count)
      if second.mask & CharacterSet.space == 0 {
        at &+= 1
        first = second
      }
    } else if bytes[at] == UInt8(ascii: "'") {
      let length = contraction(bytes, at, count)
      if length > 0 { return at &+ length }
    }
    let next = at &+ first.length
    if first.mask & CharacterSet.letter != 0 { return endOfRun(bytes, next, count, in: CharacterSet.letter) }
    if first.mask & CharacterSet.number != 0 { return endOfRun(bytes, next, count, in: CharacterSet.number) }
    if first.mask & CharacterSet.rest != 0 { return endOfRun(bytes, next, count, in: CharacterSet.rest) }
    return WhitespaceRun(bytes, start, count).endBeforeWord(start, count)
  }

  /// The length of `'s|'t|'re|'ve|'m|'ll|'d`, case and all; 0 when it does not match.
  @inline(__always)
  private static func contraction(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    guard at &+ 1 < count else { return 0 }
    switch bytes[at &+ 1] {
    case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"):
      return 2
    case UInt8(ascii: "l"):
      return at &+ 2 < count && bytes[at &+ 2] == UInt8(ascii: "l") ? 3 : 0
    case UInt8(ascii: "v"), UInt8(ascii: "r"):
      return at &+ 2 < count && bytes[at &+ 2] == UInt8(ascii: "e") ? 3 : 0
    default:
      return 0
    }
  }
}
