import QuernBytes
import QuernJSON

/// A part of a recipe that decides the result of some stage.
public enum RecipeSection: String, CaseIterable, Sendable {
  /// Which documents there are: the inputs and the longest record.
  case inputs
  /// How exact duplicates are found.
  case exact
  /// How alike documents are found.
  case near
  /// How documents are searched for items of benchmarks.
  case decontaminate
  /// How passages that occur again and again are found.
  case passages
  /// How repeated parts of texts are found.
  case substring
  /// The routes, normalisation, signals, toxicity and what is stored of dropped documents.
  case clean
  /// Where the vocabulary comes from.
  case tokenizer
  /// What is written for trainers.
  case shards
}

extension Recipe {
  /// The canonical JSON of one section: keys in byte order, defaults filled in, no spaces.
  ///
  /// Recipes that mean the same for the section give the same bytes, so a hash of them can name a stage's results. The
  /// seed, the stages and the content of named files are no part of any section. A section that is left out is `null`.
  public func canonicalSection(_ section: RecipeSection) -> ByteBuffer {
    var writer = JSONWriter()
    switch section {
    case .inputs:
      writer.beginObject()
      writer.key("inputs")
      writeInputs(into: &writer, withWeights: false)
      writer.member("max_record", maxRecord)
      writer.endObject()
    case .exact: exact.write(into: &writer)
    case .near: near.write(into: &writer)
    case .decontaminate: decontaminate.write(into: &writer)
    case .clean:
      writer.beginObject()
      writeConditions(into: &writer)
      writer.member("keep_dropped", clean.keepDropped)
      writeLanguage(into: &writer)
      writeLines(into: &writer)
      writer.member("normalize", clean.normalization)
      writePersonalData(into: &writer)
      writer.key("routes")
      writeRoutes(into: &writer)
      if let signals = clean.signals { writer.member("signals", signals) }
      writer.key("toxicity")
      writeToxicity(into: &writer)
      writeURLLists(into: &writer)
      writer.endObject()
    case .passages: passages.write(into: &writer)
    case .substring: substring.write(into: &writer)
    case .tokenizer: writeTokenizer(into: &writer)
    case .shards: writeShards(into: &writer)
    }
    return ByteBuffer(copying: writer.buffer.bytes)
  }

  /// Writes the recipe as one JSON object with all defaults filled in and keys in byte order.
  ///
  /// JSON is YAML, and the object has the form of a recipe: reading it gives an equal recipe.
  public func write(into writer: inout JSONWriter) {
    let cleans = stages.contains(.clean)
    writer.beginObject()
    if cleans {
      writer.key("clean")
      writeRoutes(into: &writer)
      writeConditions(into: &writer)
    }
    if stages.contains(.decontaminate) {
      writer.key("decontaminate")
      decontaminate.write(into: &writer)
    }
    writer.key("engine")
    writer.beginObject()
    writer.member("kind", engine)
    writer.endObject()
    if stages.contains(.exact) {
      writer.key("exact")
      exact.write(into: &writer)
    }
    if let folder { writer.member("folder", folder) }
    writer.key("inputs")
    writeInputs(into: &writer, withWeights: true)
    if !stages.isEmpty { writer.member("keep_dropped", clean.keepDropped) }
    if cleans {
      writeLanguage(into: &writer)
      writeLines(into: &writer)
    }
    writer.member("max_record", maxRecord)
    if let maxRejected {
      writer.member("max_rejected", maxRejected)
    }
    if stages.contains(.near) {
      writer.key("near")
      near.write(into: &writer)
    }
    if cleans { writer.member("normalize", clean.normalization) }
    if stages.contains(.passages) {
      writer.key("passages")
      passages.write(into: &writer)
    }
    if cleans { writePersonalData(into: &writer) }
    writer.member("quern", 1)
    if cleans, !clean.repair.isEmpty { writer.member("repair", clean.repair) }
    writer.member("seed", seed)
    if shards != nil {
      writer.key("shards")
      writeShards(into: &writer)
    }
    if cleans, let signals = clean.signals { writer.member("signals", signals) }
    writer.key("stages")
    writer.strings(stages.map(\.rawValue))
    if stages.contains(.substring) {
      writer.key("substring")
      substring.write(into: &writer)
    }
    if tokenizer != nil {
      writer.key("tokenizer")
      writeTokenizer(into: &writer)
    }
    if clean.usesToxicity {
      writer.key("toxicity")
      writeToxicity(into: &writer)
    }
    if cleans { writeURLLists(into: &writer) }
    writer.endObject()
  }

  /// - Parameter withWeights: weights decide what a vocabulary is trained on, not which documents there are.
  private func writeInputs(into writer: inout JSONWriter, withWeights: Bool) {
    writer.beginArray()
    for input in inputs {
      writer.beginObject()
      writer.member("id", input.id)
      writer.key("path")
      writer.strings(input.paths)
      writer.member("source", input.source)
      writer.member("text", input.text)
      if input.url != "url" { writer.member("url", input.url) }
      if withWeights, let weight = input.weight { writer.member("weight", weight) }
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeRoutes(into writer: inout JSONWriter) {
    writer.beginArray()
    for route in clean.routes {
      writer.beginObject()
      if let file = route.fineWeb2 { writer.member("fineweb2", file) }
      writer.key("profiles")
      writer.strings(route.profiles)
      writer.key("rules")
      writer.beginObject()
      for (rule, parameters) in route.sortedRules {
        writer.key(name: rule)
        writer.beginObject()
        for (name, value) in parameters {
          writer.key(name: name)
          writer.number(value)
        }
        writer.endObject()
      }
      writer.endObject()
      writer.key("when")
      writer.beginObject()
      if let languages = route.languages { writer.member("language", languages) }
      writer.member("source", route.source ?? "*")
      writer.endObject()
      writer.endObject()
    }
    writer.endArray()
  }

  private func writeLanguage(into writer: inout JSONWriter) {
    guard let language = clean.language else { return }
    writer.key("language")
    language.write(into: &writer)
  }

  private func writeLines(into writer: inout JSONWriter) {
    guard let lines = clean.lines else { return }
    writer.key("lines")
    lines.write(into: &writer)
  }

  private func writePersonalData(into writer: inout JSONWriter) {
    guard let personalData = clean.personalData else { return }
    writer.key("pii")
    personalData.write(into: &writer)
  }

  private func writeURLLists(into writer: inout JSONWriter) {
    guard let lists = clean.urlLists else { return }
    writer.key("url")
    lists.write(into: &writer)
  }

  private func writeConditions(into writer: inout JSONWriter) {
    guard !clean.dropIf.isEmpty else { return }
    writer.key("drop_if")
    if clean.dropIf.map(\.id) == ["drop_if"] { return writer.string(clean.dropIf[0].text) }
    writer.beginObject()
    for condition in clean.dropIf {
      writer.key(name: String(condition.id.dropFirst("drop_if.".count)))
      writer.string(condition.text)
    }
    writer.endObject()
  }

  private func writeTokenizer(into writer: inout JSONWriter) {
    guard let tokenizer else { return writer.null() }
    writer.beginObject()
    switch tokenizer {
    case .file(let path, let pattern):
      writer.member("file", path)
      if let pattern { writer.member("pattern", pattern) }
    case .train(let training):
      writer.key("train")
      training.write(into: &writer)
    }
    writer.endObject()
  }

  private func writeShards(into writer: inout JSONWriter) {
    guard let shards else { return writer.null() }
    writer.beginObject()
    writer.member("batch", shards.batch)
    writer.member("bos", shards.bos)
    writer.member("eos", shards.eos)
    writer.key("formats")
    writer.strings(shards.formats.map(\.rawValue))
    writer.member("length", shards.length)
    writer.member("packing", shards.packing)
    writer.endObject()
  }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: StaticString, _ word: some RawRepresentable<String>) {
    member(name, word.rawValue)
  }

  /// Writes a token as a recipe does; the vocabulary's own is left out.
  fileprivate mutating func member(_ name: StaticString, _ token: RecipeToken) {
    switch token {
    case .endOfText: return
    case .absent: member(name, "none")
    case .token(let text): member(name, text)
    case .id(let id):
      key(name)
      number(id)
    }
  }

  fileprivate mutating func strings(_ values: [String]) {
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
