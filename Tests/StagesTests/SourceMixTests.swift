import QuernTokenizer
import Testing

@testable import QuernJobs
@testable import QuernStages

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the words of sources and languages are taken times.
struct SourceMixTests {
  private func counted(_ source: String, _ language: String, _ bytes: Int) -> SourceMix.Counted {
    SourceMix.Counted(group: WordGroup(source: source, language: language), bytes: bytes, words: bytes / 5)
  }

  private var groups: [SourceMix.Counted] {
    [
      counted("web", "en", 900_000), counted("web", "sw", 20_000), counted("book", "en", 70_000),
      counted("book", "", 10_000), counted("empty", "xx", 0),
    ]
  }

  @Test func naturalSharesAreLeftAlone() throws {
    #expect(try SourceMix.natural.weights(of: groups, sample: nil) == nil)
    #expect(try SourceMix.temperature(1, of: .language).weights(of: groups, sample: nil) == nil)
    #expect(try SourceMix.weights(["web": 92, "book": 8]).weights(of: groups, sample: nil) == nil)
    #expect(try SourceMix.natural.weights(of: [], sample: nil) == nil)
    // A source alone has no one to be weighed against.
    #expect(try SourceMix.weights(["web": 7]).weights(of: [groups[0]], sample: nil) == nil)
  }

  /// The weighted bytes have the shares that were asked for, and the sum of words stays.
  @Test func weightsGiveTheirShares() throws {
    let weights = try #require(try SourceMix.weights(["web": 1, "book": 1]).weights(of: groups, sample: nil))
    #expect(weights.map(\.group) == groups.map(\.group))
    let bytes = weights.map { Double($0.bytes) * $0.multiplier }
    #expect(abs((bytes[0] + bytes[1]) / (bytes[2] + bytes[3]) - 1) < 1e-3)
    #expect(weights[0].units == weights[1].units && weights[2].units == weights[3].units)
    #expect(abs(bytes.reduce(0, +) / 1_000_000 - 1) < 1e-3)
  }

  @Test(arguments: [1.5, 3, 100])
  func temperatureLevels(temperature: Double) throws {
    let mix = SourceMix.temperature(temperature, of: .language)
    let weights = try #require(try mix.weights(of: groups, sample: nil))
    let bytes = weights.map { Double($0.bytes) * $0.multiplier }
    let plain: [(language: String, bytes: Double, weighted: Double)] = [
      ("en", 970_000, bytes[0] + bytes[2]), ("sw", 20_000, bytes[1]), ("", 10_000, bytes[3]),
    ]
    let sum = plain.reduce(0) { $0 + pow($1.bytes, 1 / temperature) }
    for (language, size, weighted) in plain {
      let share = pow(size, 1 / temperature) / sum
      #expect(abs(weighted / bytes.reduce(0, +) / share - 1) < 1e-2, "\(language)")
    }
  }

  /// What a sample took less of counts more, so that the target is that of the whole.
  @Test func samplesAreMadeUpFor() throws {
    let half = DocumentSample(
      seed: 1, key: .language, limits: ["en": 1 << 60, "sw": 1 << 63, "": 1 << 62, "xx": 1 << 63])
    // 1/8 of English was taken, and half of what has no language.
    let part = [
      counted("web", "en", 112_500), counted("web", "sw", 20_000), counted("book", "en", 8_750),
      counted("book", "", 5_000),
    ]
    for mix in [SourceMix.natural, .weights(["web": 92, "book": 8]), .temperature(1, of: .source)] {
      let weights = try #require(try mix.weights(of: part, sample: half))
      let bytes = weights.map { Double($0.bytes) * $0.multiplier }
      let sum = bytes.reduce(0, +)
      for (found, wanted) in zip(bytes, [0.9, 0.02, 0.07, 0.01]) { #expect(abs(found / sum / wanted - 1) < 1e-2) }
    }
    // A share of all documents changes nothing.
    #expect(try SourceMix.natural.weights(of: part, sample: DocumentSample(share: 0.1, seed: 1)) == nil)
  }

  @Test func orderDoesNotMatter() throws {
    let mix = SourceMix.temperature(3.3, of: .language)
    let forward = try #require(try mix.weights(of: groups, sample: nil))
    let backward = try #require(try mix.weights(of: groups.reversed(), sample: nil))
    #expect(forward == backward.reversed())
  }

  @Test func hostileWeights() throws {
    let failure = "has no weight"
    expectFailure("'book'", failure) { _ = try SourceMix.weights(["web": 1]).weights(of: groups, sample: nil) }
    expectFailure("'x'", failure) { try SourceMix.weights(["web": 1]).check("x") }
    let tiny = [counted("a", "", 1_000_000_000), counted("b", "", 5)]
    expectFailure("more than 65536") {
      _ = try SourceMix.weights(["a": 1, "b": 1e9]).weights(of: tiny, sample: nil)
    }
    // What is all but left out still counts.
    let weights = try #require(try SourceMix.weights(["a": 1, "b": 1e-300]).weights(of: tiny, sample: nil))
    #expect(weights[1].units == 1 && weights[0].units == WeightedWords.one)
  }
}
