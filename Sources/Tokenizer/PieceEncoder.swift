import CKernels
import QuernBytes

/// Turns pretokens into ids: the inner half of an ``Encoder``.
///
/// Owns scratch memory and a cache of pretokens; what the cache holds never changes the ids.
struct PieceEncoder: ~Copyable, Sendable {
  let model: BPEModel
  let startsFromBytes: Bool
  let hasWordsApart: Bool

  /// Where finished ids go; the owner swaps its array in.
  var output: [UInt32] = []
  /// Whether ids are only counted, not kept.
  var onlyCounts = false
  /// The number of ids since the owner last set it to 0; ids that are not flushed yet are left out.
  var produced = 0

  let cache: PretokenCache
  let longCache: LongPretokenCache
  let runCache = RunCache()
  var merger = Merger()
  /// Ids on their way to ``output``.
  let pending = TrivialVector<UInt32>(capacity: PieceEncoder.pendingCapacity)
  var pendingCount = 0

  /// Ends of pretokens that were found together.
  private let ends = TrivialVector<UInt32>(capacity: PieceEncoder.endsCapacity)

  private var group = PretokenGroup()
  /// Whether words of ASCII may be merged without further questions.
  private let mergesWords: Bool

  private static var pendingCapacity: Int { 4096 }
  private static var endsCapacity: Int { 512 }

  init(_ model: BPEModel, cacheBytes: Int) {
    self.model = model
    startsFromBytes = model.alphabet == .bytes
    hasWordsApart = model.hasWordsApart
    mergesWords = startsFromBytes && !hasWordsApart
    longCache = LongPretokenCache(bytes: cacheBytes / 8)
    cache = PretokenCache(bytes: cacheBytes - cacheBytes / 8)
  }

  /// Splits `text` with the scanner of `pattern` and encodes all of it.
  mutating func encode(_ text: UnsafeRawBufferPointer, _ pattern: SplitPattern) {
    guard text.count > 0 else { return }
    switch pattern {
    case .gpt2: encode(text, GPT2Scanner.self)
    case .cl100k: encode(text, CL100KScanner<CL100KBaseRules>.self)
    case .llama3: encode(text, CL100KScanner<Llama3Rules>.self)
    case .qwen2: encode(text, CL100KScanner<Qwen2Rules>.self)
    case .o200k: encode(text, O200KScanner<O200KBaseRules>.self)
    case .qwen35: encode(text, Qwen35Scanner.self)
    case .deepseekV3: encode(text, DeepSeekV3Scanner.self)
    case .tekken: encode(text, O200KScanner<TekkenRules>.self)
    case .nanochat: encode(text, CL100KScanner<NanochatRules>.self)
    }
  }

  /// Many pretokens are found at once; where that comes to an end, the scanner finds one.
  @inline(__always)
  private mutating func encode<Scanner: PretokenScanner>(_ text: UnsafeRawBufferPointer, _ scanner: Scanner.Type) {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var start = 0
    while start < count {
      if let kernel = Scanner.kernel {
        let found = quern_cut(
          kernel.pattern, kernel.numbers, bytes, start, count, ends.base, PieceEncoder.endsCapacity)
        start = encodePieces(bytes, start, count, found)
        if start == count { return }
      }
      let end = Scanner.end(bytes, start, count)
      encodePiece(bytes, start, end, count)
      start = end
    }
  }

  /// Encodes the first `found` pretokens of ``ends``, the first of which begins at `start`; gives the end of the last.
  @inline(__always)
  private mutating func encodePieces(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ count: Int, _ found: Int
  ) -> Int {
    var start = first
    var index = 0
    while index < found {
      let size = min(PretokenGroup.capacity, found &- index)
      if Int(truncatingIfNeeded: ends[index &+ size &- 1]) &+ 16 <= count {
        start = encodeGroup(bytes, start, count, ends.base + index, size)
      } else {
        for place in index..<(index &+ size) {
          let end = Int(truncatingIfNeeded: ends[place])
          encodePiece(bytes, start, end, count)
          start = end
        }
      }
      index &+= size
    }
    return start
  }

  /// Encodes the pretokens that end at `ends[0..<size]`; gives the end of the last.
  @inline(__always)
  private mutating func encodeGroup(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ count: Int, _ ends: UnsafePointer<UInt32>, _ size: Int
  ) -> Int {
    group.collect(bytes, first, ends, size, cache)
    var apart = group.look(size, cache)
    if apart != 0 && mergesWords { apart = group.merge(apart, model, cache) }
    reserve(size &* PretokenCache.mostIDs)
    var place = 0
    while true {
      let stop = apart == 0 ? size : apart.trailingZeroBitCount
      pendingCount &+= group.copy(place, stop, to: pending.base + pendingCount)
      if stop == size { return Int(truncatingIfNeeded: ends[size &- 1]) }
      apart &= apart &- 1
      place = stop &+ 1
      if let ids = group.manyIDs(stop) {
        emit(ids.base, ids.count)
      } else {
        let start = stop == 0 ? first : Int(truncatingIfNeeded: ends[stop &- 1])
        encodeUncached(bytes, start, Int(truncatingIfNeeded: ends[stop]), count)
      }
      reserve((size &- place) &* PretokenCache.mostIDs)
    }
  }

  /// Encodes a pretoken that the cache did not hold.
  @inline(never)
  private mutating func encodeUncached(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) {
    guard end &- start <= ShortWord.longest else { return encodeLong(bytes, start, end, count) }
    let word = ShortWord(bytes, start, length: end &- start, count: count)
    encodeShort(bytes, start, end, count, word, word.hash)
  }

  /// Encodes the pretoken `bytes[start..<end]` of a text of `count` bytes.
  /// - Precondition: `start < end <= count`.
  @inline(__always)
  mutating func encodePiece(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) {
    let length = end &- start
    if length <= ShortWord.longest {
      reserve(PretokenCache.mostIDs)
      let word = ShortWord(bytes, start, length: length, count: count)
      let hash = word.hash
      let found = cache.find(word, hash, pending.base + pendingCount)
      pendingCount &+= found
      if found == 0 { encodeShort(bytes, start, end, count, word, hash) }
    } else {
      encodeLong(bytes, start, end, count)
    }
  }

  /// Makes room for `count` ids that lie together.
  @inline(__always)
  mutating func reserve(_ count: Int) {
    if pendingCount &+ count > PieceEncoder.pendingCapacity { flush() }
  }

  /// Adds one id.
  @inline(__always)
  mutating func emit(_ id: UInt32) {
    if pendingCount == PieceEncoder.pendingCapacity { flush() }
    pending[pendingCount] = id
    pendingCount &+= 1
  }

  mutating func emitMerged() { emit(merger.ids.base, merger.ids.count) }

  mutating func emit(_ ids: UnsafePointer<UInt32>, _ count: Int) {
    reserve(count)
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
