import CText
import QuernBytes
import QuernText

extension Signal {
  /// Lines, cut at U+000A, without the white space around them and without empty ones.
  public static let dclmLineCount = Signal("dclm.line_count", .dclmLines, 0, .count)
  /// Lines that start with `●`, `•`, `*` or `-` / lines.
  public static let dclmBullets = Signal("dclm.bullet_line_ratio", .dclmLines, 1)
  /// Lines that end in `...`, `. . .` or `…` / lines.
  public static let dclmEllipses = Signal("dclm.ellipsis_line_ratio", .dclmLines, 2)
  /// Lines of which there are several / lines; 0 for a single line, 1 for none.
  public static let dclmCopiedLines = Signal("dclm.repeated_lines", .dclmLines, 3)
  /// Their code points / those of all lines; 0 for a single line, 1 for none.
  public static let dclmCopiedLineCharacters = Signal("dclm.repeated_line_characters", .dclmLines, 4)
  /// Paragraphs, cut at two U+000A, of which there are several / paragraphs; 0 for a single one, 1 for none.
  public static let dclmCopiedParagraphs = Signal("dclm.repeated_paragraphs", .dclmLines, 5)
  /// Their code points / those of all paragraphs; 0 for a single one, 1 for none.
  public static let dclmCopiedParagraphCharacters = Signal("dclm.repeated_paragraph_characters", .dclmLines, 6)
}

/// The lines and paragraphs of DCLM's filters.
enum DCLMLines {
  private struct Copies {
    var parts = 0
    var copies = 0
    var codePoints = 0
    var copiedCodePoints = 0

    var countShare: Double { parts == 0 ? 1 : parts == 1 ? 0 : share(copies, parts) }
    var codePointShare: Double { parts == 0 ? 1 : parts == 1 ? 0 : share(copiedCodePoints, codePoints) }
  }

  static func measure(
    _ text: UnsafeRawBufferPointer, seen: inout LineRepeats, into values: UnsafeMutableBufferPointer<Double>
  ) {
    var bullets = 0
    var ellipses = 0
    let lines = copies(text, separator: 1, &seen) { line in
      if startsWithBullet(line) { bullets &+= 1 }
      if endsWithEllipsis(line) { ellipses &+= 1 }
    }
    let paragraphs = copies(text, separator: 2, &seen) { _ in }
    values[Signal.dclmLineCount.slot] = Double(lines.parts)
    values[Signal.dclmBullets.slot] = share(bullets, lines.parts)
    values[Signal.dclmEllipses.slot] = share(ellipses, lines.parts)
    values[Signal.dclmCopiedLines.slot] = lines.countShare
    values[Signal.dclmCopiedLineCharacters.slot] = lines.codePointShare
    values[Signal.dclmCopiedParagraphs.slot] = paragraphs.countShare
    values[Signal.dclmCopiedParagraphCharacters.slot] = paragraphs.codePointShare
  }

  /// Cuts at each run of `separator` U+000A, from left to right, and counts what is not white space alone.
  private static func copies(
    _ text: UnsafeRawBufferPointer, separator: Int, _ seen: inout LineRepeats,
    _ body: (UnsafeRawBufferPointer) -> Void
  ) -> Copies {
    var copies = Copies()
    seen.removeAll()
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return copies }
    var start = 0
    while start < text.count {
      var end = text.firstOffset(of: 0x0A, from: start) ?? text.count
      while separator == 2 && end < text.count && (end &+ 1 == text.count || base[end &+ 1] != 0x0A) {
        end = text.firstOffset(of: 0x0A, from: end &+ 1) ?? text.count
      }
      let first = base.skipPythonSpaces(start, end)
      let part = text.slice(first, base.skipPythonSpacesBackwards(first, end))
      start = end &+ separator
      if part.isEmpty { continue }
      body(part)
      let size = quern_count_code_points(base + first, part.count)
      copies.parts &+= 1
      copies.codePoints &+= size
      let more = seen.copies(XXH3.hash64(part))
      copies.copies &+= more
      copies.copiedCodePoints &+= more &* size
    }
    return copies
  }

  private static func startsWithBullet(_ line: UnsafeRawBufferPointer) -> Bool {
    if line[0] == 0x2A || line[0] == 0x2D { return true }
    guard line.count >= 3 && line[0] == 0xE2 else { return false }
    return line[1] == 0x97 && line[2] == 0x8F || line[1] == 0x80 && line[2] == 0xA2
  }

  private static func endsWithEllipsis(_ line: UnsafeRawBufferPointer) -> Bool {
    for end in ["...", ". . .", "…"] as [StaticString] {
      let length = end.utf8CodeUnitCount
      if line.count >= length && line.slice(line.count &- length, line.count).equals(end) { return true }
    }
    return false
  }
}
