import QuernBytes
import QuernText

extension Signal {
  /// Lines, cut at U+000A; an empty text has one.
  public static let dolmaLineCount = Signal("dolma.line_count", .dolmaC4, 0, .count)
  /// 1 for a text with `{`.
  public static let dolmaBrace = Signal("dolma.has_curly_brace", .dolmaC4, 1, .count)
  /// 1 for a text with "lorem ipsum" in any case.
  public static let dolmaLorem = Signal("dolma.has_lorem_ipsum", .dolmaC4, 2, .count)
  /// 1 for a text with "javascript" in any case (`c4_v2`).
  public static let dolmaScript = Signal("dolma.has_javascript", .dolmaC4, 3, .count)
  /// 1 for a text that has it as a word between white space (`c4_v1`).
  public static let dolmaScriptWord = Signal("dolma.v1.has_javascript", .dolmaC4, 4, .count)
  /// Lines that do not end in `.`, `?`, `!` or `"`, white space aside.
  public static let dolmaUnended = Signal("dolma.lines_with_no_ending_punctuation", .dolmaC4, 5, .count)
  /// Lines with fewer than three words between white space.
  public static let dolmaShort = Signal("dolma.lines_with_too_few_words", .dolmaC4, 6, .count)
}

/// The attributes of dolma's taggers `c4_v1` and `c4_v2`, and the cut of the lines that they mark.
enum DolmaC4 {
  /// What is marked in a line.
  struct Marks {
    var isUnended = false
    var isShort = false
    var hasScriptWord = false
  }

  static func measure(_ text: UnsafeRawBufferPointer, into values: UnsafeMutableBufferPointer<Double>) {
    var lines = 0
    var unended = 0
    var short = 0
    var hasScriptWord = false
    forEachLine(text) { _, _, marks in
      lines &+= 1
      if marks.isUnended { unended &+= 1 }
      if marks.isShort { short &+= 1 }
      if marks.hasScriptWord { hasScriptWord = true }
    }
    values[Signal.dolmaLineCount.slot] = Double(lines)
    values[Signal.dolmaBrace.slot] = text.firstOffset(of: 0x7B) == nil ? 0 : 1
    values[Signal.dolmaLorem.slot] = text.contains(ignoringCase: "lorem ipsum") ? 1 : 0
    values[Signal.dolmaScript.slot] = text.contains(ignoringCase: "javascript") ? 1 : 0
    values[Signal.dolmaScriptWord.slot] = hasScriptWord ? 1 : 0
    values[Signal.dolmaUnended.slot] = Double(unended)
    values[Signal.dolmaShort.slot] = Double(short)
  }

  /// Writes the lines that are not marked; returns how many were left out.
  static func cut(_ text: UnsafeRawBufferPointer, into out: inout ByteBuffer) -> Int {
    var dropped = 0
    out.reserve(text.count)
    forEachLine(text) { start, next, marks in
      if marks.isUnended || marks.isShort {
        dropped &+= 1
      } else {
        out.append(text.slice(start, next))
      }
    }
    return dropped
  }

  /// Calls `body` with each line: where it starts, where the next one does, and what is marked.
  private static func forEachLine(_ text: UnsafeRawBufferPointer, _ body: (Int, Int, Marks) -> Void) {
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return body(0, 0, Marks(isUnended: true, isShort: true))
    }
    var start = 0
    while true {
      let found = text.firstOffset(of: 0x0A, from: start)
      let end = found ?? text.count
      body(start, found.map { $0 &+ 1 } ?? end, marks(base, start, end))
      guard let found else { return }
      start = found &+ 1
    }
  }

  private static func marks(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Marks {
    var marks = Marks(isUnended: true)
    let last = text.skipPythonSpacesBackwards(start, end)
    if last > start {
      switch text[last &- 1] {
      case 0x2E, 0x3F, 0x21, 0x22: marks.isUnended = false
      default: break
      }
    }
    var words = 0
    var at = text.skipPythonSpaces(start, last)
    while at < last {
      let word = at
      while at < last && text.pythonSpace(at, last) == 0 { at &+= 1 }
      words &+= 1
      let bytes = UnsafeRawBufferPointer(start: text + word, count: at &- word)
      if bytes.count == 10 && bytes.contains(ignoringCase: "javascript") { marks.hasScriptWord = true }
      at = text.skipPythonSpaces(at, last)
    }
    marks.isShort = words < 3
    return marks
  }
}

extension UnsafeRawBufferPointer {
  /// Whether `literal`, of lower-case ASCII, is in the text in upper or lower case.
  func contains(ignoringCase literal: StaticString) -> Bool {
    let wanted = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    guard count >= wanted.count, let base = baseAddress?.assumingMemoryBound(to: UInt8.self) else { return false }
    let limit = count &- wanted.count
    for first in [wanted[0], wanted[0] & ~0x20] {
      var at = 0
      while let place = firstOffset(of: first, from: at), place <= limit {
        var same = 1
        while same < wanted.count && base[place &+ same].lowercasedASCII == wanted[same] { same &+= 1 }
        if same == wanted.count { return true }
        at = place &+ 1
      }
    }
    return false
  }
}

extension UInt8 {
  /// The byte with A to Z made lower case.
  var lowercasedASCII: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}
