import QuernBytes

/// Reads values out of a recipe's nodes and collects everything that is wrong with them.
///
/// A method that returns nil has reported an issue; the caller goes on with a default, so that one run finds them all.
struct RecipeReader {
  private(set) var issues: [RecipeIssue]
  let vocabulary: RecipeVocabulary?

  init(issues: [RecipeIssue], vocabulary: RecipeVocabulary?) {
    self.issues = issues
    self.vocabulary = vocabulary
  }

  mutating func report(_ place: RecipePlace, _ message: String, hint: String? = nil) {
    issues.append(RecipeIssue(place: place, message: message, hint: hint))
  }

  /// Reports that `node` is not what `name` needs.
  mutating func reportKind(of node: RecipeNode, _ name: String, expected: String) {
    report(node.place, "\(name) must be \(expected), but is \(node.kind)")
  }

  /// Reports a name that is none of `known`; names of `later` versions get their own message.
  ///
  /// - Parameters:
  ///   - what: What the name names, as in "key".
  ///   - owner: Where the name belongs, as in " in an input"; may be empty.
  mutating func reportName(
    _ written: String, at place: RecipePlace, _ what: String, _ owner: String = "", known: [String],
    later: [String] = []
  ) {
    if later.contains(written) {
      return report(place, "the \(what) '\(written)'\(owner) is not supported by this version")
    }
    let near = nearestName(to: written, among: known)
    let hint = near.map { "did you mean '\($0)'?" } ?? "known are: \(known.joined(separator: ", "))"
    report(place, "unknown \(what) '\(written)'\(owner)", hint: known.isEmpty ? nil : hint)
  }

  // MARK: Tables and lists

  /// The members of a table, by key; keys other than `keys` are reported.
  mutating func table(
    _ node: RecipeNode, _ name: String, keys: [String], later: [String] = []
  ) -> [String: RecipeNode]? {
    guard case .table(let members) = node.value else {
      reportKind(of: node, name, expected: "a table of keys and values")
      return nil
    }
    var values: [String: RecipeNode] = [:]
    for member in members {
      if keys.contains(member.key) {
        values[member.key] = member.value
      } else {
        reportName(member.key, at: member.place, "key", " in \(name)", known: keys, later: later)
      }
    }
    return values
  }

  /// The elements of a list with at least `minimum` of them.
  mutating func list(_ node: RecipeNode, _ name: String, minimum: Int = 0) -> [RecipeNode]? {
    guard case .list(let elements) = node.value else {
      reportKind(of: node, name, expected: "a list in [ ]")
      return nil
    }
    guard elements.count >= minimum else {
      report(node.place, "\(name) must not be empty")
      return nil
    }
    return elements
  }

  /// The elements of a list that `read` understands; one whose value came before is reported.
  mutating func distinct<Element: Equatable>(
    _ node: RecipeNode, _ name: String, minimum: Int = 0,
    _ read: (inout RecipeReader, RecipeNode) -> Element?
  ) -> [Element]? {
    guard let nodes = list(node, name, minimum: minimum) else { return nil }
    var elements: [Element] = []
    for node in nodes {
      guard let element = read(&self, node) else { continue }
      if elements.contains(element) {
        report(node.place, "\(name) names '\(element)' twice")
      } else {
        elements.append(element)
      }
    }
    return elements
  }

  // MARK: Scalars

  /// Text that is not empty.
  mutating func text(_ node: RecipeNode, _ name: String) -> String? {
    guard let text = node.text else {
      let quote = node.digits != nil || node.flag != nil ? "put it in quotes if it is meant as text" : nil
      report(node.place, "\(name) must be text, but is \(node.kind)", hint: quote)
      return nil
    }
    guard !text.isEmpty, !text.utf8.contains(0) else {
      report(node.place, "\(name) must not be empty or hold a zero byte")
      return nil
    }
    return text
  }

  /// One of the words of `Word`.
  mutating func word<Word>(_ node: RecipeNode, _ name: String, later: [String] = []) -> Word?
  where Word: RawRepresentable<String> & CaseIterable {
    let known = Word.allCases.map(\.rawValue)
    guard let text = node.text else {
      reportKind(of: node, name, expected: "one of \(known.joined(separator: ", "))")
      return nil
    }
    guard let word = Word(rawValue: text) else {
      reportName(text, at: node.place, "value", " of \(name)", known: known, later: later)
      return nil
    }
    return word
  }

  mutating func flag(_ node: RecipeNode, _ name: String) -> Bool? {
    if let flag = node.flag { return flag }
    reportKind(of: node, name, expected: "true or false")
    return nil
  }

  /// A whole number in `range`.
  mutating func whole<Number: FixedWidthInteger>(
    _ node: RecipeNode, _ name: String, in range: ClosedRange<Number>
  ) -> Number? {
    guard let digits = node.digits else {
      reportKind(of: node, name, expected: "a whole number")
      return nil
    }
    guard let number = Number(digits), range.contains(number) else {
      report(node.place, "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  /// A finite number.
  mutating func number(_ node: RecipeNode, _ name: String) -> Double? {
    guard let number = node.digits.flatMap(Double.init), number.isFinite else {
      reportKind(of: node, name, expected: "a number")
      return nil
    }
    return number
  }

  /// A number of bytes in `range`, as in `64MiB`.
  mutating func size(_ node: RecipeNode, _ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let bytes = (node.digits ?? node.text).flatMap(byteCount(of:)) else {
      report(node.place, "\(name) must be a size, but is \(node.kind)", hint: "write for example 64MiB")
      return nil
    }
    guard range.contains(bytes) else {
      report(node.place, "\(name) must be from \(range.lowerBound) to \(range.upperBound) bytes")
      return nil
    }
    return bytes
  }
}
