import QuernBytes
import QuernText

/// Which passages of texts are compared, and how.
public struct PassageRule: Sendable, Equatable {
  /// What a passage is.
  public enum Unit: String, CaseIterable, Sendable {
    /// A line, with the line feed that ends it.
    case line
    /// Lines up to a blank one, with the blank lines behind them.
    case paragraph
    /// Three sentences in a row (UAX #29), each as the first of three: after C4 (Raffel et al., arXiv 1910.10683), where
    /// all but one of any three-sentence span that occurs more than once go.
    case sentences
  }

  /// What a passage is.
  public var unit: Unit
  /// Shorter passages, in bytes without white space at the ends, are never repeats.
  public var leastBytes: Int
  /// Whether passages are compared composed (NFC) and case-folded, with runs of white space as one space.
  public var isNormalized: Bool

  /// A rule.
  public init(unit: Unit, leastBytes: Int, isNormalized: Bool) {
    self.unit = unit
    self.leastBytes = leastBytes
    self.isNormalized = isNormalized
  }

  /// Sentences of a passage of ``Unit/sentences``.
  static let sentences = 3
}

/// Finds the passages of texts and what they are compared by; one instance serves one thread, its memory is reused.
public struct PassageFinder: ~Copyable {
  private let rule: PassageRule
  private let segmenter = SentenceSegmenter()
  private let normalizer = Normalizer(.nfc)
  private let folder = CaseFolder()
  private var ends: [UInt32] = []
  private var composed = ByteBuffer()
  private var folded = ByteBuffer()
  private var squeezed = ByteBuffer()

  /// A finder for `rule`.
  public init(_ rule: PassageRule) { self.rule = rule }

  /// Calls `body` with the start and end of every passage of `text` that may be a repeat, and the hash that it is compared
  /// by, in order; O(n).
  ///
  /// - Parameter seed: passages with different seeds are never equal.
  public mutating func forEach(
    of text: UnsafeRawBufferPointer, seed: UInt64, _ body: (_ start: Int, _ end: Int, _ key: Hash128) -> Void
  ) throws(TextError) {
    switch rule.unit {
    case .line:
      var start = 0
      while start < text.count {
        let end = text.firstOffset(of: 0x0A, from: start).map { $0 + 1 } ?? text.count
        try add(text, start, end, seed, body)
        start = end
      }
    case .paragraph:
      var start = 0
      while start < text.count {
        let end = PassageFinder.paragraphEnd(text, start)
        try add(text, start, end, seed, body)
        start = end
      }
    case .sentences:
      ends.removeAll(keepingCapacity: true)
      segmenter.segment(text, into: &ends)
      guard ends.count >= PassageRule.sentences else { return }
      for first in 0...(ends.count - PassageRule.sentences) {
        let start = first == 0 ? 0 : Int(ends[first - 1])
        try add(text, start, Int(ends[first + PassageRule.sentences - 1]), seed, body)
      }
    }
  }

  /// The end of the paragraph that starts at `start`: behind the blank lines that follow it.
  private static func paragraphEnd(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var at = start
    var hasText = false
    var endsHere = false
    while at < text.count {
      let end = text.firstOffset(of: 0x0A, from: at).map { $0 + 1 } ?? text.count
      let isBlank = text.slice(at, end).allSatisfy { $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }
      if isBlank {
        endsHere = hasText
      } else if endsHere {
        return at
      } else {
        hasText = true
      }
      at = end
    }
    return text.count
  }

  private mutating func add(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, _ seed: UInt64,
    _ body: (_ start: Int, _ end: Int, _ key: Hash128) -> Void
  ) throws(TextError) {
    var (from, to) = (start, end)
    while from < to, PassageFinder.isSpace(text[from]) { from += 1 }
    while to > from, PassageFinder.isSpace(text[to - 1]) { to -= 1 }
    guard to - from >= max(1, rule.leastBytes) else { return }
    let passage = text.slice(from, to)
    body(start, end, XXH3.hash128(rule.isNormalized ? try normalize(passage) : passage, seed: seed))
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  private mutating func normalize(_ passage: UnsafeRawBufferPointer) throws(TextError) -> UnsafeRawBufferPointer {
    composed.empty(keeping: 1 << 20)
    folded.empty(keeping: 1 << 20)
    squeezed.empty(keeping: 1 << 20)
    let source = try normalizer.normalize(passage, into: &composed) ? composed.bytes : passage
    folder.fold(source, into: &folded)
    var from = 0
    let bytes = folded.bytes
    for at in bytes.indices where PassageFinder.isSpace(bytes[at]) {
      // Of white space in a row the first is a space, the rest nothing.
      if at > from {
        squeezed.append(bytes.slice(from, at))
        squeezed.append(0x20)
      }
      from = at + 1
    }
    squeezed.append(bytes.slice(from, bytes.count))
    return squeezed.bytes
  }
}
