import QuernBytes
import QuernPersonalData
import Testing

@testable import QuernCleaning

@Suite struct LineCleaningTests {
  private func clean(_ text: String, _ options: CleaningOptions) throws -> (text: String, verdict: Verdict) {
    var cleaner = Cleaner(plan: try CleaningPlan(options))
    var buffer = ByteBuffer()
    buffer.append(string: text)
    let verdict = try cleaner.clean(buffer.bytes, route: 0)
    return (cleaner.text.text, verdict)
  }

  private func boilerplate(_ text: String) throws -> (text: String, verdict: Verdict) {
    try clean(text, CleaningOptions(routes: [CleaningRoute(profiles: ["boilerplate"])]))
  }

  @Test(arguments: [
    "This site uses cookies to improve your visit.", "Wir verwenden Cookies.", "Нажимая, вы принимаете файлы cookie.",
    "本网站使用cookie。", "© 2024 Mill Ltd. All rights reserved.", "Tous droits réservés", "Skip to content",
    "» Read more »", "[Log in]", "READ MORE…", "Home | Shop | About | Help", "Inicio › Molinos › Harina › Trigo",
    "阅读更多", "  Weiterlesen  ",
  ])
  func linesOfSitesGo(line: String) throws {
    let text = "The mill stands by the river.\n\(line)\nIt grinds wheat from dawn to dusk.\nIt rests at night."
    #expect(try boilerplate(text).text == text.replacing(line: line))
  }

  @Test(arguments: [
    "She baked cookies for the miller.", "Read more books, he said.", "Home is where the mill is.", "| a | b | c | d |",
    "1 | 2 | 3 | 4", "Log into the river.", "He had all rights to the water, and reserved them.", "a · b",
    "The cookie was hard, so she put it into the tea.",
  ])
  func linesOfTextStay(line: String) throws {
    let text = "The mill stands by the river.\n\(line)\nIt grinds wheat from dawn to dusk."
    let result = try boilerplate(text)
    #expect(result.text == text && result.verdict.edits.isEmpty)
  }

  @Test func linesAreCounted() throws {
    let result = try boilerplate("Menu\nWe use cookies.\nAll rights reserved.\nText.\nMore text.\n\n")
    #expect(result.text == "Text.\nMore text.\n\n")
    #expect(result.verdict[.boilerplateLines] == 3 && result.verdict[.boilerplateShare] == 0.6)
    #expect(result.verdict.edits[.cookieLines] == 1 && result.verdict.edits[.legalLines] == 1)
    #expect(result.verdict.edits[.navigationLines] == 1)
    #expect(try boilerplate("").verdict.keep)
    #expect(try boilerplate("Menu").verdict.keep == false)
  }

  /// A document of which edits leave nothing goes; one that came empty is what it was.
  @Test func nothingIsKeptWithoutText() throws {
    let options = CleaningOptions(routes: [CleaningRoute(profiles: ["c4@dolma"])])
    let emptied = try clean("hello", options)
    #expect(emptied.text == "" && emptied.verdict.reason == "empty_after_edits")
    #expect(emptied.verdict[.emptied] == 1)
    for text in ["", " \n", "The mill stands here."] { #expect(try clean(text, options).verdict.keep, "\(text)") }
    var lenient = options
    lenient.routes[0].rules = ["empty_after_edits": ["max": 1]]
    #expect(try clean("hello", lenient).verdict.keep)
    // The rule comes last, and only where something is edited.
    var conditional = options
    conditional.userRules = [UserRule(id: "drop_if", condition: try SignalCondition("characters < 1"))]
    #expect(try clean("hello", conditional).verdict.failed == ["drop_if", "empty_after_edits"])
    #expect(
      try !CleaningPlan(CleaningOptions(routes: [CleaningRoute(profiles: ["prose"])])).ruleIDs(route: 0)
        .contains("empty_after_edits"))
    var cut = CleaningOptions(routes: [CleaningRoute(profiles: ["toxicity-cut"])])
    cut.resources.toxicity = try TestModels.toxicity
    #expect(try clean("You fucking idiots should all shut the fuck up.", cut).verdict.reason == "empty_after_edits")
  }

  @Test func repeatedLinesGo() throws {
    var rule = RepeatedLineRule(scope: .host, documents: 2, bytes: 5)
    let lines = CommonLines(rule)
    var url = ByteBuffer()
    url.append(string: "https://mill.example/a")
    var footer = ByteBuffer()
    footer.append(string: "Opening hours: nine to five")
    let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
    let scope = try #require(rule.scopeHash(url: url.bytes, source: nowhere))
    lines.add(try #require(rule.key(of: footer.bytes, scope)))
    #expect(rule.scopeHash(url: nowhere, source: nowhere) == nil)
    var options = CleaningOptions(routes: [CleaningRoute(profiles: [])])
    options.repeatedLines = rule
    var cleaner = Cleaner(plan: try CleaningPlan(options), repeatedLines: lines)
    var text = ByteBuffer()
    text.append(string: "Wheat.\r\n  Opening hours: nine to five \r\nRye.\nOpening hours: nine to five")
    let verdict = try cleaner.clean(CleaningDocument(text: text.bytes, url: url.bytes), route: 0)
    #expect(cleaner.text.text == "Wheat.\r\nRye.\n")
    #expect(verdict[.repeatedLinesRemoved] == 2 && verdict[.repeatedLinesShare] == 0.5)
    #expect(verdict.edits[.repeatedLines] == 2)
    // Elsewhere the line is another one.
    var other = ByteBuffer()
    other.append(string: "https://other.example/")
    _ = try cleaner.clean(CleaningDocument(text: text.bytes, url: other.bytes), route: 0)
    #expect(cleaner.text.count == text.count)
    rule.bytes = 1000
    #expect(rule.key(of: footer.bytes, scope) == nil)
  }

  @Test func personalDataIsCountedAndTakenOut() throws {
    let text = "Write to anna@mill.example.org or call +44 20 7946 0958."
    var options = CleaningOptions(routes: [CleaningRoute(profiles: [])])
    var policy = PersonalDataPolicy(.quern, .mask)
    policy[.phone] = .tag
    options.personalData = policy
    let masked = try clean(text, options)
    #expect(masked.text == "Write to [EMAIL] or call +44 20 7946 0958.")
    #expect(masked.verdict.keep && masked.verdict.edits[.piiEmail] == 1 && masked.verdict.edits[.piiPhone] == 0)
    #expect(masked.verdict[PersonalDataKind.phone.signal] == 1 && masked.verdict[.personalData] == 2)
    options.personalData?[.phone] = .drop
    #expect(try clean(text, options).verdict.reason == "pii.found")
    // The profile follows the policy; without one it has its own.
    options.routes = [CleaningRoute(profiles: ["pii"])]
    options.personalData = policy
    #expect(try clean(text, options).text == masked.text)
    options.personalData = nil
    #expect(try clean(text, options).text == "Write to email@example.com or call +1 202-555-0100.")
    // A condition reads what nobody takes out.
    var conditional = CleaningOptions(routes: [CleaningRoute(profiles: ["basic"])])
    conditional.userRules = [UserRule(id: "drop_if", condition: try SignalCondition("pii.email > 0"))]
    #expect(try clean(text, conditional).verdict.reason == "drop_if")
  }

  /// Every policy of a route drops what it must not find, under its own id.
  @Test func everyPolicyOfARouteHasItsRule() throws {
    let iban = "Pay to GB82 WEST 1234 5698 7654 32 before the mill opens on Monday morning at nine."
    var options = CleaningOptions(routes: [CleaningRoute(profiles: ["basic"])])
    var policy = PersonalDataPolicy(.quern, .keep)
    policy[.iban] = .drop
    options.personalData = policy
    #expect(try clean(iban, options).verdict.reason == "pii.found")
    options.routes = [CleaningRoute(profiles: ["pii@dolma"])]
    let second = try clean(iban, options).verdict
    #expect(second.failed == ["pii.found#2"] && second.reason == "pii.found#2")

    // Dolma's limit of 5 holds behind the profile `pii`, too; those that it leaves are of another text.
    options.personalData = nil
    options.routes = [CleaningRoute(profiles: ["pii@dolma", "pii"], rules: ["pii.found#2": ["total": 0]])]
    let plan = try CleaningPlan(options)
    #expect(plan.ruleIDs(route: 0).filter { $0.hasPrefix("pii.") } == ["pii.found", "pii.found#2"])
    #expect(plan.routes[0].rules[0].bounds.map(\.value) == [5] && plan.routes[0].rules[1].bounds.map(\.value) == [0])
    #expect(try clean(iban, options).verdict.failed == ["pii.found#2"])
    options.routes[0].rules = ["pii.found#3": ["total": 0]]
    #expect(throws: CleaningError.unknownRule("pii.found#3", known: plan.ruleIDs(route: 0))) {
      try CleaningPlan(options)
    }
  }

  @Test func plansTellPoliciesApart() {
    var policy = PersonalDataPolicy(.quern, .hash, salt: Array("0123456789abcdef".utf8))
    let name = policy.planName
    #expect(!name.contains("0123456789abcdef"))
    policy.salt = Array("fedcba9876543210".utf8)
    #expect(policy.planName != name)
    policy[.email] = .keep
    #expect(policy.planName.contains("email") == false)
  }
}

extension String {
  /// The text without one of its lines.
  fileprivate func replacing(line: String) -> String {
    split(separator: "\n", omittingEmptySubsequences: false).filter { $0 != line }.joined(separator: "\n")
  }
}
