import QuernJSON

/// Among which documents duplicates are looked for.
public enum RecipeScope: Equatable, Sendable {
  /// All of them.
  case all
  /// Those of the same source.
  case source
  /// Those with the same value of a field.
  case field(String)

  /// Reads what an option says: `all`, `source` or `field:NAME`.
  public init?(option: String) {
    switch option {
    case "all": self = .all
    case "source": self = .source
    case _ where option.hasPrefix("field:") && option.utf8.count > 6: self = .field(String(option.dropFirst(6)))
    default: return nil
    }
  }

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    if case .table = node.value {
      guard let table = reader.table(node, "scope", keys: ["field"]), let field = table["field"],
        let name = reader.text(field, "field")
      else { return nil }
      self = .field(name)
      return
    }
    guard let word = node.text, !word.hasPrefix("field:"), let scope = RecipeScope(option: word) else {
      reader.report(node.place, "scope must be all, source or {field: NAME}")
      return nil
    }
    self = scope
  }

  /// The field that it looks at.
  public var field: String? { if case .field(let name) = self { name } else { nil } }

  func write(into writer: inout JSONWriter) {
    switch self {
    case .all: writer.string("all")
    case .source: writer.string("source")
    case .field(let name):
      writer.beginObject()
      writer.member("field", name)
      writer.endObject()
    }
  }
}
