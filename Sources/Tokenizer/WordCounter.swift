import QuernBytes

/// Counts how often each pretoken occurs: all that a BPE trainer needs to know of a corpus.
///
/// One per thread, added up with ``merge(from:)``; the sum does not depend on how the text was shared out. Memory grows
/// with the number of different pretokens, not with the text: about 40 bytes for each of at most 15 bytes, 53 and its
/// bytes for a longer one.
public struct WordCounter: ~Copyable, Sendable, TrainingWords {
  /// The pattern that cuts the text.
  public let pattern: SplitPattern
  /// The number of pretokens counted.
  public private(set) var total: Int64 = 0

  var short = ShortWordTable()
  var long = LongWordTable()

  /// A counter that has seen no text.
  public init(pattern: SplitPattern) {
    self.pattern = pattern
  }

  public var rule: WordRule { WordRule(.scanner(pattern)) }

  /// The number of different pretokens.
  public var distinct: Int { short.used + long.used }

  /// The bytes of memory in use.
  public var memory: Int {
    short.capacity * MemoryLayout<ShortWordTable.Slot>.stride
      + long.capacity * MemoryLayout<LongWordTable.Slot>.stride + long.arena.capacity
  }

  /// Counts the pretokens of `text`, one whole document: white space may span lines.
  ///
  /// O(n).
  public mutating func add(text: UnsafeRawBufferPointer) {
    guard text.count > 0 else { return }
    switch pattern {
    case .gpt2: count(text, GPT2Scanner.self)
    case .cl100k: count(text, CL100KScanner<CL100KBaseRules>.self)
    case .llama3: count(text, CL100KScanner<Llama3Rules>.self)
    case .qwen2: count(text, CL100KScanner<Qwen2Rules>.self)
    case .o200k: count(text, O200KScanner<O200KBaseRules>.self)
    case .qwen35: count(text, Qwen35Scanner.self)
    case .deepseekV3: count(text, DeepSeekV3Scanner.self)
    case .tekken: count(text, O200KScanner<TekkenRules>.self)
    case .nanochat: count(text, CL100KScanner<NanochatRules>.self)
    }
  }

  /// Counts the pretokens of `text` line by line, each line with its newline: what the `tokenizers` package does when
  /// it trains from files.
  public mutating func addByLine(text: UnsafeRawBufferPointer) {
    var start = 0
    while start < text.count {
      let end = text.firstOffset(of: 0x0A, from: start).map { $0 + 1 } ?? text.count
      add(text: text.slice(start, end))
      start = end
    }
  }

  /// Counts `word`, as it is, `count` more times.
  /// - Precondition: `word` is not empty and `count` is positive.
  public mutating func add(word: UnsafeRawBufferPointer, count: Int64) {
    precondition(word.count > 0 && count > 0)
    if word.count <= ShortWord.longest {
      let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
      short.add(ShortWord(bytes, 0, length: word.count, count: word.count), count)
    } else {
      long.add(word, count)
    }
    total += count
  }

  public func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) rethrows {
    for index in 0..<short.capacity where short.slots[index].word.high != 0 {
      var word = short.slots[index].word
      let length = word.length
      let count = short.slots[index].count
      try withUnsafeBytes(of: &word) { try body(UnsafeRawBufferPointer(rebasing: $0[..<length]), count) }
    }
    for index in 0..<long.capacity where long.slots[index].length != 0 {
      let slot = long.slots[index]
      try body(UnsafeRawBufferPointer(start: long.arena.base + slot.offset, count: slot.length), slot.count)
    }
  }

  /// Adds the counts of `other`; O(its distinct words).
  /// - Throws: ``TokenizerError/differentSplits(expected:found:)`` when it cuts by another pattern.
  public mutating func merge(from other: borrowing WordCounter) throws(TokenizerError) {
    guard other.pattern == pattern else {
      throw .differentSplits(expected: "pattern \(pattern.rawValue)", found: "pattern \(other.pattern.rawValue)")
    }
    for index in 0..<other.short.capacity where other.short.slots[index].word.high != 0 {
      short.add(other.short.slots[index].word, other.short.slots[index].count)
    }
    for index in 0..<other.long.capacity where other.long.slots[index].length != 0 {
      let slot = other.long.slots[index]
      long.add(UnsafeRawBufferPointer(start: other.long.arena.base + slot.offset, count: slot.length), slot.count)
    }
    total += other.total
  }

  @inline(__always)
  private mutating func count<Scanner: PretokenScanner>(_ text: UnsafeRawBufferPointer, _ scanner: Scanner.Type) {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    var start = 0
    var pieces: Int64 = 0
    while start < count {
      let end = Scanner.end(bytes, start, count)
      if end &- start <= ShortWord.longest {
        short.add(ShortWord(bytes, start, length: end &- start, count: count), 1)
      } else {
        long.add(text.slice(start, end), 1)
      }
      pieces &+= 1
      start = end
    }
    total += pieces
  }
}
