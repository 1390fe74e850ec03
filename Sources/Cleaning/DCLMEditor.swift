import CText
import QuernBytes
import QuernText

extension Signal {
  /// Words, as ``dclmWords``, that the cut lines took / words before; 1 without words.
  public static let dclmRemovedWords = Signal("dclm.removed_word_ratio", .dclmRemovedWords, 0)
}

/// The edits of DCLM's pipeline: line ends, and lines that hold no prose.
struct DCLMEditor: ~Copyable {
  private var first = ByteBuffer()
  private var second = ByteBuffer()

  /// Writes `text` with at most two U+000A in a row; returns how many runs were cut.
  static func joinLineEnds(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Int {
    var found = 0
    var copied = 0
    var at = 0
    while let place = text.firstOffset(of: 0x0A, from: at) {
      at = place
      while at < text.count && text[at] == 0x0A { at &+= 1 }
      if at &- place > 2 {
        found &+= 1
        out.append(text.slice(copied, place &+ 2))
        copied = at
      }
    }
    out.append(text.slice(copied, text.count))
    return found
  }

  /// Writes `text` without lines of capitals, numbers, counters and single words, and without three phrases of web pages;
  /// the white space around the whole goes, too. Returns how many lines were dropped or changed.
  ///
  /// Each pass sees what the one before leaves.
  /// - Complexity: O(n), seven times.
  mutating func cutLines(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Int {
    var edits = 0
    first.empty(keeping: TextView.keptRoom)
    second.empty(keeping: TextView.keptRoom)
    first.append(text)
    for pass in DCLMLinePass.allCases {
      second.removeAll()
      edits &+= pass.run(first.bytes, into: &second)
      swap(&first, &second)
    }
    out.append(first.bytes)
    return edits
  }
}

/// A pass of ``DCLMEditor`` over all lines, in their order.
private enum DCLMLinePass: CaseIterable {
  case capitals, numbers, counters, singleWords, cart, readMore, signIn

  /// Writes what the pass leaves; returns how many lines it dropped or changed.
  func run(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Int {
    var edits = 0
    var start = 0
    var isFirst = true
    while true {
      let end = text.firstOffset(of: 0x0A, from: start) ?? text.count
      let line = text.slice(start, end)
      let before = out.count
      if !isFirst { out.append(0x0A) }
      let kept = write(line, into: &out)
      if kept < 0 { out.truncate(to: before) } else { isFirst = false }
      if kept != line.count { edits &+= 1 }
      if end == text.count { break }
      start = end &+ 1
    }
    if self != .singleWords { DCLMLinePass.strip(&out) }
    return edits
  }

  /// Writes what is left of the line and returns how many bytes these are; less than 0 when the line goes.
  private func write(_ line: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Int {
    switch self {
    case .capitals: return copy(line, unless: DCLMLine.share(of: line, DCLMLine.isUppercase) > 0.5, &out)
    case .numbers: return copy(line, unless: DCLMLine.share(of: line, DCLMLine.isDigit) > 0.999999, &out)
    case .counters: return copy(line, unless: DCLMLine.isCounter(line), &out)
    case .singleWords: return copy(line, unless: !line.isEmpty && DCLMLine.words(line, limit: 2) < 2, &out)
    case .cart, .readMore, .signIn:
      if DCLMLine.words(line, limit: 11) > 10 { return copy(line, unless: false, &out) }
      let start = out.count
      switch self {
      case .cart: DCLMLine.writeWithoutCart(line, into: &out)
      case .readMore: out.append(DCLMLine.withoutReadMore(line))
      default: out.append(DCLMLine.withoutSignIn(line))
      }
      let left = out.bytes.slice(start, out.count)
      return !line.isEmpty && DCLMLine.words(left, limit: 1) == 0 ? -1 : left.count
    }
  }

  private func copy(_ line: UnsafeRawBufferPointer, unless isDropped: Bool, _ out: inout ByteBuffer) -> Int {
    if isDropped { return -1 }
    out.append(line)
    return line.count
  }

  private static func strip(_ out: inout ByteBuffer) {
    guard let base = out.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let start = base.skipPythonSpaces(0, out.count)
    out.truncate(to: base.skipPythonSpacesBackwards(start, out.count))
    out.removeFirst(start)
  }
}
