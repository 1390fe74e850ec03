import CKernels
import QuernBytes

/// Turns pretokens into ids: the inner half of an ``Encoder``.
///
/// Owns scratch memory and a cache of pretokens; what the cache holds never changes the ids.
struct PieceEncoder: ~Copyable, Sendable {
  let model: BPEModel
  private let startsFromBytes: Bool
  private let hasWordsApart: Bool

  /// Where finished ids go; the owner swaps its array in.
  var output: [UInt32] = []
  /// Whether ids are only counted, not kept.
  var onlyCounts = false
  /// The number of ids since the owner last set it to 0; ids that are not flushed yet are left out.
  var produced = 0

  private let cache: PretokenCache
  private let longCache: LongPretokenCache
  private let runCache = RunCache()
  private var merger = Merger()
  /// Ids on their way to ``output``.
  private let pending = TrivialVector<UInt32>(capacity: PieceEncoder.pendingCapacity)
  private var pendingCount = 0

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
      if pendingCount &+ PretokenCache.mostIDs > PieceEncoder.pendingCapacity { flush() }
      let word = ShortWord(bytes, start, length: length, count: count)
      let hash = word.hash
      let found = cache.find(word, hash, pending.base + pendingCount)
      pendingCount &+= found
      if found == 0 { encodeShort(bytes, start, end, count, word, hash) }
    } else {
      encodeLong(bytes, start, end, count)
    }
  }

  /// Encodes a short pretoken that the cache does not hold.
  @inline(never)
  private mutating func encodeShort(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int, _ word: ShortWord, _ hash: UInt64
  ) {
    if word.isASCII { return encodeUnknown(bytes, start, end, word, hash, isWhole: true) }
    reserve(2 * ShortWord.longest)
    let before = pendingCount
    guard encodeAcrossSeams(bytes, start, end, count) else { return }
    let made = pendingCount &- before
    if made > 0 && made <= PretokenCache.mostIDs { cache.insert(word, hash, pending.base + before, made) }
  }

  /// Encodes a pretoken that is too long for a ``ShortWord``.
  @inline(never)
  private mutating func encodeLong(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) {
    guard end &- start <= LongWord.longest else {
      encodeAcrossSeams(bytes, start, end, count)
      return
    }
    reserve(2 * LongWord.longest)
    let word = LongWord(bytes, start, length: end &- start, count: count)
    let found = longCache.find(word, pending.base + pendingCount)
    pendingCount &+= found
    if found > 0 { return }
    let before = pendingCount
    guard encodeAcrossSeams(bytes, start, end, count) else { return }
    let made = pendingCount &- before
    if made > 0 && made <= LongPretokenCache.mostIDs { longCache.insert(word, pending.base + before, made) }
  }

  /// Makes room for `count` ids that lie together.
  @inline(__always)
  private mutating func reserve(_ count: Int) {
    if pendingCount &+ count > PieceEncoder.pendingCapacity { flush() }
  }

  /// Encodes what lies between seams, each part for itself; whether there was a seam.
  @discardableResult
  private mutating func encodeAcrossSeams(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int
  ) -> Bool {
    var part = start
    let first = quern_decode(bytes + start, end &- start)
    var left = SeamTable.unit(first, bytes[start])
    var at = start &+ Int(first.length)
    while at < end {
      let scalar = quern_decode(bytes + at, end &- at)
      let right = SeamTable.unit(scalar, bytes[at])
      if left | right >= 0x80, model.seams.border(left, right, bytes[at &- 1], bytes[at]) == .seam,
        startsFromBytes || areKnown(left, right)
      {
        encodePart(bytes, part, at, count, isWhole: false)
        part = at
      }
      left = right
      at &+= Int(scalar.length)
    }
    encodePart(bytes, part, end, count, isWhole: part == start)
    return part != start
  }

  /// Whether both characters have tokens, so that neither has a part in what is done about unknown ones.
  private func areKnown(_ left: UInt32, _ right: UInt32) -> Bool {
    model.characterIDs[left] != PairTable.none && model.characterIDs[right] != PairTable.none
  }

  /// Encodes `bytes[start..<end]`, which has no seam inside; a whole pretoken, or a part of one between seams.
  private mutating func encodePart(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int, isWhole: Bool
  ) {
    let length = end &- start
    if length <= ShortWord.longest {
      let word = ShortWord(bytes, start, length: length, count: count)
      let hash = word.hash
      reserve(PretokenCache.mostIDs)
      let found = cache.find(word, hash, pending.base + pendingCount)
      pendingCount &+= found
      if found == 0 { encodeUnknown(bytes, start, end, word, hash, isWhole: isWhole) }
    } else if length <= LongWord.longest {
      let word = LongWord(bytes, start, length: length, count: count)
      reserve(LongPretokenCache.mostIDs + 1)
      let found = longCache.find(word, pending.base + pendingCount)
      pendingCount &+= found
      guard found == 0, mergeUnknown(bytes, start, end, isWhole: isWhole) else { return }
      let made = merger.ids.count
      if made > 0 && made <= LongPretokenCache.mostIDs { longCache.insert(word, merger.ids.base, made) }
    } else if RunCache.lengths.contains(length) {
      if let found = runCache.find(bytes + start, length) { return emit(found.ids, found.count) }
      guard mergeUnknown(bytes, start, end, isWhole: isWhole) else { return }
      let made = merger.ids.count
      if made <= RunCache.mostIDs { runCache.insert(bytes + start, length, merger.ids.base, made) }
    } else {
      _ = mergeUnknown(bytes, start, end, isWhole: isWhole)
      merger.shrinkIDs()
    }
  }

  /// Encodes what the cache does not hold, and adds it.
  @inline(never)
  private mutating func encodeUnknown(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ word: ShortWord, _ hash: UInt64, isWhole: Bool
  ) {
    guard mergeUnknown(bytes, start, end, isWhole: isWhole, isASCII: word.isASCII) else { return }
    let made = merger.ids.count
    if made > 0 && made <= PretokenCache.mostIDs { cache.insert(word, hash, merger.ids.base, made) }
  }

  /// Emits what merging gives; whether a cache may hold it.
  private mutating func mergeUnknown(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, isWhole: Bool, isASCII: Bool = false
  ) -> Bool {
    var isApart = false
    if hasWordsApart, let id = model.wordApart(UnsafeRawBufferPointer(start: bytes + start, count: end &- start)) {
      // As a part of a pretoken the same bytes give other ids, so a cache cannot hold them.
      if isWhole {
        emit(id)
        return false
      }
      isApart = true
    }
    merger.merge(bytes + start, end &- start, model, isASCII: isASCII)
    emitMerged()
    return !isApart
  }

  /// Adds one id.
  @inline(__always)
  mutating func emit(_ id: UInt32) {
    if pendingCount == PieceEncoder.pendingCapacity { flush() }
    pending[pendingCount] = id
    pendingCount &+= 1
  }

  private mutating func emitMerged() { emit(merger.ids.base, merger.ids.count) }

  private mutating func emit(_ ids: UnsafePointer<UInt32>, _ count: Int) {
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
