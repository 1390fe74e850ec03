import QuernBytes
import QuernText

extension Signal {
  /// Lines, cut at U+000A, that hold more than white space (Python's).
  public static let fineWebLines = Signal("fineweb.lines", .fineWebLines, 0, .count)
  /// Such lines that end with a sentence terminal, with nothing behind it / such lines.
  public static let fineWebPunctuation = Signal("fineweb.line_punct_ratio", .fineWebLines, 1)
  /// Such lines of at most 30 code points / such lines.
  public static let fineWebShortLines = Signal("fineweb.short_line_ratio", .fineWebLines, 2)
  /// Code points of the lines that repeat an earlier one / code points that are not U+000A.
  public static let fineWebDuplicates = Signal("fineweb.char_dup_ratio", .fineWebLines, 3)
  /// U+000A / words.
  public static let fineWebLineEnds = Signal("fineweb.list_ratio", .fineWebList, 0)
  /// The code points of the third-longest line, cut at U+000A; 0 when there are fewer lines.
  public static let thirdLongestLine = Signal("c4.third_longest_line", .c4Paragraphs, 0, .count)
}

/// The measurements of datatrove's `FineWebQualityFilter` and `C4ParagraphFilter`.
extension TextView {
  mutating func fineWebLines(_ values: UnsafeMutableBufferPointer<Double>) {
    var terminated = 0
    var short = 0
    var feeds = 0
    var found = (parts: 0, repeated: 0, codePoints: 0)
    let characters = datatrove.codePoints(bytes)
    let classes = datatrove.classes
    if let text = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) {
      let count = bytes.count
      let bytes = bytes
      var at = 0
      found = datatrove.repeated {
        while at <= count {
          let start = at
          let feed = bytes.firstOffset(of: 0x0A, from: at)
          let end = feed ?? count
          feeds += feed == nil ? 0 : 1
          at = end + 1
          if text.skipPythonSpaces(start, end) == end { continue }
          var before = end
          let last = text.decodeBackwards(&before, start)
          if classes[last] & EnglishClasses.terminal != 0 { terminated += 1 }
          let line = bytes.slice(start, end)
          if line.count <= 30 || line.count <= 120 && DatatroveText.codePoints(line) <= 30 { short += 1 }
          return line
        }
        return nil
      }
    }
    values[Signal.fineWebLines.slot] = Double(found.parts)
    values[Signal.fineWebPunctuation.slot] = share(terminated, found.parts)
    values[Signal.fineWebShortLines.slot] = share(short, found.parts)
    values[Signal.fineWebDuplicates.slot] = share(found.codePoints, characters - feeds)
  }

  mutating func fineWebList(_ values: UnsafeMutableBufferPointer<Double>) throws(CleaningError) {
    try datatrove.findWords(bytes)
    values[Signal.fineWebLineEnds.slot] = share(bytes.occurrences(of: 0x0A), datatrove.words.count)
  }

  mutating func c4Paragraphs(_ values: UnsafeMutableBufferPointer<Double>) {
    var longest = [0, 0, 0]
    var at = 0
    while at <= bytes.count {
      let end = bytes.firstOffset(of: 0x0A, from: at) ?? bytes.count
      // No line has more code points than bytes.
      if end - at > longest[2] {
        longest[2] = max(longest[2], DatatroveText.codePoints(bytes.slice(at, end)))
        longest.sort(by: >)
      }
      at = end + 1
    }
    values[Signal.thirdLongestLine.slot] = Double(longest[2])
  }
}
