import FastTextReference
import QuernBytes
import TestSupport

@testable import QuernClassifiers

/// Small models of every kind, trained on random text.
enum TrainedModels {
  /// Words of several scripts, so that n-grams cross bytes.
  static let words = [
    "mill", "stone", "grain", "flour", "the", "a", "wheat", "höfe", "mühle", "straße", "мельница", "зерно", "粉", "水车",
    "石臼小麦", "ร้าน", "عجلة", "x", "ab", "</s>x", "__label", "é", "🌾🌾", "0", "12", "a_b", "--", "\u{FEFF}",
  ]

  /// A few hundred labelled lines.
  static func text(seed: UInt64, labels: Int = 3) -> [UInt8] {
    var random = RandomGenerator(seed: seed)
    var text = ""
    for line in 0..<400 {
      text += "__label__\(["en", "de", "zh", "fr", "x y"][line % labels].replacingSpace) "
      for _ in 0..<(1 + random.next(below: 12)) {
        text += random.pick(words)
        text += random.next(below: 6) == 0 ? random.pick(words) + " " : " "
      }
      text += "\n"
    }
    return Array(text.utf8)
  }

  /// Trainings that differ in everything that decides features.
  static let trainings: [ClassifierTraining] = {
    var plain = ClassifierTraining()
    plain.buckets = 4000
    plain.dimension = 6
    plain.epochs = 3
    plain.minimumCount = 1
    var letters = plain
    letters.wordNgrams = 1
    letters.shortestNgram = 2
    letters.longestNgram = 4
    letters.loss = .hs
    var single = plain
    single.shortestNgram = 1
    single.longestNgram = 3
    single.buckets = 977
    single.loss = .ova
    var words = plain
    words.longestNgram = 0
    words.wordNgrams = 4
    var pruned = plain
    pruned.isQuantized = true
    pruned.keptFeatures = 300
    pruned.minimumCount = 3
    var quantized = letters
    quantized.isQuantized = true
    quantized.codeWidth = 4
    return [plain, letters, single, words, pruned, quantized]
  }()

  /// Trains on `text` into a file of `folder`.
  static func train(_ training: ClassifierTraining, on text: [UInt8], in folder: TemporaryFolder, as name: String)
    throws -> String
  {
    let input = folder.write(text, to: "\(name).txt")
    try training.train(input: input, output: folder.file(name))
    return folder.file(name)
  }
}

extension String {
  fileprivate var replacingSpace: String { TrainingText.cleaned(self) }
}

/// libfasttext's own reading of a file.
final class Reference {
  private let model: OpaquePointer

  init(_ path: String) { model = reference_open(path)! }
  deinit { reference_close(model) }

  /// The line that a text makes.
  static func line(_ text: [UInt8]) -> [UInt8] { text.map { $0 == 10 ? 32 : $0 } + [10] }

  func features(_ text: [UInt8]) -> [Int32] {
    Reference.line(text).withUnsafeBytes { line in
      let start = line.baseAddress!.assumingMemoryBound(to: CChar.self)
      var found = [Int32](repeating: 0, count: reference_features(model, start, line.count, nil, 0))
      reference_features(model, start, line.count, &found, found.count)
      return found
    }
  }

  func guesses(_ text: [UInt8], _ most: Int) -> [(label: String, probability: Float)] {
    Reference.line(text).withUnsafeBytes { line in
      var names = [CChar](repeating: 0, count: 64 * most)
      var probabilities = [Float](repeating: 0, count: most)
      let count = reference_predict(
        model, line.baseAddress!.assumingMemoryBound(to: CChar.self), line.count, Int32(most), &names, 64,
        &probabilities)
      return (0..<Int(count)).map { index in
        let name = names[(64 * index)..<(64 * index + 64)].prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return (String(decoding: name, as: UTF8.self), probabilities[index])
      }
    }
  }
}
