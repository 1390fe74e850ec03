import QuernBytes
import TestSupport
import Testing

@testable import QuernPersonalData

/// What the scanner keeps from text to text and of finds that overlap, and the time that it takes.
@Suite struct ScannerTests {
  private func scan(_ text: String, _ scanner: inout PersonalDataScanner) -> [PersonalDataSpan] {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    scanner.scan(buffer.bytes)
    return scanner.spans
  }

  private func find(_ text: String) -> [String] {
    var buffer = ByteBuffer()
    buffer.append(string: text)
    var scanner = PersonalDataScanner()
    scanner.scan(buffer.bytes)
    return scanner.spans.map { "\($0.kind.name):\(buffer.bytes.slice($0.start, $0.end).text)" }
  }

  @Test func textsDoNotInfluenceOneAnother() {
    var random = RandomGenerator(seed: 911)
    let separators = [" ", "-", ".", "/", " (", ") ", " tel ", ", ", "+", "X", "\u{A0}", "-Z ", "Z ", "x "]
    let lengths = [1, 2, 3, 4, 4, 5, 7, 8, 13, 17, 18, 22, 23, 24, 25, 30]
    var shared = PersonalDataScanner()
    for _ in 0..<20_000 {
      var text = random.next(below: 3) == 0 ? "+" : ""
      for _ in 0..<1 + random.next(below: 10) {
        for _ in 0..<random.pick(lengths) { text += String(random.next(below: 10)) }
        text += random.pick(separators)
      }
      var fresh = PersonalDataScanner()
      let expected = scan(text, &fresh)
      let found = scan(text, &shared)
      #expect(found == expected, "\(text)")
      for span in found { #expect(span.start < span.end && span.end <= text.utf8.count) }
    }
  }

  @Test func aLongNumberBehindDoesNotHideAnother() {
    #expect(find("12345677-Z 1234567812345678123456781 tail") == [])
    #expect(find("+1 2025550100 12345678901234567890") == ["phone:+1 2025550100"])
    #expect(find("+1 202 555 0100 4111111111111111111111") == ["phone:+1 202 555 0100"])
    #expect(find("tel +44 20 7946 0958 123456789012345678") == ["phone:+44 20 7946 0958"])
    #expect(find("+44 20 7946 0958 123456789012 12") == ["phone:+44 20 7946 0958"])
    #expect(find("+49 1234567890123 1234567890123") == find("+49 1234567890123"))
    #expect(find("+1 2 0 2 5 5 5 0 1 0 0") == [])
  }

  @Test func overlappingFindsAreChosenByKind() {
    var random = RandomGenerator(seed: 912)
    for _ in 0..<300 {
      var spans: [PersonalDataSpan] = []
      for _ in 0..<random.next(below: 12) {
        let start = random.next(below: 40)
        spans.append(
          PersonalDataSpan(
            start: start, end: start + 1 + random.next(below: 10), kind: random.pick(PersonalDataKind.allCases)))
      }
      var plain: [PersonalDataSpan] = []
      for kind in PersonalDataKind.allCases {
        for start in 0..<50 {
          for end in (start + 1..<60).reversed() where spans.contains(.init(start: start, end: end, kind: kind)) {
            if plain.allSatisfy({ $0.end <= start || $0.start >= end }) {
              plain.append(PersonalDataSpan(start: start, end: end, kind: kind))
            }
          }
        }
      }
      plain.sort { $0.start < $1.start }
      #expect(PersonalDataScanner.withoutOverlap(spans) == plain)
    }
  }

  @Test func privateKeysTakeLinearTime() {
    func fastest(_ text: String) -> Duration {
      var buffer = ByteBuffer()
      buffer.append(string: text)
      var scanner = PersonalDataScanner(kinds: .init(.apiKey))
      return (0..<3).map { _ in ContinuousClock().measure { scanner.scan(buffer.bytes) } }.min() ?? .zero
    }
    for (piece, end) in [
      ("-----BEGIN PRIVATE KEY-----\nx ", "-----END PRIVATE KEY-----"),
      ("-----BEGIN PRIVATE KEY-----\nx ", "-----END " + String(repeating: "A", count: 300_000)),
    ] {
      let once = fastest(String(repeating: piece, count: 4_000) + end)
      let eightTimes = fastest(String(repeating: piece, count: 32_000) + end)
      // Eight times the text; 64 times would be quadratic.
      #expect(eightTimes < once * 24, "\(once) \(eightTimes)")
    }
  }
}
