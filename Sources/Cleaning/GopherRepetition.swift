import QuernBytes
import QuernText

extension Signal {
  /// Code points, line ends included.
  public static let gopherCharacters = Signal("gopher.characters", .gopherParagraphs, 0, .count)
  /// Paragraphs, cut at two or more U+000A, that repeat an earlier one / paragraphs.
  public static let gopherDuplicateParagraphs = Signal("gopher.dup_para_frac", .gopherParagraphs, 1)
  /// Code points of the paragraphs that repeat an earlier one / code points.
  public static let gopherDuplicateParagraphCharacters = Signal("gopher.dup_para_char_frac", .gopherParagraphs, 2)
  /// Lines, cut at one or more U+000A, that repeat an earlier one / lines; the empty line before a first and behind a
  /// last U+000A counts.
  public static let gopherDuplicateLines = Signal("gopher.dup_line_frac", .gopherLines, 0)
  /// Code points of the lines that repeat an earlier one / code points.
  public static let gopherDuplicateLineCharacters = Signal("gopher.dup_line_char_frac", .gopherLines, 1)
  /// Code points in the occurrences of the most frequent pair of words, one space between them / code points.
  public static let gopherTop2 = Signal("gopher.top_2_gram", .gopherTop2, 0)
  /// The same for three words.
  public static let gopherTop3 = Signal("gopher.top_3_gram", .gopherTop3, 0)
  /// The same for four words.
  public static let gopherTop4 = Signal("gopher.top_4_gram", .gopherTop4, 0)
  /// Code points, without spaces, in runs of five words that occurred before / code points.
  public static let gopherDuplicate5 = Signal("gopher.dup_5_grams", .gopherDuplicate5, 0)
  /// The same for six words.
  public static let gopherDuplicate6 = Signal("gopher.dup_6_grams", .gopherDuplicate6, 0)
  /// The same for seven words.
  public static let gopherDuplicate7 = Signal("gopher.dup_7_grams", .gopherDuplicate7, 0)
  /// The same for eight words.
  public static let gopherDuplicate8 = Signal("gopher.dup_8_grams", .gopherDuplicate8, 0)
  /// The same for nine words.
  public static let gopherDuplicate9 = Signal("gopher.dup_9_grams", .gopherDuplicate9, 0)
  /// The same for ten words.
  public static let gopherDuplicate10 = Signal("gopher.dup_10_grams", .gopherDuplicate10, 0)
}

/// The measurements of datatrove's `GopherRepetitionFilter`.
extension TextView {
  mutating func gopherParagraphs(_ values: UnsafeMutableBufferPointer<Double>) {
    let characters = datatrove.codePoints(bytes)
    var found = (parts: 0, repeated: 0, codePoints: 0)
    if let base = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) {
      let start = base.skipPythonSpaces(0, bytes.count)
      let end = base.skipPythonSpacesBackwards(start, bytes.count)
      var cutter = FeedCutter(bytes.slice(start, end), feeds: 2)
      found = datatrove.repeated { cutter.next() }
    }
    values[Signal.gopherCharacters.slot] = Double(characters)
    values[Signal.gopherDuplicateParagraphs.slot] = share(found.repeated, found.parts)
    values[Signal.gopherDuplicateParagraphCharacters.slot] = share(found.codePoints, characters)
  }

  mutating func gopherLines(_ values: UnsafeMutableBufferPointer<Double>) {
    var cutter = FeedCutter(bytes, feeds: 1)
    let found = datatrove.repeated { cutter.next() }
    values[Signal.gopherDuplicateLines.slot] = share(found.repeated, found.parts)
    values[Signal.gopherDuplicateLineCharacters.slot] = share(found.codePoints, datatrove.codePoints(bytes))
  }

  /// The share of the most frequent run of `length` words, which counts even if it occurs once.
  mutating func gopherTop(_ length: Int) throws(CleaningError) -> Double {
    let level = try datatrove.level(length, bytes)
    guard level.topCount > 0 else { return 0 }
    var characters = length - 1
    for word in level.topStart..<level.topStart + length { characters += Int(datatrove.words.codePoints[word]) }
    return share(characters * level.topCount, datatrove.codePoints(bytes))
  }

  mutating func gopherDuplicates(_ length: Int) throws(CleaningError) -> Double {
    share(try datatrove.level(length, bytes).duplicateCodePoints, datatrove.codePoints(bytes))
  }
}

/// Cuts a text at runs of at least so many U+000A, as Python's `re.split` does: a run at either end leaves an empty part
/// there.
struct FeedCutter {
  private let text: UnsafeRawBufferPointer
  private let feeds: Int
  private var at = 0
  private var isDone = false

  init(_ text: UnsafeRawBufferPointer, feeds: Int) {
    self.text = text
    self.feeds = feeds
  }

  mutating func next() -> UnsafeRawBufferPointer? {
    if isDone { return nil }
    var look = at
    while let feed = text.firstOffset(of: 0x0A, from: look) {
      var end = feed + 1
      while end < text.count && text[end] == 0x0A { end += 1 }
      if end - feed >= feeds {
        defer { at = end }
        return text.slice(at, feed)
      }
      look = end
    }
    isDone = true
    return text.slice(at, text.count)
  }
}
