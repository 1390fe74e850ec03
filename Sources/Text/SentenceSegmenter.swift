import CText

/// Cuts text into sentences at the boundaries of Unicode Standard Annex #29, as ICU does.
///
/// A line break ends a sentence as well. The white space behind a sentence belongs to it.
public struct SentenceSegmenter: @unchecked Sendable {  // the tables are filled before anyone sees the pointers
  private let classes: UnsafePointer<UInt8>

  /// A segmenter; its table is shared by all and filled on first use (some milliseconds).
  public init() { classes = quern_sentence_classes() }

  /// Appends the offset behind each sentence of `text` (UTF-8, less than 4 GiB) to `ends`.
  /// - Complexity: O(n); English goes at some 500 MB/s.
  public func segment(_ text: UnsafeRawBufferPointer, into ends: inout [UInt32]) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    var at = 0
    while at < text.count {
      at = end(start, at, text.count)
      ends.append(UInt32(truncatingIfNeeded: at))
    }
  }

  /// Where the sentence that begins at `start` ends.
  private func end(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var at = start
    while at < count {
      let byte = text[at]
      if byte < 0x80 && !SentenceSegmenter.mayEnd(byte) {
        at &+= 1
        continue
      }
      let place = at
      let kind = take(text, &at, count)
      if kind >= SentenceBreak.separator { return behindSeparator(kind, text, at, count) }
      if kind < SentenceBreak.terminator { continue }
      if let end = endBehindTerminator(text, start, place, &at, count) { return end }
    }
    return count
  }

  /// Whether a byte of ASCII is a terminator or ends a line.
  @inline(__always)
  private static func mayEnd(_ byte: UInt8) -> Bool {
    byte == 0x2E || byte == 0x21 || byte == 0x3F || byte == 0x0A || byte == 0x0D
  }

  /// The class of the code point at `at`, which moves past it.
  @inline(__always)
  private func take(_ text: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int) -> UInt8 {
    let codePoint = text.decode(&at, count)
    return codePoint < 0x110000 ? classes[Int(codePoint)] : SentenceBreak.other
  }

  /// The class of the first character at or behind `at` that extends no other; `at` moves to it, `end` behind it. The
  /// end of the text is no class.
  @inline(__always)
  private func peek(_ text: UnsafePointer<UInt8>, _ at: inout Int, _ end: inout Int, _ count: Int) -> UInt8? {
    end = at
    while end < count {
      at = end
      let kind = take(text, &end, count)
      if kind != SentenceBreak.extend { return kind }
    }
    at = end
    return nil
  }

  private func behindSeparator(_ kind: UInt8, _ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    kind == SentenceBreak.carriageReturn && at < count && text[at] == 0x0A ? at &+ 1 : at
  }

  /// The end of the sentence behind the terminator at `place`, or nil when the sentence goes on at `at`.
  private func endBehindTerminator(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ place: Int, _ at: inout Int, _ count: Int
  ) -> Int? {
    var behind = place
    let isAmbiguous = take(text, &behind, count) == SentenceBreak.ambiguous
    var end = at
    guard var kind = peek(text, &at, &end, count) else { return count }
    if isAmbiguous {
      if kind == SentenceBreak.numeric { return nil }
      if kind == SentenceBreak.upper {
        let before = classBefore(text, start, place, count)
        if before == SentenceBreak.upper || before == SentenceBreak.lower { return nil }
      }
    }
    while kind == SentenceBreak.close {
      at = end
      guard let next = peek(text, &at, &end, count) else { return count }
      kind = next
    }
    while kind == SentenceBreak.space {
      at = end
      guard let next = peek(text, &at, &end, count) else { return count }
      kind = next
    }
    if kind >= SentenceBreak.separator { return behindSeparator(kind, text, end, count) }
    if kind == SentenceBreak.goesOn || kind >= SentenceBreak.terminator { return nil }
    return isAmbiguous && comesToLowerCase(text, at, count) ? nil : at
  }

  /// Whether the first letter, terminator or separator at or behind `start` is a lower-case letter.
  private func comesToLowerCase(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
    var at = start
    while at < count {
      let kind = take(text, &at, count)
      if kind == SentenceBreak.lower { return true }
      if kind == SentenceBreak.upper || kind == SentenceBreak.letter || kind >= SentenceBreak.terminator {
        return false
      }
    }
    return false
  }

  /// The class of the character of the sentence before `place`, extending ones aside.
  private func classBefore(_ text: UnsafePointer<UInt8>, _ start: Int, _ place: Int, _ count: Int) -> UInt8 {
    var at = place
    while at > start {
      at &-= 1
      while at > start && text[at] & 0xC0 == 0x80 { at &-= 1 }
      var end = at
      let kind = take(text, &end, count)
      if kind != SentenceBreak.extend { return kind }
    }
    return SentenceBreak.other
  }
}

/// The values of the property Sentence_Break; the terminators and separators are the highest.
private enum SentenceBreak {
  static var other: UInt8 { UInt8(QUERN_SB_OTHER) }
  static var extend: UInt8 { UInt8(QUERN_SB_EXTEND) }
  static var space: UInt8 { UInt8(QUERN_SB_SPACE) }
  static var lower: UInt8 { UInt8(QUERN_SB_LOWER) }
  static var upper: UInt8 { UInt8(QUERN_SB_UPPER) }
  static var letter: UInt8 { UInt8(QUERN_SB_LETTER) }
  static var numeric: UInt8 { UInt8(QUERN_SB_NUMERIC) }
  static var goesOn: UInt8 { UInt8(QUERN_SB_CONTINUE) }
  static var close: UInt8 { UInt8(QUERN_SB_CLOSE) }
  static var terminator: UInt8 { UInt8(QUERN_SB_TERMINATOR) }
  /// The full stop and its like.
  static var ambiguous: UInt8 { UInt8(QUERN_SB_AMBIGUOUS_TERMINATOR) }
  static var separator: UInt8 { UInt8(QUERN_SB_SEPARATOR) }
  static var carriageReturn: UInt8 { UInt8(QUERN_SB_CR) }
}
