import QuernBytes
import QuernJSON

/// The formats of vocabulary files, told apart by their content.
public enum VocabularyFormat: Sendable {
  /// An object of JSON: tokenizer.json of the `tokenizers` package, or tekken.json of Mistral.
  case json
  /// A SentencePiece model.
  case sentencePiece
  /// A GGUF file, of which only the metadata is read.
  case gguf
  /// Ranks, as tiktoken has them.
  case ranks

  /// The format of a file that begins with `bytes`; nil when it is none of these.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    if bytes.count >= 4, bytes.slice(0, 4).equals("GGUF") {
      self = .gguf
    } else if VocabularyFormat.isLineOfRanks(bytes) {
      self = .ranks
    } else if VocabularyFormat.isField(bytes) {
      self = .sentencePiece
    } else if bytes.first(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }) == UInt8(ascii: "{") {
      self = .json
    } else {
      return nil
    }
  }

  /// Whether the first line is printable ASCII with a space in it, and does not open an object.
  private static func isLineOfRanks(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let line = bytes.slice(0, bytes.firstOffset(of: 0x0A) ?? bytes.count)
    guard let first = line.first, first > 0x20, first != UInt8(ascii: "{") else { return false }
    return line.firstOffset(of: 0x20) != nil && line.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 0x0D }
  }

  /// Whether a message begins here whose first field is the first of its own: a piece with its text, or a
  /// specification.
  private static func isField(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 2, bytes[0] == 0x0A || bytes[0] == 0x12 || bytes[0] == 0x1A else { return false }
    let length = bytes[1] < 0x80 ? 1 : 2
    return bytes.count > 1 + length && bytes[1 + length] == 0x0A
  }
}

extension BPEModel {
  /// Reads a vocabulary file that is JSON: a tokenizer.json or a tekken.json.
  ///
  /// A tekken.json has a `config` and a `vocab` that is a list.
  /// - Throws: ``TokenizerError``, as the two do.
  public convenience init(json bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    let document: JSONDocument
    do {
      document = try JSONDocument(bytes)
    } catch {
      throw .malformedVocabulary("not JSON: \(error.message)")
    }
    let isTekken = document.root["config"]?.isObject == true && document.root["vocab"]?.isArray == true
    try self.init(
      isTekken ? BPEModelDraft(tekken: document.root) : TokenizerJSONParser(root: document.root).draft())
  }
}
