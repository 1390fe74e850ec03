import CKernels
import QuernBytes

/// What is done about pretokens that the cache of short ones does not hold.
extension PieceEncoder {
  /// Encodes a short pretoken that the cache does not hold.
  @inline(never)
  mutating func encodeShort(
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
  mutating func encodeLong(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) {
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

  /// Encodes what lies between seams, each part for itself; whether there was a seam.
  @discardableResult
  private mutating func encodeAcrossSeams(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int
  ) -> Bool {
    var part = start
    let first = quern_decode(bytes + start, end &- start)
    var left = SeamTable.unit(first, bytes[start])
    var last = start
    var at = start &+ Int(first.length)
    while at < end {
      let scalar = quern_decode(bytes + at, end &- at)
      let right = SeamTable.unit(scalar, bytes[at])
      if left | right >= 0x80, model.seams.border(left, right, bytes[at &- 1], bytes[at]) == .seam,
        startsFromBytes || areKnown(left, right)
      {
        // Most parts are one character, and many of those one token.
        let id = last == part ? model.characterIDs[left] : PairTable.none
        if id != PairTable.none {
          emit(id)
        } else {
          encodePart(bytes, part, at, count, isWhole: false)
        }
        part = at
      }
      left = right
      last = at
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
}
