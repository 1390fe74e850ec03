import QuernJSON

/// How repeated parts of texts are found, and what is done about them.
public struct RecipeSubstring: Equatable, Sendable {
  /// What is done about documents that repeat others in part.
  public enum Action: String, CaseIterable, Sendable {
    /// Repeated parts are cut.
    case cut
    /// Documents of which too much repeats go; others stay as they are.
    case drop
  }

  /// The fewest bytes in a row that count as a repeat.
  public var bytes = 100
  /// What is done.
  public var action = Action.cut
  /// A document goes when a larger share of its bytes repeats; nil for the action's default: 1 for `cut`, so that only
  /// what has nothing left goes, and 0.5 for `drop`.
  public var dropShare: Double?
  /// A document goes when cuts leave fewer bytes of it.
  public var minLeft = 1

  /// The defaults.
  public init() {}

  /// The share of repeated bytes above which a document goes.
  public var share: Double { dropShare ?? (action == .cut ? 1 : 0.5) }

  /// The bytes that ``bytes`` may be.
  public static let byteRange = 16...(1 << 20) - 1

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "substring", keys: ["bytes", "action", "drop_share", "min_left"]) else {
      return nil
    }
    if let node = table["bytes"] { bytes = reader.whole(node, "bytes", in: RecipeSubstring.byteRange) ?? bytes }
    if let node = table["action"] { action = reader.word(node, "action") ?? action }
    if let node = table["drop_share"], let share = reader.number(node, "drop_share") {
      if !(0...1).contains(share) { reader.report(node.place, "drop_share must be a share from 0 to 1") }
      dropShare = share
    }
    if let node = table["min_left"] {
      minLeft = reader.whole(node, "min_left", in: 1...Int.max) ?? minLeft
      if action == .drop { reader.report(node.place, "min_left has no effect, because nothing is cut") }
    }
  }

  /// Writes the section with keys in byte order and defaults filled in.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("action", action.rawValue)
    writer.member("bytes", bytes)
    writer.member("drop_share", share)
    if action == .cut { writer.member("min_left", minLeft) }
    writer.endObject()
  }
}
