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

  /// Appends the text of the tokens `ids` to `out`.
  ///
  /// - Parameters:
  ///   - token: the bytes of a token, empty where there is none.
  ///   - controls: the ids of control pieces.
  /// - Throws: ``TokenizerError/unknownToken(_:)`` at the first id without a token.
  func decode(
    _ ids: UnsafeBufferPointer<UInt32>, characters: BPEModel.UnknownCharacters, controls: Set<UInt32>,
    into out: inout ByteBuffer, token: (UInt32) -> UnsafeRawBufferPointer
  ) throws(TokenizerError) {
    let beginning = out.count
    var bytesByID: [UInt32: UInt8] = [:]
    for (byte, id) in characters.byteTokens.enumerated() { bytesByID[id] = UInt8(byte) }
    bytesByID[BPEModel.UnknownCharacters.noToken] = nil
    var run: [UInt8] = []
    var isAtBeginning = true
    var tookSpace = false
    for id in ids {
      let bytes = token(id)
      guard !bytes.isEmpty else { throw .unknownToken(id) }
      if let byte = bytesByID[id] {
        run.append(byte)
        continue
      }
      SentencePieceDecoder.flush(&run, into: &out)
      if tookSpace || out.count > beginning { isAtBeginning = false }
      tookSpace = false
      if id == characters.unknown {
        out.append(string: unknownSurface)
      } else if !controls.contains(id) {
        tookSpace = append(bytes, isAtBeginning, to: &out)
      }
    }
    SentencePieceDecoder.flush(&run, into: &out)
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
