import CFastText
import QuernBytes
import QuernJSON
import QuernText

/// How a classifier is trained: fastText's supervised training, with defaults that suit web text.
///
/// With one thread the same text and settings give the same bytes; with more they do not.
public struct ClassifierTraining: Equatable, Sendable {
  /// How labels are found.
  public enum Loss: String, CaseIterable, Sendable {
    /// The probabilities of all labels add up to 1.
    case softmax
    /// Each label by itself; for texts with several labels.
    case ova
    /// Fast for thousands of labels.
    case hs

    fileprivate var number: Int32 {
      switch self {
      case .softmax: 3
      case .ova: 4
      case .hs: 1
      }
    }
  }

  /// What is done to texts.
  public var preparation = TextPreparation.words
  /// The numbers in a row of the model.
  public var dimension = 16
  /// How often the text is gone through.
  public var epochs = 5
  /// The rate of learning at the start; it falls to 0.
  public var rate = 0.2
  /// Words that occur less often have no row of their own.
  public var minimumCount = 2
  /// The longest runs of words that are features; 1 for single words alone.
  public var wordNgrams = 2
  /// The shortest and the longest runs of letters in a word that are features; none when the longest is 0.
  public var shortestNgram = 3
  public var longestNgram = 5
  /// The rows that runs of words and letters share.
  public var buckets = 500_000
  /// How labels are found.
  public var loss = Loss.softmax
  /// The number of threads.
  public var threads = 1
  /// What the random numbers start from.
  public var seed = 0
  /// Whether rows are replaced by codes of a byte for every ``codeWidth`` numbers.
  public var isQuantized = false
  /// How many numbers share a code.
  public var codeWidth = 2
  /// How many rows a quantised model keeps, those of the greatest effect; nil for all.
  public var keptFeatures: Int?

  /// The defaults.
  public init() {}

  /// Checks that the settings have sense.
  /// - Throws: ``ClassifierError/badSetting(_:)``.
  public func check() throws(ClassifierError) {
    func demand(_ condition: Bool, _ complaint: String) throws(ClassifierError) {
      if !condition { throw .badSetting(complaint) }
    }
    try demand(dimension >= 1 && dimension <= 4096, "the dimension must be between 1 and 4096")
    try demand(epochs >= 1 && epochs <= 10_000, "the number of epochs must be between 1 and 10000")
    try demand(rate > 0 && rate <= 10, "the rate must be more than 0 and at most 10")
    try demand(minimumCount >= 1, "the least count of words must be 1 or more")
    try demand(wordNgrams >= 1 && wordNgrams <= 16, "runs of words must be between 1 and 16 words long")
    try demand(
      longestNgram == 0 || (shortestNgram >= 1 && shortestNgram <= longestNgram && longestNgram <= 32),
      "runs of letters must be between 1 and 32 letters long, the shortest first")
    try demand(buckets >= 1 && buckets <= 1 << 30, "the number of buckets must be between 1 and 2^30")
    try demand(threads >= 1 && threads <= 1024, "the number of threads must be between 1 and 1024")
    try demand(seed >= 0 && seed <= Int(Int32.max), "the seed must be between 0 and 2^31 - 1")
    try demand(codeWidth >= 1 && codeWidth <= dimension, "a code must stand for 1 to \(dimension) numbers")
    try demand((keptFeatures ?? 1) >= 1, "the number of kept features must be 1 or more")
  }

  /// Trains on the examples in the file `input` (as ``TrainingText`` writes them) and writes the model to `output`,
  /// without a description.
  /// - Complexity: O(text × epochs × dimension); memory is (words + buckets) × dimension × 4 bytes and 120 MB.
  /// - Throws: ``ClassifierError/badSetting(_:)``, or ``ClassifierError/library(_:)`` when fastText fails.
  public func train(input: String, output: String) throws(ClassifierError) {
    try check()
    let failure = input.withCString { input in
      output.withCString { output in
        var training = quern_fasttext_training()
        training.input = input
        training.output = output
        training.rate = rate
        training.dimension = Int32(dimension)
        training.epochs = Int32(epochs)
        training.minimum_count = Int32(clamping: minimumCount)
        training.word_ngrams = Int32(wordNgrams)
        training.shortest_ngram = Int32(longestNgram == 0 ? 0 : shortestNgram)
        training.longest_ngram = Int32(longestNgram)
        training.buckets = Int32(buckets)
        training.threads = Int32(threads)
        training.seed = Int32(seed)
        training.loss = loss.number
        training.quantized = isQuantized ? 1 : 0
        training.code_width = Int32(codeWidth)
        training.kept_features = Int32(clamping: keptFeatures ?? 0)
        return withMessage { message, room in quern_fasttext_train(&training, message, room) }
      }
    }
    if let failure { throw .library(failure) }
  }

  /// The settings as one JSON object.
  public var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("dimension", dimension)
    writer.member("epochs", epochs)
    writer.member("rate", rate)
    writer.member("minimum_count", minimumCount)
    writer.member("word_ngrams", wordNgrams)
    writer.member("shortest_ngram", shortestNgram)
    writer.member("longest_ngram", longestNgram)
    writer.member("buckets", buckets)
    writer.member("loss", loss.rawValue)
    writer.member("seed", seed)
    writer.member("threads", threads)
    writer.member("quantized", isQuantized)
    if isQuantized {
      writer.member("code_width", codeWidth)
      if let keptFeatures { writer.member("kept_features", keptFeatures) }
    }
    writer.endObject()
    return writer.buffer.bytes.text
  }
}

/// Writes examples in the form that fastText trains on: a line each, the labels first.
public struct TrainingText: ~Copyable {
  /// The lines so far; take them out when there are enough.
  public var buffer = ByteBuffer()
  private let preparation: TextPreparation
  private var preparer = TextPreparer()

  /// A writer of texts that are prepared in this way.
  public init(_ preparation: TextPreparation) { self.preparation = preparation }

  /// Adds a text with its labels.
  ///
  /// What would mean something else to fastText is left out of the text: tokens that read like labels or like the end
  /// of a line, which it leaves out of the texts that it classifies as well. White space in labels becomes `_`.
  public mutating func add(_ text: UnsafeRawBufferPointer, labels: [String]) {
    for label in labels {
      buffer.append(ModelFile.labelPrefix)
      for byte in TrainingText.cleaned(label).utf8 { buffer.append(byte) }
      buffer.append(" ")
    }
    var line = ByteBuffer()
    preparer.prepare(text, preparation) { TrainingText.appendWords($0, to: &line) }
    buffer.append(line.bytes)
    buffer.append("\n")
  }

  /// The label as it is in a model.
  public static func cleaned(_ label: String) -> String {
    String(decoding: label.utf8.map { $0 <= 0x20 ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
  }

  private static func appendWords(_ text: UnsafeRawBufferPointer, to line: inout ByteBuffer) {
    var at = 0
    while at < text.count {
      while at < text.count && isSpace(text[at]) { at += 1 }
      let from = at
      while at < text.count && !isSpace(text[at]) { at += 1 }
      let word = text.slice(from, at)
      let prefix = ModelFile.labelPrefix.utf8CodeUnitCount
      let isLabel = word.count >= prefix && word.slice(0, prefix).equals(ModelFile.labelPrefix)
      if word.count == 0 || isLabel || word.equals(FeatureTables.lineEnd) { continue }
      if !line.isEmpty { line.append(" ") }
      line.append(word)
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 <= 4 || byte == 0 }
}
