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
    /// The text as it was encoded, malformed bytes treated.
    var text = ByteBuffer()
    var ids: [UInt32] = []
    /// How many ids at the front and at the end the template has added.
    var added = (before: 0, after: 0)
  }

  let model: BPEModel
  private let specials: Specials
  private let malformed: MalformedText
  private let template: PostProcessor
  private let decoder: QuernTokenizer.Decoder
  private var encoder: Encoder

  /// - Parameter usesTemplate: whether the post-processor's ids are put around each text.
  init(model: BPEModel, specials: Specials, malformed: MalformedText, usesTemplate: Bool) {
    self.model = model
    self.specials = specials
    self.malformed = malformed
    template = usesTemplate ? model.postProcessor : PostProcessor()
    decoder = QuernTokenizer.Decoder(model: model)
    encoder = Encoder(model: model, specials: specials == .allow ? .allowed : .text)
  }

  /// Makes `result` the ids of `text`.
  /// - Throws: ``TokenizerError`` for malformed bytes, ``JobError`` for special tokens that are an error.
  mutating func encode(_ text: UnsafeRawBufferPointer, into result: inout Tokenized) throws {
    guard text.count < 1 << 32 else { throw JobError("the text has \(text.count) bytes; at most 4 GiB are encoded") }
    result.text.removeAll()
    result.text.shrink(to: 1 << 20)
    try UTF8Repair.append(text, malformed, to: &result.text)
    if specials == .error { try refuseSpecials(result.text.bytes) }
    result.ids.removeAll(keepingCapacity: true)
    result.ids.append(contentsOf: template.before)
    try encoder.encode(result.text.bytes, into: &result.ids)
    result.ids.append(contentsOf: template.after)
    result.added = (template.before.count, template.after.count)
  }

  /// Makes `result` the text of `ids`.
  /// - Throws: ``TokenizerError/unknownToken(_:)``.
  func decode(_ ids: [UInt32], into result: inout Tokenized) throws {
    result.text.removeAll()
    result.ids = ids
    result.added = (0, 0)
    try ids.withUnsafeBufferPointer { try decoder.decode($0, into: &result.text) }
  }

  /// Start and end of each token in the text; nil where tokens are not the bytes of the text, as after normalising.
  func offsets(of result: borrowing Tokenized) -> [Range<Int>]? {
    let text = result.text.bytes
    var at = 0
    var offsets: [Range<Int>] = []
    offsets.reserveCapacity(result.ids.count)
    for (index, id) in result.ids.enumerated() {
      if index < result.added.before || index >= result.ids.count - result.added.after {
        offsets.append(at..<at)
        continue
      }
      guard let bytes = model.bytes(of: id), at + bytes.count <= text.count,
        bytes.hasSameBytes(as: text.slice(at, at + bytes.count))
      else { return nil }
      offsets.append(at..<(at + bytes.count))
      at += bytes.count
    }
    return at == text.count ? offsets : nil
  }

  private func refuseSpecials(_ text: UnsafeRawBufferPointer) throws {
    var first: (offset: Int, token: AddedToken)?
    for token in model.addedTokens where token.isSpecial {
      let wanted = Array(token.content.utf8)
      var at = 0
      // Of tokens that start at one place the longest is named.
      while let start = text.firstOffset(of: wanted[0], from: at), start <= first?.offset ?? .max {
        let end = start + wanted.count
        if end <= text.count, wanted.withUnsafeBytes({ $0.hasSameBytes(as: text.slice(start, end)) }) {
          if first.map({ start < $0.offset || token.content.utf8.count > $0.token.content.utf8.count }) ?? true {
            first = (start, token)
          }
          break
        }
        at = start + 1
      }
    }
    if let first {
      throw JobError(
        "special token \(first.token.content) at byte \(first.offset); take it as text with --special text, or as a "
          + "token with --special allow")
    }
  }
}
