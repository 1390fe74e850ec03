import CKernels

extension CharacterSet {
  /// The set `\p{M}`.
  @inline(__always) static var mark: UInt32 { UInt32(QUERN_MARK) }
  /// The set `[\p{L}\p{M}]`.
  @inline(__always) static var letterOrMark: UInt32 { UInt32(QUERN_LETTER | QUERN_MARK) }
  /// The set `[\p{P}\p{S}]`.
  @inline(__always) static var punctuationOrSymbol: UInt32 { UInt32(QUERN_PUNCTUATION | QUERN_SYMBOL) }
}

/// The first offset at or after `start` whose character is not in `set`, or is in `excluded`.
@inline(__always)
func endOfRun(
  _ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int, in set: UInt32, without excluded: UInt32
) -> Int {
  var at = start
  while at < count {
    let next = character(bytes, at, count)
    if next.mask & set == 0 || next.mask & excluded != 0 { return at }
    at &+= next.length
  }
  return count
}
