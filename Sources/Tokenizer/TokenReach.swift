import QuernBytes

/// Which tokens no text becomes, and why.
public struct TokenReach: Sendable {
  /// Tokens that the merges of their own bytes do not lead to, and that are not found as whole pretokens either.
  public private(set) var neverMerged: [UInt32] = []
  /// Tokens that merges lead to, but that the split pattern cuts in every surrounding that was tried; nil where the
  /// text is not cut by one of our patterns.
  public private(set) var alwaysCut: [UInt32]?
  /// Tokens that merges do not lead to: they are only found where they are a whole pretoken.
  public private(set) var onlyWhole: [UInt32] = []

  /// Looks at every token of `model` but the added ones: O(bytes of all tokens), some 0.1 s for 200,000.
  ///
  /// What happens inside a token while a text is merged does not depend on what stands around it, so a token is
  /// reached by merging exactly when its own bytes merge to it.
  public init(_ model: BPEModel) {
    let added = Set(model.addedTokens.map(\.id))
    let probe = model.pretokenizer.pattern.map { PieceProbe(pattern: $0) }
    if probe != nil { alwaysCut = [] }
    var merger = Merger()
    for id in model.wordIDs where !added.contains(id) {
      let bytes = model.store[id]
      merger.merge(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count, model)
      if merger.ids.count == 1 && merger.ids[0] == id {
        if let probe, !probe.keepsTogether(bytes, alone: false) { alwaysCut!.append(id) }
      } else if model.keepsWholeWords && (probe?.keepsTogether(bytes, alone: true) ?? true) {
        onlyWhole.append(id)
      } else {
        neverMerged.append(id)
      }
    }
  }
}

/// Tries whether a split pattern ever leaves some bytes in one piece.
private struct PieceProbe {
  let pattern: SplitPattern

  /// Characters of every class that patterns tell apart, and letters of contractions, as neighbours.
  private static let neighbours: [[UInt8]] = [
    "a", "A", "中", "\u{301}", "1", "!", "/", " ", "\n", "\u{A0}", "'", "s", "l", "e",
  ].map { Array($0.utf8) }

  /// Whether some text has a piece that holds `bytes`, or with `alone` is `bytes`.
  ///
  /// Half a character at an end of `bytes` stands for any character.
  func keepsTogether(_ bytes: UnsafeRawBufferPointer, alone: Bool) -> Bool {
    if pattern.endOfPretoken(in: bytes, from: 0) == bytes.count { return true }
    let (_, core) = TokenWholeness.of(bytes)
    let opens = core.lowerBound > 0
    let closes = core.upperBound < bytes.count
    let middle = Array(bytes.slice(core.lowerBound, core.upperBound))
    for before in opens ? PieceProbe.neighbours : [[]] + PieceProbe.neighbours {
      for after in closes ? PieceProbe.neighbours : [[]] + PieceProbe.neighbours {
        let start = opens ? 0 : before.count
        let end = before.count + middle.count + (closes ? after.count : 0)
        let text = before + middle + after
        if text.withUnsafeBytes({ hasPiece(in: $0, from: start, to: end, alone: alone) }) { return true }
      }
    }
    return false
  }

  private func hasPiece(in text: UnsafeRawBufferPointer, from start: Int, to end: Int, alone: Bool) -> Bool {
    var at = 0
    while at <= start && at < text.count {
      let next = pattern.endOfPretoken(in: text, from: at)
      if next >= end { return !alone || (at == start && next == end) }
      at = next
    }
    return false
  }
}
