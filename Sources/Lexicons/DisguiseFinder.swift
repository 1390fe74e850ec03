import CText
import QuernBytes
import QuernText

/// Finds words of a list that are written with signs, look-alikes, spaces or drawn out letters.
///
/// A fast pass marks where a word may be disguised; only such words are read letter by letter.
struct DisguiseFinder: ~Copyable {
  private let classes = quern_disguise_classes()
  private var letters: [DisguisedLetter] = []
  /// The end of what was read of the text.
  private var done = 0

  /// White space that must stand before and after the text, so that blocks can be read at its edges.
  static let margin = 64
  /// The most characters of a word that is looked at.
  private static let longest = 48

  /// Forgets the text before.
  mutating func reset() { done = 0 }

  /// Appends the disguised words of `text` (case-folded UTF-8 between margins) that are marked from `from` to `to`; the
  /// parts of a text are read in order.
  /// - Complexity: O(n).
  mutating func find(
    in text: UnsafeRawBufferPointer, from: Int, to: Int, _ trie: DisguiseTrie,
    into candidates: inout [LexiconCandidate]
  ) {
    guard let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self), !trie.isEmpty else { return }
    var at = from
    while at < to {
      let block = quern_disguise_block_at(start + at - 2)
      var places = block.suspect | (block.high & 0x0FFF_FFFF_FFFF_FFFC)
      while places != 0 {
        let place = at - 2 + places.trailingZeroBitCount
        places &= places - 1
        if place < done || place >= to { continue }
        if start[place] >= 0x80, !isSuspect(start, place, text.count) { continue }
        done = read(start, place, text.count, trie, &candidates)
      }
      at += 58
    }
  }

  @inline(__always)
  private static func isLetter(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

  /// Whether the character beyond ASCII at `place` may be part of a disguise.
  private func isSuspect(_ text: UnsafePointer<UInt8>, _ place: Int, _ count: Int) -> Bool {
    if text[place] & 0xC0 == 0x80 { return false }
    var end = place
    let kind = Int(quern_disguise_class(classes, text.decode(&end, count)))
    if kind & QUERN_DISGUISE_FORM != 0 { return true }
    let touches = DisguiseFinder.isLetter(text[place - 1]) || DisguiseFinder.isLetter(text[end])
    if kind & (QUERN_DISGUISE_FOREIGN | QUERN_DISGUISE_MARK | QUERN_DISGUISE_INVISIBLE) != 0, touches { return true }
    // A whole word of look-alikes after a Latin word.
    return kind & QUERN_DISGUISE_FOREIGN != 0 && text[place - 1] == 0x20 && DisguiseFinder.isLetter(text[place - 2])
  }

  /// Reads the word around `place`, or the letters that are spaced out there, and returns where to go on.
  private mutating func read(
    _ text: UnsafePointer<UInt8>, _ place: Int, _ count: Int, _ trie: DisguiseTrie,
    _ candidates: inout [LexiconCandidate]
  ) -> Int {
    if let end = readSpaced(text, place, count, trie, &candidates) { return end }
    var start = place
    for _ in 0..<DisguiseFinder.longest where start > DisguiseFinder.margin {
      var previous = start
      guard isPart(text.decodeBackwards(&previous, 0)) else { break }
      start = previous
    }
    var end = start
    letters.removeAll(keepingCapacity: true)
    var isTooLong = false
    while end < count {
      var next = end
      let codePoint = text.decode(&next, count)
      guard isPart(codePoint) else { break }
      end = next
      let kind = Int(quern_disguise_class(classes, codePoint))
      if kind & (QUERN_DISGUISE_MARK | QUERN_DISGUISE_INVISIBLE) != 0 { continue }
      isTooLong = isTooLong || letters.count >= DisguiseFinder.longest
      if !isTooLong { append(DisguisedLetter(codePoint)) }
    }
    guard !isTooLong else { return end }
    var first = start
    var last = end
    // Signs at the edges are markup or punctuation.
    while first < last, [0x21, 0x23, 0x2A, 0x2B, 0x7C].contains(text[first]) { first += 1 }
    while last > first, [0x21, 0x23, 0x2A, 0x2B, 0x7C].contains(text[last - 1]) { last -= 1 }
    var word = letters[...]
    if first > start { drop(first - start, fromStart: true, &word) }
    if last < end { drop(end - last, fromStart: false, &word) }
    if word.count > 1, let entry = trie.entry(of: word) {
      candidates.append(
        LexiconCandidate(start: first, end: last, entry: entry, needsWordEdges: false, isDisguised: true))
    }
    return end
  }

  private mutating func append(_ letter: DisguisedLetter) {
    if let last = letters.indices.last, letters[last] == letter {
      letters[last].count += 1
    } else {
      letters.append(letter)
    }
  }

  /// Takes `count` characters of ASCII off an end of `word`.
  private func drop(_ count: Int, fromStart: Bool, _ word: inout ArraySlice<DisguisedLetter>) {
    var left = count
    while left > 0, let edge = fromStart ? word.first : word.last {
      left -= edge.count
      word = fromStart ? word.dropFirst() : word.dropLast()
    }
  }

  /// Whether white space ends before `at`, at least three bytes into the text, that parts no spaced out letters.
  static func isGap(_ text: UnsafePointer<UInt8>, before at: Int) -> Bool {
    if text[at - 1] == 0x0A { return true }
    guard text[at - 1] == 0x20 else { return false }
    let (last, previous) = (text[at - 2], text[at - 3])
    let isUnit = isLetter(last) || last &- 0x30 < 10
    return !isUnit || previous >= 0x80 || isLetter(previous) || previous &- 0x30 < 10
  }

  /// Whether words are made of this character, disguised ones at least.
  private func isPart(_ codePoint: UInt32) -> Bool {
    if codePoint < 0x80 {
      switch UInt8(codePoint) {
      case 0x30...0x39, 0x61...0x7A, 0x21, 0x23, 0x24, 0x2A, 0x2B, 0x40, 0x7C: return true
      default: return false
      }
    }
    return quern_disguise_class(classes, codePoint) != 0 || codePoint == 0x20AC
  }

  /// Tries single letters with the same character between them, as "s h i t"; returns their end, or nil when there are
  /// fewer than three.
  private mutating func readSpaced(
    _ text: UnsafePointer<UInt8>, _ place: Int, _ count: Int, _ trie: DisguiseTrie,
    _ candidates: inout [LexiconCandidate]
  ) -> Int? {
    func isUnit(_ at: Int) -> Bool { DisguiseFinder.isLetter(text[at]) || text[at] &- 0x30 < 10 }
    func isPart(_ byte: UInt8) -> Bool { byte >= 0x80 || DisguiseFinder.isLetter(byte) || byte &- 0x30 < 10 }
    guard isUnit(place), !isPart(text[place - 1]), !isPart(text[place + 1]) else { return nil }
    let separator = text[place + 1]
    guard [0x20, 0x2E, 0x2D, 0x5F, 0x2A, 0x2F, 0x2C, 0x7E].contains(separator) else { return nil }
    // The first of them is marked first, so nothing stands before it but what belongs to something else.
    var end = place + 1
    letters.removeAll(keepingCapacity: true)
    letters.append(DisguisedLetter(UInt32(text[place])))
    while end + 1 < count, text[end] == separator, isUnit(end + 1), !isPart(text[end + 2]) {
      if letters.count <= DisguiseFinder.longest { append(DisguisedLetter(UInt32(text[end + 1]))) }
      end += 2
    }
    let units = (end - place + 1) / 2
    guard units >= 3, letters.count <= DisguiseFinder.longest else { return units >= 3 ? end : nil }
    func tryWord(_ word: ArraySlice<DisguisedLetter>, _ from: Int, _ to: Int) -> Bool {
      guard word.count > 1, let entry = trie.entry(of: word) else { return false }
      // Three letters with points or hyphens between them are most often an abbreviation.
      guard trie.length(of: entry) > 3 || separator == 0x20 else { return false }
      candidates.append(
        LexiconCandidate(start: from, end: to, entry: entry, needsWordEdges: false, isDisguised: true))
      return true
    }
    if tryWord(letters[...], place, end) || separator != 0x20 { return end }
    // "a" and "I" are words of their own.
    let isOwn = { (byte: UInt8) in byte == 0x61 || byte == 0x69 }
    if isOwn(text[place]), letters[0].count == 1, tryWord(letters.dropFirst(), place + 2, end) { return end }
    if isOwn(text[end - 1]), letters[letters.count - 1].count == 1 { _ = tryWord(letters.dropLast(), place, end - 2) }
    return end
  }
}
