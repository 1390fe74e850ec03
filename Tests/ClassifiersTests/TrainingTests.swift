import QuernBytes
import QuernStreams
import TestSupport
import Testing

@testable import QuernClassifiers

@Suite struct TrainingTests {
  @Test func theSameTextGivesTheSameModel() throws {
    let folder = TemporaryFolder()
    let text = TrainedModels.text(seed: 1)
    for (index, training) in TrainedModels.trainings.enumerated() {
      let paths = try ["a\(index)", "b\(index)"].map { try TrainedModels.train(training, on: text, in: folder, as: $0) }
      #expect(readFile(paths[0]) == readFile(paths[1]))
    }
  }

  @Test func examplesSayNothingElse() {
    var text = TrainingText(.none)
    withBytes(Array("a __label__b </s> c\n\n</s>d __label__".utf8)) { text.add($0, labels: ["x y", "1"]) }
    withBytes([]) { text.add($0, labels: ["z"]) }
    #expect(text.buffer.bytes.text == "__label__x_y __label__1 a c </s>d\n__label__z \n")
  }

  @Test(arguments: [
    ("Don't PANIC, Straße 42!", "dont panic strasse 00"), ("水车 and 12", "水 车 and 00"), ("  ", ""), ("—!?", ""),
    ("a’b c‑d", "ab c d"), ("é\u{301}x", "é\u{301}x"),
  ]) func wordsAreWhatIsLeft(_ text: String, _ expected: String) {
    var preparer = TextPreparer()
    let found = withBytes(Array(text.utf8)) { preparer.prepare($0, .words) { $0.text } }
    let words = found.split(separator: " ").joined(separator: " ")
    #expect(Array(words.utf8) == Array(expected.utf8))
  }

  @Test func descriptionsSurvive() throws {
    let folder = TemporaryFolder()
    let path = try TrainedModels.train(TrainedModels.trainings[0], on: TrainedModels.text(seed: 1), in: folder, as: "m")
    var file = try FileSystem.contents(of: path)
    let plain = try TextClassifier(file)
    #expect(plain.description == ModelDescription())
    let description = ModelDescription(
      preparation: .words, positive: "en", threshold: 0.5, training: TrainedModels.trainings[0].json)
    description.append(to: &file)
    let described = try TextClassifier(file)
    #expect(described.description == description && described.labels == plain.labels)
    // libfasttext does not look behind the model.
    let copy = folder.write(array(file), to: "copy.bin")
    #expect(Reference(copy).guesses(Array("mill stone".utf8), 1).count == 1)
    var random = RandomGenerator(seed: 8)
    let whole = array(file)
    for _ in 0..<200 {
      var damaged = whole
      damaged[whole.count - 1 - random.next(below: 300)] = UInt8(random.next(below: 256))
      _ = withBytes(damaged) { try? TextClassifier($0) }
    }
  }

  @Test func badSettingsAreNamed() {
    var training = ClassifierTraining()
    training.dimension = 0
    #expect(throws: ClassifierError.self) { try training.check() }
    training = ClassifierTraining()
    training.longestNgram = 2
    #expect(throws: ClassifierError.self) { try training.check() }
    let none = ClassifierTraining()
    #expect(throws: ClassifierError.self) { try none.train(input: "/nowhere/at/all", output: "/nowhere/x") }
  }
}
