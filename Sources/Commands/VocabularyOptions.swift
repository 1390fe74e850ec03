import ArgumentParser
import QuernJobs

/// What is made of word counts.
struct VocabularyOptions: ParsableArguments {
  @Option(
    help: "Ids of the vocabulary, bytes and special tokens included; or several sizes, as in 8000,16000,32000.")
  var vocabSize: String?

  @Option(help: "Whose order decides between pairs that are equally frequent (default: huggingface).")
  var ties: RecipeTraining.Ties?

  @Option(help: "A special token; may be repeated. Their ids are in this order.")
  var special: [String] = []

  @Option(help: "Where special tokens have their ids (default: first; last with --ties rustbpe).")
  var specialPlace: RecipeTraining.Place?

  @Option(help: "Reserve this many ids after the special tokens: <|reserved_0|> and so on.")
  var reserved: Int?

  @Option(help: "Pairs that are rarer are not merged.")
  var minFrequency: Int?

  @Option(help: "Leave out words that are rarer, to save memory; it is said what that may change.")
  var minWordCount: Int?

  @Option(help: "The most bytes of a learned token; with --byte-fallback the most characters.")
  var maxTokenLength: Int?

  @Option(help: "Bytes that have a token (default: all).")
  var alphabet: RecipeTraining.Alphabet?

  @Flag(help: "Start from characters instead of bytes; those without a token become the bytes <0x00> to <0xFF>.")
  var byteFallback = false

  @Option(help: "Characters that are in the alphabet even if they do not occur.")
  var initialAlphabet: String?

  @Option(help: "With --byte-fallback: the share of all characters that must have a token (default: 1).")
  var coverage: Double?

  @Option(help: "With --byte-fallback: the most characters; the rarest are left out.")
  var limitAlphabet: Int?

  @Option(
    help: """
      A vocabulary to go on from: all its ids stay, and what is learned follows. \(vocabularyFileHelp)
      """)
  var extend: String?

  func validate() throws {
    _ = try sizes()
    let decided = ["--ties", "--special-place", "--alphabet", "--byte-fallback", "--initial-alphabet"]
    if extend != nil, let option = given.first(where: decided.contains) {
      throw ValidationError("\(option) has no effect with --extend: the vocabulary that is extended has decided it")
    }
    let largest = RecipeTraining.largestCount
    if let count = minFrequency, !(0...largest).contains(count) {
      throw ValidationError("--min-frequency must be between 0 and \(largest), not \(count)")
    }
    if let count = minWordCount, !(1...largest).contains(count) {
      throw ValidationError("--min-word-count must be between 1 and \(largest), not \(count)")
    }
    if let length = maxTokenLength, !(2...RecipeTraining.longestToken).contains(length) {
      throw ValidationError("--max-token-length must be between 2 and \(RecipeTraining.longestToken), not \(length)")
    }
    try checkAlphabet()
    if specialPlace != nil && special.isEmpty && (reserved ?? 0) == 0 {
      throw ValidationError("--special-place has no effect without --special or --reserved")
    }
    if let count = reserved, !(0...1_000_000).contains(count) {
      throw ValidationError("--reserved must be between 0 and 1000000, not \(count)")
    }
  }

  private func checkAlphabet() throws {
    if byteFallback && alphabet != nil { throw ValidationError("--alphabet has no effect with --byte-fallback") }
    if initialAlphabet != nil && !byteFallback && alphabet != .seen {
      throw ValidationError("--initial-alphabet has no effect where all bytes are in the alphabet")
    }
    for (name, isGiven) in [("--coverage", coverage != nil), ("--limit-alphabet", limitAlphabet != nil)]
    where isGiven && !byteFallback {
      throw ValidationError("\(name) has no effect without --byte-fallback")
    }
    if let coverage, !(coverage > 0 && coverage <= 1) {
      throw ValidationError("--coverage must be above 0 and at most 1, not \(coverage)")
    }
    if let limitAlphabet, !(1...0x110000).contains(limitAlphabet) {
      throw ValidationError("--limit-alphabet must be between 1 and 1114112, not \(limitAlphabet)")
    }
  }

  /// The sizes in ascending order; empty when none is given.
  func sizes() throws -> [Int] {
    guard let vocabSize else { return [] }
    let sizes = try vocabSize.split(separator: ",", omittingEmptySubsequences: false).map { text in
      let least = alphabet == .seen || byteFallback ? 1 : 256
      guard let size = Int(text), (least...Int(Int32.max)).contains(size) else {
        let why = least == 256 ? ", the number of bytes," : ""
        throw ValidationError("--vocab-size must be between \(least)\(why) and \(Int32.max), not '\(text)'")
      }
      return size
    }
    guard Set(sizes).count == sizes.count else { throw ValidationError("--vocab-size names a size twice") }
    return sizes.sorted()
  }

  /// The options that were given: none has an effect on counting.
  var given: [String] {
    [
      ("--vocab-size", vocabSize != nil), ("--ties", ties != nil), ("--special", !special.isEmpty),
      ("--special-place", specialPlace != nil), ("--reserved", reserved != nil),
      ("--min-frequency", minFrequency != nil), ("--min-word-count", minWordCount != nil),
      ("--max-token-length", maxTokenLength != nil), ("--alphabet", alphabet != nil),
      ("--byte-fallback", byteFallback), ("--initial-alphabet", initialAlphabet != nil),
      ("--coverage", coverage != nil), ("--limit-alphabet", limitAlphabet != nil), ("--extend", extend != nil),
    ].filter(\.1).map(\.0)
  }

  func apply(to training: inout RecipeTraining) {
    training.ties = ties ?? .huggingface
    training.special = special
    training.specialPlace = specialPlace
    training.reserved = reserved ?? 0
    training.minFrequency = minFrequency ?? 0
    training.minWordCount = minWordCount ?? 1
    training.maxTokenLength = maxTokenLength
    training.alphabet = alphabet ?? .all
    training.byteFallback = byteFallback
    training.initialAlphabet = initialAlphabet ?? ""
    training.coverage = coverage
    training.limitAlphabet = limitAlphabet
    training.extend = extend
    if extend != nil { training.pattern = nil }
  }
}

extension RecipeTraining.Ties: ExpressibleByArgument {}
extension RecipeTraining.Place: ExpressibleByArgument {}
extension RecipeTraining.Alphabet: ExpressibleByArgument {}
