import QuernBytes

/// Counts how often each word occurs in each group of documents: all that a BPE trainer needs to know of a corpus.
///
/// Memory grows with the number of different words, not with the text: 32 to 48 bytes for each, and 12 and its bytes
/// for one of more than 15 bytes. Several threads count with ``WordCounting``.
public struct WordCounter: ~Copyable, Sendable, TrainingWords {
  /// What makes words of the text.
  public let rule: WordRule
  /// What was counted, by the numbers that ``number(of:)`` gave.
  public internal(set) var groups: [WordGroupTotals] = []

  private var numbers: [WordGroup: Int] = [:]
  var table = WordTable()
  /// Words in ``table``, each as often as it was counted.
  private var counted: Int64 = 0
  /// Words that are in the table but not in ``groups`` yet, and whose they are.
  private var pending: Int64 = 0
  private var current = 0
  /// Where the words go when their memory is full; nil when it has no bounds.
  private let spill: WordSpill?

  /// Words up to this length lie in the slots of the table.
  private let longestShort: Int
  private var group = WordProbe()
  private var cutter: PretokenizerRunner
  private var rewriter = TextRewriter()
  private let tracks: Bool

  /// A counter that has seen no text.
  /// - Throws: ``TokenizerError/unsupported(_:)`` when the rule asks for what is not done here.
  public init(rule: WordRule) throws(TokenizerError) { try self.init(rule: rule, spill: nil) }

  init(rule: WordRule, spill: WordSpill?) throws(TokenizerError) {
    if let limit = rule.longestWord, limit < WordCutting.leastLimit {
      throw .unsupported("words of at most \(limit) bytes: at least \(WordCutting.leastLimit) are needed")
    }
    self.init(rule, spill, try PretokenizerRunner(rule.pretokenizer, .bytes))
  }

  private init(_ rule: WordRule, _ spill: WordSpill?, _ cutter: consuming PretokenizerRunner) {
    self.rule = rule
    self.spill = spill
    self.cutter = cutter
    longestShort = min(ShortWord.longest, rule.longestWord ?? .max)
    if spill != nil { table.arenaLimit = 0 }
    tracks = rule.pretokenizer.needsSources
  }

  /// The bytes of memory in use.
  public var memory: Int { table.memory }

  /// The number of different words, those of each group by themselves.
  public var distinct: Int { table.used }

  /// The number of `group`, the next one when it is new.
  /// - Throws: ``TokenizerError/tooManyGroups``.
  public mutating func number(of group: WordGroup) throws(TokenizerError) -> Int {
    if let number = numbers[group] { return number }
    guard groups.count < WordCounter.mostGroups else { throw .tooManyGroups }
    numbers[group] = groups.count
    groups.append(WordGroupTotals(group))
    return groups.count - 1
  }

  /// The most groups that a counter tells apart.
  public static var mostGroups: Int { 65_535 }

  /// Counts the words of `text`, one whole document of the group with this number. O(n).
  /// - Throws: ``TokenizerError`` when a regular expression gives up; ``TokenizerError/countsTooLarge`` past 2^47 words.
  public mutating func add(text: UnsafeRawBufferPointer, group: Int) throws {
    precondition(groups.indices.contains(group))
    if let spill, memory > spill.share { try empty(spill) }
    guard counted < WordTable.mostCounted / 2 else { throw TokenizerError.countsTooLarge }
    current = group
    groups[group].documents += 1
    groups[group].bytes += Int64(text.count)
    defer { settle() }
    guard rule.byLine else { return try count(text) }
    var start = 0
    while start < text.count {
      let end = text.firstOffset(of: 0x0A, from: start).map { $0 + 1 } ?? text.count
      try count(text.slice(start, end))
      start = end
    }
  }

  /// Counts `word`, as it is, `count` more times.
  /// - Throws: ``TokenizerError/countsTooLarge`` when there are more than 2^48 words then.
  /// - Precondition: `word` is not empty and `count` is positive.
  public mutating func add(word: UnsafeRawBufferPointer, count: Int64, group: Int) throws {
    precondition(word.count > 0 && count > 0 && groups.indices.contains(group))
    guard count <= WordTable.mostCounted - counted else { throw TokenizerError.countsTooLarge }
    current = group
    defer { settle() }
    try makeRoom(1)
    if word.count <= ShortWord.longest {
      let bytes = word.baseAddress!.assumingMemoryBound(to: UInt8.self)
      addShort(ShortWord(bytes, 0, length: word.count, count: word.count), UInt64(count))
    } else {
      table.addLong(word, WordTable.hash(word, group: group), group: group, UInt64(count))
    }
    pending += count
  }

  /// All words, which are no longer here; the totals stay.
  mutating func takeWords() -> WordTable {
    var words = WordTable()
    swap(&words, &table)
    return words
  }

  /// Adds the words since the last call to the totals.
  private mutating func settle() {
    groups[current].words += pending
    counted += pending
    pending = 0
  }

  public func forEachWord(_ body: (UnsafeRawBufferPointer, Int64) throws -> Void) throws {
    if groups.count <= 1 { return try table.forEach { try body($0, $2) } }
    // A word stands there once for each group.
    let run = WordRun.memory(SortedWords(table.copy()), groups: groups)
    try WordRuns(rule: rule, runs: [run]).forEachRow { word, shares in
      try body(word, try shares.reduce(0) { (sum, share) throws(TokenizerError) in try checkedSum(sum, share.count) })
    }
  }

  /// Makes room for `count` more words.
  @inline(never)
  private mutating func makeRoom(_ count: Int) throws {
    guard let spill else {
      while !table.hasRoom(for: count, in: table.capacity) { table.grow(to: table.nextCapacity(within: .max)) }
      return
    }
    let memory = spill.share
    if !table.hasRoom(for: count, in: table.capacity) || table.memory > memory {
      let larger = table.nextCapacity(within: memory)
      // Every growth moves all words, so a small one is not worth it.
      if larger > table.capacity + table.capacity / 8 && table.hasRoom(for: count, in: larger) {
        table.grow(to: larger)
      } else if table.used > 0 {
        try empty(spill)
      }
    }
    table.limitMemory(to: memory)
  }

  /// Hands all words on and starts with none.
  private mutating func empty(_ spill: WordSpill) throws {
    settle()
    try spill.write(&table, &groups)
    counted = 0
  }

  @inline(__always)
  private mutating func addShort(_ word: ShortWord, _ count: UInt64) {
    let hash = ShortWord.mix(word.low ^ WordTable.salt(current), word.high)
    let tag = UInt64(truncatingIfNeeded: current) &<< 48
    table.add(word, at: WordTable.home(hash, table.capacity), tag: tag, count)
  }

  /// Counts the words of a text of its own.
  private mutating func count(_ text: UnsafeRawBufferPointer) throws {
    guard text.count > 0 else { return }
    guard case .scanner(let pattern) = rule.pretokenizer else { return try countByStep(text) }
    switch pattern {
    case .gpt2: try count(text, GPT2Scanner.self)
    case .cl100k: try count(text, CL100KScanner<CL100KBaseRules>.self)
    case .llama3: try count(text, CL100KScanner<Llama3Rules>.self)
    case .qwen2: try count(text, CL100KScanner<Qwen2Rules>.self)
    case .o200k: try count(text, O200KScanner<O200KBaseRules>.self)
    case .qwen35: try count(text, Qwen35Scanner.self)
    case .deepseekV3: try count(text, DeepSeekV3Scanner.self)
    case .tekken: try count(text, O200KScanner<TekkenRules>.self)
    case .nanochat: try count(text, CL100KScanner<NanochatRules>.self)
    }
  }

  private mutating func countByStep(_ text: UnsafeRawBufferPointer) throws {
    rewriter.begin(text, at: 0, tracking: tracks)
    try cutter.run(&rewriter)
    let bytes = rewriter.text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = rewriter.text.count
    for piece in cutter.pieces { try countOne(bytes, piece.lowerBound, piece.upperBound, count) }
  }

  /// Many words are found at once; where that comes to an end, the scanner finds one.
  @inline(__always)
  private mutating func count<Scanner: PretokenScanner>(
    _ text: UnsafeRawBufferPointer, _ scanner: Scanner.Type
  ) throws {
    let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let count = text.count
    let kernel = count <= Int(UInt32.max) ? Scanner.kernel : nil
    var start = 0
    while start < count {
      if let kernel {
        let found = group.cut(kernel, bytes, start, count)
        start = try countMany(bytes, start, count, found)
        if start == count { return }
      }
      let end = Scanner.end(bytes, start, count)
      try countOne(bytes, start, end, count)
      start = end
    }
  }

  /// Counts the first `found` words that were cut, the first of which begins at `start`; gives the end of the last.
  @inline(__always)
  private mutating func countMany(
    _ bytes: UnsafePointer<UInt8>, _ first: Int, _ count: Int, _ found: Int
  ) throws -> Int {
    var start = first
    var index = 0
    while index < found {
      let size = min(WordProbe.capacity, found &- index)
      if table.used &+ size > table.limit || table.arena.count > table.arenaLimit { try makeRoom(size) }
      let last = Int(truncatingIfNeeded: group.ends[index &+ size &- 1])
      if last &+ 16 <= count {
        group.collect(bytes, start, index, size, table, salt: WordTable.salt(current))
        let apart = group.add(size, to: &table, longest: longestShort, tag: UInt64(truncatingIfNeeded: current) &<< 48)
        pending &+= Int64(truncatingIfNeeded: size &- apart.nonzeroBitCount)
        if apart != 0 { try countApart(apart, bytes, start, index) }
        start = last
      } else {
        for place in index..<(index &+ size) {
          let end = Int(truncatingIfNeeded: group.ends[place])
          try countOne(bytes, start, end, count)
          start = end
        }
      }
      index &+= size
    }
    return start
  }

  @inline(__always)
  private mutating func countOne(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int) throws {
    if table.used &+ 1 > table.limit || table.arena.count > table.arenaLimit { try makeRoom(1) }
    if end &- start <= longestShort {
      pending &+= 1
      addShort(ShortWord(bytes, start, length: end &- start, count: count), 1)
    } else {
      let word = UnsafeRawBufferPointer(start: bytes + start, count: end &- start)
      let hash = word.count > ShortWord.longest ? WordTable.hash(word, group: current) : 0
      try countLong(bytes, start, end, hash)
    }
  }

  /// Counts those of the words that end at `group.ends[index...]` that have a bit in `apart`; the first of all begins at
  /// `first`.
  private mutating func countApart(
    _ apart: UInt64, _ bytes: UnsafePointer<UInt8>, _ first: Int, _ index: Int
  ) throws {
    var left = apart
    while left != 0 {
      let place = left.trailingZeroBitCount
      left &= left &- 1
      let start = place == 0 ? first : Int(truncatingIfNeeded: group.ends[index &+ place &- 1])
      let end = Int(truncatingIfNeeded: group.ends[index &+ place])
      if end &- start > ShortWord.longest {
        let hash = WordTable.hash(UnsafeRawBufferPointer(start: bytes + start, count: end &- start), group: current)
        group.hashes[place] = hash
        table.prefetchLong(hash)
      }
    }
    left = apart
    while left != 0 {
      let place = left.trailingZeroBitCount
      left &= left &- 1
      let start = place == 0 ? first : Int(truncatingIfNeeded: group.ends[index &+ place &- 1])
      try countLong(bytes, start, Int(truncatingIfNeeded: group.ends[index &+ place]), group.hashes[place])
    }
  }

  /// Counts a word that is too long for a slot, or too long; there is room for one.
  private mutating func countLong(
    _ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ hash: UInt64
  ) throws {
    let word = UnsafeRawBufferPointer(start: bytes + start, count: end &- start)
    guard let longest = rule.longestWord, word.count > longest else {
      pending &+= 1
      return table.addLong(word, hash, group: current, 1)
    }
    var at = 0
    while at < word.count {
      let end = word.count - at > longest ? WordCutting.end(word, from: at, limit: longest) : word.count
      try makeRoom(1)
      if end - at <= ShortWord.longest {
        addShort(ShortWord(bytes + start, at, length: end - at, count: word.count), 1)
      } else {
        let part = word.slice(at, end)
        table.addLong(part, WordTable.hash(part, group: current), group: current, 1)
      }
      pending += 1
      at = end
    }
  }
}
