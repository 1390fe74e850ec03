import Testing

/// `quern rules`
@Suite struct RulesTests {
  @Test func listsEveryRuleAndOneWhole() throws {
    let space = try Workspace()
    let all = try Quern.run(["rules"], in: space)
    #expect(all.code == 0 && all.output.contains("basic.min_words  min=50"))
    let one = try Quern.run(["rules", "basic.min_words"], in: space)
    #expect(one.output.contains("source    Rae et al.") && one.output.contains("drops     “grain ” × 49"))
    #expect(!one.output.contains("basic.min_characters"))
    let json = try Quern.run(["rules", "--json", "--profile", "gopher@dolma"], in: space)
    #expect(json.output.contains(#""id": "dolma.word_count""#) && !json.output.contains(#""id": "basic.min_words""#))
    #expect(json.output.contains(#""reason": "word_count""#))
  }

  @Test func mistakesNameTheNearest() throws {
    let space = try Workspace()
    let rule = try Quern.run(["rules", "basic.min_word"], in: space)
    #expect(rule.code == 64 && rule.messages.contains("did you mean 'basic.min_words'?"))
    let profile = try Quern.run(["rules", "--profile", "prosa"], in: space)
    #expect(profile.code == 64 && profile.messages.contains("did you mean 'prose'?"))
  }
}
