import QuernBytes
import QuernJSON

extension WordCountHeader {
  /// The header as one line of JSON, the same for the same header.
  func json() -> ByteBuffer {
    var json = JSONWriter()
    json.beginObject()
    json.key("rule")
    rule.write(to: &json)
    json.member("unicode", SplitPattern.unicodeVersion)
    json.key("regex_engine")
    if let engine = rule.pretokenizer.regexEngine { json.string(engine) } else { json.null() }
    json.key("groups")
    json.beginArray()
    for totals in groups {
      json.beginObject()
      json.member("source", totals.group.source)
      json.member("language", totals.group.language)
      json.member("documents", Int(totals.documents))
      json.member("bytes", Int(totals.bytes))
      json.member("words", Int(totals.words))
      json.endObject()
    }
    json.endArray()
    json.key("origin")
    if let origin { json.string(origin) } else { json.null() }
    json.endObject()
    var bytes = ByteBuffer()
    swap(&bytes, &json.buffer)
    return bytes
  }

  /// Reads what ``json()`` gives.
  /// - Throws: `JSONError` when it is something else; ``TokenizerError/differentRules(file:expected:found:)`` when the
  ///   words were made by versions of Unicode or of the engine for regular expressions that this build does not have.
  init(json: UnsafeRawBufferPointer, file: String) throws {
    let root = try JSONDocument(json).root
    guard let rule = root["rule"] else { throw JSONError("no rule") }
    self.rule = try WordRule(json: rule)
    let unicode = root["unicode"]?.string ?? ""
    guard unicode == SplitPattern.unicodeVersion else {
      throw TokenizerError.differentRules(
        file: file, expected: "Unicode \(SplitPattern.unicodeVersion)", found: "Unicode \(unicode)")
    }
    let engine = root["regex_engine"]?.string
    guard engine == self.rule.pretokenizer.regexEngine else {
      throw TokenizerError.differentRules(
        file: file, expected: self.rule.pretokenizer.regexEngine ?? "no engine", found: engine ?? "no engine")
    }
    groups = []
    for node in root["groups"]?.elements ?? .none {
      guard let source = node["source"]?.string, let language = node["language"]?.string,
        let documents = node["documents"]?.int, let bytes = node["bytes"]?.int, let words = node["words"]?.int,
        min(documents, bytes, words) >= 0
      else { throw JSONError("a damaged group") }
      var totals = WordGroupTotals(WordGroup(source: source, language: language))
      totals.documents = Int64(documents)
      totals.bytes = Int64(bytes)
      totals.words = Int64(words)
      groups.append(totals)
    }
    guard groups.count <= WordCounter.mostGroups, Set(groups.map(\.group)).count == groups.count else {
      throw JSONError("a group twice, or too many")
    }
    origin = root["origin"]?.string
  }
}
