import CText
import QuernBytes
import QuernText

/// Whose words the rules of datatrove's filters count.
enum DatatroveWords: String, Sendable {
  /// ``EnglishWords``, as datatrove does for English.
  case english
  /// ICU's, with its dictionaries, in place of the many tokenizers that datatrove has for other languages.
  case dictionaries
}

/// What the rules of datatrove's filters need of a text, each thing found once, when it is first asked for.
struct DatatroveText: ~Copyable {
  private var segmenter = EnglishWords()
  private var others: WordSegmenter?
  private var hasOthers = false
  private var definition = DatatroveWords.english
  private(set) var stopWords = GopherStopWords.english
  private let sentences = EnglishSentences()
  private(set) var words = WordList()
  private(set) var grams = RepeatedGrams()
  private(set) var lines = PythonLines()
  private var lineWords = WordList()
  private var seen = LineSet()
  let classes = EnglishClasses()

  private var hasWords = false
  private var hasLines = false
  private var foundCodePoints: Int?

  /// Room for more words than this is given back after a large text.
  private static let keptWords = 1 << 17

  /// Turns to another text.
  mutating func forget() {
    hasWords = false
    hasLines = false
    foundCodePoints = nil
    grams.forget()
    words.removeAll()
    words.shrink(to: DatatroveText.keptWords)
    lines.shrink(to: DatatroveText.keptWords)
  }

  /// Counts other words from the next text on.
  mutating func count(_ words: DatatroveWords, stopWords: GopherStopWords) {
    definition = words
    self.stopWords = stopWords
  }

  /// Finds the words of `text` unless they are known.
  /// - Throws: ``CleaningError/text(_:)`` when ICU fails.
  mutating func findWords(_ text: UnsafeRawBufferPointer) throws(CleaningError) {
    if hasWords { return }
    switch definition {
    case .english: segmenter.segment(text, into: &words)
    case .dictionaries:
      do {
        if !hasOthers {
          others = try WordSegmenter(.dictionaries)
          hasOthers = true
        }
        try others!.segment(text, into: &words)
      } catch {
        throw .text(error)
      }
    }
    hasWords = true
  }

  /// Finds the lines of `text` unless they are known.
  mutating func findLines(_ text: UnsafeRawBufferPointer) {
    if hasLines { return }
    lines.find(in: text)
    hasLines = true
  }

  /// The code points of `text`.
  mutating func codePoints(_ text: UnsafeRawBufferPointer) -> Int {
    if let foundCodePoints { return foundCodePoints }
    let count = DatatroveText.codePoints(text)
    foundCodePoints = count
    return count
  }

  static func codePoints(_ text: UnsafeRawBufferPointer) -> Int {
    guard let base = text.baseAddress else { return 0 }
    return quern_count_code_points(base.assumingMemoryBound(to: UInt8.self), text.count)
  }

  /// What is known of runs of `length` words.
  mutating func level(_ length: Int, _ text: UnsafeRawBufferPointer) throws(CleaningError) -> RepeatedGrams.Level {
    try findWords(text)
    return grams.level(length, words)
  }

  /// The sentences of the part of `text` between two offsets; `from` is a word at or before its first one, and moves to
  /// the first behind it.
  mutating func sentences(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int, from: inout Int
  ) throws(CleaningError) -> Int {
    try findWords(text)
    while from < words.count && Int(words.starts[from]) < start { from &+= 1 }
    var last = from
    while last < words.count && Int(words.starts[last]) < end { last &+= 1 }
    defer { from = last }
    return sentences.count(in: text, start, end, words: words, from..<last)
  }

  /// The sentences of a text of its own.
  mutating func sentences(ofLine text: UnsafeRawBufferPointer) -> Int {
    segmenter.segment(text, into: &lineWords)
    return sentences.count(in: text, 0, text.count, words: lineWords, 0..<lineWords.count)
  }

  /// Counts the parts that are equal to an earlier part, and their code points.
  ///
  /// `next` gives one part after the other.
  mutating func repeated(
    _ next: () -> UnsafeRawBufferPointer?
  ) -> (parts: Int, repeated: Int, codePoints: Int) {
    seen.removeAll()
    var parts = 0
    var repeated = 0
    var codePoints = 0
    while let part = next() {
      parts &+= 1
      if !seen.insert(XXH3.hash64(part)) {
        repeated &+= 1
        codePoints &+= DatatroveText.codePoints(part)
      }
    }
    return (parts, repeated, codePoints)
  }
}
