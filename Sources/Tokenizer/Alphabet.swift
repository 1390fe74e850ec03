extension BPEModel {
  /// What merging starts from.
  public enum Alphabet: Hashable, Sendable {
    /// The 256 bytes, each with a token: any text has ids.
    case bytes
    /// The characters that have a token, and a rule for those that have none, as SentencePiece has it.
    case characters(UnknownCharacters)
  }

  /// What becomes of a character that has no token.
  public struct UnknownCharacters: Hashable, Sendable {
    /// The ids of `<0x00>` to `<0xFF>`: the character becomes its bytes.
    ///
    /// Empty without such tokens; holes are ``noToken``, and a character one of whose bytes has none is unknown.
    public var byteTokens: [UInt32]
    /// What stands for an unknown character; nil drops it.
    public var unknown: UInt32?
    /// Whether unknown characters in a row give one id together.
    public var fusesUnknown: Bool

    /// Stands for "no token" in ``byteTokens``.
    public static var noToken: UInt32 { .max }

    public init(byteTokens: [UInt32] = [], unknown: UInt32? = nil, fusesUnknown: Bool = false) {
      self.byteTokens = byteTokens
      self.unknown = unknown
      self.fusesUnknown = fusesUnknown
    }

    /// How the token of `byte` is spelt: `<0x0A>`.
    static func fallbackName(of byte: UInt8) -> [UInt8] {
      let digits = Array("0123456789ABCDEF".utf8)
      return Array("<0x".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)], UInt8(ascii: ">")]
    }
  }
}
