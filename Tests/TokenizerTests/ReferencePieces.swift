import QuernBytes

@testable import QuernTokenizer

/// Encoding with pieces of characters as its definition says: of all neighbours whose text together is a piece, those of
/// lowest rank, the leftmost, one at a time.
struct ReferencePieces {
  private let draft: BPEModelDraft
  private let characters: BPEModel.UnknownCharacters
  private var words: [[UInt8]: UInt32] = [:]
  private let userDefined: [(bytes: [UInt8], id: UInt32)]

  init?(_ draft: BPEModelDraft) {
    guard case .characters(let characters) = draft.alphabet else { return nil }
    self.draft = draft
    self.characters = characters
    for id in 0..<draft.words.count { if let word = draft.words[id] { words[word] = UInt32(id) } }
    userDefined = draft.addedTokens.filter { !$0.isSpecial }.map { (Array($0.content.utf8), $0.id) }
      .sorted { $0.bytes.count > $1.bytes.count }
  }

  /// The ids of `text`; what `draft.normalizer` says is done first.
  func encode(_ text: [UInt8]) -> [UInt32] {
    var out = ByteBuffer()
    withBytes(text) { text in
      for case .sentencePiece(let normalizer) in draft.normalizer { normalizer.apply(text, into: &out) }
    }
    return encode(normalized: array(out))
  }

  private func encode(normalized text: [UInt8]) -> [UInt32] {
    var ids: [UInt32] = []
    var wasUnknown = false
    var segment: [UInt8] = []
    func flush() {
      for part in pieces(segment).flatMap(merge) {
        if let id = words[part] {
          ids.append(id)
          wasUnknown = false
        } else if !characters.byteTokens.isEmpty {
          ids += part.map { characters.byteTokens[Int($0)] }
          wasUnknown = false
        } else {
          if let unknown = characters.unknown, !wasUnknown || !characters.fusesUnknown { ids.append(unknown) }
          wasUnknown = true
        }
      }
      segment = []
    }
    var at = 0
    while at < text.count {
      if let token = userDefined.first(where: { text[at...].starts(with: $0.bytes) }) {
        flush()
        ids.append(token.id)
        wasUnknown = false
        at += token.bytes.count
      } else {
        segment.append(text[at])
        at += 1
      }
    }
    flush()
    return ids
  }

  /// Cuts as the pretokenizer says.
  private func pieces(_ text: [UInt8]) -> [[UInt8]] {
    guard case .steps(let steps) = draft.pretokenizer, case .beforeRuns(let mark)? = steps.first else { return [text] }
    return withBytes(text) { text in
      var pieces: [[UInt8]] = []
      var start = 0
      while start < text.count {
        let end = withBytes(Array(mark.utf8)) { PretokenizerStep.endBeforeRun(of: $0, in: text, from: start) }
        pieces.append(Array(text.slice(start, end)))
        start = end
      }
      return pieces
    }
  }

  private func merge(_ text: [UInt8]) -> [[UInt8]] {
    var parts = String(decoding: text, as: UTF8.self).unicodeScalars.map { Array(String($0).utf8) }
    var pairs: [UInt32?] = []
    func rank(_ at: Int) -> UInt32? { words[parts[at] + parts[at + 1]].map { draft.ranks?[Int($0)] ?? $0 } }
    pairs = parts.indices.dropLast().map(rank)
    while true {
      var best: Int?
      for at in pairs.indices { if let rank = pairs[at], rank < best.flatMap({ pairs[$0] }) ?? .max { best = at } }
      guard let best else { return parts }
      parts[best] += parts.remove(at: best + 1)
      pairs.remove(at: best)
      if best < pairs.count { pairs[best] = rank(best) }
      if best > 0 { pairs[best - 1] = rank(best - 1) }
    }
  }
}
