import QuernJSON

/// Which of several alike documents stays; of equals the first in plan order.
public enum RecipeKeep: Equatable, Sendable {
  /// The first in plan order.
  case first
  /// The one with the most bytes of text.
  case longest
  /// The one with the highest number in a field; those without one come last.
  case best(field: String)
  /// The one with the latest date in a field, as ISO 8601 or a number of seconds; those without one come last.
  case newest(field: String)

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    if case .table = node.value {
      guard let table = reader.table(node, "keep", keys: ["best", "newest"]) else { return nil }
      if let node = table["best"], table.count == 1, let field = reader.text(node, "best") {
        self = .best(field: field)
        return
      }
      if let node = table["newest"], table.count == 1, let field = reader.text(node, "newest") {
        self = .newest(field: field)
        return
      }
      if table.count != 1 { reader.report(node.place, "keep names one of best and newest, with a field") }
      return nil
    }
    switch node.text {
    case "first": self = .first
    case "longest": self = .longest
    default:
      reader.report(node.place, "keep must be first, longest, {best: FIELD} or {newest: FIELD}")
      return nil
    }
  }

  /// Reads what an option says: `first`, `longest`, `best:FIELD` or `newest:FIELD`.
  public init?(option: String) {
    let parts = option.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("first", 1): self = .first
    case ("longest", 1): self = .longest
    case ("best", 2) where !parts[1].isEmpty: self = .best(field: parts[1])
    case ("newest", 2) where !parts[1].isEmpty: self = .newest(field: parts[1])
    default: return nil
    }
  }

  /// The field that it looks at.
  public var field: String? {
    switch self {
    case .first, .longest: nil
    case .best(let field), .newest(let field): field
    }
  }

  func write(into writer: inout JSONWriter) {
    switch self {
    case .first: writer.string("first")
    case .longest: writer.string("longest")
    case .best(let field), .newest(let field):
      writer.beginObject()
      writer.key(name: self == .best(field: field) ? "best" : "newest")
      writer.string(field)
      writer.endObject()
    }
  }
}
