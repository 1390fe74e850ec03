import QuernBytes
import QuernStreams
import TestSupport
import Testing

@testable import QuernClassifiers

/// No file may crash the program or make it take memory without end, whatever it says.
@Suite struct DamagedModelTests {
  func model(_ index: Int) throws -> [UInt8] {
    let folder = TemporaryFolder()
    return readFile(
      try TrainedModels.train(TrainedModels.trainings[index], on: TrainedModels.text(seed: 3), in: folder, as: "m"))!
  }

  /// Opens the bytes and, if they are a model, uses it.
  func use(_ bytes: [UInt8]) -> ClassifierError? {
    withBytes(bytes) { (bytes) -> ClassifierError? in
      do throws(ClassifierError) {
        var session = ClassifierSession(try TextClassifier(bytes))
        for text in Hostile.texts { _ = withBytes(text) { session.guesses(for: $0, most: 3) } }
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func truncated() throws {
    for index in [1, 4, 5] {
      let whole = try model(index)
      #expect(use(whole) == nil)
      var random = RandomGenerator(seed: UInt64(index))
      for _ in 0..<100 {
        let length = random.next(below: whole.count)
        #expect(use(Array(whole[..<length])) != nil, "\(length) of \(whole.count) bytes")
      }
    }
    #expect(use([]) == .notAModel)
    #expect(use(Array("{\"model\": 1}".utf8)) == .notAModel)
  }

  @Test func changedBytes() throws {
    for index in [0, 4, 5] {
      let whole = try model(index)
      var random = RandomGenerator(seed: 77)
      for round in 0..<120 {
        var damaged = whole
        // Most of what can go wrong is at the start.
        let reach = round % 2 == 0 ? min(300, whole.count) : whole.count
        for _ in 0...random.next(below: 4) {
          damaged[random.next(below: reach)] = random.pick([0, 1, 0x7F, 0x80, 0xFF, UInt8(random.next(below: 256))])
        }
        _ = use(damaged)
      }
    }
  }

  @Test func hugeNumbers() throws {
    for index in [0, 4] {
      let whole = try model(index)
      for place in stride(from: 4, to: 100, by: 4) {
        for value: [UInt8] in [[255, 255, 255, 127], [255, 255, 255, 255], [0, 0, 0, 128], [0, 0, 0, 0]] {
          var damaged = whole
          damaged.replaceSubrange(place..<(place + 4), with: value)
          _ = use(damaged)
        }
      }
    }
  }

  @Test func vectorsAreNoClassifier() throws {
    var bytes = try model(0)
    // The eighth of the settings is the kind of model.
    bytes[8 + 4 * 7] = 2
    #expect(use(bytes) == .notAClassifier)
    bytes[4] = 13
    #expect(use(bytes) == .unknownVersion(13))
  }
}
