import QuernBytes

/// Pieces on their way from one stage to the next: bytes, and where pieces end; what comes after the last end goes on.
struct PieceParts: Sendable {
  var bytes: [UInt8] = []
  var ends: [Int] = []

  mutating func add(_ part: UnsafeRawBufferPointer) { bytes.append(contentsOf: part) }
  mutating func add(_ part: [UInt8]) { bytes += part }
  mutating func endPiece() { ends.append(bytes.count) }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }
}

/// One decoder step at work on a list of pieces, which come as bytes and ends of pieces.
///
/// Each stage hands on what it is sure of, so that text appears as soon as it can.
struct DecoderStage: Sendable {
  private enum Kind {
    case byteLevel(UTF8Mender)
    case byteFallback
    case spaced
    case fuse
    case strip([UInt8], start: Int, stop: Int)
    case metaspace([UInt8], dropsFirst: Bool)
    case replace(TargetSearch, [UInt8])
  }

  private var kind: Kind
  /// The piece so far, for stages that need it whole; the bytes of a run, or what strip holds back.
  private var piece: [UInt8] = []
  private var run: [UInt8] = []
  /// Ended pieces.
  private var pieces = 0
  /// How many characters strip has taken from the start of the piece, and how many it holds back at the end.
  private var taken = 0
  private var heldBack = 0
  private var isPastStart = false

  /// - Throws: ``TokenizerError/unsupported(_:)`` for a step that is not done here.
  init(_ step: DecoderStep) throws(TokenizerError) {
    switch step {
    case .byteLevel: kind = .byteLevel(UTF8Mender())
    case .byteFallback: kind = .byteFallback
    case .spaced: kind = .spaced
    case .fuse: kind = .fuse
    case .strip(let content, let start, let stop): kind = .strip(Array(content.utf8), start: start, stop: stop)
    case .metaspace(let replacement, let prepend):
      kind = .metaspace(Array(replacement.utf8), dropsFirst: prepend != .never)
    case .replace(let target, let content): kind = .replace(try TargetSearch(target), Array(content.utf8))
    case .sentencePiece: throw .unsupported("a SentencePiece decoder beside others")
    }
  }

  /// Takes `bytes` of the piece at hand, whole characters unless they are spelt in the byte alphabet.
  mutating func add(_ bytes: UnsafeRawBufferPointer, _ out: inout PieceParts) {
    switch kind {
    case .byteLevel, .byteFallback, .replace: piece.append(contentsOf: bytes)
    case .fuse: out.add(bytes)
    case .spaced:
      if pieces > 0 && !isPastStart { out.add([0x20]) }
      isPastStart = true
      out.add(bytes)
    case .strip(let content, let start, _): strip(bytes, content, start, &out)
    case .metaspace(let replacement, let dropsFirst):
      replaceMarks(bytes, replacement, drops: dropsFirst && pieces == 0, &out)
    }
  }

  /// Ends the piece at hand.
  mutating func endPiece(_ out: inout PieceParts) throws(TokenizerError) {
    switch kind {
    case .fuse: return
    case .byteLevel(var mender):
      var text = ByteBuffer()
      let spelt = piece.withUnsafeBytes { ByteAlphabet.decode($0) } ?? piece
      spelt.withUnsafeBytes { mender.append($0, to: &text) }
      kind = .byteLevel(mender)
      piece.removeAll(keepingCapacity: true)
      if text.count > 0 { out.add(text.bytes) }
      return
    case .byteFallback: endFallback(&out)
    case .replace(let search, let content):
      let whole = piece
      piece.removeAll(keepingCapacity: true)
      try DecoderStage.replace(whole, search, content, &out)
      out.endPiece()
    case .strip(let content, _, let stop):
      for _ in 0..<max(0, heldBack - stop) { out.add(content) }
      taken = 0
      heldBack = 0
      isPastStart = false
      out.endPiece()
    case .spaced:
      if pieces > 0 && !isPastStart { out.add([0x20]) }
      isPastStart = false
      out.endPiece()
    case .metaspace: out.endPiece()
    }
    pieces += 1
  }

  /// Ends the list of pieces.
  mutating func finish(_ out: inout PieceParts) {
    switch kind {
    case .byteLevel(var mender):
      var text = ByteBuffer()
      mender.finish(&text)
      kind = .byteLevel(mender)
      if text.count > 0 { out.add(text.bytes) }
      out.endPiece()
    case .fuse: out.endPiece()
    case .byteFallback: endRun(&out)
    default: break
    }
  }

  private mutating func endFallback(_ out: inout PieceParts) {
    if let byte = DecoderStage.fallbackByte(piece) {
      run.append(byte)
    } else {
      endRun(&out)
      out.add(piece)
      out.endPiece()
    }
    piece.removeAll(keepingCapacity: true)
  }

  /// The byte of a piece `<0xNN>`; the package also reads a plus sign before one digit.
  private static func fallbackByte(_ piece: [UInt8]) -> UInt8? {
    guard piece.count == 6, piece.starts(with: "<0x".utf8), piece[5] == UInt8(ascii: ">") else { return nil }
    return UInt8(String(decoding: piece[3..<5], as: UTF8.self), radix: 16)
  }

  /// A run that is UTF-8 is a piece; of another each byte becomes U+FFFD.
  private mutating func endRun(_ out: inout PieceParts) {
    guard !run.isEmpty else { return }
    let isText = run.withUnsafeBytes { UTF8Repair.firstMalformed(in: $0) == nil }
    for _ in 0..<(isText ? 1 : run.count) {
      out.add(isText ? run : [0xEF, 0xBF, 0xBD])
      out.endPiece()
    }
    run.removeAll(keepingCapacity: true)
  }

  private mutating func strip(
    _ bytes: UnsafeRawBufferPointer, _ content: [UInt8], _ start: Int, _ out: inout PieceParts
  ) {
    var at = 0
    while at < bytes.count {
      let next = bytes.scalar(at: at).next
      let isContent = content.withUnsafeBytes { $0.hasSameBytes(as: bytes.slice(at, next)) }
      if isContent && !isPastStart && taken < start {
        taken += 1
      } else if isContent {
        isPastStart = true
        heldBack += 1
      } else {
        isPastStart = true
        for _ in 0..<heldBack { out.add(content) }
        heldBack = 0
        out.add(bytes.slice(at, next))
      }
      at = next
    }
  }

  private func replaceMarks(
    _ bytes: UnsafeRawBufferPointer, _ mark: [UInt8], drops: Bool, _ out: inout PieceParts
  ) {
    var copied = 0
    var at = 0
    while let found = bytes.firstOffset(of: mark[0], from: at) {
      at = found + 1
      guard found + mark.count <= bytes.count,
        mark.withUnsafeBytes({ $0.hasSameBytes(as: bytes.slice(found, found + mark.count)) })
      else { continue }
      if copied < found { out.add(bytes.slice(copied, found)) }
      if !drops { out.add([0x20]) }
      copied = found + mark.count
      at = copied
    }
    if copied < bytes.count { out.add(bytes.slice(copied, bytes.count)) }
  }

  private static func replace(
    _ piece: [UInt8], _ search: TargetSearch, _ content: [UInt8], _ out: inout PieceParts
  ) throws(TokenizerError) {
    var source = ByteBuffer()
    piece.withUnsafeBytes { source.append($0) }
    try search.find(in: source.bytes)
    var copied = 0
    for match in search.matches {
      if copied < match.lowerBound { out.add(source.bytes.slice(copied, match.lowerBound)) }
      if !content.isEmpty { out.add(content) }
      copied = match.upperBound
    }
    if copied < source.count { out.add(source.bytes.slice(copied, source.count)) }
  }
}
