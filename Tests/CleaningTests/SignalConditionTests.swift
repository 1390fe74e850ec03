import QuernBytes
import Testing

@testable import QuernCleaning

@Suite struct SignalConditionTests {
  private func holds(_ text: String, words: Double = 5, lines: Double = 2) throws -> Bool {
    try SignalCondition(text).holds({ $0 == .words ? words : lines }, label: { _ in nil })
  }

  @Test(arguments: [
    ("words > 4", true), ("words > 5", false), ("words >= 5", true), ("5 <= words", true), ("words != 5.0", false),
    ("words == 5 && lines == 3", false), ("words == 5 || lines == 3", true), ("!(words == 5)", false),
    ("!words < 5", true), ("words < 5 || words > 4 && lines == 2", true), ("(words<5||words>4)&&lines!=2", false),
    ("words > lines", true), ("lines > -1e3", true), ("words > .5", true), ("  words>4  ", true),
  ])
  func holdsAsWritten(text: String, expected: Bool) throws {
    #expect(try holds(text) == expected)
  }

  @Test(arguments: [
    ("", 1), ("words", 6), ("words >", 8), ("words > 4 lines", 11), ("word > 4", 1), ("words > 'x'", 1),
    ("(words > 4", 11), ("words > 4)", 10), ("words > 1.2.3", 9), ("'a' == 'b'", 1), ("words > 4 && 'x", 14),
    ("words = 4", 7), ("words & lines", 7), ("! ", 3),
  ])
  func mistakesNameTheirPlace(text: String, column: Int) {
    do {
      _ = try SignalCondition(text)
      Issue.record("“\(text)” was read")
    } catch {
      #expect(error.column == column, "\(error)")
    }
  }

  @Test func unknownSignalsNameTheNearest() {
    #expect(throws: ConditionError(message: "there is no signal word; did you mean words?", column: 1)) {
      try SignalCondition("word > 4")
    }
  }

  @Test func deepNestingIsRefused() {
    let text = String(repeating: "(", count: 100_000) + "words > 1"
    #expect(throws: ConditionError.self) { try SignalCondition(text) }
    #expect(throws: ConditionError.self) { try SignalCondition(String(repeating: "!", count: 100_000) + "words > 1") }
  }

  @Test func aUserRuleDropsAndMeasuresWhatItReads() throws {
    var options = CleaningOptions(routes: [CleaningRoute(profiles: [])])
    options.userRules = [
      UserRule(id: "drop_if.short", condition: try SignalCondition("words < 3")),
      UserRule(id: "drop_if.wide", condition: try SignalCondition("longest_line > 20 && words < 100")),
    ]
    for mode in CleaningOptions.SignalMode.allCases {
      options.signals = mode
      var cleaner = Cleaner(plan: try CleaningPlan(options))
      func verdict(_ text: String) throws -> Verdict {
        var buffer = ByteBuffer()
        buffer.append(string: text)
        return try cleaner.clean(buffer.bytes, route: 0)
      }
      let short = try verdict("two words")
      #expect(short.reason == "drop_if.short" && short.failed == ["drop_if.short"])
      #expect(short[.longestLine] == (mode == .full ? 9 : nil))
      #expect(try verdict("four words are here for you").reason == "drop_if.wide")
      #expect(try verdict("three words here").keep)
    }
  }
}
