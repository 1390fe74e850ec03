/// What a vocabulary file puts around a text: `TemplateProcessing` of the `tokenizers` package (0.23), for one text.
///
/// Encoding leaves it to its caller, for corpora are packed with separators of their own.
public struct PostProcessor: Hashable, Sendable {
  /// The ids before the text.
  public var before: [UInt32]
  /// The ids after the text.
  public var after: [UInt32]

  public init(before: [UInt32] = [], after: [UInt32] = []) {
    self.before = before
    self.after = after
  }
}
