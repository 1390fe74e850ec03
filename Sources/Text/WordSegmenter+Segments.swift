import CText

/// What the characters of a segment have in common.
private struct SegmentTraits {
  var any: UInt8 = 0
  var all: UInt8 = WordTraits.ascii.rawValue
  var visible: UInt8 = 0
  var codePoints = 0

  @inline(__always)
  mutating func add(_ codePoint: UInt32, _ flags: UInt8, _ traits: UnsafePointer<UInt8>) {
    let found = codePoint < 0x110000 ? traits[Int(codePoint)] : 0
    any |= found
    all &= found
    visible |= flags
    codePoints &+= 1
  }
}

extension WordSegmenter {
  /// The class and flags of the code point at `at`, which moves past it.
  @inline(__always)
  private func flags(_ text: UnsafePointer<UInt8>, _ at: inout Int, _ count: Int) -> (flags: UInt8, codePoint: UInt32) {
    let codePoint = text.decode(&at, count)
    return (codePoint < 0x110000 ? classes[Int(codePoint)] : WordBreak.visible, codePoint)
  }

  /// Adds the segment that begins at the boundary `start` unless it is white space; returns its end. Where a dictionary
  /// is needed, adds all segments of a stretch.
  func addSegment(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int, _ words: inout WordList
  ) throws(TextError) -> Int {
    var at = start
    var segment = SegmentTraits()
    let first = flags(text, &at, count)
    segment.add(first.codePoint, first.flags, traits)
    /// The last character's class, and that of the last one that is no mark: marks belong to what they stand on (WB4).
    var last = first.flags & WordBreak.classMask
    if last == WordBreak.dictionary { return try addStretch(text, start, at, count, &words) }
    if WordBreak.isNewline(last) {
      return last == WordBreak.carriageReturn && at < count && text[at] == 0x0A ? at &+ 1 : at
    }
    var base = last
    var opensFlag = base == WordBreak.regional
    while at < count {
      var end = at
      let next = flags(text, &end, count)
      let kind = next.flags & WordBreak.classMask
      if kind == WordBreak.extend || kind == WordBreak.joiner {
        last = kind
      } else if joins[Int(base)] &>> UInt32(kind) & 1 != 0 && (kind != WordBreak.hangul || last == WordBreak.hangul) {
        base = kind
        last = kind
      } else if kind == WordBreak.dictionary {
        return try addStretch(text, start, end, count, &words)
      } else if last == WordBreak.joiner && next.flags & WordBreak.pictograph != 0
        || last == WordBreak.space && kind == WordBreak.space
      {
        base = kind
        last = kind
      } else if opensFlag && kind == WordBreak.regional {
        opensFlag = false
        last = kind
      } else if kind >= WordBreak.midLetter && kind <= WordBreak.doubleQuote
        && (base == WordBreak.letter || base == WordBreak.hebrew || base == WordBreak.numeric)
      {
        let follower = classBehindMarks(text, end, count)
        if follower == WordBreak.dictionary { return try addStretch(text, start, end, count, &words) }
        if WordSegmenter.stays(kind, between: base, and: follower) {
          // The follower joins in turn, as what the first character is.
          last = kind
        } else if base == WordBreak.hebrew && kind == WordBreak.singleQuote {
          base = kind
          last = kind
        } else {
          break
        }
      } else {
        break
      }
      segment.add(next.codePoint, next.flags, traits)
      at = end
    }
    add(segment, text, start, at, count, &words)
    return at
  }

  /// The class of the first character at or after `start` that is no mark; none at the end of the text.
  private func classBehindMarks(_ text: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> UInt8 {
    var at = start
    while at < count {
      let kind = flags(text, &at, count).flags & WordBreak.classMask
      if kind != WordBreak.extend && kind != WordBreak.joiner { return kind }
    }
    return WordBreak.newline
  }

  /// Whether the mark `kind` stays inside a word (WB6, 7, 7b, 7c, 11, 12).
  private static func stays(_ kind: UInt8, between base: UInt8, and follower: UInt8) -> Bool {
    switch kind {
    case WordBreak.midNumLet, WordBreak.singleQuote:
      base == WordBreak.numeric
        ? follower == WordBreak.numeric : follower == WordBreak.letter || follower == WordBreak.hebrew
    case WordBreak.midLetter:
      base != WordBreak.numeric && (follower == WordBreak.letter || follower == WordBreak.hebrew)
    case WordBreak.midNum: base == WordBreak.numeric && follower == WordBreak.numeric
    default: base == WordBreak.hebrew && follower == WordBreak.hebrew
    }
  }

  @inline(__always)
  private func add(
    _ segment: SegmentTraits, _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ count: Int,
    _ words: inout WordList
  ) {
    if segment.visible & WordBreak.visible == 0 { return }
    words.append(
      start: start, end: end, hash: WordList.hash(text + start, length: end &- start, readable: count &- start),
      codePoints: segment.codePoints,
      traits: WordTraits(rawValue: segment.any & ~WordTraits.ascii.rawValue | segment.all))
  }

  /// Has ICU cut the stretch from the boundary `start` to the first character at or after `from` before which a word
  /// always ends; returns its end.
  private func addStretch(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ from: Int, _ count: Int, _ words: inout WordList
  ) throws(TextError) -> Int {
    var limit = from
    while limit < count {
      var end = limit
      let flags = flags(text, &end, count).flags
      let kind = flags & WordBreak.classMask
      let standsAlone = kind == WordBreak.other && flags & WordBreak.pictograph == 0
      if standsAlone || kind == WordBreak.space || WordBreak.isNewline(kind) { break }
      limit = end
    }
    guard let dictionaries else { return limit }
    var at = start
    for end in try dictionaries.ends(UnsafeRawBufferPointer(start: text + start, count: limit &- start)) {
      var segment = SegmentTraits()
      let begin = at
      while at < start &+ Int(end) {
        let next = flags(text, &at, count)
        segment.add(next.codePoint, next.flags, traits)
      }
      add(segment, text, begin, at, count, &words)
    }
    return limit
  }
}
