import CText
import QuernBytes
import QuernText

extension Signal {
  /// The values of a tagger's rules for lines; a line is what lies between two U+000A, as it stands.
  private static func dolmaLines(_ prefix: String, _ measurement: Measurement) -> [Signal] {
    [
      Signal("\(prefix)fraction_of_lines_starting_with_bullet_point", measurement, 0),
      Signal("\(prefix)fraction_of_lines_ending_with_ellipsis", measurement, 1),
      Signal("\(prefix)fraction_of_duplicate_lines", measurement, 2),
      Signal("\(prefix)fraction_of_characters_in_duplicate_lines", measurement, 3),
    ]
  }

  /// Lines that start with `*` or `-` / lines, those that end in `…` / lines, lines of which there are several / lines,
  /// and their code points / those of all words: by `gopher_v1`, where empty lines are lines.
  public static let dolmaLines = dolmaLines("dolma.", .dolmaLines)
  /// The same by `gopher_v2`, where several U+000A are one.
  public static let dolmaLines2 = dolmaLines("dolma.v2.", .dolmaLines2)
}

/// The line counts of dolma's taggers `gopher_v1` and `gopher_v2`.
enum DolmaLines {
  /// - Parameters:
  ///   - joining: whether several line ends are one.
  ///   - wordCodePoints: the code points of all words.
  ///   - seen: two sets for the lines; cleared first.
  static func measure(
    _ text: UnsafeRawBufferPointer, joining: Bool, wordCodePoints: Int, seen: inout LineRepeats,
    into values: UnsafeMutableBufferPointer<Double>
  ) {
    values.update(repeating: 0)
    guard let base = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
    seen.removeAll()
    var lines = 0
    var bullets = 0
    var ellipses = 0
    var copies = 0
    var copiedCodePoints = 0
    var start = 0
    while true {
      let end = text.firstOffset(of: 0x0A, from: start) ?? text.count
      let line = text.slice(start, end)
      lines &+= 1
      if let first = line.first, first == 0x2A || first == 0x2D { bullets &+= 1 }
      if line.count >= 3 && base[end &- 3] == 0xE2 && base[end &- 2] == 0x80 && base[end &- 1] == 0xA6 {
        ellipses &+= 1
      }
      let more = seen.copies(XXH3.hash64(line))
      if more > 0 {
        copies &+= more
        copiedCodePoints &+= more &* quern_count_code_points(base + start, line.count)
      }
      if end == text.count { break }
      start = end &+ 1
      if joining { while start < text.count && base[start] == 0x0A { start &+= 1 } }
    }
    values[0] = share(bullets, lines)
    values[1] = share(ellipses, lines)
    values[2] = share(copies, lines)
    // Of a text without words, dolma divides by 1.
    values[3] = Double(copiedCodePoints) / Double(max(wordCodePoints, 1))
  }
}

/// The lines of a text of which there are several.
struct LineRepeats: ~Copyable {
  private var once = LineSet()
  private var often = LineSet()

  /// Forgets every line.
  mutating func removeAll() {
    once.removeAll()
    often.removeAll()
  }

  /// Adds a line and returns how many lines more than before are known to be there several times: 0 for a new one, 2 for
  /// the second of its kind, 1 for each that follows.
  mutating func copies(_ hash: UInt64) -> Int {
    if once.insert(hash) { return 0 }
    return often.insert(hash) ? 2 : 1
  }
}
