import QuernBytes

/// A copy of a text in the making, with replacements.
///
/// What is not replaced is copied in long runs. The bytes of the source are passed to each call, so that the patch
/// holds no pointer to them.
struct TextPatch: ~Copyable {
  var out = ByteBuffer()
  /// The replacements, if they are kept.
  private(set) var changes: [OffsetMap.Change] = []
  private let keepsChanges: Bool
  private var copied = 0

  init(keepsChanges: Bool) { self.keepsChanges = keepsChanges }

  /// Replaces the bytes from `start` to `end` of `source` by `replacement`; calls go from the left to the right.
  mutating func replace(
    _ source: UnsafeRawBufferPointer, _ start: Int, _ end: Int, with replacement: UnsafeRawBufferPointer
  ) {
    out.append(source.slice(copied, start))
    let begin = out.count
    out.append(replacement)
    copied = end
    if keepsChanges {
      changes.append(OffsetMap.Change(source: start..<end, result: begin..<out.count))
    }
  }

  /// Deletes the bytes from `start` to `end` of `source`.
  mutating func delete(_ source: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    replace(source, start, end, with: UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// Replaces the bytes from `start` to `end` of `source` by one code point.
  mutating func replace(_ source: UnsafeRawBufferPointer, _ start: Int, _ end: Int, with codePoint: UInt32) {
    out.append(source.slice(copied, start))
    let begin = out.count
    out.append(codePoint: codePoint)
    copied = end
    if keepsChanges {
      changes.append(OffsetMap.Change(source: start..<end, result: begin..<out.count))
    }
  }

  /// Copies what follows the last replacement.
  mutating func finish(_ source: UnsafeRawBufferPointer) {
    out.append(source.slice(copied, source.count))
    copied = source.count
  }

  /// Forgets everything but the room.
  mutating func reset() {
    out.removeAll()
    changes.removeAll(keepingCapacity: true)
    copied = 0
  }
}

extension ByteBuffer {
  /// Appends a code point up to U+10FFFF that is no surrogate, in UTF-8.
  public mutating func append(codePoint: UInt32) {
    let tail = { (shift: UInt32) -> UInt8 in UInt8(truncatingIfNeeded: codePoint >> shift & 0x3F | 0x80) }
    switch codePoint {
    case 0..<0x80: append(UInt8(truncatingIfNeeded: codePoint))
    case 0x80..<0x800:
      append(UInt8(truncatingIfNeeded: codePoint >> 6 | 0xC0))
      append(tail(0))
    case 0x800..<0x10000:
      append(UInt8(truncatingIfNeeded: codePoint >> 12 | 0xE0))
      append(tail(6))
      append(tail(0))
    default:
      append(UInt8(truncatingIfNeeded: codePoint >> 18 | 0xF0))
      append(tail(12))
      append(tail(6))
      append(tail(0))
    }
  }
}
