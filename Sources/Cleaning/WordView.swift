import QuernBytes
import QuernText

/// The words of a text under one definition, and their runs, each found when it is first asked for.
struct WordView: ~Copyable {
  private(set) var words = WordList()
  /// The code points of all words.
  private(set) var codePoints = 0
  private var grams = RepeatedGrams()
  private var isFilled = false

  /// Room for more words than this is given back after a large text.
  static let keptWords = 1 << 17

  /// Turns to another text.
  mutating func forget() {
    isFilled = false
    grams.forget()
    words.removeAll()
    words.shrink(to: WordView.keptWords)
  }

  /// Has `fill` add the words unless they are known.
  mutating func fill<Failure: Error>(_ fill: (inout WordList) throws(Failure) -> Void) throws(Failure) {
    if isFilled { return }
    try fill(&words)
    var sum = 0
    for word in 0..<words.count { sum &+= Int(words.codePoints[word]) }
    codePoints = sum
    isFilled = true
  }

  /// What is known of the runs of `length` words.
  mutating func level(_ length: Int) -> RepeatedGrams.Level { grams.level(length, words) }
}
