import QuernBytes

/// Joins words that together are an exception, wherever rules cut it: the last pass of ``EnglishWords``.
///
/// A pattern matches words whatever stands between them but white space other than one U+0020; where there is such a
/// space, it changes nothing, but no shorter pattern may use its words. Longer patterns come first, then earlier ones.
struct EnglishJoiner: ~Copyable {
  private struct Match {
    var start: Int
    var count: Int
    /// The exception to put in place; -1 where nothing changes.
    var exception: Int
  }

  private var matches: [Match] = []
  private var chosen: [Match] = []
  private var taken: Set<Int> = []
  private var rest = WordList()
  private let traits = WordTraitTable()

  /// Joins the patterns that start at `candidates`, which ascend.
  /// - Complexity: O(n log n) in the candidates, and O(words) where something changes.
  mutating func join(
    _ text: UnsafeRawBufferPointer, _ candidates: [Int], _ rules: EnglishRules, _ words: inout WordList
  ) {
    matches.removeAll(keepingCapacity: true)
    for start in candidates {
      let pair = EnglishRules.pair(words.hashes[start], words.hashes[start + 1])
      for pattern in rules.patterns[pair] ?? [] where matches(pattern, start, text, words) {
        let isWhole = isUnbroken(start, pattern.words.count, words)
        let changes = isWhole && !pattern.same
        matches.append(Match(start: start, count: pattern.words.count, exception: changes ? pattern.exception : -1))
      }
    }
    guard matches.contains(where: { $0.exception >= 0 }) else { return }
    choose()
    replace(text, rules, &words)
  }

  private func matches(
    _ pattern: EnglishRules.Pattern, _ start: Int, _ text: UnsafeRawBufferPointer, _ words: borrowing WordList
  ) -> Bool {
    guard start + pattern.words.count <= words.count else { return false }
    for (place, hash) in pattern.words.enumerated() {
      if words.hashes[start + place] != hash { return false }
      if place == 0 { continue }
      let from = Int(words.ends[start + place - 1])
      let to = Int(words.starts[start + place])
      if to - from > 1 || to - from == 1 && text[from] != 0x20 { return false }
    }
    return true
  }

  private func isUnbroken(_ start: Int, _ count: Int, _ words: borrowing WordList) -> Bool {
    for place in start + 1..<start + count where words.starts[place] != words.ends[place - 1] { return false }
    return true
  }

  /// Takes the matches by length and place, each unless its first or last word is taken.
  private mutating func choose() {
    matches.sort { $0.count != $1.count ? $0.count > $1.count : $0.start < $1.start }
    taken.removeAll(keepingCapacity: true)
    chosen.removeAll(keepingCapacity: true)
    for match in matches {
      let last = match.start + match.count - 1
      if !taken.contains(match.start) && !taken.contains(last) && match.exception >= 0 { chosen.append(match) }
      for place in match.start...last { taken.insert(place) }
    }
    chosen.sort { $0.start < $1.start }
  }

  private mutating func replace(_ text: UnsafeRawBufferPointer, _ rules: EnglishRules, _ words: inout WordList) {
    guard let first = chosen.first else { return }
    rest.removeAll()
    var from = first.start
    for match in chosen {
      for place in from..<match.start { rest.append(place, of: words) }
      let start = Int(words.starts[match.start])
      let bytes = text.baseAddress!.assumingMemoryBound(to: UInt8.self)
      var low = start
      for end in rules.exceptions[match.exception].ends {
        let high = start + end
        let (traits, codePoints) = traits.measure(bytes + low, length: high - low)
        let hash = WordList.hash(bytes + low, length: high - low, readable: text.count - low)
        rest.append(start: low, end: high, hash: hash, codePoints: codePoints, traits: traits)
        low = high
      }
      from = match.start + match.count
    }
    for place in from..<words.count { rest.append(place, of: words) }
    words.truncate(to: first.start)
    for place in 0..<rest.count { words.append(place, of: rest) }
  }
}

extension WordList {
  /// Appends word `place` of another list.
  mutating func append(_ place: Int, of other: borrowing WordList) {
    append(
      start: Int(other.starts[place]), end: Int(other.ends[place]), hash: other.hashes[place],
      codePoints: Int(other.codePoints[place]), traits: other.traits[place])
  }

  /// Keeps the first `length` words.
  mutating func truncate(to length: Int) {
    precondition(length <= count)
    used = length
  }
}
