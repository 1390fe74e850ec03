import QuernBytes

/// Turns ids into text one by one, and hands on only whole characters.
///
/// What it hands on in all is ``Decoder/text(of:skippingSpecials:)`` of all the ids. Text comes as early as the decoder of
/// the model allows: bytes of a character as soon as it is whole, the bytes of byte fallback when their run has ended,
/// and everything at the end where a replacement needs the whole text.
public struct StreamingDecoder: ~Copyable, Sendable {
  /// The vocabulary.
  public let model: BPEModel
  /// Whether special tokens become nothing.
  public let skipsSpecials: Bool

  private enum Way {
    /// Bytes of tokens, one after the other.
    case bytes(UTF8Mender)
    case sentencePiece(SentencePieceDecoder, SentencePieceDecoder.Progress)
    case stages([DecoderStage])
  }

  private var way: Way
  /// What goes from stage to stage.
  private var parts = PieceParts()
  private var next = PieceParts()

  /// A decoder for ids of `model`.
  public init(model: BPEModel, skippingSpecials: Bool = false) {
    self.model = model
    skipsSpecials = skippingSpecials
    way = StreamingDecoder.start(model)
  }

  private static func start(_ model: BPEModel) -> Way {
    if model.decodesBytes { return .bytes(UTF8Mender()) }
    if case .sentencePiece(let decoder)? = model.decoderSteps.first { return .sentencePiece(decoder, .init()) }
    do throws(TokenizerError) {
      return .stages(try model.decoderStages())
    } catch {
      fatalError("a model that was made cannot be used: \(error)")
    }
  }

  /// Appends to `out` the text that `id` completes.
  /// - Throws: ``TokenizerError/unknownToken(_:)`` when there is no such token; the state is then as before.
  public mutating func push(_ id: UInt32, into out: inout ByteBuffer) throws(TokenizerError) {
    if skipsSpecials && model.traits.skipped.contains(id) { return }
    guard model.store[id].count > 0 else { throw .unknownToken(id) }
    switch way {
    case .bytes(var mender):
      way = .stages([])
      model.withDecodedBytes(of: id) { mender.append($0, to: &out) }
      way = .bytes(mender)
    case .sentencePiece(let decoder, var progress):
      try decoder.decode(id, of: model, &progress, into: &out)
      way = .sentencePiece(decoder, progress)
    case .stages(var stages):
      way = .stages([])
      defer { way = .stages(stages) }
      var spelling = ByteBuffer()
      model.appendSpelling(of: id, to: &spelling)
      parts.add(spelling.bytes)
      parts.endPiece()
      try run(&stages, from: 0, into: &out)
    }
  }

  /// Appends what is left to `out`, and begins anew.
  public mutating func finish(into out: inout ByteBuffer) throws(TokenizerError) {
    defer { way = StreamingDecoder.start(model) }
    switch way {
    case .bytes(var mender): mender.finish(&out)
    case .sentencePiece(let decoder, var progress): decoder.finish(&progress, into: &out)
    case .stages(var stages):
      for index in stages.indices {
        stages[index].finish(&parts)
        try run(&stages, from: index + 1, into: &out)
      }
    }
  }

  /// Gives what is in `parts` to the stage `first` and those after it.
  private mutating func run(
    _ stages: inout [DecoderStage], from first: Int, into out: inout ByteBuffer
  ) throws(TokenizerError) {
    for index in first..<max(first, stages.count) {
      next.removeAll()
      var start = 0
      for end in parts.ends {
        parts.bytes.withUnsafeBytes { if start < end { stages[index].add($0.slice(start, end), &next) } }
        try stages[index].endPiece(&next)
        start = end
      }
      parts.bytes.withUnsafeBytes {
        if start < $0.count { stages[index].add($0.slice(start, $0.count), &next) }
      }
      swap(&parts, &next)
    }
    parts.bytes.withUnsafeBytes { out.append($0) }
    parts.removeAll()
  }
}
