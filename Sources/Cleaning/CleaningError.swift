import QuernBytes
import QuernLexicons
import QuernText

/// What is wrong with cleaning rules, lists or texts.
public enum CleaningError: Error, CustomStringConvertible, Equatable, Sendable {
  /// No profile has this name; the names there are follow.
  case unknownProfile(String, known: [String])
  /// A route's profiles have no rule with this id; the rules they have follow.
  case unknownRule(String, known: [String])
  /// There is no kind of repair of this name; those there are follow.
  case unknownRepair(String, known: [String])
  /// The rule has no such parameter; those it has follow.
  case unknownParameter(String, rule: String, known: [String])
  /// The rule compares no number with a limit.
  case noParameters(rule: String)
  /// The rule has several parameters, and none is named.
  case severalParameters(rule: String, known: [String])
  /// A parameter's value is not a number that can be compared.
  case badValue(rule: String, parameter: String)
  /// A route sets a lexicon rule, but there is no lexicon.
  case noLexicon(rule: String)
  /// What tells languages has no such label; those it has follow.
  case unknownLanguage(String, known: [String])
  /// The profile `fineweb2` has no settings for its language.
  case noFineWeb2Settings
  /// A route has settings for the profile `fineweb2`, but not the profile.
  case unusedFineWeb2Settings
  /// Profiles of one route count different words.
  case mixedWords(String, String)
  /// A step needs a list or model that is not there.
  case missing(CleaningResource, step: String)
  /// No route matches documents of this source.
  case noRoute(source: String)
  /// Routes match documents of this source, but none takes all languages.
  case noRouteForLanguages(source: String)
  /// There is no route at all.
  case noRoutes
  /// A route has more rules or measurements than a verdict can name.
  case tooManyRules(Int)
  /// A path holds no list of addresses in a known form.
  case noURLList(String)
  /// A list of addresses has no entries.
  case emptyURLList(String)
  /// A lexicon could not look at a text.
  case lexicon(LexiconError)
  /// A text could not be normalised.
  case text(TextError)

  public var description: String {
    switch self {
    case .unknownProfile(let name, let known): "there is no profile “\(name)”; \(advice(name, known))"
    case .unknownRule(let id, let known): "the route has no rule “\(id)”; \(advice(id, known))"
    case .unknownRepair(let name, let known):
      "there is no repair “\(name)”; \(advice(name, known)); no-KIND takes one out of standard"
    case .unknownParameter(let name, let rule, let known):
      "the rule \(rule) has no parameter “\(name)”; \(advice(name, known))"
    case .noParameters(let rule):
      "the rule \(rule) has no value to set: it is a condition, a list of languages, or without a limit"
    case .severalParameters(let rule, let known):
      "name the parameter of \(rule), as in \(rule).\(known.first ?? "min")=VALUE; known are \(known.joined(separator: ", "))"
    case .badValue(let rule, let parameter): "the value of \(rule).\(parameter) must be a finite number"
    case .noLexicon(let rule): "the rule \(rule) needs a lexicon, and none is given"
    case .unknownLanguage(let name, let known):
      "no language has the code “\(name)” here; "
        + (nearestName(to: name, among: known).map { "did you mean “\($0)”? " } ?? "")
        + "the codes are such as \(known.prefix(12).joined(separator: ", "))"
    case .noFineWeb2Settings:
      """
      the profile fineweb2 needs the thresholds and stop words of a language: a file of the folder configs of \
      https://github.com/huggingface/fineweb-2, such as ces_Latn.yml
      """
    case .unusedFineWeb2Settings: "the route has settings for fineweb2, but not that profile"
    case .mixedWords(let one, let other):
      "the profiles \(one) and \(other) count different words; give each a run of its own"
    case .missing(let resource, let step): "the step \(step) needs a \(resource.rawValue), and none is given"
    case .noRoute(let source): "no cleaning route matches the source “\(source)”; add one, or one for “*”"
    case .noRouteForLanguages(let source):
      "no cleaning route takes all languages of the source “\(source)”; add a last one for the language “*”"
    case .noRoutes: "cleaning needs at least one route"
    case .tooManyRules(let count): "a route has \(count) rules or measurements; the limit is \(CleaningPlan.ruleLimit)"
    case .noURLList(let path): "\(path): no list of addresses; a list is a file or folder with files domains and urls"
    case .emptyURLList(let path): "\(path): the list of addresses is empty"
    case .lexicon(let error): error.description
    case .text(let error): error.description
    }
  }

  private func advice(_ name: String, _ known: [String]) -> String {
    let all = "known are \(known.joined(separator: ", "))"
    return nearestName(to: name, among: known).map { "did you mean “\($0)”? \(all)" } ?? all
  }
}
