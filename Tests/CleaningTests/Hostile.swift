import QuernBytes

/// Texts that are likely to upset a measuring loop.
enum Hostile {
  static let texts: [String] = [
    "", " ", "\n", "\u{0}", String(repeating: "\u{0}", count: 200), " \t\r\n\u{B}\u{C}\u{85}\u{A0}\u{2028}\u{3000}",
    String(repeating: "\n", count: 1_000_000),
    String(repeating: "a b. ", count: 1_000_000),
    "a" + String(repeating: "\u{301}", count: 10_000),
    String(repeating: "(", count: 3000) + String(repeating: "]", count: 3000),
    String(repeating: "\"", count: 5000) + "\n.\"",
    "\u{FEFF}begin", "\u{FFFE}\u{FFFF}\u{10FFFF}\u{1FFFF}", "\r\nx\r\n\r\nx\r\n", "the", "THE AND", "the\u{301} of",
    String(repeating: "x", count: 63) + "é the", String(repeating: "x", count: 64) + " the of",
    String(repeating: "\u{200D}\u{1F468}", count: 500), "\u{202E}abc\u{202C} def", "क्षि है और. की। का॥",
    "\u{600}\u{6DD}؟ من في على", "\u{1E9E} für und DIE Ä", "这是我的书。的\n這是", "これはペンです。\nそれも。",
  ]

  /// A text of `length` pieces of many scripts, with words, spaces and line ends of several kinds.
  static func random(_ length: Int, _ random: inout RandomGenerator) -> String {
    let pieces: [String] = [
      "the ", "The", " of", "and\n", "y ", "x", "Q", "0", "9,", ". ", "!\n", "?\"\n", "\n", "\n\n", "  ", "\t", "\r\n",
      "über ", "Für ", "für", "é", "\u{301}", "и ", "Не ", "это ", "ДЛЯ", "من ", "في", "है ", "की", "।\n", "的", "是。",
      "日本", "の", "は", "ไทย", "한국 ", "\u{A0}", "\u{3000}", "\u{2028}", "\u{0}", "😀", "𐐀", "\u{10FFFF}", "»", "…",
      "longerthaneightletters", "EIGHTLET ", "line that repeats.\n", "  line that repeats.  \n", "SSß", "ǅ",
    ]
    var text = ""
    for _ in 0..<length { text += pieces[random.next(below: pieces.count)] }
    return text
  }
}
