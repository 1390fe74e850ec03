import QuernBytes
import QuernStreams
import TestSupport
import Testing

@testable import QuernClassifiers

@Suite struct TextSampleTests {
  @Test func windowsAreCutBetweenWords() {
    var random = RandomGenerator(seed: 3)
    for _ in 0..<300 {
      let text = Array(
        (0..<random.next(below: 400)).map { _ in random.pick(["mill ", "a ", "水车", "höfe\n"]) }.joined().utf8)
      let sample = TextSample(size: 64 + random.next(below: 600))
      let windows = withBytes(text) { sample.windows(of: $0) }
      if text.count <= sample.size {
        #expect(windows == [0..<text.count])
        continue
      }
      #expect(windows.count == 3 && windows.first?.lowerBound == 0 && windows.last?.upperBound == text.count)
      #expect(windows.reduce(0) { $0 + $1.count } <= sample.size)
      for (window, next) in zip(windows, windows.dropFirst()) { #expect(window.upperBound <= next.lowerBound) }
      for window in windows { #expect(String(validating: text[window], as: UTF8.self) != nil) }
    }
  }

  @Test func oneLongWordIsSampledToo() {
    let text = [UInt8](repeating: 0x61, count: 10_000)
    let windows = withBytes(text) { TextSample(size: 300).windows(of: $0) }
    #expect(windows.map(\.count).reduce(0, +) > 250)
  }

  // These texts are long and of few kinds, some of them in two languages.
  @Test func samplesAgreeWithWholeTexts() throws {
    guard let path = SharedData.path("data/models/lid.176.ftz"),
      let corpus = SharedData.path("data/corpus/multi_perm.jsonl.zst")
    else { return }
    let model = try TextClassifier(FileSystem.contents(of: path))
    var whole = LanguageIdentifier(model)
    var sampled = LanguageIdentifier(model, sample: TextSample(size: 1024))
    let lines = runTool("zstd -dcq '\(corpus)' | head -c 4000000").split(separator: 10).dropLast()
    var same = 0
    for line in lines {
      same += withBytes(Array(line)) { whole.identify($0)?.label == sampled.identify($0)?.label } ? 1 : 0
    }
    #expect(Double(same) >= 0.96 * Double(lines.count), "\(same) of \(lines.count)")
  }
}
