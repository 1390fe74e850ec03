/// A token that is found in text as it is, before the text is split and merged.
public struct AddedToken: Hashable, Sendable {
  /// What is looked for and what the token decodes to.
  public var content: String
  /// Its id.
  public var id: UInt32
  /// A control token: matched only where the caller allows it, never by accident in raw text.
  public var isSpecial: Bool
  /// Looked for in a second pass, in the text that the other added tokens leave.
  public var isNormalized: Bool

  public init(content: String, id: UInt32, isSpecial: Bool = true, isNormalized: Bool = false) {
    self.content = content
    self.id = id
    self.isSpecial = isSpecial
    self.isNormalized = isNormalized
  }
}
