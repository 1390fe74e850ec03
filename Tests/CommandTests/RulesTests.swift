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

  @Test func examplesShowAddressesAndLabels() throws {
    let space = try Workspace()
    let page = try space.quern("rules", "url.domain", "language.keep")
    #expect(page.output.contains("“A page.” from https://mill.example.org/a"))
    #expect(page.output.contains("“A page.” from https://www.bad.example/"))
    #expect(page.output.contains(", with the labels "), "\(page.output)")
    let json = try parse(try space.quern("rules", "url.domain", "--json").output)
    let rule = (json["rules"] as? [[String: Any]])?.first
    #expect((rule?["failing"] as? [String: Any])?["url"] as? String == "https://www.bad.example/")
    #expect((rule?["failing"] as? [String: Any])?["labels"] as? [String] == [])
  }

  @Test func mistakesNameTheNearest() throws {
    let space = try Workspace()
    let other = try space.quern("rules", "basic.min_words", "--profile", "gopher")
    expect(other, code: 64, says: "the profile gopher has no rule 'basic.min_words'; it has gopher.")
    let rule = try Quern.run(["rules", "basic.min_word"], in: space)
    #expect(rule.code == 64 && rule.messages.contains("did you mean 'basic.min_words'?"))
    let profile = try Quern.run(["rules", "--profile", "prosa"], in: space)
    #expect(profile.code == 64 && profile.messages.contains("did you mean 'prose'?"))
  }
}
