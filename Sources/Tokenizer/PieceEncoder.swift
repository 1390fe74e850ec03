import QuernBytes

/// Turns pretokens into ids: the inner half of an ``Encoder``.
///
/// Owns scratch memory and a cache of pretokens; what the cache holds never changes the ids.
struct PieceEncoder: ~Copyable, Sendable {
  let model: BPEModel

  /// Where finished ids go; the owner swaps its array in.
  var output: [UInt32] = []
  /// Whether ids are only counted, not kept.
  var onlyCounts = false
  /// The number of ids since the owner last set it to 0; ids that are not flushed yet are left out.
  var produced = 0

  private let cache: PretokenCache
  private var merger = Merger()
  /// Ids on their way to ``output``.
  private let pending = TrivialVector<UInt32>(capacity: PieceEncoder.pendingCapacity)
  private var pendingCount = 0

  private static var pendingCapacity: Int { 4096 }

  init(_ model: BPEModel, cacheBytes: Int) {
    self.model = model
    cache = PretokenCache(bytes: cacheBytes)
  }

  /// Splits `text` with the scanner of `pattern` and encodes all of it.
  mutating func encode(_ text: UnsafeRawBufferPointer, _ pattern: SplitPattern) {
    guard text.count > 0 else { return }
    switch pattern {
    case .gpt2: encode(text, GPT2Scanner.self)
    case .cl100k: encode(text, CL100KScanner<CL100KBaseRules>.self)
    case .llama3: encode(text, CL100KScanner<Llama3Rules>.self)
    case .qwen2: encode(text, CL100KScanner<Qwen2Rules>.self)
    case .o200k: encode(text, O200KScanner.self)
    case .qwen35: encode(text, Qwen35Scanner.self)
    case .deepseekV3: encode(text, DeepSeekV3Scanner.self)
    case .tekken: encode(text, TekkenScanner.self)
    case .nanochat: encode(text, CL100KScanner<NanochatRules>.self)
    }
  }

  @inline(__always)
  private mutating func encode<Scanner: PretokenScanner>(_ text: UnsafeRawBufferPointer, _ scanner: Scanner.Type) {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var start = 0
    while start < count {
      let end = Scanner.end(bytes, start, count)
      encodePiece(bytes, start, end, count)
      start = end
    }
  }

  /// Encodes the pretoken `bytes[start..<end]` of a text of `count` bytes.
  /// - Precondition: `start < end <= count`.
  @inline(__always)
  mutating func encodePiece(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) {
    let length = end &- start
    if pendingCount &+ PretokenCache.mostIDs > PieceEncoder.pendingCapacity { flush() }
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

  /// Adds one id.
  @inline(__always)
  mutating func emit(_ id: UInt32) {
    if pendingCount == PieceEncoder.pendingCapacity { flush() }
    pending[pendingCount] = id
    pendingCount &+= 1
  }

  private mutating func emitMerged() {
    let ids = merger.ids.base
    let count = merger.ids.count
    if pendingCount &+ count > PieceEncoder.pendingCapacity { flush() }
    if count > PieceEncoder.pendingCapacity { return take(ids, count) }
    (pending.base + pendingCount).update(from: ids, count: count)
    pendingCount &+= count
  }

  /// Hands all ids over.
  mutating func flush() {
    take(pending.base, pendingCount)
    pendingCount = 0
  }

  private mutating func take(_ ids: UnsafePointer<UInt32>, _ count: Int) {
    produced &+= count
    if !onlyCounts { output.append(contentsOf: UnsafeBufferPointer(start: ids, count: count)) }
  }
}
