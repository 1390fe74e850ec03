import QuernBytes

/// Cuts chunks, the runs of a text without white space, into words as ``EnglishWords`` defines them: one rule after the
/// other, for any chunk.
struct EnglishChunks {
  private let rules: EnglishRules
  private let classes = EnglishClasses()
  private let traits = WordTraitTable()
  private let withExceptions: Bool
  /// Where the affixes start that were split off at the end of the chunk, outermost first.
  private var suffixes: [Int] = []
  /// The words after which a pattern may start: places in the list.
  private(set) var candidates: [Int] = []
  /// Whether the last word added may be the first of a pattern.
  var lastIsFirst = false

  private var text: UnsafePointer<UInt8>
  private var count = 0

  init(_ rules: EnglishRules, exceptions: Bool) {
    self.rules = rules
    withExceptions = exceptions
    text = UnsafePointer(rules.marks)
  }

  /// Forgets what was found in the last text.
  mutating func begin() {
    candidates.removeAll(keepingCapacity: true)
    lastIsFirst = false
  }

  /// Notes that the last word of `words` and the one before it may be the first of a pattern.
  @inline(__always)
  mutating func noteCandidate(_ words: borrowing WordList) { candidates.append(words.count &- 2) }

  /// Appends the words of the chunk from `start` to `end` of `bytes`.
  /// - Complexity: O(n).
  mutating func cut(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int, into words: inout WordList) {
    text = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    count = bytes.count
    suffixes.removeAll(keepingCapacity: true)
    var low = start
    var high = end
    var exception = -1
    var size = -1
    while low < high && high &- low != size {
      exception = self.exception(low, high)
      if exception >= 0 { break }
      size = high &- low
      let prefix = prefix(low, high)
      if prefix > 0 && low &+ prefix < high {
        exception = self.exception(low &+ prefix, high)
        if exception >= 0 {
          add(low, low &+ prefix, &words)
          low &+= prefix
          break
        }
      }
      let suffix = suffix(low &+ prefix, high)
      if suffix > 0 && high &- suffix > low {
        exception = self.exception(low, high &- suffix)
        if exception >= 0 {
          high &-= suffix
          suffixes.append(high)
          break
        }
      }
      if prefix > 0 {
        add(low, low &+ prefix, &words)
        low &+= prefix
      }
      if suffix > 0 {
        high &-= suffix
        suffixes.append(high)
      }
    }
    if low < high {
      if exception >= 0 {
        add(exception: exception, low, &words)
      } else if EnglishURL.matches(text, low, high, classes) {
        add(low, high, &words)
      } else {
        splitInfixes(low, high, &words)
      }
    }
    while let start = suffixes.popLast() { add(start, suffixes.last ?? end, &words) }
  }

  /// Appends the words of an exception whose chunk starts at `start` of `text`, which has `count` bytes.
  mutating func add(
    exception: Int, _ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ words: inout WordList
  ) {
    self.text = text
    self.count = count
    add(exception: exception, start, &words)
  }

  private mutating func add(exception: Int, _ start: Int, _ words: inout WordList) {
    var from = start
    for end in rules.exceptions[exception].ends {
      add(from, start &+ end, &words)
      from = start &+ end
    }
  }

  /// Appends the word from `start` to `end`.
  private mutating func add(_ start: Int, _ end: Int, _ words: inout WordList) {
    let hash = hash(start, end)
    let (traits, codePoints) = self.traits.measure(text + start, length: end &- start)
    words.append(start: start, end: end, hash: hash, codePoints: codePoints, traits: traits)
    let marks = rules.marks(of: hash)
    if lastIsFirst && marks & EnglishRules.second != 0 { noteCandidate(words) }
    lastIsFirst = marks & EnglishRules.first != 0
  }

  @inline(__always)
  private func hash(_ start: Int, _ end: Int) -> UInt64 {
    WordList.hash(text + start, length: end &- start, readable: count &- start)
  }

  /// The exception that the text from `start` to `end` is, or -1.
  private func exception(_ start: Int, _ end: Int) -> Int {
    if !withExceptions || end &- start > rules.longest { return -1 }
    let hash = hash(start, end)
    if rules.marks(of: hash) & EnglishRules.exceptional == 0 { return -1 }
    return rules.exception(text + start, end &- start, hash: hash)
  }

  /// The bytes that split off at the start; 0 for none.
  private func prefix(_ low: Int, _ high: Int) -> Int {
    let byte = text[low]
    let next = low &+ 1 < high ? text[low &+ 1] : 0
    switch byte {
    case UInt8(ascii: "+"): return next &- 0x30 < 10 ? 0 : 1
    case UInt8(ascii: "."):
      if next != UInt8(ascii: ".") { return 0 }
      var at = low &+ 2
      while at < high && text[at] == UInt8(ascii: ".") { at &+= 1 }
      return at &- low
    case UInt8(ascii: "A"), UInt8(ascii: "C"): return next == UInt8(ascii: "$") ? 2 : 0
    case UInt8(ascii: "U"):
      return next == UInt8(ascii: "S") && low &+ 2 < high && text[low &+ 2] == UInt8(ascii: "$") ? 3 : 0
    default:
      var at = low
      let flags = classes[text.decode(&at, high)]
      return flags & (EnglishClasses.affix | EnglishClasses.prefix) != 0 ? at &- low : 0
    }
  }

  /// The bytes that split off at the end; 0 for none.
  ///
  /// Of several rules the one that splits most off wins.
  private func suffix(_ low: Int, _ high: Int) -> Int {
    guard low < high else { return 0 }
    let last = text[high &- 1]
    if last == UInt8(ascii: ".") { return dots(low, high) }
    var before = high
    let codePoint = text.decodeBackwards(&before, low)
    if classes[codePoint] & EnglishClasses.affix != 0 {
      // Two ellipses are one affix.
      let twice = codePoint == 0x2026 && before &- low >= 3 && text.decode(at: before &- 3, before) == 0x2026
      return high &- before &+ (twice ? 3 : 0)
    }
    if last | 0x20 == UInt8(ascii: "s") && before > low {
      var apostrophe = before
      let mark = text.decodeBackwards(&apostrophe, low)
      if mark == 0x27 || mark == 0x2019 { return high &- apostrophe }
    }
    return unit(low, high)
  }

  /// The length of a unit behind a digit at the end.
  private func unit(_ low: Int, _ high: Int) -> Int {
    var at = high
    while at > low && high &- at <= 16 {
      if text[at &- 1] &- 0x30 < 10 {
        guard at < high, rules.isUnit(text + at, high &- at, hash: hash(at, high)) else { return 0 }
        return high &- at
      }
      at &-= 1
    }
    return 0
  }

  /// How many full stops at the end split off.
  private func dots(_ low: Int, _ high: Int) -> Int {
    var at = high &- 1
    while at > low && text[at &- 1] == UInt8(ascii: ".") { at &-= 1 }
    if high &- at > 1 { return high &- at }
    guard at > low else { return 0 }
    let codePoint = text.decodeBackwards(&at, low)
    let flags = classes[codePoint]
    if flags & EnglishClasses.beforeDot != 0 { return 1 }
    guard at > low else { return 0 }
    let before = text.decodeBackwards(&at, low)
    if flags & EnglishClasses.upper != 0 && classes[before] & EnglishClasses.upper != 0 { return 1 }
    // A temperature.
    let isScale = codePoint == 0x43 || codePoint == 0x46 || codePoint == 0x4B
    return isScale && before == 0xB0 ? 1 : 0
  }

  /// Appends what is left of a chunk, cut where infixes stand.
  private mutating func splitInfixes(_ low: Int, _ high: Int, _ words: inout WordList) {
    var from = low
    var at = low
    var before: UInt16 = 0  // the classes of the character before `at`
    var beforeIsDigit = false  // whether it is one of 0 to 9
    while at < high {
      let byte = text[at]
      if byte | 0x20 &- 0x61 < 26 {
        before = classes.table[Int(byte)]
        beforeIsDigit = false
        at &+= 1
        continue
      }
      let length = infix(at, high, before, beforeIsDigit)
      if length == 0 {
        before = classes[text.decode(&at, high)]
        beforeIsDigit = byte &- 0x30 < 10
        continue
      }
      let end = at &+ length
      // One at the very start splits nothing off.
      if at > low {
        if at > from { add(from, at, &words) }
        add(at, end, &words)
        from = end
      }
      var last = end
      before = classes[text.decodeBackwards(&last, low)]
      beforeIsDigit = false
      at = end
    }
    if from < high { add(from, high, &words) }
  }

  /// The bytes of the infix at `at`; 0 for none.
  private func infix(_ at: Int, _ high: Int, _ before: UInt16, _ beforeIsDigit: Bool) -> Int {
    let byte = text[at]
    if byte >= 0x80 { return wideInfix(at, high, before, beforeIsDigit) }
    let next = at &+ 1 < high ? text[at &+ 1] : 0
    switch byte {
    case UInt8(ascii: "."):
      if next == byte {
        var end = at &+ 2
        while end < high && text[end] == byte { end &+= 1 }
        return end &- at
      }
      guard before & (EnglishClasses.lower | EnglishClasses.quote) != 0 else { return 0 }
      return classes(at &+ 1, high) & (EnglishClasses.upper | EnglishClasses.quote) != 0 ? 1 : 0
    case UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "^"):
      return beforeIsDigit && (next &- 0x30 < 10 || next == UInt8(ascii: "-")) ? 1 : 0
    case UInt8(ascii: ","):
      return before & EnglishClasses.alpha != 0 && isAlpha(at &+ 1, high) ? 1 : 0
    case UInt8(ascii: "-"):
      if beforeIsDigit && (next &- 0x30 < 10 || next == byte) { return 1 }
      guard beforeIsDigit || before & EnglishClasses.alpha != 0 else { return 0 }
      var end = at &+ 1
      while end < high && end &- at < 3 && text[end] == byte { end &+= 1 }
      return isAlpha(end, high) ? end &- at : 0
    case UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="),
      UInt8(ascii: "/"):
      return (beforeIsDigit || before & EnglishClasses.alpha != 0) && isAlpha(at &+ 1, high) ? 1 : 0
    default: return 0
    }
  }

  private func wideInfix(_ at: Int, _ high: Int, _ before: UInt16, _ beforeIsDigit: Bool) -> Int {
    var end = at
    let codePoint = text.decode(&end, high)
    if classes[codePoint] & EnglishClasses.infix != 0 { return end &- at }
    guard codePoint == 0x2013 || codePoint == 0x2014 else { return 0 }
    guard beforeIsDigit || before & EnglishClasses.alpha != 0 else { return 0 }
    if codePoint == 0x2014 && text.decode(at: end, high) == 0x2014 { end &+= 3 }
    return isAlpha(end, high) ? end &- at : 0
  }

  /// The classes of the code point at `at`; none at the end.
  private func classes(_ at: Int, _ high: Int) -> UInt16 {
    at < high ? classes[text.decode(at: at, high)] : 0
  }

  private func isAlpha(_ at: Int, _ high: Int) -> Bool { classes(at, high) & EnglishClasses.alpha != 0 }
}

extension UnsafePointer<UInt8> {
  /// The code point at `at`, or U+FFFF at `end`.
  @inline(__always)
  fileprivate func decode(at place: Int, _ end: Int) -> UInt32 {
    guard place < end else { return 0xFFFF }
    var at = place
    return decode(&at, end)
  }
}
