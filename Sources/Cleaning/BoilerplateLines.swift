import QuernBytes
import QuernLexicons
import QuernText

/// Takes the lines out of a text that belong to its site: consent to cookies, rights and terms, navigation.
///
/// Lines are cut at U+000A. Only lines of at most ``longest`` bytes are looked at, so that a sentence of a long paragraph
/// takes nothing with it.
final class BoilerplateLines {
  /// The longest line that can go.
  static let longest = 400

  /// The kinds of lines that go.
  enum Kind {
    case cookies
    case legal
    case navigation
  }

  private let folder = CaseFolder()
  private static let cookies = PhraseSet(BoilerplatePhrases.cookies)
  private static let legal = PhraseSet(BoilerplatePhrases.legal)
  private static let navigation: FingerprintSet = {
    let set = FingerprintSet()
    for phrase in BoilerplatePhrases.navigation.split(separator: "\n") {
      Array(phrase.utf8).withUnsafeBytes(set.insert)
    }
    return set
  }()
  private let separators: Set<UInt32>
  private let classes = CharacterClasses()
  private var folded = ByteBuffer()

  init() {
    separators = Set(BoilerplatePhrases.separators.unicodeScalars.map(\.value))
  }

  /// Writes `text` without such lines to `out` unless there are none, and to `values` how many went and the share of
  /// lines with text that they were.
  /// - Complexity: O(n).
  func apply(
    _ text: UnsafeRawBufferPointer, into out: inout ByteBuffer, values: UnsafeMutableBufferPointer<Double>,
    counts: inout EditCounts
  ) -> Bool {
    var kept = 0
    var lines = 0
    var removed = 0
    text.eachLineRange { start, end, line in
      lines += 1
      guard line.count <= BoilerplateLines.longest, let kind = kind(of: line) else { return }
      out.append(text.slice(kept, start))
      kept = end
      removed += 1
      switch kind {
      case .cookies: counts.add(.cookieLines)
      case .legal: counts.add(.legalLines)
      case .navigation: counts.add(.navigationLines)
      }
    }
    values[0] = Double(removed)
    values[1] = share(removed, lines)
    guard removed > 0 else { return false }
    out.append(text.slice(kept, text.count))
    return true
  }

  /// What kind of line it is, if of one that goes.
  func kind(of line: UnsafeRawBufferPointer) -> Kind? {
    folded.removeAll()
    folder.fold(line, into: &folded)
    if BoilerplateLines.navigation.contains(core(folded.bytes)) || isMenu(line) { return .navigation }
    if BoilerplateLines.cookies.isFound(in: folded.bytes) { return .cookies }
    // Rights and terms are told in a line of their own, not in a sentence among others.
    if line.count <= 120, BoilerplateLines.legal.isFound(in: folded.bytes) { return .legal }
    return nil
  }

  private static func trim(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var first = 0
    var last = line.count
    while first < last, line[first] <= 0x20 { first += 1 }
    while last > first, line[last - 1] <= 0x20 { last -= 1 }
    return line.slice(first, last)
  }

  /// A line without the signs and spaces at its ends.
  private func core(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    // Longer lines are none of the phrases.
    guard line.count <= 64, let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return line.slice(0, 0)
    }
    var first = 0
    while first < line.count {
      var next = first
      if isWord(base.decode(&next, line.count)) { break }
      first = next
    }
    var last = line.count
    while last > first {
      var before = last
      if isWord(base.decodeBackwards(&before, first)) { break }
      last = before
    }
    return line.slice(first, last)
  }

  private func isWord(_ codePoint: UInt32) -> Bool { classes[codePoint] & CharacterClasses.wordMask != 0 }

  /// Whether the line is four or more short items with signs of one kind between them, such as `Home | Shop | About | Help`; a
  /// sign at its start or end makes it a row of a table.
  private func isMenu(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let base = line.baseAddress?.assumingMemoryBound(to: UInt8.self),
      line.contains(where: { $0 == UInt8(ascii: "|") || $0 == 0xC2 || $0 == 0xE2 })
    else { return false }
    var at = 0
    var items = 1
    var itemStart = 0
    var sign: UInt32?
    while at < line.count {
      let place = at
      let codePoint = base.decode(&at, line.count)
      guard separators.contains(codePoint) else { continue }
      guard sign == nil || sign == codePoint, isItem(line.slice(itemStart, place)) else { return false }
      sign = codePoint
      items += 1
      itemStart = at
    }
    return items >= 4 && isItem(line.slice(itemStart, line.count))
  }

  /// Whether the bytes are one to three words of at most 32 bytes, no numbers.
  private func isItem(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let item = BoilerplateLines.trim(bytes)
    guard item.count >= 2, item.count <= 32 else { return false }
    return item.count { $0 == 0x20 } <= 2 && !item.contains { $0 &- 0x30 <= 9 }
  }
}

extension Signal {
  /// Lines that were taken out as belonging to the site.
  static let boilerplateLines = Signal("boilerplate.lines", .boilerplate, 0, .count)
  /// Those lines / lines with text; 0 for a text without.
  static let boilerplateShare = Signal("boilerplate.share", .boilerplate, 1)
}

extension RuleCatalogue {
  static let lineRules: [Rule] = [
    Rule(
      id: "boilerplate.share",
      definition: "At most `max` of the lines were taken out as cookie notices, legal lines and navigation.",
      bounds: [RuleBound("max", .boilerplateShare, .atMost, 0.7)],
      source: "own choice: such a page has little text of its own",
      passing: RuleExample("Skip to content\nThe mill opens at nine.\nIt closes at noon.\n"),
      failing: RuleExample("Skip to content\nHome\nLog in\nThe mill opens at nine.\n"))
  ]
}

extension Profile {
  /// For web pages whose text still holds parts of the site.
  static let boilerplate = Profile(
    name: "boilerplate", version: 1,
    summary: "Takes out cookie notices, legal lines and navigation, and drops pages that have little else.",
    languages: "en, de, fr, es, it, pt, nl, pl, ru, zh, ja, ko; lines of other languages stay",
    normalization: .nfc,
    steps: [ProfileStep("boilerplate", edit: .boilerplate, rules: [ProfileRule("boilerplate.share")])])
}
