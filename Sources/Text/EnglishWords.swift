import CText
import QuernBytes

/// Cuts English text into words as spaCy 3.8 does with `blank("en")`: punctuation marks are words of their own, and so
/// are the parts of contractions.
///
/// The text falls into chunks at white space (Python's `isspace`). From a chunk, affixes are split off at both ends
/// until an exception is left (``EnglishExceptions``) or nothing splits off; an address stays whole
/// (``EnglishURL``), anything else is cut at infixes. At last, words that together are an exception become it. White
/// space itself makes no words.
///
/// Chunks of ASCII letters, with a mark behind them or without, take a path of their own; ``EnglishChunks`` has the
/// rules for all others. One instance serves one thread; its memory is reused.
public struct EnglishWords: ~Copyable {
  private let rules = EnglishRules.shared
  private let tails: UnsafePointer<UInt8>
  private let marks: MarkWords
  private var chunks = EnglishChunks(.shared, exceptions: true)
  private var joiner = EnglishJoiner()

  /// A segmenter; the tables are shared by all and filled on first use (some milliseconds).
  public init() {
    tails = TailTable.shared.table
    marks = MarkWords.shared
  }

  /// Makes `words` the words of `text`, whose bytes are UTF-8.
  /// - Complexity: O(n), at some 300 MB/s of English on one core.
  /// - Precondition: `text` is shorter than 4 GiB.
  public mutating func segment(_ text: UnsafeRawBufferPointer, into words: inout WordList) {
    words.removeAll()
    guard let base = text.baseAddress else { return }
    precondition(text.count < Int(UInt32.max))
    chunks.begin()
    words.reserve(text.count / 5 + 16)
    let start = base.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var at = 0
    while at < count {
      let length = letters(start, at, count)
      if length == 0 {
        let space = start.pythonSpace(at, count)
        at = space > 0 ? at &+ space : addChunk(text, at, count, &words)
        continue
      }
      let end = at &+ length
      let tail = end < count ? tails[Int(start[end])] : TailTable.space
      if tail == TailTable.space {
        addLetters(start, at, length, count, &words)
        at = end &+ 1
      } else if tail != TailTable.none && (end &+ 1 == count || tails[Int(start[end &+ 1])] == TailTable.space) {
        if tail == TailTable.mark {
          addLetters(start, at, length, count, &words)
          addMark(start, end, &words)
        } else {
          addBeforeDot(start, at, length, count, &words)
        }
        at = end &+ 2
      } else {
        at = addChunk(text, at, count, &words)
      }
    }
    if !chunks.candidates.isEmpty { joiner.join(text, chunks.candidates, rules, &words) }
  }

  /// The ASCII letters from `at` on.
  @inline(__always)
  private func letters(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    if at &+ 16 <= count {
      let others = ~quern_letters_16(text + at) & 0xFFFF
      if others != 0 { return others.trailingZeroBitCount }
    }
    return lettersByByte(text, at, count)
  }

  @inline(never)
  private func lettersByByte(_ text: UnsafePointer<UInt8>, _ at: Int, _ count: Int) -> Int {
    var end = at
    while end < count && text[end] | 0x20 &- 0x61 < 26 { end &+= 1 }
    return end &- at
  }

  /// Adds a word of ASCII letters, which may be an exception.
  @inline(__always)
  private mutating func addLetters(
    _ text: UnsafePointer<UInt8>, _ at: Int, _ length: Int, _ count: Int, _ words: inout WordList
  ) {
    let hash = WordList.hash(text + at, length: length, readable: count &- at)
    let found = rules.marks(of: hash)
    if found & EnglishRules.exceptional != 0 {
      let exception = rules.exception(text + at, length, hash: hash)
      if exception >= 0 { return chunks.add(exception: exception, text, at, count, &words) }
    }
    append(at, length, hash, found, [.alphabetic, .nonSymbol, .ascii], &words)
  }

  /// Adds a punctuation mark.
  @inline(__always)
  private mutating func addMark(_ text: UnsafePointer<UInt8>, _ at: Int, _ words: inout WordList) {
    let hash = marks.hashes[Int(text[at])]
    append(at, 1, hash, rules.marks(of: hash), [.ascii], &words)
  }

  @inline(__always)
  private mutating func append(
    _ at: Int, _ length: Int, _ hash: UInt64, _ found: UInt8, _ traits: WordTraits, _ words: inout WordList
  ) {
    words.append(start: at, end: at &+ length, hash: hash, codePoints: length, traits: traits)
    if chunks.lastIsFirst && found & EnglishRules.second != 0 { chunks.noteCandidate(words) }
    chunks.lastIsFirst = found & EnglishRules.first != 0
  }

  /// Adds a chunk of ASCII letters and the full stop behind them.
  @inline(__always)
  private mutating func addBeforeDot(
    _ text: UnsafePointer<UInt8>, _ at: Int, _ length: Int, _ count: Int, _ words: inout WordList
  ) {
    let whole = WordList.hash(text + at, length: length &+ 1, readable: count &- at)
    let found = rules.marks(of: whole)
    if found & EnglishRules.exceptional != 0 {
      let exception = rules.exception(text + at, length &+ 1, hash: whole)
      if exception >= 0 { return chunks.add(exception: exception, text, at, count, &words) }
    }
    let end = at &+ length
    // A capital keeps its full stop unless another one stands before it.
    if text[end &- 1] & 0x20 == 0 && (length == 1 || text[end &- 2] & 0x20 != 0) {
      return append(at, length &+ 1, whole, found, [.alphabetic, .nonSymbol, .ascii], &words)
    }
    addLetters(text, at, length, count, &words)
    addMark(text, end, &words)
  }

  /// Adds the words of the chunk at `start` by the general rules; returns where it ends.
  @inline(never)
  private mutating func addChunk(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ count: Int, _ words: inout WordList
  ) -> Int {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    var end = start
    while end < count && bytes.pythonSpace(end, count) == 0 { end &+= 1 }
    chunks.cut(text, start, end, into: &words)
    return end
  }
}

/// What may stand behind a run of ASCII letters so that the chunk is easily cut.
private final class TailTable: @unchecked Sendable {  // never changed after init
  static let shared = TailTable()
  static var none: UInt8 { 0 }
  static var space: UInt8 { 1 }
  static var mark: UInt8 { 2 }
  static var dot: UInt8 { 3 }

  let table: UnsafePointer<UInt8>

  private init() {
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    bytes.initialize(repeating: TailTable.none, count: 256)
    for byte in Array(9...13) + Array(28...32) { bytes[byte] = TailTable.space }
    // No exception of letters ends with one of these.
    for byte in ",;:!?)]}\"".utf8 { bytes[Int(byte)] = TailTable.mark }
    bytes[Int(UInt8(ascii: "."))] = TailTable.dot
    table = UnsafePointer(bytes)
  }
}

/// The hashes of words of one ASCII character.
private final class MarkWords: @unchecked Sendable {  // never changed after init
  static let shared = MarkWords()

  let hashes: UnsafePointer<UInt64>

  private init() {
    let values = UnsafeMutablePointer<UInt64>.allocate(capacity: 128)
    for byte in UInt8(0)..<128 {
      values[Int(byte)] = withUnsafePointer(to: byte) { WordList.hash($0, length: 1, readable: 1) }
    }
    hashes = UnsafePointer(values)
  }
}
