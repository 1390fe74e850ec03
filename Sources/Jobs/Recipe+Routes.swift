extension RecipeRoute {
  /// Reads the `clean` list and checks that every source has a route and every route can be taken.
  ///
  /// - Parameter sources: The sources of the inputs; empty when the inputs could not be read.
  static func routes(_ node: RecipeNode, sources: [String], _ reader: inout RecipeReader) -> [RecipeRoute] {
    guard let nodes = reader.list(node, "clean", minimum: 1) else { return [] }
    var routes: [RecipeRoute] = []
    // Routes that take every language of their source: nothing comes after them.
    func takesAll(_ route: RecipeRoute, _ source: String?) -> Bool {
      route.languages == nil && (route.source == nil || route.source == source)
    }
    var isComplete = !sources.isEmpty
    for node in nodes {
      guard let (route, place) = RecipeRoute.read(node, &reader) else {
        isComplete = false
        continue
      }
      if routes.contains(where: { takesAll($0, route.source) }) {
        reader.report(place, "this route is never taken, because one before it takes the same documents")
      } else if let source = route.source, !sources.isEmpty, !sources.contains(source) {
        reader.reportName(source, at: place, "source", known: sources + ["*"])
      }
      routes.append(route)
    }
    guard isComplete else { return routes }
    var missing: [String] = []
    for source in sources where !missing.contains(source) && !routes.contains(where: { takesAll($0, source) }) {
      missing.append(source)
      let some = routes.contains { $0.source == nil || $0.source == source }
      reader.report(
        node.place, "no route takes \(some ? "all languages of " : "")the source '\(source)'",
        hint: "add {when: {source: \(source)}, profiles: [NAME]} or a last route with source \"*\"")
    }
    return routes
  }

  /// Reads one route; the place is that of its source.
  private static func read(_ node: RecipeNode, _ reader: inout RecipeReader) -> (RecipeRoute, RecipePlace)? {
    guard
      let table = reader.table(
        node, "a route", keys: ["when", "profiles", "rules", "fineweb2"], later: ["force"])
    else { return nil }
    var place = node.place
    var source: String??
    var languages: [String]?
    if let when = table["when"] {
      if let fields = reader.table(when, "when", keys: ["source", "language"]) {
        if let node = fields["source"] {
          place = node.place
          source = reader.text(node, "source").map { $0 == "*" ? nil : $0 }
        } else if fields["language"] != nil {
          source = .some(nil)
        } else {
          reader.report(
            when.place, "when has neither source nor language", hint: "write {source: NAME} or {source: \"*\"}")
        }
        languages = fields["language"].flatMap { RecipeRoute.languages($0, &reader) }
      }
    } else {
      reader.report(node.place, "a route has no when", hint: "add 'when: {source: \"*\"}'")
    }

    var route = RecipeRoute(source: nil, profiles: [])
    if let node = table["profiles"] {
      let known = reader.vocabulary.map { $0.profiles.keys.sorted() }
      route.profiles =
        reader.distinct(node, "profiles", minimum: 1) { reader, node in
          guard let name = reader.text(node, "a profile's name") else { return nil }
          if let known, !known.contains(name) { reader.reportName(name, at: node.place, "profile", known: known) }
          return name
        } ?? []
    } else {
      reader.report(node.place, "a route has no profiles", hint: "add 'profiles: [NAME]'")
    }
    if let node = table["rules"] { route.readRules(node, &reader) }
    if let node = table["fineweb2"] { route.fineWeb2 = reader.text(node, "fineweb2") }
    guard let source else { return nil }
    route.source = source
    route.languages = languages
    return (route, place)
  }

  /// Reads a language or a list of them; nil for all.
  private static func languages(_ node: RecipeNode, _ reader: inout RecipeReader) -> [String]? {
    if case .list = node.value { return reader.distinct(node, "language", minimum: 1) { $0.text($1, "a language") } }
    return reader.text(node, "language").flatMap { $0 == "*" ? nil : [$0] }
  }

  /// Reads `rules: {RULE: {PARAMETER: NUMBER}}`.
  private mutating func readRules(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard case .table(let members) = node.value else {
      return reader.reportKind(of: node, "rules", expected: "a table of rules")
    }
    var known: [String: [String]]?
    // With an unknown profile there is no telling which rules there are.
    if let vocabulary = reader.vocabulary, !profiles.isEmpty,
      profiles.allSatisfy({ vocabulary.profiles[$0] != nil })
    {
      // Which sections there are is not known yet; a rule that none of them brings is found when routes are compiled.
      known = profiles.reduce(into: vocabulary.sectionRules) { known, profile in
        known.merge(vocabulary.profiles[profile] ?? [:]) { _, own in own }
      }
    }
    for member in members {
      // A rule that runs for several edits is RULE#2 and so on from the second on.
      let rule = member.key.utf8.firstIndex(of: UInt8(ascii: "#")).map { String(member.key[..<$0]) } ?? member.key
      if let known, known[rule] == nil {
        reader.reportName(member.key, at: member.place, "rule", known: known.keys.sorted())
        continue
      }
      guard case .table(let parameters) = member.value.value else {
        reader.reportKind(of: member.value, member.key, expected: "a table of parameters, as in {min: 20}")
        continue
      }
      for parameter in parameters {
        if let names = known?[rule], !names.contains(parameter.key) {
          reader.reportName(parameter.key, at: parameter.place, "parameter", known: names)
        } else if let value = reader.number(parameter.value, "\(member.key).\(parameter.key)") {
          rules[member.key, default: [:]][parameter.key] = value
        }
      }
    }
  }
}
