/// A token that is found in text as it is, before the text is split and merged.
public struct AddedToken: Hashable, Sendable {
  /// What is looked for and what the token decodes to.
  public var content: String
  /// Its id.
  public var id: UInt32
  /// A control token: matched only where the caller allows it, never by accident in raw text.
  public var isSpecial: Bool
  /// Looked for in a second pass, after normalising, in the text that the other added tokens leave.
  public var isNormalized: Bool
  /// Only matched where neither neighbour is a word character.
  public var isSingleWord: Bool
  /// Takes the white space before it along.
  public var stripsLeft: Bool
  /// Takes the white space after it along.
  public var stripsRight: Bool

  public init(
    content: String, id: UInt32, isSpecial: Bool = true, isNormalized: Bool = false, isSingleWord: Bool = false,
    stripsLeft: Bool = false, stripsRight: Bool = false
  ) {
    self.content = content
    self.id = id
    self.isSpecial = isSpecial
    self.isNormalized = isNormalized
    self.isSingleWord = isSingleWord
    self.stripsLeft = stripsLeft
    self.stripsRight = stripsRight
  }
}
