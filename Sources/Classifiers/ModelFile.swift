import QuernBytes

/// What a fastText model file says, checked before libfasttext reads it: libfasttext itself trusts every size and index.
///
/// Formats 11 and 12, dense (`.bin`) and quantised (`.ftz`), supervised models only.
struct ModelFile {
  /// How labels are found from the output matrix.
  enum Loss: Int32 {
    case hierarchicalSoftmax = 1
    case negativeSampling
    case softmax
    case oneAgainstAll
  }

  private(set) var dimension = 0
  private(set) var wordNgrams = 0
  private(set) var shortestNgram = 0
  private(set) var longestNgram = 0
  private(set) var buckets = 0
  private(set) var loss = Loss.softmax
  /// The offsets of the words' bytes, each up to a zero byte, then those of the labels.
  private(set) var words: [Range<Int>] = []
  private(set) var labels: [Range<Int>] = []
  /// The n-gram rows that a pruned model kept, as pairs of bucket and row after the words; nil when it is not pruned.
  private(set) var keptNgrams: [(bucket: Int32, row: Int32)]?
  /// Where the model ends; other bytes may follow.
  private(set) var end = 0

  static let magic: Int32 = 793_712_314
  static let labelPrefix: StaticString = "__label__"
  private static let newestVersion: Int32 = 12
  /// libfasttext writes down the n-grams of every word when it reads a model; this many are 1 GiB.
  private static let ngramLimit = 1 << 28

  /// Checks the model in `bytes`; O(n).
  /// - Throws: ``ClassifierError/notAModel``, ``ClassifierError/unknownVersion(_:)``,
  ///   ``ClassifierError/notAClassifier`` or ``ClassifierError/damaged(_:)``.
  init(_ bytes: UnsafeRawBufferPointer) throws(ClassifierError) {
    var reader = ModelReader(bytes)
    guard bytes.count >= 8, try reader.int32() == ModelFile.magic else { throw .notAModel }
    let version = try reader.int32()
    guard version <= ModelFile.newestVersion else { throw .unknownVersion(Int(version)) }
    try require(version >= 11, "its format is \(version)")
    try readSettings(&reader, version: version)
    try readDictionary(&reader)
    try readMatrices(&reader)
    end = reader.at
  }

  private mutating func readSettings(_ reader: inout ModelReader, version: Int32) throws(ClassifierError) {
    dimension = Int(try reader.int32())
    for _ in 0..<4 { _ = try reader.int32() }  // window, epochs, least count, negatives
    wordNgrams = Int(try reader.int32())
    let lossNumber = try reader.int32()
    let kind = try reader.int32()
    buckets = Int(try reader.int32())
    shortestNgram = Int(try reader.int32())
    longestNgram = Int(try reader.int32())
    _ = try reader.int32()  // how often the rate was adapted
    _ = try reader.int64()  // the sampling threshold
    let supervised: Int32 = 3
    guard kind == supervised else { throw .notAClassifier }
    guard let loss = Loss(rawValue: lossNumber) else { throw .damaged("its loss is \(lossNumber)") }
    self.loss = loss
    if version == 11 { longestNgram = 0 }
    try require(dimension > 0 && dimension <= 1 << 16, "its dimension is \(dimension)")
    try require(wordNgrams >= 0 && wordNgrams <= 64, "its word n-grams have \(wordNgrams) words")
    try require(
      shortestNgram >= 0 && longestNgram >= 0 && longestNgram <= 64, "its n-grams have \(longestNgram) letters")
    try require(buckets >= 0 && (buckets > 0 || !hasNgrams), "it has \(buckets) buckets")
  }

  /// Whether features may be n-grams.
  var hasNgrams: Bool { longestNgram > 0 || wordNgrams > 1 }

  private mutating func readDictionary(_ reader: inout ModelReader) throws(ClassifierError) {
    let size = Int(try reader.int32())
    let wordCount = Int(try reader.int32())
    let labelCount = Int(try reader.int32())
    _ = try reader.int64()  // the tokens of the training text
    let pruned = Int(try reader.int64())
    // An entry is its bytes, a zero, a count and a type.
    try require(
      wordCount >= 0 && labelCount > 0 && size == wordCount + labelCount && size <= reader.left / 10,
      "it says to have \(wordCount) words and \(labelCount) labels")
    words.reserveCapacity(wordCount)
    labels.reserveCapacity(labelCount)
    var ngrams = 0
    var labelTotal: Int64 = 0
    for index in 0..<size {
      let text = try reader.text()
      let count = try reader.int64()
      let isLabel = try reader.byte() != 0
      try require(isLabel == (index >= wordCount), "its words and labels are out of order")
      ngrams += (text.count + 2) * max(0, longestNgram - max(1, shortestNgram) + 1)
      try require(ngrams <= ModelFile.ngramLimit, "its words have too many n-grams")
      if isLabel {
        // The tree of the hierarchical softmax is as deep as a label is rare.
        try require(count > 0 && count < 1 << 48 && labelTotal < 1 << 48, "a label was seen \(count) times")
        labelTotal += count
        labels.append(text)
      } else {
        words.append(text)
      }
    }
    guard pruned >= 0 else { return }
    try require(pruned <= reader.left / 8, "it says to have kept \(pruned) n-grams")
    var kept: [(Int32, Int32)] = []
    kept.reserveCapacity(pruned)
    for _ in 0..<pruned {
      let bucket = try reader.int32()
      let row = try reader.int32()
      try require(bucket >= 0 && Int(bucket) < buckets && row >= 0, "an n-gram that it kept has the bucket \(bucket)")
      kept.append((bucket, row))
    }
    keptNgrams = kept
  }

  private mutating func readMatrices(_ reader: inout ModelReader) throws(ClassifierError) {
    let isQuantized = try reader.bool()
    try require(isQuantized || keptNgrams == nil, "it is pruned but not quantised")
    let rows = try isQuantized ? reader.quantizedMatrix(columns: dimension) : reader.matrix(columns: dimension)
    let ngramRows =
      if let keptNgrams {
        keptNgrams.reduce(0) { max($0, Int($1.row) + 1) }
      } else {
        hasNgrams ? buckets : 0
      }
    try require(
      rows >= words.count + ngramRows, "it has \(rows) rows for \(words.count) words and \(ngramRows) n-grams")
    let hasQuantizedOutput = try reader.bool()
    let outputs =
      try isQuantized && hasQuantizedOutput
      ? reader.quantizedMatrix(columns: dimension) : reader.matrix(columns: dimension)
    try require(outputs == labels.count, "it has \(outputs) output rows for \(labels.count) labels")
  }
}

func require(_ condition: Bool, _ complaint: @autoclosure () -> String) throws(ClassifierError) {
  if !condition { throw .damaged(complaint()) }
}
