/// One step of turning tokens back into text, named after the components of the `tokenizers` package (0.23).
///
/// Each works on the list of pieces that the step before left, at first the spellings of the tokens.
public enum DecoderStep: Hashable, Sendable {
  /// Spellings in the byte alphabet become their bytes.
  case byteLevel
  /// `<0xNN>` becomes a byte; runs of bytes that are no UTF-8 become U+FFFD.
  case byteFallback
  /// Puts a space between the pieces: what the package does when a file names no decoder.
  case spaced
  /// All pieces become one.
  case fuse
  /// Takes up to `start` and `stop` times `content` from the ends of each piece.
  case strip(content: String, start: Int, stop: Int)
  /// `replacement` becomes a space, and the one that was put before the text goes away.
  case metaspace(replacement: String, prepend: MetaspacePrepend)
  /// Puts `content` for each match of `target`.
  case replace(PretokenizerStep.Target, content: String)
  /// All that SentencePiece does; no other step stands beside it.
  case sentencePiece(SentencePieceDecoder)
}
