import QuernBytes

/// Turns text into token ids.
///
/// One per thread: it owns scratch memory and a cache of pretokens.
///
/// The same text gives the same ids whatever was encoded before.
public struct Encoder: ~Copyable, Sendable {
  /// What the text of a special token means, where no ``SpecialTokenSelection`` says more.
  public enum SpecialTokens: Sendable {
    /// Nothing: it is encoded like any other text. Raw text never yields a control token.
    case text
    /// The special token. The leftmost counts, of those that start at one place the longest.
    case allowed
  }

  /// The vocabulary.
  public let model: BPEModel
  /// What the text of a special token means.
  public let specials: SpecialTokenSelection
  /// What becomes of bytes that are no UTF-8.
  public let malformed: MalformedText
  /// The last text as it was encoded, when ``isMended`` says so.
  public private(set) var mended = ByteBuffer()
  /// Whether the last text had malformed bytes that were replaced or left out.
  public private(set) var isMended = false

  var pieces: PieceEncoder
  private var normalizer: NormalizerRunner
  private var pretokenizer: PretokenizerRunner
  private var normalized = TextRewriter()
  private var cut = TextRewriter()
  /// Counting ends when there are more ids than this.
  private var limit = Int.max
  /// Whether it is told where ids come from.
  private var tracks = false
  /// Where the ids come from, if that is asked for.
  private(set) var sources: [SourceSpan] = []
  /// Where the ids that have ``sources`` begin in the output.
  private var firstTracked = 0

  /// An encoder for `model` whose caches take at most `cacheBytes` bytes, and half a MiB for the longest pretokens.
  public init(
    model: BPEModel, specials: SpecialTokens = .text, malformed: MalformedText = .keep, cacheBytes: Int = 12 << 20
  ) {
    self.init(
      model: model, selection: specials == .allowed ? model.matcher.allowed : model.matcher.text,
      malformed: malformed, cacheBytes: cacheBytes)
  }

  /// An encoder for `model` that treats special tokens as `selection`, made for this model, says.
  public init(
    model: BPEModel, selection: SpecialTokenSelection, malformed: MalformedText = .keep, cacheBytes: Int = 12 << 20
  ) {
    self.model = model
    self.malformed = malformed
    specials = selection
    pieces = PieceEncoder(model, cacheBytes: cacheBytes)
    normalizer = model.normalizerRunner()
    pretokenizer = model.pretokenizerRunner()
  }

  /// Appends the ids of `text`, a whole document, to `ids`.
  ///
  /// O(n log n) in the longest pretoken, else O(n); regular expressions without a scanner of their own may cost more.
  ///
  /// Text is UTF-8; ``malformed`` says what becomes of other bytes. Those that are kept are encoded like characters of
  /// their own, and where a vocabulary of bytes normalises nothing they decode to themselves. Nothing that a
  /// post-processor adds, such as a token for the beginning, is added here.
  /// - Parameter selection: what special tokens mean in this text; ``specials`` when nil.
  /// - Throws: ``TokenizerError/malformedText(offset:)`` and ``TokenizerError/disallowedSpecial(_:offset:)``, before
  ///   anything is appended; ``TokenizerError/text(_:)`` when the text is too long for a normaliser, or too much for a
  ///   regular expression.
  /// - Precondition: `text` is shorter than 4 GiB.
  public mutating func encode(
    _ text: UnsafeRawBufferPointer, into ids: inout [UInt32], specials selection: SpecialTokenSelection? = nil
  ) throws(TokenizerError) {
    swap(&pieces.output, &ids)
    defer { swap(&pieces.output, &ids) }
    pieces.onlyCounts = false
    try run(text, selection)
  }

  /// The number of ids that `text` has; costs what encoding costs, but no memory.
  /// - Throws: as ``encode(_:into:specials:)``.
  public mutating func count(
    _ text: UnsafeRawBufferPointer, specials selection: SpecialTokenSelection? = nil
  ) throws(TokenizerError) -> Int {
    pieces.onlyCounts = true
    pieces.produced = 0
    try run(text, selection)
    return pieces.produced
  }

  /// The number of ids that `text` has, or nil if they are more than `limit`; ends soon after that is known.
  /// - Throws: as ``encode(_:into:specials:)``.
  public mutating func count(
    _ text: UnsafeRawBufferPointer, upTo limit: Int, specials selection: SpecialTokenSelection? = nil
  ) throws(TokenizerError) -> Int? {
    self.limit = limit
    defer { self.limit = .max }
    let count = try count(text, specials: selection)
    return count > limit ? nil : count
  }

  /// Encodes `text`, and makes ``sources`` where its ids come from, one for each.
  mutating func track(
    _ text: UnsafeRawBufferPointer, into ids: inout [UInt32], _ selection: SpecialTokenSelection?
  ) throws(TokenizerError) {
    sources.removeAll(keepingCapacity: true)
    firstTracked = ids.count
    tracks = true
    defer { tracks = false }
    try encode(text, into: &ids, specials: selection)
  }

  private mutating func run(
    _ given: UnsafeRawBufferPointer, _ selection: SpecialTokenSelection?
  ) throws(TokenizerError) {
    precondition(given.count < 1 << 32)
    let text = try mend(given)
    let selection = selection ?? specials
    defer { pieces.flush() }
    try selection.check(text)
    var progress = AddedTokenSearch.Progress()
    if let raw = selection.raw {
      while let hit = raw.next(in: text, &progress) {
        try encode(text, hit.gap, selection.normalized)
        emit(hit.id, SourceSpan(hit.token.lowerBound, hit.token.upperBound))
        if isEnough { return }
      }
    }
    try encode(text, min(progress.rest, text.count)..<text.count, selection.normalized)
  }

  /// The text with its malformed bytes as ``malformed`` says.
  private mutating func mend(_ text: UnsafeRawBufferPointer) throws(TokenizerError) -> UnsafeRawBufferPointer {
    isMended = false
    guard malformed != .keep, let first = UTF8Repair.firstMalformed(in: text) else { return text }
    if malformed == .fail { throw .malformedText(offset: first) }
    mended.removeAll()
    mended.shrink(to: 1 << 20)
    try UTF8Repair.append(text, malformed, to: &mended)
    guard mended.count < 1 << 32 else { throw .text("the text grows beyond 4 GiB when malformed bytes are replaced") }
    isMended = true
    return mended.bytes
  }

  /// Encodes what lies between added tokens; pretokens end there as at the end of a text.
  private mutating func encode(
    _ text: UnsafeRawBufferPointer, _ range: Range<Int>, _ search: AddedTokenSearch?
  ) throws(TokenizerError) {
    guard !range.isEmpty else { return }
    let part = text.slice(range.lowerBound, range.upperBound)
    if let pattern = model.pretokenizer.pattern, search == nil, normalizer.isEmpty, !tracks {
      return encode(part, pattern)
    }
    normalized.begin(part, at: range.lowerBound, tracking: tracks || model.needsSources)
    try normalizer.run(&normalized)
    var progress = AddedTokenSearch.Progress()
    if let search {
      while let hit = search.next(in: normalized.text, &progress) {
        try encodeNormalized(hit.gap)
        emit(hit.id, normalized.source(hit.token.lowerBound, hit.token.upperBound))
        if isEnough { return }
      }
    }
    try encodeNormalized(min(progress.rest, normalized.text.count)..<normalized.text.count)
  }

  private mutating func encodeNormalized(_ range: Range<Int>) throws(TokenizerError) {
    guard !range.isEmpty else { return }
    if let pattern = model.pretokenizer.pattern, !tracks {
      return encode(normalized.text.slice(range.lowerBound, range.upperBound), pattern)
    }
    cut.begin(normalized, range.lowerBound, range.upperBound)
    try pretokenizer.run(&cut)
    let bytes = cut.text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = cut.text.count
    for piece in pretokenizer.pieces {
      pieces.encodePiece(bytes, piece.lowerBound, piece.upperBound, count)
      if tracks { trackPiece(piece) }
      if limit != .max && isEnough { return }
    }
  }

  /// Encodes `text` with the scanner of `pattern`.
  private mutating func encode(_ text: UnsafeRawBufferPointer, _ pattern: SplitPattern) {
    guard limit != .max else { return pieces.encode(text, pattern) }
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var start = 0
    while start < text.count && !isEnough {
      // A few pretokens at a time, so that looking at the count costs little.
      for _ in 0..<32 where start < text.count {
        let end = pattern.endOfPretoken(in: text, from: start)
        pieces.encodePiece(bytes, start, end, text.count)
        start = end
      }
    }
  }

  /// Whether there are more ids than asked for.
  private var isEnough: Bool {
    mutating get {
      guard limit != .max else { return false }
      pieces.flush()
      return pieces.produced > limit
    }
  }

  private mutating func emit(_ id: UInt32, _ source: SourceSpan) {
    pieces.emit(id)
    guard tracks else { return }
    pieces.flush()
    sources.append(source)
  }

  /// Adds the sources of the ids of `piece`, the last that was encoded.
  private mutating func trackPiece(_ piece: Range<Int>) {
    pieces.flush()
    var measure = PieceMeasure(model, cut.text.slice(piece.lowerBound, piece.upperBound))
    for index in (firstTracked + sources.count)..<pieces.output.count {
      let range = measure.next(pieces.output[index])
      sources.append(cut.source(piece.lowerBound + range.lowerBound, piece.lowerBound + range.upperBound))
    }
  }
}

extension Encoder {
  /// The ids of `text` in an array of their own.
  public mutating func encode(_ text: String) throws(TokenizerError) -> [UInt32] {
    var ids: [UInt32] = []
    var copy = text
    let result: Result<Void, TokenizerError> = copy.withUTF8 { bytes in
      do throws(TokenizerError) {
        return .success(try encode(UnsafeRawBufferPointer(bytes), into: &ids))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
    return ids
  }
}
