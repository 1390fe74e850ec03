import QuernBytes
import QuernStreams
import TestSupport
import Testing

@testable import QuernClassifiers

@Suite struct FeatureTests {
  /// What our own reading finds.
  func features(_ line: inout FeatureLine, _ text: [UInt8]) -> [Int32] {
    var found: [Int32] = []
    withBytes(text) { line.read($0) { found += $0 } }
    return found
  }

  func texts(seed: UInt64) -> [[UInt8]] {
    var random = RandomGenerator(seed: seed)
    var texts = Hostile.texts
    for _ in 0..<300 {
      var text = ""
      for _ in 0..<random.next(below: 40) {
        text += random.pick(TrainedModels.words) + random.pick([" ", "", "\n", "\t", "  ", "\r\n", "\0", "\u{B}"])
      }
      texts.append(Array(text.utf8))
      texts.append(Array(random.text(random.next(below: 200)).utf8))
      texts.append(random.bytes(random.next(below: 200)))
    }
    return texts
  }

  @Test(arguments: TrainedModels.trainings.indices) func equalToLibfasttext(_ index: Int) throws {
    let folder = TemporaryFolder()
    let path = try TrainedModels.train(
      TrainedModels.trainings[index], on: TrainedModels.text(seed: 7), in: folder, as: "m")
    let reference = Reference(path)
    let classifier = try TextClassifier(FileSystem.contents(of: path))
    var line = FeatureLine(classifier.tables)
    var session = ClassifierSession(classifier)
    for text in texts(seed: UInt64(index)) {
      #expect(features(&line, text) == reference.features(text), "\(text.prefix(80))")
      compare(&session, reference, text)
    }
  }

  func compare(_ session: inout ClassifierSession, _ reference: Reference, _ text: [UInt8]) {
    for most in [1, 3] {
      let expected = reference.guesses(text, most)
      let found = withBytes(text) { session.guesses(for: $0, most: most) }
      #expect(found.map { "__label__" + session.classifier.labels[$0.label] } == expected.map(\.label))
      #expect(found.map(\.probability.bitPattern) == expected.map(\.probability.bitPattern))
    }
  }

  @Test func equalOnTheLanguageModel() throws {
    guard let path = SharedData.path("data/models/lid.176.ftz"),
      let corpus = SharedData.path("data/corpus/multi_perm.jsonl.zst")
    else { return }
    let reference = Reference(path)
    let classifier = try TextClassifier(FileSystem.contents(of: path))
    #expect(classifier.labels.count == 176)
    var line = FeatureLine(classifier.tables)
    var session = ClassifierSession(classifier)
    // JSON lines are as good as any text here.
    let lines = runTool("zstd -dcq '\(corpus)' | head -c 3000000").split(separator: 10).map { Array($0.prefix(20000)) }
    for text in lines + texts(seed: 176) {
      #expect(features(&line, text) == reference.features(text))
      compare(&session, reference, text)
    }
  }

  @Test func theCacheChangesNothing() throws {
    let folder = TemporaryFolder()
    let path = try TrainedModels.train(TrainedModels.trainings[0], on: TrainedModels.text(seed: 9), in: folder, as: "m")
    let reference = Reference(path)
    let classifier = try TextClassifier(FileSystem.contents(of: path))
    var line = FeatureLine(classifier.tables)
    var random = RandomGenerator(seed: 5)
    // More distinct words than the cache has places and room for.
    for _ in 0..<40 {
      let text = random.bytes(40_000, of: Array("abcdefghijklmnopqrstuvwxyz      ".utf8))
      #expect(features(&line, text) == reference.features(text))
    }
  }
}

/// Texts that break careless readers.
enum Hostile {
  static let texts: [[UInt8]] = [
    [], [0], [32], [10, 10, 10], Array("</s>".utf8), Array("a </s> b".utf8), Array("__label__en x __label__zz".utf8),
    Array("__label__".utf8), [0xFF, 0xFE, 0x80, 0x80], [0x80], Array(repeating: 0x80, count: 100),
    Array(repeating: 0x61, count: 100_000), Array(repeating: 0xCC, count: 4000),
    Array(String(repeating: "a ", count: 50_000).utf8), Array(String(repeating: "\u{301}", count: 10_000).utf8),
    Array(String(repeating: "水", count: 20_000).utf8), [0x61, 0, 0x62],
  ]
}
