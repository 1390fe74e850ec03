import ArgumentParser
import QuernBytes
import QuernJobs
import QuernTokenizer

/// Encodes and decodes single texts: all that `quern tokens` asks of a vocabulary.
struct TextTokenizer: ~Copyable {
  /// What special tokens in a text are.
  enum Specials: String, CaseIterable, ExpressibleByArgument {
    case text, allow, error
  }

  /// A text and its ids.
  struct Tokenized: ~Copyable {
    /// The text: as it was encoded, malformed bytes treated, if places were asked for; or what was decoded.
    var text = ByteBuffer()
    var ids: [UInt32] = []
    /// Where each token stands in the text; empty when that was not asked for.
    var offsets: [Range<Int>] = []
  }

  let model: BPEModel
  private let template: PostProcessor
  private let decoder: QuernTokenizer.Decoder
  private var encoder: Encoder
  private var places: [TokenOffset] = []

  /// - Parameter usesTemplate: whether the post-processor's ids are put around each text.
  init(model: BPEModel, specials: Specials, malformed: MalformedText, usesTemplate: Bool) throws {
    self.model = model
    template = usesTemplate ? model.postProcessor : PostProcessor()
    decoder = QuernTokenizer.Decoder(model: model)
    let selection: SpecialTokenSelection =
      switch specials {
      case .text: .text(model)
      case .allow: .allowed(model)
      case .error: try SpecialTokenSelection(model: model, allowed: .none, disallowed: .all)
      }
    encoder = Encoder(model: model, selection: selection, malformed: malformed)
  }

  /// Makes `result` the ids of `text`, and on demand the places of their tokens.
  /// - Throws: ``TokenizerError`` for malformed bytes, and for special tokens where they are an error.
  mutating func encode(_ text: UnsafeRawBufferPointer, withOffsets: Bool, into result: inout Tokenized) throws {
    guard text.count < 1 << 32 else { throw JobError("the text has \(text.count) bytes; at most 4 GiB are encoded") }
    result.ids.removeAll(keepingCapacity: true)
    result.ids.append(contentsOf: template.before)
    if withOffsets {
      places.removeAll(keepingCapacity: true)
      try encoder.encode(text, into: &result.ids, offsets: &places)
      result.text.removeAll()
      result.text.shrink(to: 1 << 20)
      result.text.append(encoder.isMended ? encoder.mended.bytes : text)
      let end = result.text.count
      result.offsets = template.before.map { _ in 0..<0 } + places.map(\.bytes)
      result.offsets += template.after.map { _ in end..<end }
    } else {
      try encoder.encode(text, into: &result.ids)
    }
    result.ids.append(contentsOf: template.after)
  }

  /// Makes `result` the text of `ids`, without places.
  /// - Throws: ``TokenizerError/unknownToken(_:)``.
  func decode(_ ids: [UInt32], into result: inout Tokenized) throws {
    result.text.removeAll()
    result.ids = ids
    try ids.withUnsafeBufferPointer { try decoder.decode($0, into: &result.text) }
  }
}
