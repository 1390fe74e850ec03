import QuernBytes

/// A table of replacements as SentencePiece compiles it (`precompiled_charsmap`): a double-array trie of what is
/// replaced, and the replacements, each ended by a zero byte.
///
/// Nothing that the table holds can make reading it leave its bounds, or take longer than the text and
/// ``longestKey``, ``longestReplacement`` allow.
public struct CharactersMap: Hashable, Sendable {
  /// The table as the file has it.
  public let bytes: [UInt8]
  /// Whether it is used as `Precompiled` of the `tokenizers` package (0.23) does: grapheme by grapheme, not by the
  /// longest key that begins anywhere.
  public let isByGraphemes: Bool
  /// Units of the trie.
  private let units: Int
  /// Where the replacements begin.
  private let replacements: Int

  /// Bytes of text beyond which no key is looked for; real keys have about ten.
  static var longestKey: Int { 1024 }
  /// Bytes that a replacement may have; real ones have at most some 30.
  static var longestReplacement: Int { 4096 }

  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` when `bytes` are not such a table.
  public init(_ bytes: [UInt8], isByGraphemes: Bool = false) throws(TokenizerError) {
    self.bytes = bytes
    self.isByGraphemes = isByGraphemes
    guard bytes.count > 4 else { throw .malformedVocabulary("precompiled_charsmap is cut short") }
    let size = bytes.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) }
    guard Int(size) < bytes.count - 4, size >= 4 else {
      throw .malformedVocabulary("precompiled_charsmap has \(bytes.count) bytes, too few for a trie of \(size)")
    }
    units = Int(size) / 4
    replacements = 4 + Int(size)
    guard bytes.last == 0 else { throw .malformedVocabulary("precompiled_charsmap has a replacement without an end") }
    var start = replacements
    for at in replacements..<bytes.count where bytes[at] == 0 {
      guard at - start <= CharactersMap.longestReplacement else {
        throw .unsupported("precompiled_charsmap with a replacement of \(at - start) bytes")
      }
      start = at + 1
    }
  }

  public static func == (left: CharactersMap, right: CharactersMap) -> Bool {
    left.bytes == right.bytes && left.isByGraphemes == right.isByGraphemes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(isByGraphemes)
    hasher.combine(bytes.withUnsafeBytes { XXH3.hash64($0) })
  }

  /// Appends `text` (UTF-8) with its replacements to `out`; a malformed byte becomes U+FFFD.
  public func apply(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    if isByGraphemes { return applyByGraphemes(text, into: &out) }
    bytes.withUnsafeBytes { table in
      var at = 0
      while at < text.count {
        if let match = match(text.slice(at, text.count), table, .longest) {
          out.append(match.replacement)
          at += match.length
        } else if let length = text.lengthOfCharacter(at: at) {
          out.append(text.slice(at, at + length))
          at += length
        } else {
          out.append("\u{FFFD}")
          at += 1
        }
      }
    }
  }

  /// A key that `text` begins with, and what replaces it; the shortest or the longest one.
  ///
  /// `table` are ``bytes``.
  @inline(__always)
  func match(
    _ text: UnsafeRawBufferPointer, _ table: UnsafeRawBufferPointer, _ which: Which
  ) -> (length: Int, replacement: UnsafeRawBufferPointer)? {
    var found: (length: Int, value: UInt32)?
    var node = CharactersMap.offset(unit(0, table))
    let limit = min(text.count, CharactersMap.longestKey)
    var at = 0
    while at < limit {
      node ^= UInt32(text[at])
      guard node < units else { break }
      let unit = unit(node, table)
      // A unit with the top bit holds a value, and is no step on the way.
      guard unit & 0x8000_00FF == UInt32(text[at]) else { break }
      node ^= CharactersMap.offset(unit)
      at &+= 1
      guard unit >> 8 & 1 == 1, node < units else { continue }
      found = (at, self.unit(node, table) & 0x7FFF_FFFF)
      if which == .shortest { break }
    }
    guard let found else { return nil }
    let start = replacements + Int(found.value)
    guard start < table.count else { return nil }
    return (found.length, table.slice(start, table.firstOffset(of: 0, from: start) ?? table.count))
  }

  /// Which of several keys counts.
  enum Which {
    case shortest
    case longest
  }

  @inline(__always)
  private func unit(_ index: UInt32, _ table: UnsafeRawBufferPointer) -> UInt32 {
    UInt32(littleEndian: table.loadUnaligned(fromByteOffset: 4 &+ Int(index) &* 4, as: UInt32.self))
  }

  /// What is XORed with the next byte to find the next unit.
  @inline(__always)
  private static func offset(_ unit: UInt32) -> UInt32 { (unit &>> 10) &<< ((unit & 0x200) &>> 6) }

  /// The package replaces a whole grapheme of fewer than six bytes by what its shortest key says, and else character by
  /// character.
  private func applyByGraphemes(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    bytes.withUnsafeBytes { table in
      for grapheme in text.text {
        var copy = String(grapheme)
        copy.withUTF8 { bytes in
          let bytes = UnsafeRawBufferPointer(bytes)
          if bytes.count < 6, let match = match(bytes, table, .shortest) { return out.append(match.replacement) }
          var at = 0
          while at < bytes.count {
            let length = bytes.lengthOfCharacter(at: at) ?? 1
            let character = bytes.slice(at, at + length)
            out.append(match(character, table, .shortest)?.replacement ?? character)
            at += length
          }
        }
      }
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The length of the character that starts at `at`; nil when the bytes there are not UTF-8.
  @inline(__always)
  func lengthOfCharacter(at: Int) -> Int? {
    let lead = self[at]
    if lead < 0x80 { return 1 }
    func follows(_ place: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
      at + place < count && self[at + place] >= low && self[at + place] <= high
    }
    switch lead {
    case 0xC2...0xDF: return follows(1) ? 2 : nil
    case 0xE0: return follows(1, 0xA0) && follows(2) ? 3 : nil
    case 0xED: return follows(1, 0x80, 0x9F) && follows(2) ? 3 : nil
    case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : nil
    case 0xF0: return follows(1, 0x90) && follows(2) && follows(3) ? 4 : nil
    case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : nil
    case 0xF4: return follows(1, 0x80, 0x8F) && follows(2) && follows(3) ? 4 : nil
    default: return nil
    }
  }
}
