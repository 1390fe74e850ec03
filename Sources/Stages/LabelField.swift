import QuernBytes
import QuernDocuments
import QuernJSON

/// Where the labels of a record are: a field with a string, a number, true or false, or a list of these.
struct LabelField: Sendable {
  let name: String

  /// The labels of `document`, as they are written; none when the field is absent, null or something else.
  func labels(of document: Document, in batch: DocumentBatch) -> [String] {
    guard let json = try? JSONDocument(batch.line(of: document)) else { return [] }
    guard let node = json.root.member(named: name) else { return [] }
    let nodes = node.isArray ? Array(node.elements) : [node]
    return nodes.compactMap(LabelField.label)
  }

  private static func label(_ node: JSONNode) -> String? {
    if let text = node.string { return text.isEmpty ? nil : text }
    if let value = node.bool { return value ? "true" : "false" }
    if let value = node.int { return String(value) }
    if let value = node.double { return Int(exactly: value).map { String($0) } ?? String(value) }
    return nil
  }
}
