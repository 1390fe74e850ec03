import QuernBytes

/// How SentencePiece (0.2, `DecodeIds`) turns pieces back into text.
///
/// Control pieces are nothing. Runs of byte pieces become characters, and U+FFFD for each byte that belongs to none.
/// U+2581 becomes a space, and the one that was put before the text goes away.
public struct SentencePieceDecoder: Hashable, Sendable {
  /// What the unknown piece becomes.
  public var unknownSurface: String
  /// Whether a space was put before the text.
  public var addsDummyPrefix: Bool
  /// Whether spaces at the ends were taken away.
  public var removesExtraSpaces: Bool

  public init(unknownSurface: String, addsDummyPrefix: Bool, removesExtraSpaces: Bool) {
    self.unknownSurface = unknownSurface
    self.addsDummyPrefix = addsDummyPrefix
    self.removesExtraSpaces = removesExtraSpaces
  }

  /// How far decoding has come.
  struct Progress {
    fileprivate var run: [UInt8] = []
    fileprivate var isAtBeginning = true
    fileprivate var tookSpace = false
    fileprivate var hasText = false
  }

  /// Appends what the token `id` of `model` adds to the text; the bytes of a run only when it has ended.
  ///
  /// - Throws: ``TokenizerError/unknownToken(_:)`` when there is no such token.
  func decode(
    _ id: UInt32, of model: BPEModel, _ progress: inout Progress, into out: inout ByteBuffer
  ) throws(TokenizerError) {
    let bytes = model.store[id]
    guard !bytes.isEmpty else { throw .unknownToken(id) }
    guard case .characters(let characters) = model.alphabet else { return out.append(bytes) }
    if let byte = model.byte(ofFallback: id) {
      progress.run.append(byte)
      return
    }
    let beginning = out.count
    SentencePieceDecoder.flush(&progress.run, into: &out)
    if progress.tookSpace || progress.hasText || out.count > beginning { progress.isAtBeginning = false }
    progress.tookSpace = false
    if id == characters.unknown {
      out.append(string: unknownSurface)
    } else if !model.isSpecial(id) {
      progress.tookSpace = append(bytes, progress.isAtBeginning, to: &out)
    }
    if out.count > beginning { progress.hasText = true }
  }

  /// Ends the text.
  func finish(_ progress: inout Progress, into out: inout ByteBuffer) {
    SentencePieceDecoder.flush(&progress.run, into: &out)
    progress = Progress()
  }

  /// Whether the space before the text was in this piece, so that no later piece loses one.
  private func append(_ piece: UnsafeRawBufferPointer, _ isAtBeginning: Bool, to out: inout ByteBuffer) -> Bool {
    var at = 0
    if isAtBeginning && (addsDummyPrefix || removesExtraSpaces), SentencePieceDecoder.isSpace(piece, 0) { at = 3 }
    let tookSpace = at > 0 && !removesExtraSpaces
    while at < piece.count {
      if SentencePieceDecoder.isSpace(piece, at) {
        out.append(0x20)
        at += 3
      } else {
        out.append(piece[at])
        at += 1
      }
    }
    return tookSpace
  }

  private static func isSpace(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Bool {
    at + 3 <= bytes.count && bytes[at] == 0xE2 && bytes[at + 1] == 0x96 && bytes[at + 2] == 0x81
  }

  private static func flush(_ run: inout [UInt8], into out: inout ByteBuffer) {
    guard !run.isEmpty else { return }
    run.withUnsafeBytes { bytes in
      var at = 0
      while at < bytes.count {
        let length = bytes.lengthOfCharacter(at: at)
        if let length { out.append(bytes.slice(at, at + length)) } else { out.append("\u{FFFD}") }
        at += length ?? 1
      }
    }
    run.removeAll()
  }
}
