import QuernBytes
import QuernText

/// Where the bytes of a changed text come from: a range of the text as it was given.
struct SourceSpan: BitwiseCopyable, Hashable {
  var start: UInt32
  var end: UInt32

  init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    self.end = UInt32(truncatingIfNeeded: end)
  }
}

/// A text that is changed step by step, and where each of its bytes comes from when that is asked for.
///
/// One step reads ``text`` from start to end, hands on what stays with ``copy(_:_:)`` and what does not with
/// ``put(_:for:_:)``, and ends with ``finish()``. Memory is kept from text to text.
struct TextRewriter: ~Copyable, Sendable {
  /// The text as the last step left it.
  var text: UnsafeRawBufferPointer { isOriginal ? original : front.bytes }
  /// Whether ``text`` is the memory that ``begin(_:at:tracking:)`` was given.
  private(set) var isOriginal = true

  private nonisolated(unsafe) var original = UnsafeRawBufferPointer(start: nil, count: 0)
  /// The text, when it is not the original, and the one that a step writes.
  private var front = ByteBuffer()
  private var back = ByteBuffer()
  private var tracks = false
  /// Where the original starts in the text that spans are counted in; tells them as long as ``hasSpans`` is false.
  private var origin = 0
  private var hasSpans = false
  private var spans: [SourceSpan] = []
  private var backSpans: [SourceSpan] = []

  /// The longest buffers that are kept.
  private static var keptBytes: Int { 1 << 24 }

  /// Starts with `text`, which begins at `origin` of the whole text and stays where it is until the next call.
  mutating func begin(_ text: UnsafeRawBufferPointer, at origin: Int, tracking: Bool) {
    original = text
    isOriginal = true
    tracks = tracking
    hasSpans = false
    self.origin = origin
    back.removeAll()
    front.removeAll()
    back.shrink(to: TextRewriter.keptBytes)
    front.shrink(to: TextRewriter.keptBytes)
    backSpans.removeAll(keepingCapacity: true)
  }

  /// Starts with the part `start..<end` of the text of `other`, which must not change meanwhile.
  mutating func begin(_ other: borrowing TextRewriter, _ start: Int, _ end: Int) {
    begin(other.text.slice(start, end), at: other.origin + start, tracking: other.tracks)
    guard other.hasSpans else { return }
    hasSpans = true
    spans.removeAll(keepingCapacity: true)
    spans.append(contentsOf: other.spans[start..<end])
  }

  /// Where `text[start..<end]` comes from; where nothing lies between, the place before what comes next.
  func source(_ start: Int, _ end: Int) -> SourceSpan {
    guard hasSpans else { return SourceSpan(origin + start, origin + end) }
    if start < end { return SourceSpan(Int(spans[start].start), Int(spans[end - 1].end)) }
    if start < spans.count { return SourceSpan(Int(spans[start].start), Int(spans[start].start)) }
    let end = spans.last.map { Int($0.end) } ?? origin
    return SourceSpan(end, end)
  }

  /// Hands on `text[start..<end]`.
  @inline(__always)
  mutating func copy(_ start: Int, _ end: Int) {
    back.append(text.slice(start, end))
    if tracks { copySpans(start, end) }
  }

  private mutating func copySpans(_ start: Int, _ end: Int) {
    if hasSpans {
      backSpans.append(contentsOf: spans[start..<end])
    } else {
      for at in start..<end { backSpans.append(SourceSpan(origin + at, origin + at + 1)) }
    }
  }

  /// Puts `bytes` for `text[start..<end]`.
  mutating func put(_ bytes: UnsafeRawBufferPointer, for start: Int, _ end: Int) {
    back.append(bytes)
    if tracks { backSpans.append(contentsOf: repeatElement(source(start, end), count: bytes.count)) }
  }

  /// Puts `bytes` for `text[start..<end]`.
  mutating func put(_ bytes: [UInt8], for start: Int, _ end: Int) {
    bytes.withUnsafeBytes { put($0, for: start, end) }
  }

  /// The length of what the step has handed on so far.
  var written: Int { back.count }

  /// Makes what the step has handed on the text.
  mutating func finish() {
    swap(&front, &back)
    back.removeAll()
    isOriginal = false
    guard tracks else { return }
    swap(&spans, &backSpans)
    backSpans.removeAll(keepingCapacity: true)
    hasSpans = true
  }

  /// Lets `body` write the next text by itself, to the buffer that it is given, and say where it comes from by a list
  /// of stretches; with false nothing changes.
  mutating func rewrite<Failure: Error>(
    _ body: (UnsafeRawBufferPointer, inout ByteBuffer, inout [FrozenNormalizer.Stretch]?) throws(Failure) -> Bool
  ) throws(Failure) {
    var stretches: [FrozenNormalizer.Stretch]? = tracks ? [] : nil
    guard try body(text, &back, &stretches) else {
      back.removeAll()
      return
    }
    var at = 0
    for stretch in stretches ?? [] {
      if stretch.changes {
        let source = source(at, at + stretch.before)
        backSpans.append(contentsOf: repeatElement(source, count: stretch.after))
      } else {
        copySpans(at, at + stretch.before)
      }
      at += stretch.before
    }
    finish()
  }
}
