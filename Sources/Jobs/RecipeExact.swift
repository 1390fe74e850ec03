import QuernJSON

/// How exact duplicates are found.
public struct RecipeExact: Equatable, Sendable {
  /// What must be equal.
  public enum Key: Equatable, Sendable {
    /// The text byte for byte.
    case text
    /// The text after ``RecipeExact/normalize``.
    case normalizedText
    /// The address that a record came from, without its fragment and a slash at its end, and with its scheme and host in
    /// small letters.
    case url
    /// The value of a field, a string or a number.
    case field(String)

    /// Reads what an option says: `text`, `normalized_text`, `url` or `field:NAME`.
    public init?(option: String) {
      switch option {
      case "text": self = .text
      case "normalized_text": self = .normalizedText
      case "url": self = .url
      case _ where option.hasPrefix("field:") && option.utf8.count > 6: self = .field(String(option.dropFirst(6)))
      default: return nil
      }
    }
  }

  /// What is left out of account when texts are compared.
  public struct Normalize: Equatable, Sendable {
    /// The Unicode form.
    public enum Form: String, CaseIterable, Sendable {
      case none, nfc, nfkc
    }

    /// The Unicode form.
    public var form = Form.nfc
    /// Whether case is ignored.
    public var ignoresCase = true
    /// Whether runs of white space count as one space, and none at the ends.
    public var ignoresSpace = true
    /// Whether characters count for nothing that are neither letters, marks, digits nor white space.
    public var ignoresPunctuation = false

    /// The defaults.
    public init() {}
  }

  /// What must be equal for documents to be duplicates.
  public var key = Key.text
  /// What is left out of account where the key is ``Key/normalizedText``.
  public var normalize = Normalize()
  /// Which of the equal documents stays.
  public var keep = RecipeKeep.first
  /// Among which documents duplicates are looked for.
  public var scope = RecipeScope.all

  /// The defaults.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "exact", keys: ["key", "keep", "normalize", "scope"]) else { return nil }
    if let node = table["key"] { key = Key(node, &reader) ?? key }
    if let node = table["keep"] { keep = RecipeKeep(node, &reader) ?? keep }
    if let node = table["scope"] { scope = RecipeScope(node, &reader) ?? scope }
    guard let node = table["normalize"] else { return }
    if key != .normalizedText {
      reader.report(
        node.place, "normalize has no effect, because the key is not normalized_text",
        hint: "add 'key: normalized_text'")
    }
    guard let fields = reader.table(node, "normalize", keys: ["form", "case", "space", "punctuation"]) else { return }
    if let node = fields["form"] { normalize.form = reader.word(node, "form") ?? normalize.form }
    if let node = fields["case"] { normalize.ignoresCase = reader.flag(node, "case") ?? true }
    if let node = fields["space"] { normalize.ignoresSpace = reader.flag(node, "space") ?? true }
    if let node = fields["punctuation"] { normalize.ignoresPunctuation = reader.flag(node, "punctuation") ?? false }
  }

  /// Writes the section with keys in byte order and defaults filled in.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("keep")
    keep.write(into: &writer)
    writer.key("key")
    switch key {
    case .text: writer.string("text")
    case .normalizedText: writer.string("normalized_text")
    case .url: writer.string("url")
    case .field(let name):
      writer.beginObject()
      writer.member("field", name)
      writer.endObject()
    }
    if key == .normalizedText {
      writer.key("normalize")
      writer.beginObject()
      writer.member("case", normalize.ignoresCase)
      writer.member("form", normalize.form.rawValue)
      writer.member("punctuation", normalize.ignoresPunctuation)
      writer.member("space", normalize.ignoresSpace)
      writer.endObject()
    }
    writer.key("scope")
    scope.write(into: &writer)
    writer.endObject()
  }
}

extension RecipeExact.Key {
  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    if case .table = node.value {
      guard let table = reader.table(node, "key", keys: ["field"]), let field = table["field"],
        let name = reader.text(field, "field")
      else { return nil }
      self = .field(name)
      return
    }
    guard let word = node.text, !word.hasPrefix("field:"), let key = RecipeExact.Key(option: word) else {
      reader.report(node.place, "key must be text, normalized_text, url or {field: NAME}")
      return nil
    }
    self = key
  }
}
