import CText
import QuernBytes
import QuernText

/// What DCLM's line modifiers ask of a line, which holds no U+000A.
enum DCLMLine {
  private static let counted: [StaticString] = [
    "likes", "shares", "comments", "retweets", "reposts", "quotes", "bookmarks", "upvotes", "downvotes", "downloads",
    "views", "followers",
  ]

  static func isUppercase(_ codePoint: UInt32) -> Bool {
    codePoint < 0x80 ? codePoint &- 0x41 < 26 : quern_is_uppercase(codePoint) != 0
  }

  static func isDigit(_ codePoint: UInt32) -> Bool {
    codePoint < 0x80 ? codePoint &- 0x30 < 10 : quern_is_digit(codePoint) != 0
  }

  /// The share of code points for which `holds` is true; 0 for an empty line.
  @inline(__always)
  static func share(of line: UnsafeRawBufferPointer, _ holds: (UInt32) -> Bool) -> Double {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self), line.count > 0 else { return 0 }
    var all = 0
    var found = 0
    var at = 0
    while at < line.count {
      if holds(base.decode(&at, line.count)) { found &+= 1 }
      all &+= 1
    }
    return Double(found) / Double(all)
  }

  /// The words between white space, counted up to `limit`.
  static func words(_ line: UnsafeRawBufferPointer, limit: Int) -> Int {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    var found = 0
    var at = base.skipPythonSpaces(0, line.count)
    while at < line.count && found < limit {
      found &+= 1
      while at < line.count && base.pythonSpace(at, line.count) == 0 { at &+= 1 }
      at = base.skipPythonSpaces(at, line.count)
    }
    return found
  }

  /// Whether the line is a number, with or without a unit, and one of ``counted``, such as "3.5k likes".
  static func isCounter(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    let end = line.count
    var at = skipSymbols(base, 0, end)
    guard skipDigit(base, &at, end) else { return false }
    while at < end {
      if base[at] == 0x2C || base[at] == 0x2E {
        at &+= 1
      } else if !skipDigit(base, &at, end) {
        break
      }
    }
    if at < end, [0x6B, 0x6D, 0x62].contains(base[at].lowercasedASCII) { at &+= 1 }
    let word = base.skipPythonSpaces(at, end)
    if word == at { return false }
    for name in counted where line.hasPrefix(ignoringCase: name, at: word) {
      return skipSymbols(base, word &+ name.utf8CodeUnitCount, end) == end
    }
    return false
  }

  /// Writes the line without "items in cart" and one white space before it.
  static func writeWithoutCart(_ line: UnsafeRawBufferPointer, into out: inout ByteBuffer) {
    let phrase: StaticString = "items in cart"
    var copied = 0
    var at = 0
    while at < line.count {
      guard line.hasPrefix(ignoringCase: phrase, at: at) else {
        at &+= 1
        continue
      }
      out.append(line.slice(copied, withoutSpace(line, copied, at)))
      at &+= phrase.utf8CodeUnitCount
      copied = at
    }
    out.append(line.slice(copied, line.count))
  }

  /// The line without "read more" and any three characters at its end, and one white space before that.
  static func withoutReadMore(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return line }
    var at = line.count
    for _ in 0..<3 where at > 0 { _ = base.decodeBackwards(&at, 0) }
    let phrase: StaticString = "read more"
    let start = at &- phrase.utf8CodeUnitCount
    if start < 0 || at == line.count || !line.hasPrefix(ignoringCase: phrase, at: start) { return line }
    return line.slice(0, withoutSpace(line, 0, start))
  }

  /// The line without "sign-in" at its start, and one white space behind it.
  static func withoutSignIn(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let phrase: StaticString = "sign-in"
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self), line.hasPrefix(ignoringCase: phrase, at: 0)
    else { return line }
    let end = phrase.utf8CodeUnitCount
    let space = end < line.count ? base.pythonSpace(end, line.count) : 0
    return line.slice(end &+ space, line.count)
  }

  /// `end`, or the start of the white space before it that begins at `start` or later.
  private static func withoutSpace(_ line: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self), end > start else { return end }
    var before = end
    _ = base.decodeBackwards(&before, start)
    return base.pythonSpace(before, end) == end &- before ? before : end
  }

  /// Behind the code points that are neither letters, numbers nor `_`.
  private static func skipSymbols(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    let traits = quern_word_traits()!
    var at = start
    while at < end {
      var next = at
      let codePoint = text.decode(&next, end)
      let isWord = codePoint < 0x110000 && Int32(traits[Int(codePoint)]) & DCLMWords.alphanumeric != 0
      if isWord || codePoint == 0x5F { break }
      at = next
    }
    return at
  }

  /// Moves past a digit of any script; whether there was one.
  private static func skipDigit(_ text: UnsafePointer<UInt8>, _ at: inout Int, _ end: Int) -> Bool {
    guard at < end else { return false }
    var next = at
    guard quern_is_decimal(text.decode(&next, end)) != 0 else { return false }
    at = next
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// Whether `literal`, of lower-case ASCII, is at `start` in upper or lower case.
  func hasPrefix(ignoringCase literal: StaticString, at start: Int) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard start &+ length <= count else { return false }
    for place in 0..<length where self[start &+ place].lowercasedASCII != literal.utf8Start[place] { return false }
    return true
  }
}
