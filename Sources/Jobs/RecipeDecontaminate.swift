import QuernJSON

/// One benchmark that documents are searched for.
public struct RecipeBenchmark: Equatable, Sendable {
  /// The fields that are looked at where the recipe names none; those that an item has count.
  public static let usualFields = ["question", "question_stem", "prompt", "problem", "query", "text"]

  /// A file, folder or glob.
  public var path: String
  /// How reports name it; nil for the names of its files.
  public var name: String?
  /// The fields whose texts are looked for, as paths with dots.
  public var fields = RecipeBenchmark.usualFields
  /// The field with the answer, where it is told apart from the question.
  public var answer: String?
  /// The field with an item's name; nil for the usual ones.
  public var id: String?

  /// A benchmark of these files with the usual fields.
  public init(path: String) { self.path = path }

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    if node.text != nil {
      guard let path = reader.text(node, "against") else { return nil }
      self.init(path: path)
      return
    }
    guard let table = reader.table(node, "a benchmark", keys: ["path", "name", "fields", "answer", "id"]) else {
      return nil
    }
    guard let place = table["path"] else {
      reader.report(node.place, "a benchmark needs a path", hint: "add 'path: FILES'")
      return nil
    }
    guard let path = reader.text(place, "path") else { return nil }
    self.init(path: path)
    name = table["name"].flatMap { reader.text($0, "name") }
    if let node = table["fields"] {
      fields = reader.distinct(node, "fields", minimum: 1) { $0.text($1, "a field") } ?? fields
    }
    answer = table["answer"].flatMap { reader.text($0, "answer") }
    id = table["id"].flatMap { reader.text($0, "id") }
  }

  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if let answer { writer.member("answer", answer) }
    writer.member("fields", fields)
    if let id { writer.member("id", id) }
    if let name { writer.member("name", name) }
    writer.member("path", path)
    writer.endObject()
  }
}

/// How documents are searched for items of benchmarks, and what becomes of those in which some are found.
public struct RecipeDecontaminate: Equatable, Sendable {
  /// How documents are searched.
  public enum Rule: String, CaseIterable, Sendable {
    /// Runs of 13 words.
    case gpt3 = "gpt3-13gram"
    /// Runs of 12 words of spaCy.
    case datatrove = "datatrove-12gram"
    /// Whole paragraphs.
    case paragraph
    /// Sampled runs of 5 words that are extended over edits.
    case overlap
  }

  /// What becomes of documents.
  public enum Action: String, CaseIterable, Sendable {
    /// They stay and are reported.
    case tag
    /// They go.
    case drop
    /// What was found goes.
    case cut
  }

  /// The benchmarks; at least one.
  public var against: [RecipeBenchmark] = []
  /// How documents are searched.
  public var rule = Rule.gpt3
  /// What becomes of documents; nil for what the rule's makers do.
  public var action: Action?
  /// The most bytes that the index of the benchmarks may take.
  public var memory = 1 << 30

  /// The defaults, without any benchmark.
  public init() {}

  init?(_ node: RecipeNode, _ reader: inout RecipeReader) {
    guard let table = reader.table(node, "decontaminate", keys: ["against", "rule", "action", "memory"]) else {
      return nil
    }
    if let node = table["against"] {
      if case .list = node.value {
        against = reader.list(node, "against", minimum: 1)?.compactMap { RecipeBenchmark($0, &reader) } ?? []
      } else {
        against = RecipeBenchmark(node, &reader).map { [$0] } ?? []
      }
    } else {
      reader.report(
        node.place, "decontaminate names no benchmark", hint: "add 'against: [{path: FILES, fields: [question]}]'")
    }
    if let node = table["rule"] { rule = reader.word(node, "rule") ?? rule }
    if let node = table["action"] { action = reader.word(node, "action") }
    if let node = table["memory"] { memory = reader.size(node, "memory", in: (1 << 20)...(1 << 40)) ?? memory }
  }

  /// What decides the result, with keys in byte order.
  func write(into writer: inout JSONWriter) {
    writer.beginObject()
    if let action { writer.member("action", action.rawValue) }
    writer.key("against")
    writer.beginArray()
    for benchmark in against { benchmark.write(into: &writer) }
    writer.endArray()
    writer.member("memory", memory)
    writer.member("rule", rule.rawValue)
    writer.endObject()
  }
}
