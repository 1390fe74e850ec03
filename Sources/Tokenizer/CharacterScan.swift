import CKernels

/// A split pattern as code: each call gives the end of one pretoken.
///
/// Conforming types have no state. They are passed as types, so that every loop over a text is compiled for its
/// pattern.
protocol PretokenScanner {
  /// The kernel that finds many ends at once, if there is one for the pattern.
  static var kernel: CutKernel? { get }

  /// The end of the pretoken that starts at `start`; more than `start`, at most `count`.
  ///
  /// Reads `bytes[0..<count]` only. A malformed byte counts as one character that is no letter, number or white space.
  /// - Precondition: `0 <= start < count`.
  static func end(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int
}

extension PretokenScanner {
  @inline(__always) static var kernel: CutKernel? { nil }
}

/// Arguments of `quern_cut` (see `pretokens.h`).
struct CutKernel {
  var pattern: Int32
  var numbers: Int32

  static var gpt2: CutKernel { CutKernel(pattern: Int32(QUERN_CUT_GPT2), numbers: 1) }
  static func cl100k(numbers: Int) -> CutKernel {
    CutKernel(pattern: Int32(QUERN_CUT_CL100K), numbers: Int32(numbers))
  }
  static var o200k: CutKernel { CutKernel(pattern: Int32(QUERN_CUT_O200K), numbers: 3) }
}

/// Sets of characters as bit masks over the table of `unicode16.h`.
enum CharacterSet {
  @inline(__always) static var letter: UInt32 { UInt32(QUERN_LETTER) }
  @inline(__always) static var number: UInt32 { UInt32(QUERN_NUMBER) }
  @inline(__always) static var space: UInt32 { UInt32(QUERN_SPACE) }
  @inline(__always) static var newline: UInt32 { UInt32(QUERN_NEWLINE) }
  /// The set `[^\s\p{L}\p{N}]`.
  @inline(__always) static var rest: UInt32 { UInt32(QUERN_REST) }
  /// The set `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`.
  @inline(__always) static var upperLike: UInt32 { UInt32(QUERN_UPPER | QUERN_OTHER_LETTER | QUERN_MARK) }
  /// The set `[\p{Ll}\p{Lm}\p{Lo}\p{M}]`.
  @inline(__always) static var lowerLike: UInt32 { UInt32(QUERN_LOWER | QUERN_OTHER_LETTER | QUERN_MARK) }
}

/// The class mask of the character at `at`, and its length in bytes.
@inline(__always)
func character(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> (mask: UInt32, length: Int) {
  let found = quern_character_at(bytes + at, count &- at)
  return (found.mask, Int(found.length))
}

/// The first offset at or after `start` whose character is not in `set`.
@inline(__always)
func endOfRun(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, in set: UInt32) -> Int {
  var at = start
  while at < count {
    let mask = quern_byte_class(bytes[at])
    if mask & set != 0 {
      at &+= 1
    } else if mask == UInt32(QUERN_BEYOND_ASCII) {
      let next = character(bytes, at, count)
      if next.mask & set == 0 { return at }
      at &+= next.length
    } else {
      return at
    }
  }
  return count
}

/// The run of white space that starts at an offset.
struct WhitespaceRun {
  /// The offset after the run.
  var end: Int
  /// Where the last character of the run starts.
  var last: Int
  /// The offset after the last CR or LF of the run; 0 without one.
  var afterNewline: Int

  @inline(__always)
  init(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) {
    end = start
    last = start
    afterNewline = 0
    while end < count {
      let next = character(bytes, end, count)
      if next.mask & CharacterSet.space == 0 { return }
      last = end
      end &+= next.length
      if next.mask & CharacterSet.newline != 0 { afterNewline = end }
    }
  }

  /// The end of `\s+(?!\S)|\s`: the run without the character that leads the next word, or all of it.
  @inline(__always)
  func endBeforeWord(_ start: Int, _ count: Int) -> Int {
    end == count || last == start ? end : last
  }
}

/// The length of `'(?i:[sdmt]|ll|ve|re)` at `at`, where the apostrophe is; 0 when it does not match.
///
/// U+017F (long s) is a case of "s" and matches, as in every engine that folds case by Unicode.
@inline(__always)
func contractionLength(_ bytes: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
  guard at &+ 1 < count else { return 0 }
  let first = bytes[at &+ 1]
  switch first | 0x20 {
  case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "m"), UInt8(ascii: "t"):
    return 2
  case UInt8(ascii: "l"):
    return at &+ 2 < count && bytes[at &+ 2] | 0x20 == UInt8(ascii: "l") ? 3 : 0
  case UInt8(ascii: "v"), UInt8(ascii: "r"):
    return at &+ 2 < count && bytes[at &+ 2] | 0x20 == UInt8(ascii: "e") ? 3 : 0
  default:
    return first == 0xC5 && at &+ 2 < count && bytes[at &+ 2] == 0xBF ? 3 : 0
  }
}
