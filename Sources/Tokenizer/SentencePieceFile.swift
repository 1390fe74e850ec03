import QuernBytes

/// What a SentencePiece model file says: the messages of `sentencepiece_model.proto`, as far as they matter here.
struct SentencePieceFile {
  /// `TrainerSpec.ModelType`.
  enum Algorithm: UInt64 {
    case unigram = 1
    case bpe = 2
    case word = 3
    case char = 4
  }

  var pieces = ScoredPieces()
  var algorithm: UInt64 = Algorithm.unigram.rawValue
  var usesByteFallback = false
  var spaceIsSuffix = false
  var unknownSurface = " \u{2047} "
  var charactersMap: [UInt8] = []
  var addsDummyPrefix = true
  var removesExtraSpaces = true
  var escapesSpaces = true
  var hasDenormalizer = false

  /// - Throws: ``TokenizerError/malformedVocabulary(_:)`` with the offset, when `bytes` are not such a file.
  init(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
    var reader = ProtobufReader(bytes)
    while let field = try reader.next() {
      guard case .bytes(let message) = field.value else { continue }
      let inner = ProtobufReader(message, in: reader)
      switch field.number {
      case 1: try readPiece(inner)
      case 2: try readTrainer(inner)
      case 3: try readNormalizer(inner)
      case 5: try readDenormalizer(inner)
      default: break
      }
    }
    guard pieces.count > 0 else { throw ProtobufReader.malformed("the end, and no pieces before it,", at: bytes.count) }
  }

  private mutating func readPiece(_ message: ProtobufReader) throws(TokenizerError) {
    var reader = message
    var text = UnsafeRawBufferPointer(start: nil, count: 0)
    var score: Float = 0
    var kind: UInt64 = ScoredPieces.Kind.normal.rawValue
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let bytes)): text = bytes
      case (2, .fixed32(let bits)): score = Float(bitPattern: bits)
      case (3, .varint(let number)): kind = number
      default: break
      }
    }
    guard let kind = ScoredPieces.Kind(rawValue: kind) else {
      throw ProtobufReader.malformed("a piece of unknown type \(kind)", at: message.offset)
    }
    try pieces.append(text, score, kind)
  }

  private mutating func readTrainer(_ message: ProtobufReader) throws(TokenizerError) {
    var reader = message
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (3, .varint(let number)): algorithm = number
      case (24, .varint(let number)): spaceIsSuffix = number != 0
      case (35, .varint(let number)): usesByteFallback = number != 0
      case (44, .bytes(let bytes)): unknownSurface = bytes.text
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ message: ProtobufReader) throws(TokenizerError) {
    var reader = message
    while let field = try reader.next() {
      switch (field.number, field.value) {
      case (2, .bytes(let bytes)): charactersMap = Array(bytes)
      case (3, .varint(let number)): addsDummyPrefix = number != 0
      case (4, .varint(let number)): removesExtraSpaces = number != 0
      case (5, .varint(let number)): escapesSpaces = number != 0
      default: break
      }
    }
  }

  private mutating func readDenormalizer(_ message: ProtobufReader) throws(TokenizerError) {
    var reader = message
    while let field = try reader.next() {
      if case (2, .bytes(let bytes)) = (field.number, field.value) { hasDenormalizer = !bytes.isEmpty }
    }
  }
}
