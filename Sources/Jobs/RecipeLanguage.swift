import QuernBytes
import QuernJSON

/// How the languages of documents are told, and which are kept.
public struct RecipeLanguage: Equatable, Sendable {
  /// The name or path of a fastText model, or `scripts` for the most frequent script without a model.
  public var model = "lid.176.ftz"
  /// The languages that are kept, by the model's codes; nil for all.
  public var keep: [String]?
  /// The least score of a document that is kept; nil for any.
  public var minScore: Double?
  /// How many bytes of each text are looked at; nil for all of them.
  public var sample: Int?

  /// The defaults.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "language", keys: ["model", "keep", "min_score", "sample"]) else { return nil }
    if let node = table["model"] { model = reader.text(node, "model") ?? model }
    if let node = table["keep"] { keep = reader.distinct(node, "keep", minimum: 1) { $0.text($1, "a language") } }
    if let node = table["min_score"], let value = reader.number(node, "min_score") {
      if (0...1).contains(value) {
        minScore = value
      } else {
        reader.report(node.place, "min_score must be from 0 to 1")
      }
    }
    if let node = table["sample"] { sample = reader.size(node, "sample", in: 64...(1 << 30)) }
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if let keep { writer.member("keep", keep) }
    if let minScore { writer.member("min_score", minScore) }
    writer.member("model", model)
    if let sample { writer.member("sample", sample) }
    writer.endObject()
  }
}
