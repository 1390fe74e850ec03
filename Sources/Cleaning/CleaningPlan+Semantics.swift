import QuernBytes
import QuernClassifiers
import QuernJSON
import QuernLexicons
import QuernText

extension CleaningResources {
  /// Whether a model of libfasttext decides something.
  fileprivate var asksFastText: Bool {
    if case .model = language { return true }
    return toxicity != nil
  }
}

extension CleaningPlan {
  /// Counts up when the same rules would measure or decide otherwise.
  static let semanticsVersion = 4

  /// Writes everything that decides verdicts as one JSON object, always in the same bytes: work done under one of them
  /// is worth nothing under another.
  public func semantics(into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("version", CleaningPlan.semanticsVersion)
    writer.member("icu", ICUVersion.library)
    writer.member("unicode", ICUVersion.unicode)
    writer.member("signals", signals.rawValue)
    writer.member("stop_words", StopWords.shared.hash.hex)
    writer.key("lexicon")
    if let lexicon = resources.lexicon { writer.string(lexicon.hash.hex) } else { writer.null() }
    writer.key("url_lists")
    if let lists = resources.urlLists { writer.string(lists.digest.hex) } else { writer.null() }
    writer.key("language")
    switch resources.language {
    case .model(let classifier, let sample):
      writer.beginObject()
      writer.member("model", classifier.hash.hex)
      writer.member("sample", sample?.size ?? 0)
      writer.endObject()
    case .scripts: writer.string("scripts")
    case nil: writer.null()
    }
    if resources.asksFastText { writer.member("fasttext", FastTextLibrary.build) }
    if let toxicity = resources.toxicity {
      writer.member("toxicity", toxicity.classifier.hash.hex)
      writer.member("toxicity_label", toxicity.label)
    }
    writer.key("routes")
    writer.beginArray()
    for route in routes { write(route, into: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ compiled: CompiledRoute, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("source", compiled.route.source)
    if let languages = compiled.route.languages { writer.member("languages", languages) }
    writer.key("profiles")
    writer.beginArray()
    for profile in compiled.profiles {
      writer.beginObject()
      writer.member("name", profile.name)
      writer.member("version", profile.version)
      writer.endObject()
    }
    writer.endArray()
    writer.member("words", compiled.words.rawValue)
    if let settings = compiled.route.fineWeb2 { writer.member("fineweb2_stop_words", settings.stopWords) }
    writer.key("steps")
    writer.beginArray()
    for step in compiled.steps {
      writer.beginObject()
      writer.member("name", step.name)
      if let edit = step.edit { writer.member("edit", edit.name) }
      writer.member("tags", step.tags.map { compiled.measurements[$0].names[0] })
      writer.key("rules")
      writer.beginArray()
      for rule in compiled.rules[step.rules] { write(rule, into: &writer) }
      writer.endArray()
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ rule: CompiledRule, into writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("id", rule.id)
    writer.member("reason", rule.reason)
    if let allowed = rule.allowed { writer.member("labels", allowed.labels) }
    if let condition = rule.condition { writer.member("drop_if", condition.condition.text) }
    writer.key("bounds")
    writer.beginArray()
    for bound in rule.bounds {
      writer.beginObject()
      writer.member("parameter", bound.parameter)
      writer.member("signal", bound.signal.name)
      writer.member("comparison", bound.comparison.rawValue)
      writer.member("value", bound.value)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}
