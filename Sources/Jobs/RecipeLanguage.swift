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
  /// Other least scores for some languages.
  public var scores: [String: Double] = [:]
  /// The least share of a document that is in its language, by paragraphs; nil to leave these alone.
  public var minShare: Double?
  /// How many bytes of each text are looked at; nil for all of them.
  public var sample: Int?

  /// The defaults.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    let keys = ["model", "keep", "min_score", "min_share", "scores", "sample"]
    guard let table = reader.table(node, "language", keys: keys) else { return nil }
    if let node = table["model"] { model = reader.text(node, "model") ?? model }
    if let node = table["keep"] { keep = reader.distinct(node, "keep", minimum: 1) { $0.text($1, "a language") } }
    if let node = table["min_score"] { minScore = reader.share(node, "min_score") }
    if let node = table["min_share"] { minShare = reader.share(node, "min_share") }
    if let node = table["scores"] { readScores(node, &reader) }
    if let node = table["sample"] { sample = reader.size(node, "sample", in: 64...(1 << 30)) }
  }

  /// Whether `text` can be the label of a language: letters, digits, `.`, `_`, `-` and `:`.
  public static func isLabel(_ text: String) -> Bool {
    text.utf8.last.map { $0 != UInt8(ascii: ":") } == true
      && text.utf8.allSatisfy { $0 == UInt8(ascii: ":") || RecipeInput.isNameByte($0) }
  }

  private mutating func readScores(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard case .table(let members) = node.value else {
      return reader.reportKind(of: node, "scores", expected: "a table of scores by language, as in {de: 0.7}")
    }
    for member in members {
      guard RecipeLanguage.isLabel(member.key) else {
        reader.report(member.place, "'\(member.key)' is no label of a language, such as en or eng_Latn")
        continue
      }
      scores[member.key] = reader.share(member.value, "the score of \(member.key)")
    }
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if let keep { writer.member("keep", keep) }
    if let minScore { writer.member("min_score", minScore) }
    if let minShare { writer.member("min_share", minShare) }
    writer.member("model", model)
    if let sample { writer.member("sample", sample) }
    if !scores.isEmpty {
      writer.key("scores")
      writer.beginObject()
      for (name, score) in scores.sorted(by: { $0.key < $1.key }) {
        writer.key(name: name)
        writer.number(score)
      }
      writer.endObject()
    }
    writer.endObject()
  }
}
