import QuernBytes
import QuernText

/// How SentencePiece (0.2) changes a text before it looks for pieces: replacements, white space and the dummy prefix, in
/// one pass, for they depend on each other.
public final class SentencePieceNormalizer: Hashable, Sendable {
  /// Replacements (`precompiled_charsmap`); nil copies characters.
  public let charactersMap: CharactersMap?
  /// Whether a space is put before a text, or with ``spaceIsSuffix`` after it.
  public let addsDummyPrefix: Bool
  /// Whether spaces at the ends go and runs of them become one.
  public let removesExtraSpaces: Bool
  /// Whether spaces become U+2581.
  public let escapesSpaces: Bool
  /// `treat_whitespace_as_suffix`.
  public let spaceIsSuffix: Bool
  /// What is copied as it is wherever it stands (user-defined pieces), the longest first.
  public let protected: [String]

  private let protectedBytes: ByteStringSet

  public init(
    charactersMap: CharactersMap?, addsDummyPrefix: Bool, removesExtraSpaces: Bool, escapesSpaces: Bool,
    spaceIsSuffix: Bool, protected: [String]
  ) {
    self.charactersMap = charactersMap
    self.addsDummyPrefix = addsDummyPrefix
    self.removesExtraSpaces = removesExtraSpaces
    self.escapesSpaces = escapesSpaces
    self.spaceIsSuffix = spaceIsSuffix
    self.protected = protected
    protectedBytes = ByteStringSet(protected)
  }

  public static func == (left: SentencePieceNormalizer, right: SentencePieceNormalizer) -> Bool {
    left.charactersMap == right.charactersMap && left.addsDummyPrefix == right.addsDummyPrefix
      && left.removesExtraSpaces == right.removesExtraSpaces && left.escapesSpaces == right.escapesSpaces
      && left.spaceIsSuffix == right.spaceIsSuffix
      && left.protected.map { Array($0.utf8) } == right.protected.map { Array($0.utf8) }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(charactersMap)
    hasher.combine(addsDummyPrefix)
    hasher.combine(removesExtraSpaces)
    hasher.combine(protected.count)
  }

  /// Appends the normalised form of `text`, a whole text of UTF-8, to `out`; a malformed byte becomes U+FFFD.
  ///
  /// O(n); an empty text stays empty.
  public func apply(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    var stretches: [FrozenNormalizer.Stretch]?
    apply(text, into: &out, stretches: &stretches)
  }

  /// As ``apply(_:into:)``; `stretches`, if there is a list, becomes what the text consists of.
  func apply(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, stretches: inout [FrozenNormalizer.Stretch]?
  ) {
    guard let charactersMap else {
      return apply(text, UnsafeRawBufferPointer(start: nil, count: 0), &out, &stretches)
    }
    charactersMap.bytes.withUnsafeBytes { apply(text, $0, &out, &stretches) }
  }

  private func apply(
    _ text: UnsafeRawBufferPointer, _ table: UnsafeRawBufferPointer, _ out: inout ByteBuffer,
    _ stretches: inout [FrozenNormalizer.Stretch]?
  ) {
    let beginning = out.count
    var at = 0
    if removesExtraSpaces {
      while at < text.count {
        let next = next(text, at, table)
        guard next.bytes.count == 1, next.bytes[0] == 0x20 else { break }
        at += next.consumed
      }
    }
    if at == text.count { return }
    stretches?.append(FrozenNormalizer.Stretch(before: at, after: 0, changes: true))
    if addsDummyPrefix && !spaceIsSuffix { appendSpace(to: &out) }
    stretches?.append(FrozenNormalizer.Stretch(before: 0, after: out.count - beginning, changes: true))
    var followsSpace = removesExtraSpaces
    while at < text.count {
      let next = next(text, at, table)
      let written = out.count
      at += next.consumed
      var start = 0
      while followsSpace, start < next.bytes.count, next.bytes[start] == 0x20 { start += 1 }
      if start < next.bytes.count {
        append(next.bytes.slice(start, next.bytes.count), to: &out)
        followsSpace = removesExtraSpaces && next.bytes[next.bytes.count - 1] == 0x20
      }
      stretches?.append(
        FrozenNormalizer.Stretch(before: next.consumed, after: out.count - written, changes: true))
    }
    if removesExtraSpaces {
      let written = out.count
      while let length = lengthOfSpace(atEndOf: out), out.count - length >= beginning {
        out.truncate(to: out.count - length)
      }
      if stretches != nil { SentencePieceNormalizer.shorten(&stretches!, by: written - out.count) }
    }
    if addsDummyPrefix && spaceIsSuffix {
      let written = out.count
      appendSpace(to: &out)
      stretches?.append(FrozenNormalizer.Stretch(before: 0, after: out.count - written, changes: true))
    }
  }

  /// Takes `length` bytes of the changed text from the end.
  private static func shorten(_ stretches: inout [FrozenNormalizer.Stretch], by length: Int) {
    var left = length
    for index in stretches.indices.reversed() where left > 0 {
      let taken = min(left, stretches[index].after)
      stretches[index].after -= taken
      left -= taken
    }
  }

  /// What stands for the beginning of the text at `at`, and how much of it.
  @inline(__always)
  private func next(
    _ text: UnsafeRawBufferPointer, _ at: Int, _ table: UnsafeRawBufferPointer
  ) -> (bytes: UnsafeRawBufferPointer, consumed: Int) {
    let length = protectedBytes.lengthOfPrefix(of: text, at: at)
    if length > 0 { return (text.slice(at, at + length), length) }
    if let charactersMap, let match = charactersMap.match(text.slice(at, text.count), table, .longest) {
      return (match.replacement, match.length)
    }
    guard let length = text.lengthOfCharacter(at: at) else {
      let replacement: StaticString = "\u{FFFD}"
      return (UnsafeRawBufferPointer(start: replacement.utf8Start, count: replacement.utf8CodeUnitCount), 1)
    }
    return (text.slice(at, at + length), length)
  }

  @inline(__always)
  private func append(_ bytes: UnsafeRawBufferPointer, to out: inout ByteBuffer) {
    for byte in bytes {
      if byte == 0x20 { appendSpace(to: &out) } else { out.append(byte) }
    }
  }

  @inline(__always)
  private func appendSpace(to out: inout ByteBuffer) {
    if escapesSpaces { out.append("\u{2581}") } else { out.append(0x20) }
  }

  private func lengthOfSpace(atEndOf out: borrowing ByteBuffer) -> Int? {
    let bytes = out.bytes
    if !escapesSpaces { return bytes.last == 0x20 ? 1 : nil }
    return bytes.count >= 3 && bytes.slice(bytes.count - 3, bytes.count).equals("\u{2581}") ? 3 : nil
  }
}

/// A set of byte strings that is searched for the longest one at a place of a text.
struct ByteStringSet: Sendable {
  /// By first byte: the strings by length, the longest first.
  private let lengths: [[(length: Int, strings: Set<[UInt8]>)]]
  private let isEmpty: Bool

  init(_ strings: [String]) {
    var byLength: [[Int: Set<[UInt8]>]] = Array(repeating: [:], count: 256)
    for string in strings {
      let bytes = Array(string.utf8)
      guard let first = bytes.first else { continue }
      byLength[Int(first)][bytes.count, default: []].insert(bytes)
    }
    lengths = byLength.map { $0.sorted { $0.key > $1.key }.map { ($0.key, $0.value) } }
    isEmpty = strings.isEmpty
  }

  /// The length of the longest string that `text` holds at `at`, 0 without one; O(distinct lengths of strings that begin
  /// with the byte there).
  @inline(__always)
  func lengthOfPrefix(of text: UnsafeRawBufferPointer, at: Int) -> Int {
    if isEmpty || lengths[Int(text[at])].isEmpty { return 0 }
    return longest(text, at)
  }

  private func longest(_ text: UnsafeRawBufferPointer, _ at: Int) -> Int {
    for (length, strings) in lengths[Int(text[at])] where at + length <= text.count {
      if strings.contains(Array(text.slice(at, at + length))) { return length }
    }
    return 0
  }
}
