import QuernBytes

/// A sample of a text: its start, its middle and its end, each a third of the size.
///
/// The windows are cut where words end, or between code points where a script has no spaces.
public struct TextSample: Equatable, Sendable {
  /// The size in bytes that a sample has at most; a shorter text is its own sample.
  public let size: Int

  /// A sample of `size` bytes, 64 at the least.
  public init(size: Int) { self.size = max(64, size) }

  /// The windows of `text` in order: one or three ranges that do not overlap.
  /// - Complexity: O(size).
  public func windows(of text: UnsafeRawBufferPointer) -> [Range<Int>] {
    guard text.count > size else { return [0..<text.count] }
    let width = size / 3
    let middle = (text.count - width) / 2
    let last = text.count - width
    return [
      0..<TextSample.end(of: 0..<width, in: text),
      TextSample.start(
        of: middle..<(middle + width), in: text)..<TextSample.end(of: middle..<(middle + width), in: text),
      TextSample.start(of: last..<text.count, in: text)..<text.count,
    ]
  }

  /// Appends the windows of `text` to `out` with a space between them.
  public func append(_ text: UnsafeRawBufferPointer, to out: inout ByteBuffer) {
    for (index, window) in windows(of: text).enumerated() {
      if index > 0 { out.append(" ") }
      out.append(text.slice(window.lowerBound, window.upperBound))
    }
  }

  /// How far a window shrinks at a side in search of a border between words, in parts of its width.
  private static let search = 4

  /// The first place in the window where a word begins.
  private static func start(of window: Range<Int>, in text: UnsafeRawBufferPointer) -> Int {
    for at in window.prefix(window.count / search) where text[at - 1] <= 0x20 { return at }
    return window.first { text[$0] & 0xC0 != 0x80 } ?? window.lowerBound
  }

  /// The last place in the window where a word ends.
  private static func end(of window: Range<Int>, in text: UnsafeRawBufferPointer) -> Int {
    for at in window.suffix(window.count / search).reversed() where text[at] <= 0x20 { return at }
    return window.last { text[$0] & 0xC0 != 0x80 } ?? window.upperBound
  }
}
