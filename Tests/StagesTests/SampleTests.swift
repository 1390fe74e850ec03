import QuernBytes
import QuernJSON
import QuernTokenizer
import TestSupport
import Testing

@testable import QuernJobs
@testable import QuernStages

/// Which documents a sample takes.
struct SampleTests {
  /// Documents of some sources and languages, most of them English.
  private func documents(_ count: Int, seed: UInt64) -> [(text: [UInt8], group: WordGroup)] {
    var random = RandomGenerator(seed: seed)
    return (0..<count).map { _ in
      let text = (0..<random.next(below: 200)).map { _ in UInt8(random.next(below: 256)) }
      let language = ["en", "en", "en", "en", "de", "sw", ""][random.next(below: 7)]
      return (text, WordGroup(source: ["web", "book"][random.next(below: 2)], language: language))
    }
  }

  private func histogram(
    _ documents: [(text: [UInt8], group: WordGroup)], _ key: DocumentSample.Key, seed: UInt64 = 1
  ) throws -> TextHistogram {
    var histogram = TextHistogram(seed: seed, key: key, memory: 1 << 30)
    for (text, group) in documents {
      let hash = withBytes(text) { DocumentSample.hash($0, seed: seed) }
      try histogram.add(text.count, bucket: Int(hash >> 47), to: key.name(of: group))
    }
    return histogram
  }

  private func taken(_ sample: DocumentSample, _ document: (text: [UInt8], group: WordGroup)) -> Bool {
    withBytes(document.text) { DocumentSample.hash($0, seed: sample.seed) } < sample.limit(for: document.group)
  }

  @Test(arguments: [0.0001, 0.05, 0.5, 0.999, 1])
  func shares(share: Double) {
    let documents = documents(20_000, seed: 3)
    let sample = DocumentSample(share: share, seed: 9)
    let count = documents.count { taken(sample, $0) }
    let deviation = (Double(count) - share * 20_000) / (20_000 * share * (1 - share) + 1e-9).squareRoot()
    #expect(share == 1 ? count == 20_000 : abs(deviation) < 5)
    #expect(abs(sample.rate(of: WordGroup()) - share) < 1e-15)
    // Another seed takes others.
    let other = DocumentSample(share: share, seed: 10)
    #expect(share == 1 || documents.contains { taken(sample, $0) != taken(other, $0) })
  }

  /// As many as fit, to the bucket, and no document above the limit.
  @Test(arguments: [DocumentSample.Key.all, .source, .language], [1, 20_000, 400_000, 1 << 40])
  func sizes(key: DocumentSample.Key, size: Int) throws {
    let documents = documents(8_000, seed: 4)
    let mix: SourceMix =
      switch key {
      case .all: .natural
      case .source: .weights(["web": 1, "book": 3])
      case .language: .temperature(5, of: .language)
      }
    let (sample, short) = try histogram(documents, key).sample(of: size, mix: mix)
    let part = documents.filter { taken(sample, $0) }
    let bytes = part.reduce(0) { $0 + $1.text.count }
    let whole = documents.reduce(0) { $0 + $1.text.count }
    #expect(bytes <= size)
    if size >= whole {
      #expect(part.count == documents.count && short.isEmpty)
      return
    }
    var totals: [String: Double] = [:]
    for document in documents { totals[key.name(of: document.group), default: 0] += Double(document.text.count) }
    for (name, share) in try mix.shares(of: totals) {
      let wanted = min(Double(size) * share, totals[name]!)
      let found = part.filter { key.name(of: $0.group) == name }.reduce(0) { $0 + $1.text.count }
      #expect(Double(found) <= wanted && Double(found) > wanted - 400, "\(name): \(found) of \(wanted)")
      #expect(short.contains(name) == (Double(size) * share > totals[name]!))
    }
  }

  @Test func partsAddUp() throws {
    let documents = documents(2_000, seed: 5)
    let whole = try histogram(documents, .language)
    var sum = TextHistogram(seed: 1, key: .language, memory: 1 << 30)
    for part in [documents[1500...], documents[..<700], documents[700..<1500]] {
      let bytes = try histogram(Array(part), .language).serialized()
      try sum.add(serialized: bytes.bytes)
    }
    #expect(sum.bytes == whole.bytes)
    let (sample, _) = try sum.sample(of: 50_000, mix: .temperature(2, of: .language))
    #expect(try whole.sample(of: 50_000, mix: .temperature(2, of: .language)).sample == sample)
  }

  @Test func tooManyNamesForTheMemory() throws {
    var histogram = TextHistogram(seed: 1, key: .language, memory: 3 << 19)
    for name in ["a", "b", "c", "a"] { try histogram.add(5, bucket: 0, to: name) }
    expectFailure("--memory") { try histogram.add(5, bucket: 0, to: "d") }
  }

  @Test func writtenAndRead() throws {
    let (sample, _) = try histogram(documents(500, seed: 6), .language)
      .sample(of: 9_000, mix: .temperature(3, of: .language))
    for sample in [sample, DocumentSample(share: 0.3, seed: .max)] {
      var writer = JSONWriter()
      sample.write(into: &writer)
      let text = String(decoding: writer.buffer.bytes, as: UTF8.self)
      #expect(try DocumentSample(JSONDocument(text).root) == sample)
    }
    for text in ["{}", "null", #"{"seed":1,"key":"all","limits":{"":-1}}"#, #"{"seed":1,"key":"x","limits":{}}"#] {
      #expect(try DocumentSample(JSONDocument(text).root) == nil)
    }
  }
}
