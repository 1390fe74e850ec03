import QuernBytes

/// What becomes of one document in which something was found.
public enum ContaminationDecision: Sendable, Equatable {
  /// It stays as it is.
  case keep
  /// It goes.
  case drop
  /// It stays without these stretches of bytes, which are in order and apart.
  case cut([Range<Int>])
}

/// Decides what goes of documents.
public enum ContaminationCuts {
  /// Bytes that a cut is extended by at most to end at white space.
  private static let wordRoom = 64

  /// Decides on a document of this text.
  public static func decide(
    _ finding: ContaminationFinding, in text: UnsafeRawBufferPointer, rule: ContaminationRule,
    action: ContaminationAction
  ) -> ContaminationDecision {
    switch action {
    case .tag: return .keep
    case .drop: return .drop
    case .cut: return rule == .gpt3 ? gpt3(finding.spans, text) : plain(finding.spans, text)
    }
  }

  /// `spans` in order, those that touch as one; O(n log n).
  static func merged(_ spans: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for span in spans.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = merged.last, span.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        merged.append(span)
      }
    }
    return merged
  }

  /// Cuts the stretches themselves, and white space that would be doubled; a document of which nothing else is left
  /// goes.
  private static func plain(_ spans: [Range<Int>], _ text: UnsafeRawBufferPointer) -> ContaminationDecision {
    let cuts = spans.map { span in
      var end = span.upperBound
      if span.lowerBound == 0 || isSpace(text[span.lowerBound - 1]) {
        while end < text.count, isSpace(text[end]) { end += 1 }
      }
      return span.lowerBound..<end
    }
    let left = pieces(cuts, text).contains { piece in text[piece].contains { !isSpace($0) } }
    return left ? .cut(merged(cuts)) : .drop
  }

  /// Cuts 200 characters around each stretch too, up to white space where there is some near, and pieces below 200
  /// characters.
  private static func gpt3(_ spans: [Range<Int>], _ text: UnsafeRawBufferPointer) -> ContaminationDecision {
    let wide = merged(spans.map { window($0, text) })
    let pieces = pieces(wide, text)
    guard pieces.count <= ContaminationSettings.gpt3Pieces else { return .drop }
    let kept = pieces.filter { characters(of: text[$0]) >= ContaminationSettings.gpt3Characters }
    guard !kept.isEmpty else { return .drop }
    var cuts: [Range<Int>] = []
    var at = 0
    for piece in kept {
      if piece.lowerBound > at { cuts.append(at..<piece.lowerBound) }
      at = piece.upperBound
    }
    if at < text.count { cuts.append(at..<text.count) }
    return .cut(cuts)
  }

  /// What is left between `cuts`, which are in order.
  private static func pieces(_ cuts: [Range<Int>], _ text: UnsafeRawBufferPointer) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var at = 0
    for cut in cuts {
      if cut.lowerBound > at { pieces.append(at..<cut.lowerBound) }
      at = max(at, cut.upperBound)
    }
    if at < text.count { pieces.append(at..<text.count) }
    return pieces
  }

  private static func window(_ span: Range<Int>, _ text: UnsafeRawBufferPointer) -> Range<Int> {
    var start = span.lowerBound
    var left = ContaminationSettings.gpt3Characters
    while start > 0, left > 0 {
      start -= 1
      if text[start] & 0xC0 != 0x80 { left -= 1 }
    }
    var end = span.upperBound
    left = ContaminationSettings.gpt3Characters
    while end < text.count {
      if text[end] & 0xC0 != 0x80 {
        if left == 0 { break }
        left -= 1
      }
      end += 1
    }
    // Pieces are not to begin or end inside a word; the white space before the cut stays, that behind it goes.
    if start > 0, let space = (max(0, start - wordRoom)..<start).last(where: { isSpace(text[$0]) }) {
      start = space + 1
    }
    if end < text.count, let space = (end..<min(text.count, end + wordRoom)).first(where: { isSpace(text[$0]) }) {
      end = space + 1
    }
    return start..<end
  }

  private static func characters(of text: Slice<UnsafeRawBufferPointer>) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }
}
