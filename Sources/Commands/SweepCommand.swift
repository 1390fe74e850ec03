import ArgumentParser
import QuernBytes
import QuernDocuments
import QuernJSON
import QuernJobs
import QuernStages
import QuernStreams

/// `quern sweep`
struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Says what other thresholds would change, from the signals that a run has stored.",
    discussion: """
      EXAMPLES:
        quern sweep run --rule gopher.alpha_ratio=0.7
        quern sweep run --rule basic.mean_word_length.max=14 --rule basic.min_words=30 --examples 5

      No text is read again but that of the examples. The figures are exact where the run measured everything \
      (signals: full); where it stopped at the first failing rule, documents on which later rules were never tried are \
      counted apart. Where an edit of the text lies before a threshold, the sweep says so: it takes the edit as it was.
      """)

  @Argument(help: "A run folder.")
  var path: String

  @Option(help: "A value to try, as RULE=VALUE or RULE.PARAMETER=VALUE; may be repeated.")
  var rule: [String]

  @Option(help: "Documents to show of those that would come and of those that would go.")
  var examples = 3

  @Option(help: "Bytes of text that make one token, for the estimate.")
  var bytesPerToken = 4.2

  @Flag(help: "Print the result as JSON.")
  var json = false

  func validate() throws {
    if rule.isEmpty { throw ValidationError("name a value to try: --rule RULE=VALUE") }
    if examples < 0 { throw ValidationError("--examples must not be negative") }
    if !(0.01...1e6).contains(bytesPerToken) {
      throw ValidationError("--bytes-per-token must be between 0.01 and 1000000, not \(bytesPerToken)")
    }
  }

  func run() throws {
    let folder = RunFolder(path)
    guard FileSystem.entry(at: folder.path("verdicts")) == .folder else {
      throw JobError(.usage, "\(path) holds no verdicts; name a folder that quern run or quern clean has written")
    }
    let settings = try savedSettings(folder)
    let texts = try DroppedTexts(folder)
    // Where all are stored, none is preferred.
    let isSample = settings.recipe.clean.keepDropped == .sample
    let sweep = try VerdictSweep(
      settings, changes: try rule.map { try SweepCommand.change($0, settings) }, examples: examples,
      stored: examples > 0 && isSample ? try texts.documents() : [])
    let outcome = try sweep.run(in: folder)
    if json {
      let report = report(outcome)
      return Terminal.output(report.buffer.bytes)
    }
    show(outcome)
    try showExamples(outcome, texts, folder)
  }

  /// The settings that the run was made with, from the recipe and the labels that its folder keeps; a folder without
  /// labels is of a version that needs the models, lists and salt of the run again.
  private func savedSettings(_ folder: RunFolder) throws -> RunSettings {
    let text = try FileSystem.contents(of: folder.recipe, limit: 64 << 20)
    let recipe = try Recipe(yaml: text.bytes.text, path: folder.recipe)
    var labels: [String]?
    if case .file = FileSystem.entry(at: folder.labels) {
      let names = try FileSystem.contents(of: folder.labels, limit: 64 << 20)
      guard let document = try? JSONDocument(names.bytes), document.root.isArray else {
        throw JobError("\(folder.labels) is damaged; remove it to sweep with the models and lists of the run")
      }
      labels = document.root.elements.compactMap(\.string)
    }
    return try RunSettings(recipe: recipe, inputs: [], keepGoing: false, folder: recipe.base, labels: labels)
  }

  /// Reads RULE=VALUE or RULE.PARAMETER=VALUE; rule ids have dots of their own, so the longest known id counts.
  private static func change(_ text: String, _ settings: RunSettings) throws -> VerdictSweep.Change {
    guard let equals = text.lastIndex(of: "="), let value = Double(text[text.index(after: equals)...]), value.isFinite
    else { throw JobError(.usage, "--rule \(text): write RULE=VALUE, such as basic.min_words=20") }
    let name = String(text[..<equals])
    if settings.ruleIDs.contains(name) { return VerdictSweep.Change(rule: name, parameter: nil, value: value) }
    guard let dot = name.lastIndex(of: "."), settings.ruleIDs.contains(String(name[..<dot])) else {
      return VerdictSweep.Change(rule: name, parameter: nil, value: value)
    }
    return VerdictSweep.Change(
      rule: String(name[..<dot]), parameter: String(name[name.index(after: dot)...]), value: value)
  }

  private func tokens(_ amount: VerdictSweep.Amount) -> Int { Int((Double(amount.bytes) / bytesPerToken).rounded()) }

  private func show(_ outcome: VerdictSweep.Outcome) {
    func line(_ name: String, _ amount: VerdictSweep.Amount) {
      Terminal.output("\(name): \(amount.documents) documents, about \(tokens(amount)) tokens\n")
    }
    Terminal.output("verdicts: \(outcome.verdicts)\n")
    line("kept now", outcome.kept)
    line("would come", outcome.come)
    line("would go", outcome.go)
    if outcome.undecided.documents > 0 {
      line("may come (later rules were never tried: the run's signals are decided, not full)", outcome.undecided)
    }
    if !outcome.edits.isEmpty {
      Terminal.output(
        "measured after edits of the text, taken as they were: \(outcome.edits.joined(separator: ", "))\n")
    }
    Terminal.output("tokens are estimated at \(bytesPerToken) bytes each\n\n")
  }

  private func showExamples(_ outcome: VerdictSweep.Outcome, _ texts: DroppedTexts, _ folder: RunFolder) throws {
    let dropped =
      outcome.coming.isEmpty ? [:] : try texts.texts(of: Set(outcome.coming.map(\.document.packed)))
    for example in outcome.coming {
      Terminal.output(
        "── would come: \(title(example))\n\(dropped[example.document.packed] ?? "(its text was not kept)")\n\n")
    }
    if outcome.going.isEmpty { return }
    let kept = try KeptTexts(folder, documents: Set(outcome.going.map(\.document.packed)))
    for example in outcome.going {
      Terminal.output(
        "── would go: \(title(example))\n\(kept.texts[example.document.packed] ?? "(its text was not found)")\n\n")
    }
  }

  private func title(_ example: VerdictSweep.Example) -> String {
    let values = example.values.map { "\($0.name)=\($0.value)" }
    return printableText(([example.id, example.source] + values).joined(separator: "  "))
  }

  private func report(_ outcome: VerdictSweep.Outcome) -> JSONWriter {
    var json = JSONWriter(indented: true)
    json.beginObject()
    json.member("verdicts", outcome.verdicts)
    for (name, amount) in [
      ("kept", outcome.kept), ("come", outcome.come), ("go", outcome.go), ("undecided", outcome.undecided),
    ] {
      json.key(name: name)
      json.beginObject()
      json.member("documents", amount.documents)
      json.member("bytes", amount.bytes)
      json.member("tokens_estimated", tokens(amount))
      json.endObject()
    }
    json.member("after_edits", outcome.edits)
    for (name, examples) in [("coming", outcome.coming), ("going", outcome.going)] {
      json.key(name: name)
      json.beginArray()
      for example in examples {
        json.beginObject()
        json.member("doc", example.document.packed)
        json.member("id", example.id)
        json.member("source", example.source)
        json.key("signals")
        json.beginObject()
        for value in example.values {
          json.key(name: value.name)
          json.number(value.value)
        }
        json.endObject()
        json.endObject()
      }
      json.endArray()
    }
    json.endObject()
    json.endLine()
    return json
  }
}
