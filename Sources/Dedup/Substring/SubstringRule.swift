/// Which parts of texts are repeats.
public struct SubstringRule: Sendable, Equatable {
  /// The fewest bytes that count as a repeat.
  public var bytes: Int

  /// The bytes that a rule may ask for: below, nearly everything repeats; above, a window no longer fits a record.
  public static let range = 16...(1 << 20) - 1

  /// A part of a text is a repeat when each of its bytes lies in a window of this many bytes that stands at an earlier
  /// place, too.
  public init(bytes: Int) {
    precondition(SubstringRule.range.contains(bytes))
    self.bytes = bytes
  }

  /// Bytes of the pieces by which windows are looked for.
  var piece: Int { bytes / 2 }
  /// Pieces of a window, of which it has one marked.
  var pieces: Int { bytes - piece + 1 }
}

/// A place in the texts of a run: which file, and the offset of the document's line in the decompressed file plus the
/// offset in its text. Places rise in plan order, and those of different documents never touch.
public struct TextPlace: Sendable, Comparable, Hashable {
  /// File number in the upper 24 bits, offset in the lower 40.
  public var packed: UInt64

  /// The place `offset` bytes behind the start of the line at `position` of `file`.
  public init(file: Int, position: Int, offset: Int = 0) {
    precondition(position + offset < 1 << 40, "a file has less than a terabyte of content")
    packed = UInt64(file) << 40 | UInt64(position + offset)
  }

  /// The place that ``packed`` gave.
  public init(packed: UInt64) { self.packed = packed }

  public static func < (left: TextPlace, right: TextPlace) -> Bool { left.packed < right.packed }
}
