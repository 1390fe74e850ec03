import QuernBytes
import QuernJSON

/// Lists of addresses that are not wanted.
public struct RecipeURLLists: Equatable, Sendable {
  /// Folders and files with domains and pages.
  public var lists: [String] = []
  /// A file of words of which one is enough.
  public var words: String?
  /// A file of words of which two are needed.
  public var softWords: String?
  /// A file of strings that are looked for anywhere.
  public var substrings: String?
  /// A file in the form of the Public Suffix List; nil for the installed one, or the built-in rule.
  public var suffixes: String?

  /// No lists.
  public init() {}

  /// Whether there is no list.
  public var isEmpty: Bool { lists.isEmpty && words == nil && softWords == nil && substrings == nil }

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    let keys = ["lists", "words", "soft_words", "substrings", "suffixes"]
    guard let table = reader.table(node, "url", keys: keys) else { return nil }
    if let node = table["lists"] {
      lists = reader.distinct(node, "lists", minimum: 1) { $0.text($1, "a path") } ?? []
    }
    words = table["words"].flatMap { reader.text($0, "words") }
    softWords = table["soft_words"].flatMap { reader.text($0, "soft_words") }
    substrings = table["substrings"].flatMap { reader.text($0, "substrings") }
    suffixes = table["suffixes"].flatMap { reader.text($0, "suffixes") }
    if isEmpty && keys.dropLast().allSatisfy({ table[$0] == nil }) {
      reader.report(node.place, "url has no list", hint: "add 'lists: [FOLDER]', 'words', 'soft_words' or 'substrings'")
    }
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if !lists.isEmpty { writer.member("lists", lists) }
    if let softWords { writer.member("soft_words", softWords) }
    if let substrings { writer.member("substrings", substrings) }
    if let suffixes { writer.member("suffixes", suffixes) }
    if let words { writer.member("words", words) }
    writer.endObject()
  }
}

/// Which lines go.
public struct RecipeLines: Equatable, Sendable {
  /// The documents among which a line is counted.
  public enum Scope: String, CaseIterable, Sendable {
    case host, source, run
  }

  /// Which lines go because many documents have them.
  public struct Repeated: Equatable, Sendable {
    /// The documents among which a line is counted.
    public var scope = Scope.host
    /// A line goes when at least as many documents have it.
    public var documents = 10
    /// Shorter lines, in bytes, stay.
    public var bytes = 20

    /// The defaults.
    public init() {}
  }

  /// Whether cookie notices, legal lines and navigation go.
  public var boilerplate = false
  /// Which repeated lines go; nil for none.
  public var repeated: Repeated?

  /// No line goes.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "lines", keys: ["boilerplate", "repeated"]) else { return nil }
    if let node = table["boilerplate"] { boilerplate = reader.flag(node, "boilerplate") ?? false }
    if let node = table["repeated"] {
      var rule = Repeated()
      if let fields = reader.table(node, "repeated", keys: ["scope", "documents", "bytes"]) {
        if let node = fields["scope"] { rule.scope = reader.word(node, "scope") ?? rule.scope }
        if let node = fields["documents"] {
          rule.documents = reader.whole(node, "documents", in: 2...Int.max) ?? rule.documents
        }
        if let node = fields["bytes"] { rule.bytes = reader.whole(node, "bytes", in: 1...Int.max) ?? rule.bytes }
        repeated = rule
      }
    }
    if table.isEmpty {
      reader.report(node.place, "lines says nothing", hint: "add 'boilerplate: true' or 'repeated: {scope: host}'")
    }
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if boilerplate { writer.member("boilerplate", true) }
    if let repeated {
      writer.key("repeated")
      writer.beginObject()
      writer.member("bytes", repeated.bytes)
      writer.member("documents", repeated.documents)
      writer.member("scope", repeated.scope.rawValue)
      writer.endObject()
    }
    writer.endObject()
  }
}
