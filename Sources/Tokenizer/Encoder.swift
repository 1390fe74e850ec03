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

  private let cache: PretokenCache
  private var merger = Merger()
  /// Ids on their way to the caller's array.
  private let pending = TrivialVector<UInt32>(capacity: Encoder.pendingCapacity)
  private var pendingCount = 0
  private var output: [UInt32] = []
  private var onlyCounts = false
  private var produced = 0

  private static var pendingCapacity: Int { 4096 }

  /// An encoder for `model` whose cache takes at most `cacheBytes` bytes.
  public init(model: BPEModel, specials: SpecialTokens = .text, cacheBytes: Int = 16 << 20) {
    self.model = model
    self.specials = specials
    cache = PretokenCache(bytes: cacheBytes)
  }

  /// Appends the ids of `text`, a whole document, to `ids`.
  ///
  /// O(n log n) in the longest pretoken, else O(n).
  ///
  /// Text is UTF-8. Malformed bytes are encoded too, and decode to themselves. Nothing that a post-processor adds, such
  /// as a token for the beginning, is added here.
  /// - Precondition: `text` is shorter than 4 GiB.
  public mutating func encode(_ text: UnsafeRawBufferPointer, into ids: inout [UInt32]) {
    swap(&output, &ids)
    onlyCounts = false
    encodeAll(text)
    swap(&output, &ids)
  }

  /// The number of ids that `text` has.
  public mutating func count(_ text: UnsafeRawBufferPointer) -> Int {
    onlyCounts = true
    produced = 0
    encodeAll(text)
    return produced
  }

  private mutating func encodeAll(_ text: UnsafeRawBufferPointer) {
    precondition(text.count < 1 << 32)
    encode(text, passes: specials == .allowed ? model.matcher.all[...] : model.matcher.plain[...])
    flush()
  }

  /// Encodes what lies between the added tokens; pretokens end there as at the end of a text.
  private mutating func encode(_ text: UnsafeRawBufferPointer, passes: ArraySlice<AddedTokenMatcher.Pass>) {
    guard let pass = passes.first else { return encodeOrdinary(text) }
    var start = 0
    while let match = pass.next(in: text, from: start) {
      encode(text.slice(start, match.start), passes: passes.dropFirst())
      emit(match.id)
      start = match.end
    }
    encode(text.slice(start, text.count), passes: passes.dropFirst())
  }

  private mutating func encodeOrdinary(_ text: UnsafeRawBufferPointer) {
    guard text.count > 0 else { return }
    switch model.pattern {
    case .gpt2: encode(text, GPT2Scanner.self)
    case .cl100k: encode(text, CL100KScanner<CL100KBaseRules>.self)
    case .llama3: encode(text, CL100KScanner<Llama3Rules>.self)
    case .qwen2: encode(text, CL100KScanner<Qwen2Rules>.self)
    case .o200k: encode(text, O200KScanner.self)
    }
  }

  @inline(__always)
  private mutating func encode<Scanner: PretokenScanner>(_ text: UnsafeRawBufferPointer, _ scanner: Scanner.Type) {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var start = 0
    while start < count {
      let end = Scanner.end(bytes, start, count)
      let length = end &- start
      if pendingCount &+ PretokenCache.mostIDs > Encoder.pendingCapacity { flush() }
      if length == 1 {
        emit(model.byteIDs[Int(bytes[start])])
      } else if length <= ShortWord.longest {
        let word = ShortWord(bytes, start, length: length, count: count)
        let hash = word.hash
        let found = cache.find(word, hash, pending.base + pendingCount)
        if found > 0 {
          pendingCount &+= found
        } else {
          encodeShort(bytes + start, word, hash)
        }
      } else {
        encodeLong(bytes + start, length)
      }
      start = end
    }
  }

  @inline(never)
  private mutating func encodeShort(_ bytes: UnsafePointer<UInt8>, _ word: ShortWord, _ hash: UInt64) {
    let text = UnsafeRawBufferPointer(start: bytes, count: word.length)
    if model.keepsWholeWords, let id = model.words.find(text, hash: hash, in: model.store) {
      withUnsafePointer(to: id) { cache.insert(word, hash, $0, 1) }
      return emit(id)
    }
    merger.merge(bytes, word.length, model)
    if merger.ids.count <= PretokenCache.mostIDs { cache.insert(word, hash, merger.ids.base, merger.ids.count) }
    emitMerged()
  }

  @inline(never)
  private mutating func encodeLong(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    if model.keepsWholeWords,
      let id = model.words.find(UnsafeRawBufferPointer(start: bytes, count: length), in: model.store)
    {
      return emit(id)
    }
    merger.merge(bytes, length, model)
    emitMerged()
    merger.shrink()
  }

  @inline(__always)
  private mutating func emit(_ id: UInt32) {
    if pendingCount == Encoder.pendingCapacity { flush() }
    pending[pendingCount] = id
    pendingCount &+= 1
  }

  private mutating func emitMerged() {
    let ids = merger.ids.base
    let count = merger.ids.count
    if pendingCount &+ count > Encoder.pendingCapacity { flush() }
    if count > Encoder.pendingCapacity { return take(ids, count) }
    (pending.base + pendingCount).update(from: ids, count: count)
    pendingCount &+= count
  }

  private mutating func flush() {
    take(pending.base, pendingCount)
    pendingCount = 0
  }

  private mutating func take(_ ids: UnsafePointer<UInt32>, _ count: Int) {
    produced &+= count
    if !onlyCounts { output.append(contentsOf: UnsafeBufferPointer(start: ids, count: count)) }
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
