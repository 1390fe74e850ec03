import QuernBytes

/// Encodes words that are cut already: the bytes of text between two cuts.
struct WordEncoder: ~Copyable, Sendable {
  private var encoder: PieceEncoder
  /// Whether words are to be spelt in the byte alphabet, as the pre-tokenizer of the model would do after cutting.
  private let spells: Bool
  private var spelling = ByteBuffer()

  init(_ model: BPEModel) {
    encoder = PieceEncoder(model, cacheBytes: 1 << 20)
    spells = model.spellsBytes
  }

  /// The ids of the last word.
  var ids: [UInt32] { encoder.output }

  /// Makes ``ids`` those of `word`, which has at least one byte, and gives them.
  @discardableResult
  mutating func encode(_ word: UnsafeRawBufferPointer) -> [UInt32] {
    encoder.output.removeAll(keepingCapacity: true)
    if spells {
      spelling.removeAll()
      spelling.append(spelling: word)
      piece(spelling.bytes)
    } else {
      piece(word)
    }
    encoder.flush()
    return encoder.output
  }

  private mutating func piece(_ bytes: UnsafeRawBufferPointer) {
    encoder.encodePiece(bytes.baseAddress!.assumingMemoryBound(to: UInt8.self), 0, bytes.count, bytes.count)
  }
}

extension BPEModel {
  /// Whether tokens are of the characters that spell bytes, which they are where some bytes have no token.
  var spellsBytes: Bool {
    guard alphabet != .bytes, case .steps(let steps) = pretokenizer else { return false }
    return steps.contains { if case .byteLevel = $0 { true } else { false } }
  }
}
