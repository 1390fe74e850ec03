import QuernBytes

/// Finds out which bytes of a piece each of its ids stands for.
struct PieceMeasure {
  private let model: BPEModel
  private let piece: UnsafeRawBufferPointer
  private let characters: BPEModel.UnknownCharacters?
  private var at = 0

  init(_ model: BPEModel, _ piece: UnsafeRawBufferPointer) {
    self.model = model
    self.piece = piece
    if case .characters(let rule) = model.alphabet { characters = rule } else { characters = nil }
  }

  /// The bytes of `id`, the next of the piece.
  mutating func next(_ id: UInt32) -> Range<Int> {
    let start: Int
    if let characters {
      start = skipDropped(characters)
      at = start + length(of: id, characters)
    } else {
      start = at
      at = min(start + model.store[id].count, piece.count)
    }
    return start..<at
  }

  /// The offset of the next character that has ids at all.
  private func skipDropped(_ characters: BPEModel.UnknownCharacters) -> Int {
    var start = at
    while characters.unknown == nil, start < piece.count {
      let next = piece.scalar(at: start).next
      if !isUnknown(start, next, characters) { break }
      start = next
    }
    return min(start, piece.count)
  }

  private func length(of id: UInt32, _ characters: BPEModel.UnknownCharacters) -> Int {
    let start = skipDropped(characters)
    guard start < piece.count else { return 0 }
    var next = piece.scalar(at: start).next
    if id == characters.unknown, isUnknown(start, next, characters) {
      while characters.fusesUnknown, next < piece.count {
        let after = piece.scalar(at: next).next
        if !isUnknown(next, after, characters) { break }
        next = after
      }
      return next - start
    }
    let bytes = model.store[id]
    if start + bytes.count <= piece.count, bytes.hasSameBytes(as: piece.slice(start, start + bytes.count)) {
      return bytes.count
    }
    return min(sourceLength(of: id, characters), piece.count - start)
  }

  /// The length of the text of a token that is not spelt as it stands there: a byte, or merged of such.
  private func sourceLength(of id: UInt32, _ characters: BPEModel.UnknownCharacters) -> Int {
    if characters.byteTokens.contains(id) { return 1 }
    guard let merge = model.merges.first(where: { $0.result == id }) else { return model.store[id].count }
    return sourceLength(of: merge.left, characters) + sourceLength(of: merge.right, characters)
  }

  /// Whether the character has neither a token nor tokens for its bytes.
  private func isUnknown(_ start: Int, _ end: Int, _ characters: BPEModel.UnknownCharacters) -> Bool {
    let character = piece.slice(start, end)
    if model.words.find(character, in: model.store) != nil { return false }
    guard !characters.byteTokens.isEmpty else { return true }
    return character.contains { characters.byteTokens[Int($0)] == BPEModel.UnknownCharacters.noToken }
  }
}
