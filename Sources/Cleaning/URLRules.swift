import QuernText

extension Signal {
  /// 1 where the registered domain of the address is listed.
  static let urlDomain = Signal("url.domain", .url, 0, .count)
  /// 1 where the whole host is listed.
  static let urlSubdomain = Signal("url.subdomain", .url, 1, .count)
  /// 1 where a name between the host and its registered domain is listed, or a host without one.
  static let urlParent = Signal("url.parent", .url, 2, .count)
  /// 1 where the address is listed byte by byte.
  static let urlAddress = Signal("url.address", .url, 3, .count)
  /// 1 where the page is listed, whatever its scheme, `www.`, fragment and final slash.
  static let urlPage = Signal("url.page", .url, 4, .count)
  /// Distinct hard words in the address.
  static let urlHardWords = Signal("url.hard_words", .url, 5, .count)
  /// Distinct soft words in the address.
  static let urlSoftWords = Signal("url.soft_words", .url, 6, .count)
  /// Listed strings among the letters and digits of the address.
  static let urlSubstrings = Signal("url.substrings", .url, 7, .count)

  static let urlSignals = [
    urlDomain, urlSubdomain, urlParent, urlAddress, urlPage, urlHardWords, urlSoftWords, urlSubstrings,
  ]
}

extension URLMatch {
  /// Writes the values of ``Signal/urlSignals``.
  func write(to values: UnsafeMutableBufferPointer<Double>) {
    let numbers = [
      domain ? 1 : 0, subdomain ? 1 : 0, parent ? 1 : 0, address ? 1 : 0, page ? 1 : 0, hardWords, softWords,
      substrings,
    ]
    for (slot, number) in numbers.enumerated() { values[slot] = Double(number) }
  }
}

extension RuleCatalogue {
  private static let filterSource = "datatrove 0.10, URLFilter; the lists are the user's"

  static let urlRules: [Rule] = [
    Rule(
      id: "url.domain", definition: "The registered domain of the address is on at most `max` lists.",
      bounds: [RuleBound("max", .urlDomain, .atMost, 0)], source: filterSource,
      passing: RuleExample(url: "https://mill.example.org/a"), failing: RuleExample(url: "https://www.bad.example/")),
    Rule(
      id: "url.subdomain", definition: "The host of the address is on at most `max` lists.",
      bounds: [RuleBound("max", .urlSubdomain, .atMost, 0)], source: filterSource,
      passing: RuleExample(url: "https://good.host.example"), failing: RuleExample(url: "https://bad.host.example")),
    Rule(
      id: "url.parent",
      definition:
        "At most `max` names above the host, below its registered domain, are listed; hosts without a domain too.",
      bounds: [RuleBound("max", .urlParent, .atMost, 0)],
      source: "UT1 blacklists: an entry stands for everything below it",
      passing: RuleExample(url: "https://a.good.host.example"),
      failing: RuleExample(url: "https://a.bad.host.example")),
    Rule(
      id: "url.address", definition: "The address, byte by byte, is on at most `max` lists.",
      bounds: [RuleBound("max", .urlAddress, .atMost, 0)], source: filterSource,
      passing: RuleExample(url: "https://site.example/page"), failing: RuleExample(url: "site.example/page")),
    Rule(
      id: "url.page",
      definition: "The page, whatever its scheme, `www.`, fragment and final slash, is on at most `max` lists.",
      bounds: [RuleBound("max", .urlPage, .atMost, 0)],
      source: "UT1 blacklists: entries have no scheme", passing: RuleExample(url: "https://site.example/other"),
      failing: RuleExample(url: "https://www.site.example/page/#top")),
    Rule(
      id: "url.hard_words", definition: "At most `max` of the words of the address are on the list of hard words.",
      bounds: [RuleBound("max", .urlHardWords, .atMost, 0)], source: filterSource,
      passing: RuleExample(url: "https://site.example/hardware"),
      failing: RuleExample(url: "https://site.example/hard-word")),
    Rule(
      id: "url.soft_words", definition: "At most `max` distinct words of the address are on the list of soft words.",
      bounds: [RuleBound("max", .urlSoftWords, .atMost, 1)], source: filterSource,
      passing: RuleExample(url: "https://site.example/soft-soft"),
      failing: RuleExample(url: "https://site.example/soft/mild")),
    Rule(
      id: "url.substrings",
      definition: "At most `max` listed strings are found among the letters and digits of the address.",
      bounds: [RuleBound("max", .urlSubstrings, .atMost, 0)], source: filterSource,
      passing: RuleExample(url: "https://site.example/sub-stri"),
      failing: RuleExample(url: "https://site.example/xsub-string9")),
  ]
}

extension ProfileStep {
  /// datatrove's URL filter, with its reasons.
  static let urlFilter = ProfileStep(
    "url",
    rules: [
      ProfileRule("url.domain", reason: "domain"), ProfileRule("url.subdomain", reason: "subdomain"),
      ProfileRule("url.address", reason: "url"), ProfileRule("url.hard_words", reason: "hard_blacklisted"),
      ProfileRule("url.soft_words", reason: "soft_blacklisted"),
      ProfileRule("url.substrings", reason: "blacklisted_subword"),
    ])
}

extension Profile {
  /// Addresses by lists, as their makers mean them.
  static let url = Profile(
    name: "url", version: 1,
    summary: "Drops documents whose address is on the user's lists: domains and all below them, pages, words.",
    languages: "any", normalization: .nfc,
    steps: [
      ProfileStep(
        "url",
        rules: [
          ProfileRule("url.domain"), ProfileRule("url.subdomain"), ProfileRule("url.parent"), ProfileRule("url.page"),
          ProfileRule("url.hard_words"), ProfileRule("url.soft_words"), ProfileRule("url.substrings"),
        ])
    ])

  /// The first filter of FineWeb.
  static let urlDatatrove = Profile(
    name: "url@datatrove", version: 1,
    summary:
      "Drops documents whose address is on the user's lists, by the rules and with the reasons of datatrove 0.10.",
    languages: "any", normalization: .none, steps: [.urlFilter])
}
