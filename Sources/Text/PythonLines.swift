import CText
import QuernBytes

/// The lines of a text as Python's `splitlines` finds them: ended by U+000A, U+000B, U+000C, U+000D (with a U+000A
/// behind it), U+001C, U+001D, U+001E, U+0085, U+2028 or U+2029.
///
/// Its memory is reused from text to text: eight bytes per line.
public struct PythonLines: ~Copyable {
  private var ranges: [Line] = []

  /// A line without its end, by the offsets of its bytes.
  public struct Line: Sendable, BitwiseCopyable {
    public var start: UInt32
    public var end: UInt32
  }

  /// No lines.
  public init() {}

  /// The number of lines.
  public var count: Int { ranges.count }

  /// The offsets of a line.
  public subscript(place: Int) -> Range<Int> { Int(ranges[place].start)..<Int(ranges[place].end) }

  /// Finds the lines of `text`, which is shorter than 4 GiB.
  /// - Complexity: O(n), at more than 2 GB/s.
  public mutating func find(in text: UnsafeRawBufferPointer) {
    ranges.removeAll(keepingCapacity: true)
    guard let base = text.baseAddress else { return }
    let bytes = base.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var start = 0
    var at = 0
    while at < count {
      if at &+ 16 <= count {
        let ends = quern_line_ends_16(bytes + at)
        if ends == 0 {
          at &+= 16
          continue
        }
        at &+= ends.trailingZeroBitCount
      }
      let length = PythonLines.lineEnd(bytes, at, count)
      if length == 0 {
        at &+= 1
        continue
      }
      ranges.append(Line(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: at)))
      at &+= length
      start = at
    }
    if start < count {
      ranges.append(Line(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: count)))
    }
  }

  /// The bytes of the line end at `at`; 0 when there is none.
  @inline(__always)
  private static func lineEnd(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    let byte = text[at]
    if byte == 0x0D { return at &+ 1 < count && text[at &+ 1] == 0x0A ? 2 : 1 }
    if byte &- 0x0A < 4 || byte &- 0x1C < 3 { return 1 }
    if byte == 0xC2 { return at &+ 1 < count && text[at &+ 1] == 0x85 ? 2 : 0 }
    guard byte == 0xE2 && at &+ 2 < count && text[at &+ 1] == 0x80 else { return 0 }
    return text[at &+ 2] & 0xFE == 0xA8 ? 3 : 0
  }

  /// Frees what a text of very many lines has left.
  public mutating func shrink(to limit: Int) {
    if ranges.capacity > limit { ranges = [] }
  }
}
