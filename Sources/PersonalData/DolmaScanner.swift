import CKernels
import QuernBytes
import QuernText

/// Finds what dolma's tagger `pii_regex_with_counts_fast_v2` finds (version 1.2.1), in linear time.
///
/// Its expressions run on each paragraph, a line with its end, and white space and digits are those of Python. A text of
/// more than 10,000 question marks is not looked at. Its test for addresses inside URLs never holds there, and is left
/// out.
struct DolmaScanner: ~Copyable {
  /// What was found last, by place; of equal places e-mail before telephone before IPv4. Spans may overlap.
  private(set) var spans: [PersonalDataSpan] = []
  private let classes: CharacterClasses

  private static let mostQuestionMarks = 10_000

  init(_ classes: CharacterClasses) { self.classes = classes }

  /// Finds the personal data of `text`.
  mutating func scan(_ text: UnsafeRawBufferPointer, kinds: PersonalDataKinds) {
    spans.removeAll(keepingCapacity: true)
    guard text.occurrences(of: UInt8(ascii: "?")) <= DolmaScanner.mostQuestionMarks else { return }
    let bytes = TextBytes.over(text, classes)
    var start = 0
    while start < text.count {
      let end = text.firstOffset(of: UInt8(ascii: "\n"), from: start).map { $0 + 1 } ?? text.count
      let line = text.slice(start, end)
      if kinds.contains(.email), line.firstOffset(of: UInt8(ascii: "@")) != nil { findEmails(bytes, start, end) }
      if kinds.contains(.phone) { findPhones(bytes, start, end) }
      if kinds.contains(.ipv4) {
        DatatroveScanner.addresses(bytes, start, end) { _, first, last in
          spans.append(PersonalDataSpan(start: first, end: last, kind: .ipv4))
        }
      }
      start = end
    }
    if spans.count > 1 { spans.sort { ($0.start, DolmaScanner.order($0)) < ($1.start, DolmaScanner.order($1)) } }
  }

  private static func order(_ span: PersonalDataSpan) -> Int { span.kind == .email ? 0 : span.kind == .phone ? 1 : 2 }

  // MARK: E-mail

  /// `[.\s@,?!;:)(]*([^\s@]+@[^\s@,?!;:)(]+?)[.\s@,?!;:)(]?[\s\n\r]`
  ///
  /// A match begins with the punctuation and white space before an address, as far as they reach. Whether it goes on
  /// depends only on the sign that the address has; so each stretch of punctuation and each sign is looked at once.
  private mutating func findEmails(_ text: TextBytes, _ from: Int, _ to: Int) {
    var start = from
    while start < to {
      let stretch = endOfStretch(text, start, to)
      let run = endOfRun(text, stretch, to)
      if let match = match(text, start, stretch, run, to) {
        if match.isAddress { spans.append(PersonalDataSpan(start: start, end: match.end, kind: .email)) }
        start = match.end
        continue
      }
      if run == to { return }
      // Punctuation at the end of the run begins the next stretch.
      start = run
      while start > stretch, DolmaScanner.isMark(text.base[start &- 1]) { start &-= 1 }
    }
  }

  private struct EmailMatch {
    let end: Int
    let isAddress: Bool
  }

  /// The match from `start` with as much of the stretch before the address as may be.
  private func match(_ text: TextBytes, _ start: Int, _ stretch: Int, _ run: Int, _ to: Int) -> EmailMatch? {
    var sign: Int? = run > stretch && text[run] == UInt8(ascii: "@") && run < to ? run : nil
    var failed = -1
    var first = stretch
    while true {
      if let place = sign, place > first, place != failed {
        if let (domain, end) = endOfAddress(text, place, to) {
          let isParenthesis = place &- first == 1 && text.base[first] == UInt8(ascii: "(")
          return EmailMatch(end: end, isAddress: !isParenthesis && hasDot(text, place &+ 1, domain))
        }
        failed = place
      }
      // Goes back by one character of the stretch, to one that an address may begin with.
      repeat {
        guard first > start else { return nil }
        first &-= 1
        while first > start && text.base[first] & 0xC0 == 0x80 { first &-= 1 }
        if text.base[first] == UInt8(ascii: "@") {
          sign = first
        } else if endOfSpace(text, first, to) != nil {
          sign = nil
        } else {
          break
        }
      } while true
    }
  }

  /// Where the domain behind `sign` ends, and the match.
  private func endOfAddress(_ text: TextBytes, _ sign: Int, _ to: Int) -> (domain: Int, end: Int)? {
    var end = sign &+ 1
    while end < to {
      let byte = text.base[end]
      if byte == UInt8(ascii: "@") || (DolmaScanner.isMark(byte) && byte != UInt8(ascii: ".")) { break }
      if endOfSpace(text, end, to) != nil { break }
      end &+= 1
    }
    guard end > sign &+ 1, end < to else { return nil }
    if let space = endOfSpace(text, end, to) {
      // The shortest domain: a dot before the space is none of it.
      if end > sign &+ 2, text.base[end &- 1] == UInt8(ascii: ".") { return (end &- 1, space) }
      return (end, endOfSpace(text, space, to) ?? space)
    }
    return endOfSpace(text, end &+ 1, to).map { (end, $0) }
  }

  private func hasDot(_ text: TextBytes, _ start: Int, _ end: Int) -> Bool {
    for at in start..<end where text.base[at] == UInt8(ascii: ".") { return true }
    return false
  }

  private func endOfStretch(_ text: TextBytes, _ start: Int, _ to: Int) -> Int {
    var at = start
    while at < to {
      if DolmaScanner.isMark(text.base[at]) || text.base[at] == UInt8(ascii: "@") {
        at &+= 1
      } else if let end = endOfSpace(text, at, to) {
        at = end
      } else {
        break
      }
    }
    return at
  }

  /// The end of the run of characters that are neither white space nor `@`.
  private func endOfRun(_ text: TextBytes, _ start: Int, _ to: Int) -> Int {
    var at = start
    while at < to, text.base[at] != UInt8(ascii: "@"), endOfSpace(text, at, to) == nil { at &+= 1 }
    return at
  }

  @inline(__always)
  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: ";"),
      UInt8(ascii: ":"), UInt8(ascii: ")"), UInt8(ascii: "("):
      true
    default: false
    }
  }

  /// The end of the white space character at `at`, or nil: Python's `\s`, which has U+001C to U+001F too.
  @inline(__always)
  private func endOfSpace(_ text: TextBytes, _ at: Int, _ to: Int) -> Int? {
    guard at < to else { return nil }
    let byte = text.base[at]
    if byte < 0x80 { return byte == 0x20 || byte &- 0x09 <= 4 || byte &- 0x1C <= 3 ? at &+ 1 : nil }
    // U+0085 to U+3000 begin with these bytes.
    guard byte == 0xC2 || byte &- 0xE1 <= 2 else { return nil }
    var end = at
    let codePoint = text.base.decode(&end, to)
    return codePoint < 0x110000 && classes.table[Int(codePoint)] & CharacterClasses.space != 0 ? end : nil
  }

  // MARK: Telephone

  /// `\s+\(?(\d{3})\)?[-\. ]*(\d{3})[-. ]?(\d{4})`
  private mutating func findPhones(_ text: TextBytes, _ from: Int, _ to: Int) {
    var at = from
    while at < to {
      guard let space = endOfSpace(text, at, to) else {
        at &+= 1
        continue
      }
      let start = at
      at = space
      while let next = endOfSpace(text, at, to) { at = next }
      if let end = endOfPhone(text, at, to) {
        spans.append(PersonalDataSpan(start: start, end: end, kind: .phone))
        at = end
      }
    }
  }

  private func endOfPhone(_ text: TextBytes, _ start: Int, _ to: Int) -> Int? {
    var at = start
    guard at < to else { return nil }
    if text.base[at] == UInt8(ascii: "(") { at &+= 1 }
    guard let area = endOfDigits(text, at, 3, to) else { return nil }
    at = area
    if at < to, text.base[at] == UInt8(ascii: ")") { at &+= 1 }
    while at < to, DolmaScanner.isJoin(text.base[at]) { at &+= 1 }
    guard let exchange = endOfDigits(text, at, 3, to) else { return nil }
    at = exchange
    if at < to, DolmaScanner.isJoin(text.base[at]) { at &+= 1 }
    return endOfDigits(text, at, 4, to)
  }

  @inline(__always)
  private static func isJoin(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
  }

  /// The end of `count` decimal digits of any script.
  @inline(__always)
  private func endOfDigits(_ text: TextBytes, _ start: Int, _ count: Int, _ to: Int) -> Int? {
    var at = start
    for _ in 0..<count {
      guard at < to else { return nil }
      if text.base[at] < 0x80 {
        guard TextBytes.isDigit(text.base[at]) else { return nil }
        at &+= 1
      } else {
        let codePoint = text.base.decode(&at, to)
        guard quern_class(codePoint) & UInt32(QUERN_DECIMAL) != 0 else { return nil }
      }
    }
    return at
  }
}
