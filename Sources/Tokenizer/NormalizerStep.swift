/// One step of changing text before it is cut, named after the components of the `tokenizers` package (0.23).
public enum NormalizerStep: Hashable, Sendable {
  /// A normalisation form of Unicode.
  public enum Form: String, CaseIterable, Sendable {
    case nfc = "NFC"
    case nfd = "NFD"
    case nfkc = "NFKC"
    case nfkd = "NFKD"
  }

  /// Brings the text into a normalisation form.
  case unicode(Form)
  /// Puts each character into lower case (no context, no locale).
  case lowercase
  /// Puts `text` before a text that is not empty.
  case prepend(String)
  /// Puts `content` for each match of `target`.
  case replace(PretokenizerStep.Target, content: String)
  /// Takes white space from the ends.
  case strip(left: Bool, right: Bool)
  /// A table of replacements (`Precompiled`).
  case charactersMap(CharactersMap)
  /// All that SentencePiece does with a text, which is more than the components of the package can say.
  case sentencePiece(SentencePieceNormalizer)
}
