import QuernBytes
import QuernJSON

/// A rule as JSON: patterns by their names, steps as a tokenizer.json has them, with what that cannot say under names
/// of its own.
extension WordRule {
  /// Writes the rule as an object.
  public func write(to json: inout JSONWriter) {
    json.beginObject()
    switch pretokenizer {
    case .scanner(let pattern): json.member("pattern", pattern.rawValue)
    case .steps(let steps):
      json.key("steps")
      json.beginArray()
      for step in steps { WordRule.write(step, to: &json) }
      json.endArray()
    }
    json.member("by_line", byLine)
    if let longestWord { json.member("longest_word", longestWord) }
    json.endObject()
  }

  private static func write(_ step: PretokenizerStep, to json: inout JSONWriter) {
    switch step {
    case .split(.fancyRegex(let text), let behavior, let inverted):
      write("FancyRegex", text, behavior, inverted, to: &json)
    case .split(.pattern(let pattern), let behavior, let inverted):
      write("Pattern", pattern.rawValue, behavior, inverted, to: &json)
    case .beforeRuns(let mark):
      json.beginObject()
      json.member("type", "BeforeRuns")
      json.member("mark", mark)
      json.endObject()
    default: BPEModel.write(step, to: &json)
    }
  }

  private static func write(
    _ kind: StaticString, _ text: String, _ behavior: SplitBehavior, _ inverted: Bool, to json: inout JSONWriter
  ) {
    json.beginObject()
    json.member("type", "Split")
    json.key("pattern")
    json.beginObject()
    json.member(kind, text)
    json.endObject()
    json.member("behavior", behavior.rawValue)
    json.member("invert", inverted)
    json.endObject()
  }

  /// Reads what ``write(to:)`` writes.
  /// - Throws: `JSONError` or ``TokenizerError`` when it is something else.
  public init(json: JSONNode) throws {
    if let name = json["pattern"]?.string {
      guard let pattern = SplitPattern(rawValue: name) else { throw JSONError("pattern \(name), which is unknown") }
      pretokenizer = .scanner(pattern)
    } else {
      guard let nodes = json["steps"], nodes.isArray else { throw JSONError("neither a pattern nor steps") }
      pretokenizer = .steps(try nodes.elements.flatMap { try WordRule.steps($0) })
    }
    byLine = json["by_line"]?.bool ?? false
    longestWord = json["longest_word"]?.int
    if let limit = longestWord, limit < WordCutting.leastLimit { throw JSONError("longest_word \(limit)") }
  }

  private static func steps(_ node: JSONNode) throws -> [PretokenizerStep] {
    if node["type"]?.string == "BeforeRuns", let mark = node["mark"]?.string { return [.beforeRuns(of: mark)] }
    if let behavior = node["behavior"]?.string.flatMap({ SplitBehavior(rawValue: $0) }),
      let inverted = node["invert"]?.bool
    {
      if let regex = node["pattern"]?["FancyRegex"]?.string {
        return [.split(.fancyRegex(regex), behavior: behavior, inverted: inverted)]
      }
      if let name = node["pattern"]?["Pattern"]?.string {
        guard let pattern = SplitPattern(rawValue: name) else { throw JSONError("pattern \(name), which is unknown") }
        return [.split(.pattern(pattern), behavior: behavior, inverted: inverted)]
      }
    }
    var steps: [PretokenizerStep] = []
    try TokenizerJSONParser(root: node).parsePretokenizer(node, into: &steps)
    return steps
  }
}

extension WordRule: CustomStringConvertible {
  /// The rule as JSON.
  public var description: String {
    var json = JSONWriter()
    write(to: &json)
    return json.buffer.bytes.text
  }
}
