import QuernBytes

/// Turns token ids back into text, as the decoder of the model says.
public struct Decoder: Sendable {
  /// The vocabulary.
  public let model: BPEModel

  /// A decoder for ids of `model`.
  public init(model: BPEModel) { self.model = model }

  /// Appends the bytes of `ids` to `out`.
  ///
  /// Byte-level vocabularies give the bytes themselves: they are UTF-8 when the ids are those of whole, valid text, and a
  /// character may be shared by several tokens. Others give text; where the `tokenizers` package puts U+FFFD, so does
  /// this.
  /// - Parameter skippingSpecials: whether special tokens become nothing.
  /// - Throws: ``TokenizerError/unknownToken(_:)`` at the first id without a token, which the package passes over; what
  ///   came before is in `out`, so far as it is complete.
  public func decode(
    _ ids: UnsafeBufferPointer<UInt32>, into out: inout ByteBuffer, skippingSpecials: Bool = false
  ) throws(TokenizerError) {
    guard model.decodesBytes else {
      var stream = StreamingDecoder(model: model, skippingSpecials: skippingSpecials)
      for id in ids { try stream.push(id, into: &out) }
      return try stream.finish(into: &out)
    }
    for id in ids {
      guard model.store[id].count > 0 else { throw .unknownToken(id) }
      if skippingSpecials && model.traits.skipped.contains(id) { continue }
      model.withDecodedBytes(of: id) { out.append($0) }
    }
  }

  /// The bytes of `ids`.
  /// - Throws: as ``decode(_:into:skippingSpecials:)``.
  public func decode(_ ids: [UInt32], skippingSpecials: Bool = false) throws(TokenizerError) -> ByteBuffer {
    var out = ByteBuffer(capacity: ids.count * 4)
    var failure: TokenizerError?
    ids.withUnsafeBufferPointer { ids in
      do throws(TokenizerError) {
        try decode(ids, into: &out, skippingSpecials: skippingSpecials)
      } catch { failure = error }
    }
    if let failure { throw failure }
    return out
  }

  /// The text of `ids`: their bytes, with U+FFFD for each maximal subpart that is no UTF-8.
  /// - Throws: as ``decode(_:into:skippingSpecials:)``.
  public func text(of ids: [UInt32], skippingSpecials: Bool = false) throws(TokenizerError) -> String {
    let bytes = try decode(ids, skippingSpecials: skippingSpecials)
    return bytes.bytes.text
  }
}

extension BPEModel {
  /// Whether texts are the bytes of tokens, one after the other.
  var decodesBytes: Bool { alphabet == .bytes && decoderSteps == [.byteLevel] }

  /// The stages of the decoder.
  func decoderStages() throws(TokenizerError) -> [DecoderStage] {
    var stages: [DecoderStage] = []
    for step in decoderSteps { stages.append(try DecoderStage(step)) }
    return stages
  }
}
