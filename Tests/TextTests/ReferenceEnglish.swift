import QuernBytes

@testable import QuernText

/// The rules of ``EnglishWords``, one after the other on arrays of scalars, without any shortcut.
struct ReferenceEnglish {
  private typealias Scalars = [Unicode.Scalar]

  private let classes = EnglishClasses()
  private let exceptions: [String: [String]]
  private let units: Set<String>
  private var patterns: [([String], String)] = []

  init() {
    exceptions = Dictionary(
      EnglishExceptions.all().map { (ReferenceEnglish.key(Array($0.joined().unicodeScalars)), $0) },
      uniquingKeysWith: { $1 })
    units = Set(EnglishUnits.all().map { ReferenceEnglish.key(Array($0.unicodeScalars)) })
    for words in EnglishExceptions.all() {
      let cut = cut(Array(words.joined().unicodeScalars), exceptions: false).map(text)
      if cut.count > 1 { patterns.append((cut, words.joined())) }
    }
  }

  /// Strings are compared as sequences of code points, not by canonical equivalence.
  private static func key(_ scalars: Scalars) -> String {
    scalars.map { String($0.value, radix: 16) }.joined(separator: " ")
  }

  private func text(_ scalars: Scalars) -> String {
    String(String.UnicodeScalarView(scalars))
  }

  private func has(_ scalar: Unicode.Scalar?, _ bits: UInt16) -> Bool {
    scalar.map { classes[$0.value] & bits != 0 } ?? false
  }

  /// Whether Python's `isspace` takes it for white space.
  private func isSpace(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    let others: [ClosedRange<UInt32>] = [0x09...0x0D, 0x1C...0x1F, 0x85...0x85, 0x2028...0x2029]
    return scalar.properties.generalCategory == .spaceSeparator || others.contains { $0.contains(scalar.value) }
  }

  private func isDigit(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { "0"..."9" ~= $0 } ?? false }

  /// The words of a text.
  func words(_ string: String) -> [String] {
    // A token is a word, or white space, which parts words.
    var tokens: [(scalars: Scalars, spaced: Bool)] = []
    var chunk: Scalars = []
    var spaces: Scalars = []
    func flush() {
      for token in cut(chunk, exceptions: true) { tokens.append((token, false)) }
      chunk = []
    }
    for scalar in string.unicodeScalars {
      if isSpace(scalar) {
        flush()
        spaces.append(scalar)
      } else {
        if !spaces.isEmpty {
          if spaces != [" "] {
            tokens.append((spaces, false))
          } else if !tokens.isEmpty {
            tokens[tokens.count - 1].spaced = true
          }
          spaces = []
        }
        chunk.append(scalar)
      }
    }
    flush()
    return join(tokens).filter { !isSpace($0.unicodeScalars.first) }
  }

  private func join(_ tokens: [(scalars: Scalars, spaced: Bool)]) -> [String] {
    var matches: [(start: Int, count: Int, whole: String)] = []
    let texts = tokens.map { text($0.scalars) }
    let keys = tokens.map { ReferenceEnglish.key($0.scalars) }
    for start in tokens.indices {
      for (words, whole) in patterns where start + words.count <= tokens.count {
        let same = words.indices.allSatisfy {
          ReferenceEnglish.key(Array(words[$0].unicodeScalars)) == keys[start + $0]
        }
        if same { matches.append((start, words.count, whole)) }
      }
    }
    matches.sort { $0.count != $1.count ? $0.count > $1.count : $0.start < $1.start }
    var taken: Set<Int> = []
    var found: [Int: (count: Int, whole: String)] = [:]
    for match in matches {
      let range = match.start..<match.start + match.count
      let isUnbroken = range.dropLast().allSatisfy { !tokens[$0].spaced }
      if !taken.contains(range.lowerBound) && !taken.contains(range.upperBound - 1) && isUnbroken {
        found[match.start] = (match.count, match.whole)
      }
      taken.formUnion(range)
    }
    var result: [String] = []
    var at = 0
    while at < texts.count {
      if let (count, whole) = found[at] {
        result += exceptions[ReferenceEnglish.key(Array(whole.unicodeScalars))]!
        at += count
      } else {
        result.append(texts[at])
        at += 1
      }
    }
    return result
  }

  private func cut(_ chunk: Scalars, exceptions withExceptions: Bool) -> [Scalars] {
    var rest = chunk
    var before: [Scalars] = []
    var behind: [Scalars] = []
    func special(_ scalars: Scalars) -> [Scalars]? {
      withExceptions ? exceptions[ReferenceEnglish.key(scalars)]?.map { Array($0.unicodeScalars) } : nil
    }
    var size = -1
    while !rest.isEmpty && rest.count != size && special(rest) == nil {
      size = rest.count
      let prefix = prefix(rest)
      let minusPrefix = Array(rest.dropFirst(prefix))
      if prefix > 0 && special(minusPrefix) != nil {
        before.append(Array(rest.prefix(prefix)))
        rest = minusPrefix
        break
      }
      let suffix = suffix(minusPrefix)
      let minusSuffix = Array(rest.dropLast(suffix))
      if suffix > 0 && special(minusSuffix) != nil {
        behind.append(Array(rest.suffix(suffix)))
        rest = minusSuffix
        break
      }
      if prefix > 0 { before.append(Array(rest.prefix(prefix))) }
      if suffix > 0 { behind.append(Array(rest.suffix(suffix))) }
      rest = Array(minusPrefix.dropLast(suffix))
    }
    var middle: [Scalars] = []
    if let words = special(rest) {
      middle = words
    } else if !rest.isEmpty {
      middle = isAddress(rest) ? [rest] : infixes(rest)
    }
    return before + middle + behind.reversed()
  }

  private func isAddress(_ scalars: Scalars) -> Bool {
    let bytes = Array(text(scalars).utf8)
    return bytes.withUnsafeBufferPointer { EnglishURL.matches($0.baseAddress!, 0, bytes.count, classes) }
  }

  private func prefix(_ scalars: Scalars) -> Int {
    let first = scalars[0]
    if first == "+" { return isDigit(scalars.dropFirst().first) ? 0 : 1 }
    let dots = scalars.prefix { $0 == "." }.count
    if dots > 1 { return dots }
    for sign in ["US$", "C$", "A$"] where text(scalars).hasPrefix(sign) { return sign.count }
    return has(first, EnglishClasses.affix | EnglishClasses.prefix) ? 1 : 0
  }

  private func suffix(_ scalars: Scalars) -> Int {
    var longest = 0
    for length in 0..<scalars.count {
      let start = scalars.count - length - 1
      let tail = Array(scalars[start...])
      let one = start > 0 ? scalars[start - 1] : nil
      let two = start > 1 ? scalars[start - 2] : nil
      var splits = tail.count == 1 && has(tail[0], EnglishClasses.affix)
      splits = splits || tail.count > 1 && tail.allSatisfy { $0 == "." }
      splits = splits || ["'s", "'S", "\u{2019}s", "\u{2019}S", "\u{2026}\u{2026}"].contains(text(tail))
      splits = splits || isDigit(one) && units.contains(ReferenceEnglish.key(tail))
      if tail == ["."] {
        splits = splits || has(one, EnglishClasses.beforeDot)
        splits = splits || has(one, EnglishClasses.upper) && has(two, EnglishClasses.upper)
        splits = splits || two == "\u{B0}" && one.map { "FfCcKk".unicodeScalars.contains($0) } ?? false
      }
      if splits { longest = tail.count }
    }
    return longest
  }

  private func infixes(_ scalars: Scalars) -> [Scalars] {
    var words: [Scalars] = []
    var from = 0
    var at = 0
    while at < scalars.count {
      let length = infix(scalars, at)
      if length > 0 && at > 0 {
        if at > from { words.append(Array(scalars[from..<at])) }
        words.append(Array(scalars[at..<at + length]))
        from = at + length
      }
      at += max(1, length)
    }
    if from < scalars.count { words.append(Array(scalars[from...])) }
    return words
  }

  private func infix(_ scalars: Scalars, _ at: Int) -> Int {
    func scalar(_ place: Int) -> Unicode.Scalar? { scalars.indices.contains(place) ? scalars[place] : nil }
    let before = scalar(at - 1)
    let dots = scalars[at...].prefix { $0 == "." }.count
    if dots > 1 { return dots }
    if has(scalars[at], EnglishClasses.infix) { return 1 }
    let next = scalar(at + 1)
    if isDigit(before) && "+-*^".unicodeScalars.contains(scalars[at]) && (isDigit(next) || next == "-") { return 1 }
    if scalars[at] == "." && has(before, EnglishClasses.lower | EnglishClasses.quote)
      && has(next, EnglishClasses.upper | EnglishClasses.quote)
    {
      return 1
    }
    if scalars[at] == "," && has(before, EnglishClasses.alpha) && has(next, EnglishClasses.alpha) { return 1 }
    guard has(before, EnglishClasses.alpha) || isDigit(before) else { return 0 }
    for hyphen in ["-", "\u{2013}", "\u{2014}", "--", "---", "\u{2014}\u{2014}", "~", ":", "<", ">", "=", "/"] {
      let count = hyphen.unicodeScalars.count
      if Array(scalars[at...].prefix(count)) == Array(hyphen.unicodeScalars)
        && has(scalar(at + count), EnglishClasses.alpha)
      {
        return count
      }
    }
    return 0
  }
}
