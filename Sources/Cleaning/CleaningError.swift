import QuernText

/// What is wrong with cleaning rules, lists or texts.
public enum CleaningError: Error, CustomStringConvertible, Equatable, Sendable {
  /// No profile has this name.
  case unknownProfile(String, nearest: String)
  /// A route's profiles have no rule with this id.
  case unknownRule(String, nearest: String)
  /// The rule has no such parameter.
  case unknownParameter(String, rule: String, nearest: String)
  /// A parameter's value is not a number that can be compared.
  case badValue(rule: String, parameter: String)
  /// A route sets a lexicon rule, but there is no lexicon.
  case noLexicon(rule: String)
  /// No route matches documents of this source.
  case noRoute(source: String)
  /// There is no route at all.
  case noRoutes
  /// A route has more rules than a verdict can name.
  case tooManyRules(Int)
  /// A line of a lexicon (1 is the first) is not UTF-8.
  case lexiconNotUTF8(line: Int)
  /// A lexicon's automaton would need more than its limit of memory.
  case lexiconTooLarge(bytes: Int, limit: Int)
  /// A text could not be normalised.
  case text(TextError)

  public var description: String {
    switch self {
    case .unknownProfile(let name, let nearest): "there is no profile “\(name)”; did you mean “\(nearest)”?"
    case .unknownRule(let id, let nearest): "the route has no rule “\(id)”; did you mean “\(nearest)”?"
    case .unknownParameter(let name, let rule, let nearest):
      "the rule \(rule) has no parameter “\(name)”; did you mean “\(nearest)”?"
    case .badValue(let rule, let parameter): "the value of \(rule).\(parameter) must be a finite number"
    case .noLexicon(let rule): "the rule \(rule) needs a lexicon, and none is given"
    case .noRoute(let source): "no cleaning route matches the source “\(source)”; add one, or one for “*”"
    case .noRoutes: "cleaning needs at least one route"
    case .tooManyRules(let count): "a route has \(count) rules; the limit is \(CleaningPlan.ruleLimit)"
    case .lexiconNotUTF8(let line): "line \(line) of the lexicon is not UTF-8"
    case .lexiconTooLarge(let bytes, let limit):
      "the lexicon needs an automaton of \(bytes) bytes; the limit is \(limit)"
    case .text(let error): error.description
    }
  }
}

/// The candidate with the smallest edit distance from `name`, the earliest on ties; empty when there is none.
func nearestName(to name: String, among candidates: [String]) -> String {
  var best = ""
  var bestDistance = Int.max
  for candidate in candidates {
    let distance = editDistance(Array(name.utf8), Array(candidate.utf8))
    if distance < bestDistance {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/// The number of bytes to insert, delete or replace to turn one text into the other (Levenshtein).
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var row = Array(0...right.count)
  for (i, byte) in left.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in right.enumerated() {
      let above = row[j + 1]
      row[j + 1] = byte == other ? diagonal : 1 + min(diagonal, above, row[j])
      diagonal = above
    }
  }
  return row[right.count]
}
