import QuernBytes
import Testing

@testable import QuernJobs

/// Weights of inputs, and samples.
struct RecipeWeightTests {
  private func issues(_ weights: [String], _ rest: String) -> [String] {
    let inputs = weights.enumerated().map { "{source: s\($0), path: p\($0)\($1)}" }.joined(separator: ", ")
    do {
      _ = try Recipe(yaml: "quern: 1\ninputs: [\(inputs)]\nstages: []\n\(rest)\n", path: "r.yml")
      return []
    } catch {
      return error.issues.map(\.message)
    }
  }

  private let train = "tokenizer: {train: {vocab_size: 300}}"

  @Test func weightsOfAllOrNone() {
    #expect(issues([", weight: 0.5", ", weight: 3"], train) == [])
    #expect(
      issues([", weight: 0.5", ""], train) == ["some inputs have a weight, but not the one of source 's1'"])
    for weight in ["0", "-1"] { #expect(issues([", weight: \(weight)"], train).first == "weight must be above 0") }
    #expect(issues([", weight: x"], train).first == "weight must be a number, but is 'x'")
  }

  @Test func weightsWithoutEffect() {
    #expect(issues([", weight: 1"], "") == ["weight has no effect, because no vocabulary is trained"])
    #expect(
      issues([", weight: 1"], "tokenizer: {file: t.json}")
        == ["weight has no effect, because the vocabulary is a file"])
    #expect(
      issues([", weight: 1"], "tokenizer: {train: {vocab_size: 300, temperature: 2}}")
        == ["inputs have weights, and train has a temperature"])
  }

  /// Documents are the same whatever their weight, so nothing that was cleaned is redone.
  @Test func weightsAreNoPartOfTheInputs() throws {
    func section(_ weight: String, _ section: RecipeSection) throws -> String {
      let yaml = "quern: 1\ninputs: [{source: a, path: b\(weight)}]\nstages: []\n\(train)\n"
      let bytes = try Recipe(yaml: yaml, path: "r.yml").canonicalSection(section)
      return String(decoding: bytes.bytes, as: UTF8.self)
    }
    for part in RecipeSection.allCases { #expect(try section("", part) == section(", weight: 2", part)) }
  }

  @Test(arguments: [
    ("20GB", RecipeSample.bytes(20_000_000_000)), ("0.05", .share(0.05)), ("1", .share(1)), ("2", .bytes(2)),
    ("1.5 MiB", .bytes(3 << 19)), ("1e-3", .share(0.001)),
  ])
  func samples(text: String, sample: RecipeSample) { #expect(RecipeSample(text) == sample) }

  @Test(arguments: ["", "0", "-1", "0B", "-0.5", "nan", "inf", "20 G", "1e5", "five"])
  func noSamples(text: String) { #expect(RecipeSample(text) == nil) }
}
