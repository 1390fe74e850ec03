import QuernBytes

/// Turns token ids back into bytes.
public struct Decoder: Sendable {
  /// The vocabulary.
  public let model: BPEModel

  /// A decoder for ids of `model`.
  public init(model: BPEModel) { self.model = model }

  /// Appends the bytes of `ids` to `out`.
  ///
  /// They are UTF-8 when the ids are those of whole, valid text; a character may be shared by several tokens.
  /// - Throws: ``TokenizerError/unknownToken(_:)`` at the first id without a token; what came before is in `out`.
  public func decode(_ ids: UnsafeBufferPointer<UInt32>, into out: inout ByteBuffer) throws(TokenizerError) {
    if case .characters(let characters) = model.alphabet, case .sentencePiece(let decoder)? = model.decoderSteps.first {
      let controls = Set(model.addedTokens.filter(\.isSpecial).map(\.id))
      return try decoder.decode(ids, characters: characters, controls: controls, into: &out) { model.store[$0] }
    }
    for id in ids {
      let bytes = model.store[id]
      guard bytes.count > 0 else { throw .unknownToken(id) }
      out.append(bytes)
    }
  }

  /// The bytes of `ids`.
  public func decode(_ ids: [UInt32]) throws(TokenizerError) -> ByteBuffer {
    var out = ByteBuffer(capacity: ids.count * 4)
    var failure: TokenizerError?
    ids.withUnsafeBufferPointer { ids in
      do throws(TokenizerError) { try decode(ids, into: &out) } catch { failure = error }
    }
    if let failure { throw failure }
    return out
  }
}
