import QuernBytes
import QuernDedup

/// Makes texts without the parts that lists name; its memory is reused.
final class CutText {
  private var even = ByteBuffer()
  private var odd = ByteBuffer()

  /// `text` without what `lists` name, one list after the other; valid until the next call.
  /// - Returns: nil when a list is of another text.
  func apply(_ lists: [ArraySlice<TextCut>], to text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
    var text = text
    for (number, cuts) in lists.enumerated() {
      guard
        let rest = number % 2 == 0 ? CutText.apply(cuts, to: text, &even) : CutText.apply(cuts, to: text, &odd)
      else { return nil }
      text = rest
    }
    return text
  }

  private static func apply(
    _ cuts: ArraySlice<TextCut>, to text: UnsafeRawBufferPointer, _ target: inout ByteBuffer
  ) -> UnsafeRawBufferPointer? {
    target.empty(keeping: 4 << 20)
    target.reserve(text.count)
    return TextCut.apply(cuts, to: text, into: &target) ? target.bytes : nil
  }
}
