import ArgumentParser
import QuernBytes
import QuernCleaning
import QuernJSON
import QuernText

/// `quern rules`
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Lists the rules that documents are cleaned by: definition, values, source, examples.",
    discussion: """
      EXAMPLES:
        quern rules                     every rule, in one line each
        quern rules --profile gopher@dolma
        quern rules basic.letter_share  all there is to know of one
        quern rules --json | jq -r '.rules[].id'

      A value is changed by `quern clean --rule RULE.PARAMETER=VALUE` or in a recipe.
      """)

  @Argument(help: "The rules to show whole; without any, all are listed.")
  var rules: [String] = []

  @Option(help: "Only the rules of this profile, with its values, in their order.")
  var profile: String?

  @Flag(help: "Print everything as one JSON object.")
  var json = false

  func validate() throws {
    for id in rules where RuleCatalogue.rule(id) == nil {
      throw ValidationError(unknown("rule", id, RuleCatalogue.rules.map(\.id)))
    }
    if let profile, Profile.named(profile) == nil {
      throw ValidationError(unknown("profile", profile, Profile.all.map(\.name)))
    }
    if let profile = profile.flatMap(Profile.named) {
      for id in rules where !profile.rules.contains(where: { $0.id == id }) {
        let known = profile.rules.isEmpty ? "no rules" : profile.rules.map(\.id).joined(separator: ", ")
        throw ValidationError("the profile \(profile.name) has no rule '\(id)'; it has \(known)")
      }
    }
  }

  private func unknown(_ what: String, _ name: String, _ known: [String]) -> String {
    let advice =
      nearestName(to: name, among: known).map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"
    return "there is no \(what) '\(name)'; \(advice)"
  }

  func run() {
    let uses = listed()
    if json {
      write(uses)
    } else {
      Terminal.output(uses.map(rules.isEmpty ? line : page).joined())
    }
  }

  /// A rule and the values that a profile has for it.
  private struct Use {
    let rule: Rule
    var values: [String: Double] = [:]
    var reason: String?

    func value(_ bound: RuleBound) -> Double? { values[bound.parameter] ?? bound.standard }
  }

  private func listed() -> [Use] {
    var uses: [Use] = RuleCatalogue.rules.map { Use(rule: $0) }
    if let found = profile.flatMap(Profile.named) {
      uses = found.rules.compactMap { use in
        RuleCatalogue.rule(use.id).map { Use(rule: $0, values: use.values, reason: use.reason) }
      }
    }
    return rules.isEmpty ? uses : uses.filter { rules.contains($0.rule.id) }
  }

  private func parameters(_ use: Use) -> String {
    use.rule.bounds.map { bound in "\(bound.parameter)=\(use.value(bound).map(text) ?? "off")" }.joined(separator: " ")
  }

  private func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
  }

  private func line(_ use: Use) -> String { "\(use.rule.id)  \(parameters(use))\n    \(use.rule.definition)\n" }

  private func page(_ use: Use) -> String {
    let rule = use.rule
    let signals = rule.bounds.map { "\($0.parameter): \($0.signal.name) \(sign($0.comparison))" }
    let profiles = Profile.all.filter { $0.rules.contains { $0.id == rule.id } }.map(\.name)
    return """
      \(rule.id)
        \(rule.definition)
        values    \(signals.isEmpty ? "none" : "\(parameters(use)) (\(signals.joined(separator: ", ")))")
        profiles  \(profiles.isEmpty ? "none" : profiles.joined(separator: ", "))
        source    \(rule.source)
        keeps     \(example(rule.passing))
        drops     \(example(rule.failing))

      """
  }

  private func sign(_ comparison: RuleBound.Comparison) -> String {
    switch comparison {
    case .atLeast: "at least"
    case .atMost: "at most"
    }
  }

  private func example(_ example: RuleExample) -> String {
    let piece = example.piece.replacing("\n", with: "\\n")
    let lexicon = example.lexicon.map { ", with the lexicon “\($0.replacing("\n", with: "\\n"))”" } ?? ""
    let url = example.url.map { " from \($0)" } ?? ""
    let labels = example.labels.isEmpty ? "" : ", with the labels \(example.labels.joined(separator: ", "))"
    return "“\(piece)”\(example.times == 1 ? "" : " × \(example.times)")\(url)\(lexicon)\(labels)"
  }

  private func write(_ uses: [Use]) {
    var writer = JSONWriter(indented: true)
    writer.beginObject()
    writer.member("quern", 1)
    writer.key("profiles")
    writer.beginArray()
    for each in Profile.all where profile == nil || each.name == profile { write(each, into: &writer) }
    writer.endArray()
    writer.key("rules")
    writer.beginArray()
    for use in uses { write(use, into: &writer) }
    writer.endArray()
    writer.endObject()
    writer.endLine()
    Terminal.output(writer.buffer.bytes)
  }

  private func write(_ profile: Profile, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("name", profile.name)
    writer.member("version", profile.version)
    writer.member("summary", profile.summary)
    writer.member("languages", profile.languages)
    writer.member("normalization", profile.normalization.rawValue)
    writer.key("steps")
    writer.beginArray()
    for step in profile.steps {
      writer.beginObject()
      writer.member("name", step.name)
      writer.key("edit")
      if let edit = step.edit { writer.string(edit.name) } else { writer.null() }
      writer.member("rules", step.rules.map(\.id))
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ use: Use, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", use.rule.id)
    writer.member("definition", use.rule.definition)
    writer.key("reason")
    writer.string(use.reason ?? use.rule.id)
    writer.key("bounds")
    writer.beginArray()
    for bound in use.rule.bounds {
      writer.beginObject()
      writer.member("parameter", bound.parameter)
      writer.member("signal", bound.signal.name)
      writer.member("comparison", bound.comparison.rawValue)
      writer.key("value")
      if let value = use.value(bound) { writer.number(value) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    writer.member("source", use.rule.source)
    for (name, example) in [("passing", use.rule.passing), ("failing", use.rule.failing)] {
      writer.key(name: name)
      writer.beginObject()
      writer.member("piece", example.piece)
      writer.member("times", example.times)
      writer.key("lexicon")
      if let lexicon = example.lexicon { writer.string(lexicon) } else { writer.null() }
      writer.key("url")
      if let url = example.url { writer.string(url) } else { writer.null() }
      writer.member("labels", example.labels)
      writer.endObject()
    }
    writer.endObject()
  }
}
