import QuernBytes

/// The identity of a document in a run: which input file, and which line of it.
///
/// Files are numbered in plan order (order of the recipe's inputs, then path bytes), lines from 0 with blank lines
/// counted. Packed in 64 bits: 24 for the file, 40 for the line.
public struct DocumentID: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// File number in the upper 24 bits, line in the lower 40.
  public let packed: UInt64

  /// The most input files of one run.
  public static let maxFiles = 1 << 24

  /// The identity of a line of a file; both must be in range.
  @inlinable
  public init(file: Int, line: Int) {
    precondition(file >= 0 && file < DocumentID.maxFiles && line >= 0 && line < 1 << 40)
    packed = UInt64(file) << 40 | UInt64(line)
  }

  /// The identity that ``packed`` gave.
  @inlinable public init(packed: UInt64) { self.packed = packed }

  /// The input file's number in plan order.
  @inlinable public var file: Int { Int(packed >> 40) }
  /// The line in that file, from 0.
  @inlinable public var line: Int { Int(packed & (1 << 40 - 1)) }

  /// Whether `left` comes first in plan order.
  @inlinable
  public static func < (left: DocumentID, right: DocumentID) -> Bool { left.packed < right.packed }
}
