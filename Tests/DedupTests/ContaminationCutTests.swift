import QuernBytes
import TestSupport
import Testing

@testable import QuernDedup

@Suite struct ContaminationCutTests {
  private func decide(
    _ spans: [Range<Int>], _ text: String, rule: ContaminationRule = .gpt3, action: ContaminationAction = .cut
  ) -> ContaminationDecision {
    withBytes(Array(text.utf8)) {
      ContaminationCuts.decide(ContaminationFinding(matches: [], spans: spans), in: $0, rule: rule, action: action)
    }
  }

  @Test func tagAndDropLookAtNoText() {
    #expect(decide([0..<1], "a", action: .tag) == .keep)
    #expect(decide([0..<1], "a", action: .drop) == .drop)
  }

  @Test func twoHundredCharactersGoOnBothSides() {
    // No white space: the cut is exact, and counts characters of two bytes as one.
    let text = String(repeating: "é", count: 2000)
    #expect(decide([2000..<2020], text) == .cut([1600..<2420]))
    // What is left before is too short to stay.
    #expect(decide([700..<720], text) == .cut([0..<1120]))
    #expect(decide([0..<4000], text) == .drop)
    let short = String(repeating: "é", count: 300)
    #expect(decide([100..<120], short) == .drop)
  }

  @Test func piecesEndAtWhiteSpace() {
    let text = Array(repeating: "some words of text", count: 200).joined(separator: " ")
    guard case .cut(let cuts) = decide([2000..<2050], text) else {
      Issue.record("nothing was cut")
      return
    }
    let bytes = Array(text.utf8)
    #expect(cuts.count == 1)
    #expect(bytes[cuts[0].lowerBound - 1] == 0x20 && bytes[cuts[0].upperBound - 1] == 0x20)
    #expect(cuts[0].lowerBound <= 1800 && cuts[0].lowerBound > 1730)
    #expect(cuts[0].upperBound >= 2250 && cuts[0].upperBound < 2320)
  }

  @Test(arguments: [9, 10, 12])
  func manyPiecesAreNoDocument(count: Int) {
    let text = String(repeating: "a", count: 1000 * (count + 1))
    let decision = decide((1...count).map { 1000 * $0..<1000 * $0 + 20 }, text)
    if count < 10 {
      #expect(decision != .drop)
    } else {
      #expect(decision == .drop)
    }
  }

  @Test func plainCutsTakeDoubledSpace() {
    #expect(decide([6..<9], "Hello 123 world", rule: .overlap) == .cut([6..<10]))
    #expect(decide([0..<9], "Hello 123 world", rule: .overlap) == .cut([0..<10]))
    #expect(decide([0..<3], "123 \n", rule: .overlap) == .drop)
    #expect(decide([0..<3, 4..<7], "123 456 x", rule: .datatrove) == .cut([0..<8]))
  }
}
