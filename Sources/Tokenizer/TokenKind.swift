import CKernels
import QuernBytes

/// What a token is made of, for counting.
public struct TokenKind: Hashable, Sendable {
  /// `letters SCRIPT`, `letters of several scripts`, `numbers`, `punctuation and symbols`, `white space`, `control`,
  /// `mixed`, or `no whole characters`.
  public var name: String
  /// Whether a space stands before it.
  public var followsSpace: Bool

  /// The kind of the token `bytes`; O(n).
  ///
  /// Letters include their marks, and Unicode blocks tell their script.
  public init(_ bytes: UnsafeRawBufferPointer) {
    followsSpace = false
    guard TokenWholeness.of(bytes).wholeness == .whole, let base = bytes.baseAddress else {
      name = "no whole characters"
      return
    }
    let all = base.assumingMemoryBound(to: UInt8.self)
    followsSpace = bytes.count > 1 && bytes[0] == 0x20 && bytes[1] != 0x20
    var at = followsSpace ? 1 : 0
    var common = UInt32.max
    var script: String?
    var scripts = 0
    while at < bytes.count {
      let scalar = quern_decode(all + at, bytes.count - at)
      let mask = quern_class(scalar.value)
      common &= TokenKind.group(mask)
      if mask & UInt32(QUERN_LETTER) != 0 {
        let name = ScriptBlocks.name(of: scalar.value)
        if name != script { scripts += 1 }
        script = name
      }
      at += Int(scalar.length)
    }
    name =
      switch common {
      case TokenKind.letters where script != nil:
        scripts == 1 ? "letters \(script!)" : "letters of several scripts"
      case TokenKind.numbers: "numbers"
      case TokenKind.signs: "punctuation and symbols"
      case TokenKind.spaces: "white space"
      case TokenKind.controls: "control"
      default: "mixed"
      }
    if common == TokenKind.spaces { followsSpace = false }
  }

  private static let letters: UInt32 = 1
  private static let numbers: UInt32 = 2
  private static let signs: UInt32 = 4
  private static let spaces: UInt32 = 8
  private static let controls: UInt32 = 16

  private static func group(_ mask: UInt32) -> UInt32 {
    if mask & UInt32(QUERN_LETTER | QUERN_MARK) != 0 { return letters }
    if mask & UInt32(QUERN_NUMBER) != 0 { return numbers }
    if mask & UInt32(QUERN_PUNCTUATION | QUERN_SYMBOL) != 0 { return signs }
    if mask & UInt32(QUERN_SPACE) != 0 { return spaces }
    if mask & UInt32(QUERN_CONTROL) != 0 { return controls }
    return 0
  }
}
