import Yams

/// Turns the text of a recipe into nodes with places.
///
/// Only what a recipe needs of YAML is let in: anchors, aliases, tags, merge keys and keys that are not text are
/// refused, so that every value stands where it is written and the size of the tree is that of the file.
struct RecipeParser {
  private(set) var issues: [RecipeIssue] = []
  /// Repeated keys that were renamed in `text`: where they stand and what they are called.
  private var renamed: [RecipePlace: String] = [:]
  private var text: String
  /// Whether something was found that recipes do not use, so that values would not be read as they are meant.
  private var isRefused = false

  /// The most repeated keys that are reported for one file.
  private static let mostRepeats = 100

  init(_ text: String) { self.text = text }

  /// The root of the recipe, or nil when the text cannot be used; what is wrong is added to ``issues``.
  mutating func parse() -> RecipeNode? {
    while true {
      do {
        // The parser owns the anchors; nodes hold them weakly.
        let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
        let root = try parser.singleRoot()
        let node = withExtendedLifetime(parser) { root.map { convert($0) } }
        if node == nil { report(RecipePlace(line: 1, column: 1), "the recipe is empty", hint: "begin with 'quern: 1'") }
        return isRefused ? nil : node
      } catch let error as YamlError {
        if case .duplicatedKeysInMapping(let names, let context) = error, rename(names.first ?? "", at: context.mark) {
          continue
        }
        report(error)
        return nil
      } catch {
        report(RecipePlace(line: 1, column: 1), "cannot be read: \(error)")
        return nil
      }
    }
  }

  private mutating func report(_ place: RecipePlace, _ message: String, hint: String? = nil) {
    issues.append(RecipeIssue(place: place, message: message, hint: hint))
  }

  /// Reports what recipes do not use, once for a place: an alias brings the place of its anchor again.
  private mutating func refuse(_ place: RecipePlace, _ message: String, hint: String) {
    isRefused = true
    let issue = RecipeIssue(place: place, message: message, hint: hint)
    if !issues.contains(issue) { issues.append(issue) }
  }

  // MARK: Nodes

  private mutating func convert(_ node: Node) -> RecipeNode {
    let place = RecipePlace(node.mark)
    if node.anchor != nil { refuse(place, "anchors and aliases are not used in recipes", hint: "write the value out") }
    if RecipeParser.hasTag(node) { refuse(place, "tags are not used in recipes", hint: "leave out '!…'") }
    switch node {
    case .scalar(let scalar):
      return RecipeNode(value: .scalar(scalar.string, isPlain: RecipeParser.isPlain(scalar)), place: place)
    case .sequence(let sequence) where node.anchor == nil:
      return RecipeNode(value: .list(sequence.map { convert($0) }), place: place)
    case .mapping(let mapping) where node.anchor == nil:
      return RecipeNode(value: .table(members(of: mapping)), place: place)
    default:
      // An anchored value may stand in many places; looking inside would repeat its issues for every one.
      return RecipeNode(value: .scalar("", isPlain: true), place: place)
    }
  }

  /// Whether a tag was written.
  ///
  /// `Node.tag` cannot tell, since it works out the tags that were not; quoted scalars come with the tag of text.
  private static func hasTag(_ node: Node) -> Bool {
    switch node {
    case .scalar(let scalar): scalar.tag.description != (isPlain(scalar) ? "" : Tag.Name.str.rawValue)
    case .sequence(let sequence): !sequence.tag.description.isEmpty
    case .mapping(let mapping): !mapping.tag.description.isEmpty
    case .alias: false
    }
  }

  private static func isPlain(_ scalar: Node.Scalar) -> Bool { scalar.style == .plain }

  private mutating func members(of mapping: Node.Mapping) -> [RecipeNode.Member] {
    var members: [RecipeNode.Member] = []
    var lines: [String: Int] = [:]
    for (key, value) in mapping {
      let place = RecipePlace(key.mark)
      guard case .scalar(let scalar) = key, key.anchor == nil else {
        refuse(place, "a key must be a word", hint: "write KEY: VALUE")
        continue
      }
      let name = renamed[place] ?? scalar.string
      let node = convert(value)
      if let line = lines[name] {
        report(place, "the key '\(name)' is repeated", hint: "it was first given in line \(line)")
      } else {
        lines[name] = place.line
        members.append(RecipeNode.Member(key: name, place: place, value: node))
      }
    }
    return members
  }

  // MARK: Repeated keys

  /// Gives the key `name` at `mark` a name of its own, of the same length, so that parsing can go on.
  ///
  /// Yams stops at the first repeated key and names only the place of the first use; with the first use renamed, the
  /// rest of the file is read, every repeat is found and other issues are reported in the same run.
  ///
  /// - Returns: false when the key is not written letter for letter at `mark`, or when there are too many.
  private mutating func rename(_ name: String, at mark: Mark) -> Bool {
    guard renamed.count < RecipeParser.mostRepeats, let first = name.unicodeScalars.first,
      let fresh = Unicode.Scalar(0xF_0000 + UInt32(renamed.count)), var at = scalarIndex(of: mark)
    else { return false }
    var scalars = text.unicodeScalars
    if at < scalars.endIndex, scalars[at] == "\"" || scalars[at] == "'" { at = scalars.index(after: at) }
    guard at < scalars.endIndex, scalars[at] == first else { return false }
    scalars.replaceSubrange(at...at, with: CollectionOfOne(fresh))
    text = String(scalars)
    renamed[RecipePlace(mark)] = name
    return true
  }

  /// The position of `mark` in the text, with lines cut as libYAML cuts them.
  private func scalarIndex(of mark: Mark) -> String.Index? {
    let scalars = text.unicodeScalars
    var at = scalars.startIndex
    var line = 1
    while line < mark.line, at < scalars.endIndex {
      let scalar = scalars[at]
      at = scalars.index(after: at)
      switch scalar {
      case "\r":
        if at < scalars.endIndex, scalars[at] == "\n" { at = scalars.index(after: at) }
        line += 1
      case "\n", "\u{85}", "\u{2028}", "\u{2029}": line += 1
      default: break
      }
    }
    return scalars.index(at, offsetBy: mark.column - 1, limitedBy: scalars.endIndex)
  }

  // MARK: What Yams reports

  private mutating func report(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let during = context.map { " (\($0.text) that began in line \($0.mark.line))" } ?? ""
      report(RecipePlace(mark), "not valid YAML: \(problem)\(during)")
    case .reader(let problem, let offset, _, _):
      let before = text.prefix(offset ?? 0)
      let line = before.count(where: \.isNewline) + 1
      let column = before.reversed().prefix { !$0.isNewline }.count + 1
      report(RecipePlace(line: line, column: column), "not valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let names, let context):
      report(RecipePlace(context.mark), "the key '\(names.first ?? "")' is repeated in this table")
    default:
      report(RecipePlace(line: 1, column: 1), "not valid YAML: \(error)")
    }
  }
}

extension RecipePlace {
  /// Nodes that were parsed always have a mark.
  fileprivate init(_ mark: Mark?) {
    self.init(line: mark?.line ?? 1, column: mark?.column ?? 1)
  }
}
