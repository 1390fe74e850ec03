import QuernBytes

/// What part of a text a token stands for.
public struct TokenOffset: Hashable, Sendable {
  /// The bytes of the text as it was given.
  public var bytes: Range<Int>
  /// Its characters (Unicode scalars), all that ``bytes`` touches.
  public var characters: Range<Int>
}

extension Encoder {
  /// Appends the ids of `text` to `ids`, and for each what part of `text` it stands for to `offsets`.
  ///
  /// Bytes that a normaliser or a pre-tokenizer leaves as they are keep their place one by one, so a token that begins
  /// or ends inside a character does so here too. A token that touches a stretch that was changed has all of the
  /// stretch: the character and marks that normalising composed, the match that was replaced. What was only put in,
  /// such as the space before a text, has the empty range before what follows it. White space that an added token
  /// strips belongs to the token.
  ///
  /// In ``TokenOffset/characters`` a character that tokens share belongs to each of them, as in the `tokenizers`
  /// package and in what tiktoken's `decode_with_offsets` gives for starts. The package differs where text is changed:
  /// there a composed character has the offsets of the first character that went into it alone, a replacement those of
  /// the last, and what is put in before a text those of the text's first character.
  ///
  /// Where characters without a token are dropped, its offsets fall behind; these do not. Where malformed bytes are
  /// replaced or left out, offsets are those in ``mended``.
  ///
  /// Costs several times what ``encode(_:into:specials:)`` does.
  /// - Throws: as ``encode(_:into:specials:)``.
  public mutating func encode(
    _ text: UnsafeRawBufferPointer, into ids: inout [UInt32], offsets: inout [TokenOffset],
    specials selection: SpecialTokenSelection? = nil
  ) throws(TokenizerError) {
    try track(text, into: &ids, selection)
    var counter = CharacterCounter(isMended ? mended.bytes : text)
    offsets.reserveCapacity(offsets.count + sources.count)
    for source in sources {
      let bytes = Int(source.start)..<Int(source.end)
      offsets.append(TokenOffset(bytes: bytes, characters: counter.characters(of: bytes)))
    }
  }
}

/// Counts the characters before places of a text that are asked for in about rising order.
private struct CharacterCounter {
  private let text: UnsafeRawBufferPointer
  private var at = 0
  /// The number of characters that start before `at`.
  private var started = 0

  init(_ text: UnsafeRawBufferPointer) { self.text = text }

  mutating func characters(of bytes: Range<Int>) -> Range<Int> {
    move(to: bytes.lowerBound)
    let isInside = at < text.count && text[at] & 0xC0 == 0x80 && !bytes.isEmpty
    let start = max(isInside ? started - 1 : started, 0)
    move(to: bytes.upperBound)
    return start..<max(started, start)
  }

  private mutating func move(to place: Int) {
    while at < place {
      if text[at] & 0xC0 != 0x80 { started += 1 }
      at += 1
    }
    while at > place {
      at -= 1
      if text[at] & 0xC0 != 0x80 { started -= 1 }
    }
  }
}
