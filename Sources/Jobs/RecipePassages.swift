import QuernJSON

/// How passages that occur again and again are found, and what is done about them.
public struct RecipePassages: Equatable, Sendable {
  /// What a passage is.
  public enum Unit: String, CaseIterable, Sendable {
    /// A line.
    case line
    /// Lines up to a blank one.
    case paragraph
    /// Three sentences in a row.
    case sentences
  }

  /// Which of equal passages stay.
  public enum Keep: String, CaseIterable, Sendable {
    /// The first in plan order.
    case first
    /// None.
    case none
  }

  /// What a passage is.
  public var unit = Unit.line
  /// A passage goes when it occurs at least as often.
  public var times = 2
  /// Which of equal passages stay.
  public var keep = Keep.first
  /// Shorter passages, in bytes, stay.
  public var minBytes = 30
  /// Whether case, Unicode form and the length of white space are ignored.
  public var normalize = true
  /// Among which documents passages are counted.
  public var scope = RecipeScope.all
  /// A document goes when a larger share of its bytes repeats; 1 for none.
  public var dropShare = 1.0
  /// A document goes when cuts leave fewer bytes of it.
  public var minLeft = 1

  /// The defaults.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    let keys = ["unit", "times", "keep", "min_bytes", "normalize", "scope", "drop_share", "min_left"]
    guard let table = reader.table(node, "passages", keys: keys) else { return nil }
    if let node = table["unit"] { unit = reader.word(node, "unit") ?? unit }
    if let node = table["times"] { times = reader.whole(node, "times", in: 2...1_000_000) ?? times }
    if let node = table["keep"] { keep = reader.word(node, "keep") ?? keep }
    if let node = table["min_bytes"] { minBytes = reader.whole(node, "min_bytes", in: 1...Int.max) ?? minBytes }
    if let node = table["normalize"] { normalize = reader.flag(node, "normalize") ?? normalize }
    if let node = table["scope"] { scope = RecipeScope(node, &reader) ?? scope }
    if let node = table["drop_share"], let share = reader.number(node, "drop_share") {
      if !(0...1).contains(share) { reader.report(node.place, "drop_share must be a share from 0 to 1") }
      dropShare = share
    }
    if let node = table["min_left"] { minLeft = reader.whole(node, "min_left", in: 1...Int.max) ?? minLeft }
  }

  /// Writes the section with keys in byte order and defaults filled in.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("drop_share", dropShare)
    writer.member("keep", keep.rawValue)
    writer.member("min_bytes", minBytes)
    writer.member("min_left", minLeft)
    writer.member("normalize", normalize)
    writer.key("scope")
    scope.write(into: &writer)
    writer.member("times", times)
    writer.member("unit", unit.rawValue)
    writer.endObject()
  }
}
