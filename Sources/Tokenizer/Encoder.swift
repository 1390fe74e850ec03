import QuernBytes

/// Turns text into token ids.
///
/// One per thread: it owns scratch memory and a cache of pretokens.
///
/// The same text gives the same ids whatever was encoded before.
public struct Encoder: ~Copyable, Sendable {
  /// What the text of a special token means.
  public enum SpecialTokens: Sendable {
    /// Nothing: it is encoded like any other text. Raw text never yields a control token.
    case text
    /// The special token. The leftmost counts, of those that start at one place the longest.
    case allowed
  }

  /// The vocabulary.
  public let model: BPEModel
  /// What the text of a special token means.
  public let specials: SpecialTokens

  private var pieces: PieceEncoder

  /// An encoder for `model` whose cache takes at most `cacheBytes` bytes.
  public init(model: BPEModel, specials: SpecialTokens = .text, cacheBytes: Int = 24 << 20) {
    self.model = model
    self.specials = specials
    pieces = PieceEncoder(model, cacheBytes: cacheBytes)
  }

  /// Appends the ids of `text`, a whole document, to `ids`.
  ///
  /// O(n log n) in the longest pretoken, else O(n).
  ///
  /// Text is UTF-8. Malformed bytes are encoded too, and decode to themselves. Nothing that a post-processor adds, such
  /// as a token for the beginning, is added here.
  /// - Precondition: `text` is shorter than 4 GiB.
  public mutating func encode(_ text: UnsafeRawBufferPointer, into ids: inout [UInt32]) {
    swap(&pieces.output, &ids)
    pieces.onlyCounts = false
    encodeAll(text)
    swap(&pieces.output, &ids)
  }

  /// The number of ids that `text` has.
  public mutating func count(_ text: UnsafeRawBufferPointer) -> Int {
    pieces.onlyCounts = true
    pieces.produced = 0
    encodeAll(text)
    return pieces.produced
  }

  private mutating func encodeAll(_ text: UnsafeRawBufferPointer) {
    precondition(text.count < 1 << 32)
    encode(text, passes: specials == .allowed ? model.matcher.all[...] : model.matcher.plain[...])
    pieces.flush()
  }

  /// Encodes what lies between the added tokens; pretokens end there as at the end of a text.
  private mutating func encode(_ text: UnsafeRawBufferPointer, passes: ArraySlice<AddedTokenMatcher.Pass>) {
    guard let pass = passes.first else { return encodeOrdinary(text) }
    var start = 0
    while let match = pass.next(in: text, from: start) {
      encode(text.slice(start, match.start), passes: passes.dropFirst())
      pieces.emit(match.id)
      start = match.end
    }
    encode(text.slice(start, text.count), passes: passes.dropFirst())
  }

  private mutating func encodeOrdinary(_ text: UnsafeRawBufferPointer) {
    guard let pattern = model.pretokenizer.pattern else { fatalError() }
    pieces.encode(text, pattern)
  }
}

extension Encoder {
  /// The ids of `text` in an array of their own.
  public mutating func encode(_ text: String) -> [UInt32] {
    var ids: [UInt32] = []
    var copy = text
    copy.withUTF8 { encode(UnsafeRawBufferPointer($0), into: &ids) }
    return ids
  }
}
