import CText

/// Cuts text into words at white space as Python's `str.split()` does: White_Space and U+001C to U+001F.
public struct SpacedWords: @unchecked Sendable {  // the table is filled before anyone sees the pointer
  private let traits: UnsafePointer<UInt8>

  /// A segmenter; its table is shared by all and filled on first use (some milliseconds).
  public init() { traits = quern_word_traits() }

  /// Adds the words of `text` (UTF-8, less than 4 GiB) to `words`.
  /// - Complexity: O(n); English goes at some 700 MB/s.
  public func segment(_ text: UnsafeRawBufferPointer, into words: inout WordList) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    let count = text.count
    var at = 0
    while at < count {
      if SpacedWords.startsBlock(start, at, count) {
        let next = addBlock(start, at, count, &words)
        if next > at {
          at = next
          continue
        }
      }
      repeat {
        at = addWord(start, at, count, &words)
      } while at < count && !SpacedWords.startsBlock(start, at, count)
    }
  }

  @inline(__always)
  private static func startsBlock(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Bool {
    at &+ 64 <= count && UnsafeRawPointer(text + at).loadUnaligned(as: UInt64.self) & 0x8080_8080_8080_8080 == 0
  }

  /// Adds the words of the 64 bytes at `at`, where no word goes on, that end before the last space of the ASCII there;
  /// returns the place behind that space, which is `at` when there is none.
  @inline(__always)
  private func addBlock(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int, _ words: inout WordList) -> Int {
    let block = quern_word_block_at(text + at)
    let known = block.high == 0 ? 64 : block.high.trailingZeroBitCount
    var spaces = block.spaces | block.controls
    if known < 64 { spaces &= (1 &<< UInt64(known)) &- 1 }
    if spaces == 0 { return at }
    let last = 63 &- spaces.leadingZeroBitCount
    let visible = ~spaces & ((1 &<< UInt64(last)) &- 1)
    let plain = block.letters | block.digits
    var starts = visible & ~(visible &<< 1)
    words.reserve(64)
    while starts != 0 {
      let place = starts.trailingZeroBitCount
      starts &= starts &- 1
      let length = (~(visible &>> UInt64(place))).trailingZeroBitCount
      let run = ((1 &<< UInt64(length)) &- 1) &<< UInt64(place)
      var found = WordTraits.ascii.rawValue
      if block.letters & run != 0 { found |= WordTraits.alphabetic.rawValue }
      if block.digits & run != 0 { found |= WordTraits.numeric.rawValue }
      if plain & run != 0 { found |= WordTraits.nonSymbol.rawValue }
      let start = at &+ place
      words.appendReserved(
        start: start, end: start &+ length,
        hash: WordList.hash(text + start, length: length, readable: count &- start), codePoints: length,
        traits: WordTraits(rawValue: found))
    }
    return at &+ last &+ 1
  }

  /// Adds the word at `start`, or passes over the white space there; returns what comes behind.
  private func addWord(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ words: inout WordList) -> Int {
    let space = text.pythonSpace(start, count)
    if space > 0 { return start &+ space }
    var at = start
    var any: UInt8 = 0
    var all = WordTraits.ascii.rawValue
    var codePoints = 0
    repeat {
      let codePoint = text.decode(&at, count)
      let found = codePoint < 0x110000 ? traits[Int(codePoint)] : 0
      any |= found
      all &= found
      codePoints &+= 1
    } while at < count && text.pythonSpace(at, count) == 0
    words.append(
      start: start, end: at, hash: WordList.hash(text + start, length: at &- start, readable: count &- start),
      codePoints: codePoints, traits: WordTraits(rawValue: any & ~WordTraits.ascii.rawValue | all))
    return at
  }
}
