import QuernBytes
import QuernText

extension Signal {
  /// 1 when a line with "lorem ipsum" is the first to condemn the document, else 0.
  public static let c4LoremIpsum = Signal("c4.lorem_ipsum", .c4, 0, .count)
  /// 1 when a line with "{" is the first to condemn the document, else 0.
  public static let c4CurlyBracket = Signal("c4.curly_bracket", .c4, 1, .count)
  /// The sentences of the lines that stay.
  public static let c4Sentences = Signal("c4.sentences", .c4, 2, .count)
  /// The lines that stay.
  public static let c4Lines = Signal("c4.lines", .c4, 3, .count)
}

/// Takes lines out of a text as datatrove's `C4QualityFilter` does, and counts the sentences of the others.
///
/// Lines end where Python's `splitlines` ends them. What a line is tried for, and in what order, is that of the filter:
/// overlong words, citation marks (which are cut out), terminal punctuation, number of words, "lorem ipsum",
/// "javascript", a curly bracket, phrases of cookie and privacy notices.
struct C4Editor: ~Copyable {
  /// Words of more code points take their line out.
  static let longestWord = 1000
  /// Lines of fewer words go.
  static let fewestWords = 3

  private var line = ByteBuffer()

  /// What a line holds that decides about it.
  private struct Findings {
    var loremIpsum = false
    var javascript = false
    var curlyBracket = false
    var policy = false
  }

  /// Writes the lines that stay to `out`.
  /// - Returns: whether the text changed.
  /// - Complexity: O(n).
  mutating func edit(
    _ view: inout TextView, requiresTerminal: Bool, into out: inout ByteBuffer,
    values: UnsafeMutableBufferPointer<Double>, counts: inout EditCounts
  ) throws(CleaningError) -> Bool {
    let text = view.bytes
    for place in values.indices { values[place] = 0 }
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    view.datatrove.findLines(text)
    out.reserve(text.count + 16)
    var marks = C4Marks(text)
    var word = 0
    var sentences = 0
    var kept = 0
    var citations = 0
    var isCondemned = false
    for place in 0..<view.datatrove.lines.count {
      let whole = view.datatrove.lines[place]
      let start = base.skipPythonSpaces(whole.lowerBound, whole.upperBound)
      let end = base.skipPythonSpacesBackwards(start, whole.upperBound)
      let source = text.slice(start, end)
      if C4Editor.hasLongWord(source) { continue }
      var cited = 0
      let isCited = marks.hasBracket(start, end) && cutCitations(source, &cited)
      let shown = isCited ? line.bytes : source
      if requiresTerminal && !C4Editor.endsWell(shown) { continue }
      if !C4Editor.hasWords(source) { continue }
      let findings = isCited ? C4Editor.find(in: shown) : C4Editor.find(&marks, start, end)
      if findings.loremIpsum {
        if !isCondemned { values[Signal.c4LoremIpsum.slot] = 1 }
        isCondemned = true
        continue
      }
      if findings.javascript { continue }
      if findings.curlyBracket {
        if !isCondemned { values[Signal.c4CurlyBracket.slot] = 1 }
        isCondemned = true
        continue
      }
      if findings.policy { continue }
      if isCited {
        sentences += view.datatrove.sentences(ofLine: shown)
      } else {
        sentences += try view.datatrove.sentences(text, start, end, from: &word)
      }
      if kept > 0 { out.append(0x0A) }
      out.append(shown)
      kept += 1
      citations += cited
    }
    values[Signal.c4Sentences.slot] = Double(sentences)
    values[Signal.c4Lines.slot] = Double(kept)
    C4Editor.strip(&out)
    if out.bytes.hasSameBytes(as: text) { return false }
    counts.add(.c4Lines, view.datatrove.lines.count - kept)
    counts.add(.c4Citations, citations)
    if counts[.c4Lines] + counts[.c4Citations] == 0 { counts.add(.c4Spaces) }
    return true
  }

  /// Takes white space off both ends.
  private static func strip(_ out: inout ByteBuffer) {
    let count = out.count
    let bytes = UnsafePointer(out.base.assumingMemoryBound(to: UInt8.self))
    let start = bytes.skipPythonSpaces(0, count)
    out.truncate(to: bytes.skipPythonSpacesBackwards(start, count))
    if start > 0 { out.removeFirst(start) }
  }

  /// Copies the line without its citation marks; false when it has none.
  private mutating func cutCitations(_ source: UnsafeRawBufferPointer, _ citations: inout Int) -> Bool {
    line.removeAll()
    var copied = 0
    var at = 0
    while let bracket = source.firstOffset(of: UInt8(ascii: "["), from: at) {
      at = bracket + 1
      let length = C4Editor.citation(source, bracket)
      if length == 0 { continue }
      line.append(source.slice(copied, bracket))
      at = bracket + length
      copied = at
      citations += 1
    }
    if copied == 0 { return false }
    line.append(source.slice(copied, source.count))
    return true
  }

  /// The bytes of the citation mark at `start`: digits of any script, "edit" or "citation needed" in brackets.
  private static func citation(_ text: UnsafeRawBufferPointer, _ start: Int) -> Int {
    let rest = text.slice(start, text.count)
    for mark: StaticString in ["[edit]", "[citation needed]"] {
      if rest.count >= mark.utf8CodeUnitCount && rest.slice(0, mark.utf8CodeUnitCount).equals(mark) {
        return mark.utf8CodeUnitCount
      }
    }
    let bytes = rest.baseAddress!.assumingMemoryBound(to: UInt8.self)
    let classes = EnglishClasses()
    var at = 1
    while at < rest.count {
      if bytes[at] == UInt8(ascii: "]") { return at + 1 }
      if classes[bytes.decode(&at, rest.count)] & EnglishClasses.digit == 0 { return 0 }
    }
    return 0
  }

  /// Whether the line ends in a full stop, question mark, exclamation mark or quotation mark, and not in three dots.
  private static func endsWell(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let last = line.last else { return false }
    switch last {
    case UInt8(ascii: "."):
      return line.count < 3 || line[line.count - 2] != last || line[line.count - 3] != last
    case UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "\""), UInt8(ascii: "'"): return true
    default: return false
    }
  }

  /// Whether the line, which has no white space around it, has as many words as it needs.
  private static func hasWords(_ line: UnsafeRawBufferPointer) -> Bool {
    guard let text = line.baseAddress?.assumingMemoryBound(to: UInt8.self), line.count > 0 else { return false }
    var words = 1
    var at = 0
    while at < line.count && words < fewestWords {
      let space = text.pythonSpace(at, line.count)
      if space > 0 {
        words += 1
        at = text.skipPythonSpaces(at, line.count)
      } else {
        at += 1
      }
    }
    return words >= fewestWords
  }

  /// Whether a word is too long.
  private static func hasLongWord(_ line: UnsafeRawBufferPointer) -> Bool {
    guard line.count > longestWord, let text = line.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return false
    }
    // A word of more code points than that has more bytes, too: look for the last white space before its end.
    var start = 0
    while line.count - start > longestWord {
      var space = start + longestWord
      while space >= start && text.pythonSpace(space, line.count) == 0 { space -= 1 }
      if space >= start {
        start = space + text.pythonSpace(space, line.count)
        continue
      }
      var end = start
      while end < line.count && text.pythonSpace(end, line.count) == 0 { end += 1 }
      if DatatroveText.codePoints(line.slice(start, end)) > longestWord { return true }
      start = end
    }
    return false
  }

  private static func find(in line: UnsafeRawBufferPointer) -> Findings {
    var marks = C4Marks(line)
    return find(&marks, 0, line.count)
  }

  /// What the marks between two offsets are.
  private static func find(_ marks: inout C4Marks, _ start: Int, _ end: Int) -> Findings {
    var findings = Findings()
    while let kind = marks.next(start, end) {
      switch kind {
      case .loremIpsum: findings.loremIpsum = true
      case .javascript: findings.javascript = true
      case .curlyBracket: findings.curlyBracket = true
      case .policy: findings.policy = true
      case .bracket: break
      }
    }
    return findings
  }
}

extension C4Editor: @unchecked Sendable {}
